package sample

import (
	"context"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"strings"
	"time"

	"gongkai/models"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/policy"
	"gongkai/models/review"
	"gongkai/models/site"
	"gongkai/models/store"
)

// batch is how many documents Fill writes in one transaction.
const batch = 100

// Fill writes n published documents through the real verbs, signatures and
// ledger, spread from 2020 until now. The same seed writes the same texts. Its
// three authors have passwords that nobody knows.
func Fill(ctx context.Context, app *models.App, n int, seed uint64, progress func(done int)) error {
	f := &filler{app: app, rng: mathrand.New(mathrand.NewPCG(seed, 2026))}
	if err := app.Store.Tx(ctx, f.prepare); err != nil {
		return err
	}
	now := app.Store.Now(ctx)
	for done := 0; done < n; {
		size := min(batch, n-done)
		err := app.Store.Tx(ctx, func(ctx context.Context) error {
			for i := range size {
				at := opened.Add(time.Duration(float64(now.Sub(opened)) * float64(done+i+1) / float64(n+1)))
				if err := f.document(ctx, at); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		done += size
		progress(done)
	}
	return nil
}

type filler struct {
	app                   *models.App
	rng                   *mathrand.Rand
	author, head, officer identity.Actor
	columns               []*site.Column
	written, turn         int
}

// prepare makes sure that there are people to sign and columns to write in.
func (f *filler) prepare(ctx context.Context) error {
	ctx = store.At(ctx, opened)
	sections, err := f.app.People.Sections(ctx)
	if err != nil {
		return err
	}
	ids := map[string]uint64{}
	for _, x := range sections {
		ids[x.Name] = x.ID
	}
	if len(ids) == 0 {
		x, err := f.app.People.SaveSection(ctx, 0, 0, "办公室", 10, identity.Actor{})
		if err != nil {
			return err
		}
		ids[x.Name] = x.ID
		sections = append(sections, *x)
	}
	for _, p := range []struct {
		into *identity.Actor
		name string
		role identity.Role
	}{{&f.author, "fill.author", identity.Author}, {&f.head, "fill.head", identity.Head}, {&f.officer, "fill.officer", identity.Officer}} {
		if *p.into, err = f.app.People.Actor(ctx, p.name); err == nil {
			continue
		}
		form := identity.PersonForm{Username: p.name, Name: "示例数据", Section: sections[0].ID, Roles: []identity.Role{p.role}, Password: rand.Text() + "aA1!"}
		if _, err := f.app.People.CreatePerson(ctx, form, identity.Actor{}); err != nil {
			return err
		}
		if *p.into, err = f.app.People.Actor(ctx, p.name); err != nil {
			return err
		}
	}
	return f.findColumns(ctx, ids)
}

func (f *filler) findColumns(ctx context.Context, sections map[string]uint64) error {
	tree, err := f.app.Site.Tree(ctx)
	if err != nil {
		return err
	}
	if len(tree.All()) == 0 {
		if err := Tree(ctx, f.app, sections); err != nil {
			return err
		}
		if tree, err = f.app.Site.Tree(ctx); err != nil {
			return err
		}
	}
	for _, c := range tree.All() {
		if c.PageType == site.List && c.Open(f.author.SectionID) && !c.NeedsIssue {
			f.columns = append(f.columns, c)
		}
	}
	if len(f.columns) == 0 {
		return fmt.Errorf("sample: no list column is open to section %d", f.author.SectionID)
	}
	return nil
}

// document writes one document and signs it three times.
func (f *filler) document(ctx context.Context, at time.Time) error {
	back := func(d time.Duration) context.Context { return store.At(ctx, at.Add(-d)) }
	f.written++
	col := f.columns[0] // a bureau's news outnumber all the rest, which take turns
	if f.written%4 != 0 {
		f.turn++
		col = f.columns[f.turn%len(f.columns)]
	}
	form := content.Form{Column: col.Path, Title: f.title(), Body: f.body(), Source: "区财政局"}
	if col.Holds.Own() {
		form.Said = f.facts(at)
	}
	d, err := f.app.Content.Create(back(toSecrecy+toSection+toSubmit), form, f.author)
	if err != nil {
		return err
	}
	// A new document's version is 1 and rises by one with each act.
	if err := f.app.Content.Submit(back(toSecrecy+toSection), d.ID, 1, true, f.author); err != nil {
		return err
	}
	if err := f.app.Review.DecideSection(back(toSecrecy), content.Ref(d.ID), 2, review.SectionForm{Approve: true, Checks: review.Points}, f.head); err != nil {
		return err
	}
	return f.app.Review.DecideConfidentiality(back(0), content.Ref(d.ID), 3, clean(), f.officer)
}

var (
	topics = strings.Fields("部门预算 国库集中支付 惠农补贴 政府采购 会计信息质量 国有资产管理 绩效评价 财政监督 政府债务 乡镇财政 非税收入 直达资金 专项资金 内部控制")
	acts   = strings.Fields("工作推进情况 专题培训 检查结果 有关事项的通知 阶段性进展 政策说明 调研情况 实施情况 座谈会 年度安排")
	phrase = strings.Fields("进一步规范管理流程 提高资金使用效益 加强部门之间的协调 按时完成各项任务 做好数据核对工作 及时公开相关信息 落实主体责任 完善制度措施 优化服务方式 接受社会监督")
)

// facts are those of an official document, which is not interpreted.
func (f *filler) facts(at time.Time) content.Said {
	day := calendar.Day(at)
	return content.Said{"number": fmt.Sprintf("示例财发〔%d〕%d号", calendar.Year(at), f.written), "formed_on": day, "subject": f.pick(policy.Subjects[:6]),
		"organ": "区财政局", "exemption": "示例数据，不作解读。"}
}

func (f *filler) pick(list []string) string { return list[f.rng.IntN(len(list))] }

func (f *filler) title() string {
	return fmt.Sprintf("关于%s%s（示例第 %d 号）", f.pick(topics), f.pick(acts), f.rng.IntN(1_000_000))
}

// body is about 500 characters, 1.5 KB.
func (f *filler) body() string {
	var b strings.Builder
	for range 6 {
		fmt.Fprintf(&b, "<p>围绕%s，区财政局", f.pick(topics))
		for range 5 {
			b.WriteString(f.pick(phrase) + ",")
		}
		fmt.Fprintf(&b, "涉及资金 %d.%02d 万元。</p>", f.rng.IntN(9000)+100, f.rng.IntN(100))
	}
	return b.String()
}
