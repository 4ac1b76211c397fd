package sample

import (
	"context"
	"fmt"
	"time"

	"gongkai/models"
	"gongkai/models/identity"
	"gongkai/models/store"
)

// Password is the password of every person of the example bureau. It is public:
// only the demo command creates these people, and it listens on loopback only.
const Password = "Gongkai-Demo-2026"

// TOTPSecret is the second factor of budget.totp.
const TOTPSecret = "JBSWY3DPEHPK3PXP"

// opened is when the example bureau's site was set up.
var opened = time.Date(2020, 1, 2, 1, 0, 0, 0, time.UTC)

// sections of the example bureau, in their order.
var sections = []string{"办公室", "预算科", "国库科", "农业农村科", "社会保障科", "政府采购管理科", "会计科", "资产管理科", "绩效评价科", "财政监督科", "局领导"}

// people of the example bureau.
var people = []struct {
	username, name, section string
	roles                   []identity.Role
	totp                    string
}{
	{"budget.author", "张敏", "预算科", []identity.Role{identity.Author}, ""},
	{"budget.author2", "孙悦", "预算科", []identity.Role{identity.Author}, ""},
	{"budget.head", "李明", "预算科", []identity.Role{identity.Head}, ""},
	{"treasury.author", "周航", "国库科", []identity.Role{identity.Author}, ""},
	{"treasury.head", "吴磊", "国库科", []identity.Role{identity.Head}, ""},
	{"office.head", "郑洁", "办公室", []identity.Role{identity.Head}, ""},
	{"office.secrecy", "王芳", "办公室", []identity.Role{identity.Officer}, ""},
	{"office.secrecy2", "赵静", "办公室", []identity.Role{identity.Officer}, ""},
	{"office.publisher", "陈涛", "办公室", []identity.Role{identity.Author, identity.Publisher}, ""},
	{"office.foi", "刘洋", "办公室", []identity.Role{identity.Author, identity.Clerk}, ""},
	{"deputy", "何伟", "局领导", []identity.Role{identity.Director}, ""},
	{"budget.both", "胡军", "预算科", []identity.Role{identity.Author, identity.Head}, ""},
	{"budget.multi", "林晨", "预算科", []identity.Role{identity.Author, identity.Head, identity.Officer}, ""},
	{"budget.totp", "高翔", "预算科", []identity.Role{identity.Author}, TOTPSecret},
	{"sys.admin", "系统管理员", "", []identity.Role{identity.SysAdmin}, ""},
	{"sec.admin", "安全管理员", "", []identity.Role{identity.SecAdmin}, ""},
	{"audit.admin", "审计管理员", "", []identity.Role{identity.AuditAdmin}, ""},
}

// staff creates sections and people and returns the sections' ids by name.
func staff(ctx context.Context, app *models.App) (map[string]uint64, error) {
	ctx = store.At(ctx, opened)
	ids := map[string]uint64{}
	for i, name := range sections {
		x, err := app.People.SaveSection(ctx, 0, 0, name, 10*(i+1), identity.Actor{})
		if err != nil {
			return nil, fmt.Errorf("section %s: %w", name, err)
		}
		ids[name] = x.ID
	}
	for _, p := range people {
		_, err := app.People.CreatePerson(ctx, identity.PersonForm{Username: p.username, Name: p.name, Section: ids[p.section], Roles: p.roles,
			Password: Password, TOTP: p.totp}, identity.Actor{})
		if err != nil {
			return nil, fmt.Errorf("person %s: %w", p.username, err)
		}
	}
	return ids, nil
}
