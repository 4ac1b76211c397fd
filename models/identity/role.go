package identity

import (
	"slices"

	"gongkai/models/fault"
)

// Role is a permission bundle. A person may hold several; holding two never
// lets one person sign twice.
type Role string

// The roles. The three administrators exclude each other and every other role
// (三员分立), so that nobody who runs the system can write or approve content.
const (
	Author     Role = "author"     // 联络员: drafts and signs level 1
	Head       Role = "head"       // 科室负责人: signs level 2 for the own section
	Officer    Role = "officer"    // 保密审查员: signs level 3
	Publisher  Role = "publisher"  // 发布员: reads all, withdraws, recalls
	Clerk      Role = "clerk"      // 依申请公开经办
	Director   Role = "director"   // 分管领导: signs off where a column asks for 签发
	SysAdmin   Role = "sysadmin"   // 系统管理员: accounts, sections, columns
	SecAdmin   Role = "secadmin"   // 安全管理员: roles, locks, second factors
	AuditAdmin Role = "auditadmin" // 审计管理员: reads the ledger
)

// Roles lists every role in the order people see them.
func Roles() []Role {
	return []Role{Author, Head, Officer, Publisher, Clerk, Director, SysAdmin, SecAdmin, AuditAdmin}
}

var titles = map[Role]string{
	Author: "联络员", Head: "科室负责人", Officer: "保密审查员", Publisher: "发布员", Clerk: "依申请公开经办",
	Director: "分管领导", SysAdmin: "系统管理员", SecAdmin: "安全管理员", AuditAdmin: "审计管理员",
}

// Title is the role's Chinese name.
func (r Role) Title() string { return titles[r] }

// Valid reports whether r is one of Roles.
func (r Role) Valid() bool { return titles[r] != "" }

// admin reports whether r is one of the three administrators.
func (r Role) admin() bool { return r == SysAdmin || r == SecAdmin || r == AuditAdmin }

// checkRoles refuses unknown roles and combinations that the separation of
// duties forbids; it names the field of the form in its fault.
func checkRoles(roles []Role, section uint64) error {
	var c fault.Check
	for _, r := range roles {
		c.If(!r.Valid(), "roles", "没有“%s”这个岗位。", string(r))
		c.If(r.admin() && len(roles) > 1, "roles", "%s不能同时担任其他岗位。", r.Title())
		c.If(!r.admin() && section == 0, "section", "除三类管理员外，每个人都要有所在科室。")
	}
	return c.Err()
}

// Actor is a signed-in person as the domain sees one, loaded afresh for every
// request: a role taken away is gone with the next click. The zero Actor is
// the system.
type Actor struct {
	ID        uint64
	Username  string
	Name      string
	SectionID uint64 // 0 for administrators
	Roles     []Role
	HeadOf    []uint64 // sections whose head this person stands in for today
}

// Has reports whether the actor holds r.
func (a Actor) Has(r Role) bool { return slices.Contains(a.Roles, r) }

// Admin reports whether the actor is one of the three administrators, who never
// see or sign content.
func (a Actor) Admin() bool { return slices.ContainsFunc(a.Roles, Role.admin) }

// Heads reports whether the actor may sign level 2 for a section, and whether
// only as a dated deputy (授权代办) of its head.
func (a Actor) Heads(section uint64) (may, deputy bool) {
	if a.Has(Head) && a.SectionID == section {
		return true, false
	}
	return slices.Contains(a.HeadOf, section), true
}
