package href

import (
	"context"
	"net/url"
	"testing"
)

func TestDeskAddresses(t *testing.T) {
	document := func(verb string) func(context.Context) string {
		return func(c context.Context) string { return DocumentDo(c, 317, verb) }
	}
	rows := []struct {
		name string
		make func(context.Context) string
		want string
	}{
		{"login", Login, "/desk/login"},
		{"logout", Logout, "/desk/logout"},
		{"setup", func(c context.Context) string { return Setup(c, "a/b?c") }, "/desk/setup/a%2Fb%3Fc"},
		{"account", Account, "/desk/account"},
		{"documents", Documents, "/desk/documents"},
		{"documents, filtered", func(c context.Context) string { return DocumentsPage(c, url.Values{"q": {"预算&"}}) }, "/desk/documents?q=%E9%A2%84%E7%AE%97%26"},
		{"documents, not filtered", func(c context.Context) string { return DocumentsPage(c, nil) }, "/desk/documents"},
		{"new", func(c context.Context) string { return NewDocument(c, "") }, "/desk/documents/new"},
		{"new in a column", func(c context.Context) string { return NewDocument(c, "xwdt/gzdt") }, "/desk/documents/new?column=xwdt%2Fgzdt"},
		{"create", CreateDocument, "/desk/documents"},
		{"import", Import, "/desk/documents/import"},
		{"document", func(c context.Context) string { return Document(c, 317) }, "/desk/documents/317"},
		{"edit", document("edit"), "/desk/documents/317/edit"},
		{"confidentiality", document("confidentiality"), "/desk/documents/317/confidentiality"},
		{"revision", func(c context.Context) string { return Revision(c, 317, 2) }, "/desk/documents/317/revisions/2"},
		{"queue", Queue, "/desk/review/"},
		{"search", func(c context.Context) string { return Find(c, "") }, "/desk/search"},
		{"search for something", func(c context.Context) string { return Find(c, "预算&") }, "/desk/search?q=%E9%A2%84%E7%AE%97%26"},
		{"notices", Notices, "/desk/notices"},
		{"notices read", NoticesRead, "/desk/notices/read"},
		{"column, moved", func(c context.Context) string { return ColumnMove(c, 5) }, "/desk/columns/5/move"},
		{"setting, taken back", SettingRevert, "/desk/settings/revert"},
		{"people", People, "/desk/people/"},
		{"new person", NewPerson, "/desk/people/new"},
		{"person", func(c context.Context) string { return Person(c, 12) }, "/desk/people/12"},
		{"unlock", func(c context.Context) string { return PersonDo(c, 12, "unlock") }, "/desk/people/12/unlock"},
		{"sections", Sections, "/desk/sections/"},
		{"new section", NewSection, "/desk/sections/new"},
		{"section", func(c context.Context) string { return Section(c, 3) }, "/desk/sections/3"},
		{"columns", Columns, "/desk/columns/"},
		{"new column", NewColumn, "/desk/columns/new"},
		{"column", func(c context.Context) string { return ColumnEdit(c, 5) }, "/desk/columns/5"},
		{"delegations", Delegations, "/desk/delegations/"},
		{"revoke", func(c context.Context) string { return DelegationRevoke(c, 9) }, "/desk/delegations/9/revoke"},
		{"ledger", Ledger, "/desk/ledger"},
		{"ledger, page 2", func(c context.Context) string { return LedgerPage(c, url.Values{"page": {"2"}}) }, "/desk/ledger?page=2"},
		{"ledger entry", func(c context.Context) string { return LedgerEntry(c, 1203) }, "/desk/ledger/1203"},
	}
	for _, row := range rows {
		for _, base := range []string{"", "/bmjd/qczj"} {
			if got := row.make(With(context.Background(), base)); got != base+row.want {
				t.Errorf("%s below %q: %q, want %q", row.name, base, got, base+row.want)
			}
		}
	}
}
