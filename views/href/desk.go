package href

import (
	"context"
	"net/url"
	"strconv"
)

// Login is the login form; its POST has the same address.
func Login(ctx context.Context) string { return Base(ctx) + "/desk/login" }

// Logout is where the logout button posts to.
func Logout(ctx context.Context) string { return Base(ctx) + "/desk/logout" }

// Setup is the one-time form for the first administrator; its POST has the same
// address.
func Setup(ctx context.Context, token string) string {
	return Base(ctx) + "/desk/setup/" + url.PathEscape(token)
}

// Account is the signed-in person's own page: password and recent logins.
func Account(ctx context.Context) string { return Base(ctx) + "/desk/account" }

// Duties is how the bureau keeps what must be public (法定主动公开内容).
func Duties(ctx context.Context) string { return Base(ctx) + "/desk/disclosure" }

// Documents is the list of documents.
func Documents(ctx context.Context) string { return Base(ctx) + "/desk/documents" }

// DocumentsPage is the list of documents under the filters and the page of query.
func DocumentsPage(ctx context.Context, query url.Values) string {
	return withQuery(Documents(ctx), query)
}

// NewDocument is the empty editor, with column (栏目) chosen unless it is "".
func NewDocument(ctx context.Context, column string) string {
	return withColumn(Base(ctx)+"/desk/documents/new", column)
}

// CreateDocument is where the form of a new document posts to.
func CreateDocument(ctx context.Context) string { return Documents(ctx) }

// RollImport is the form that makes a draft from a structured list (清单).
func RollImport(ctx context.Context) string { return Documents(ctx) + "/roll" }

// RollTemplate is the empty workbook for a kind of list.
func RollTemplate(ctx context.Context, kind string) string {
	return RollImport(ctx) + "/" + url.PathEscape(kind) + ".xlsx"
}

// Roll is the list of a document, to be changed.
func Roll(ctx context.Context, id uint64) string { return Document(ctx, id) + "/roll" }

// RollRow is the form of one row of a document's list, from 1; 0 adds one.
func RollRow(ctx context.Context, id uint64, row int) string {
	return Roll(ctx, id) + "?row=" + strconv.Itoa(row)
}

// Import is the form that makes a draft from a report's text.
func Import(ctx context.Context) string { return Base(ctx) + "/desk/documents/import" }

// ImportTo is Import with column (栏目) chosen unless it is "".
func ImportTo(ctx context.Context, column string) string { return withColumn(Import(ctx), column) }

// NewFrom is the editor of a new document in column that begins with the template
// of that name.
func NewFrom(ctx context.Context, column, template string) string {
	return withQuery(NewDocument(ctx, ""), url.Values{"column": {column}, "from": {"template:" + template}})
}

// NewLike is the editor of a new document that is written like the one with id.
func NewLike(ctx context.Context, id uint64) string {
	return withQuery(NewDocument(ctx, ""), url.Values{"like": {number(id)}})
}

// Interpret is the editor of a new document, in column unless it is "", that
// explains the one with id (写解读).
func Interpret(ctx context.Context, column string, id uint64) string {
	q := url.Values{"interprets": {number(id)}}
	if column != "" {
		q.Set("column", column)
	}
	return withQuery(NewDocument(ctx, ""), q)
}

// Autosave is where a person's working copy of a document is kept and shown; id
// 0 is a new document.
func Autosave(ctx context.Context, id uint64) string {
	if id == 0 {
		return NewDocument(ctx, "") + "/autosave"
	}
	return DocumentDo(ctx, id, "autosave")
}

// Restored is the editor with the working copy in its form; id 0 is a new
// document.
func Restored(ctx context.Context, id uint64) string {
	if id == 0 {
		return NewDocument(ctx, "") + "?copy=1"
	}
	return DocumentDo(ctx, id, "edit") + "?copy=1"
}

// Unready is the editor with what submission still asks for.
func Unready(ctx context.Context, id uint64) string {
	return DocumentDo(ctx, id, "edit") + "?ready=no"
}

// Check is where a form is sent to be looked through, without being stored.
func Check(ctx context.Context) string { return Documents(ctx) + "/check" }

// PreviewForm is where a form is sent to be seen as the public would, without
// being stored.
func PreviewForm(ctx context.Context) string { return Documents(ctx) + "/preview" }

// Clean is where pasted text is sent to be cleaned.
func Clean(ctx context.Context) string { return Base(ctx) + "/desk/clean" }

// Document is one document's own page on the desk.
func Document(ctx context.Context, id uint64) string {
	return Base(ctx) + "/desk/documents/" + number(id)
}

// DocumentDo is the page and the form of one verb on a document: edit, preview,
// submit, section, confidentiality, recall, discard, change, correct, withdraw,
// withdrawn, takedown, confirm or issue.
func DocumentDo(ctx context.Context, id uint64, verb string) string {
	return Document(ctx, id) + "/" + verb
}

// Correct is the form of one kind of correction: minor, correction or superseded.
func Correct(ctx context.Context, id uint64, kind string) string {
	return DocumentDo(ctx, id, "correct") + "?kind=" + url.QueryEscape(kind)
}

// Revision is the full text of one revision of a document.
func Revision(ctx context.Context, id uint64, n int) string {
	return Document(ctx, id) + "/revisions/" + strconv.Itoa(n)
}

// Compare is two revisions of a document side by side; from and to are their
// numbers, 0 lets the page choose.
func Compare(ctx context.Context, id uint64, from, to int) string {
	query := url.Values{}
	if from > 0 && to > 0 {
		query = url.Values{"from": {strconv.Itoa(from)}, "to": {strconv.Itoa(to)}}
	}
	return withQuery(DocumentDo(ctx, id, "compare"), query)
}

// SectionTab is the section check with one of its tabs open and the options of
// query.
func SectionTab(ctx context.Context, id uint64, query url.Values) string {
	return withQuery(DocumentDo(ctx, id, "section"), query)
}

// Comments is the page of a document's remarks, with the form for one on a block
// unless block is 0; its POST has the same address.
func Comments(ctx context.Context, id uint64, block int) string {
	query := url.Values{}
	if block > 0 {
		query.Set("block", strconv.Itoa(block))
	}
	return withQuery(DocumentDo(ctx, id, "comments"), query)
}

// Comment is one thread of remarks; an answer posts to the same address.
func Comment(ctx context.Context, id, comment uint64) string {
	return DocumentDo(ctx, id, "comments") + "/" + number(comment)
}

// CommentSettle is where a thread is marked as settled or opened again.
func CommentSettle(ctx context.Context, id, comment uint64) string {
	return Comment(ctx, id, comment) + "/settle"
}

// Paper is a form of the paper archive for a case of a document: "secrecy" or
// "release".
func Paper(ctx context.Context, id uint64, form string, cs uint64) string {
	return withQuery(DocumentDo(ctx, id, "forms/"+form), url.Values{"case": {number(cs)}})
}

// Find is the search of the desk for what this person may read, with query looked
// for unless it is "".
func Find(ctx context.Context, query string) string {
	if query == "" {
		return Base(ctx) + "/desk/search"
	}
	return withQuery(Base(ctx)+"/desk/search", url.Values{"q": {query}})
}

// FindDocuments answers a script with the documents that a relation may name.
func FindDocuments(ctx context.Context) string { return Find(ctx, "") + "/documents" }

// SearchIndex says how the search of the site stands.
func SearchIndex(ctx context.Context) string { return Base(ctx) + "/desk/search-index" }

// Notices is the list of what others did with one's own documents.
func Notices(ctx context.Context) string { return Base(ctx) + "/desk/notices" }

// NoticesRead is where the button that marks notices as read posts to.
func NoticesRead(ctx context.Context) string { return Notices(ctx) + "/read" }

// ColumnMove is where the buttons that move a column up or down post to.
func ColumnMove(ctx context.Context, id uint64) string { return ColumnEdit(ctx, id) + "/move" }

// SettingRevert is where the button that takes a setting back posts to.
func SettingRevert(ctx context.Context) string { return Settings(ctx) + "/revert" }

// Queue is the list of what waits for a check.
func Queue(ctx context.Context) string { return Base(ctx) + "/desk/review/" }

// People is the list of people by section.
func People(ctx context.Context) string { return Base(ctx) + "/desk/people/" }

// NewPerson is the form for a new person; its POST has the same address.
func NewPerson(ctx context.Context) string { return People(ctx) + "new" }

// Person is one person's page.
func Person(ctx context.Context, id uint64) string { return People(ctx) + number(id) }

// PersonDo is where one form of a person's page posts to: edit, disable,
// enable, unlock, password or otp.
func PersonDo(ctx context.Context, id uint64, verb string) string {
	return Person(ctx, id) + "/" + verb
}

// Sections is the list of sections (科室).
func Sections(ctx context.Context) string { return Base(ctx) + "/desk/sections/" }

// NewSection is the form for a new section; its POST has the same address.
func NewSection(ctx context.Context) string { return Sections(ctx) + "new" }

// Section is the form of one section; its POST has the same address.
func Section(ctx context.Context, id uint64) string { return Sections(ctx) + number(id) }

// Columns is the list of columns as staff see it.
func Columns(ctx context.Context) string { return Base(ctx) + "/desk/columns/" }

// NewColumn is the form for a new column; its POST has the same address.
func NewColumn(ctx context.Context) string { return Columns(ctx) + "new" }

// ColumnEdit is the form of one column; its POST has the same address.
func ColumnEdit(ctx context.Context, id uint64) string { return Columns(ctx) + number(id) }

// Settings is where the site's own words are kept.
func Settings(ctx context.Context) string { return Base(ctx) + "/desk/settings" }

// Calendar is the calendar of working days (工作日历), of this year.
func Calendar(ctx context.Context) string { return Base(ctx) + "/desk/calendar" }

// CalendarYear is the calendar of one year; its notice posts to the same address.
func CalendarYear(ctx context.Context, year int) string {
	return Calendar(ctx) + "?year=" + strconv.Itoa(year)
}

// Statistics is what was read, searched and downloaded (访问统计), under the period of query.
func Statistics(ctx context.Context, query url.Values) string {
	return withQuery(Base(ctx)+"/desk/statistics", query)
}

// StatisticsCSV is the same as a file.
func StatisticsCSV(ctx context.Context, query url.Values) string {
	return withQuery(Base(ctx)+"/desk/statistics.csv", query)
}

// Delegations is the list of delegations; a new one posts to the same address.
func Delegations(ctx context.Context) string { return Base(ctx) + "/desk/delegations/" }

// DelegationRevoke is where the button that ends a delegation posts to.
func DelegationRevoke(ctx context.Context, id uint64) string {
	return Delegations(ctx) + number(id) + "/revoke"
}

// Ledger is the ledger explorer.
func Ledger(ctx context.Context) string { return Base(ctx) + "/desk/ledger" }

// LedgerPage is the ledger explorer under the filters and the page of query.
func LedgerPage(ctx context.Context, query url.Values) string {
	return withQuery(Ledger(ctx), query)
}

// LedgerEntry is one entry of the ledger in full.
func LedgerEntry(ctx context.Context, seq uint64) string { return Ledger(ctx) + "/" + number(seq) }

func withColumn(address, column string) string {
	if column == "" {
		return address
	}
	return withQuery(address, url.Values{"column": {column}})
}

func withQuery(address string, query url.Values) string {
	if len(query) == 0 {
		return address
	}
	return address + "?" + query.Encode()
}

func number(n uint64) string { return strconv.FormatUint(n, 10) }

// Help is the first page of the staff's manual (使用手册).
func Help(ctx context.Context) string { return Base(ctx) + "/desk/help/" }

// HelpPage is a page of the manual by its name.
func HelpPage(ctx context.Context, name string) string { return Help(ctx) + url.PathEscape(name) }

// Reports is the list of the years of the annual report (信息公开年报).
func Reports(ctx context.Context) string { return Base(ctx) + "/desk/reports/" }

// Workbench is where the report of a year is made (年报工作台).
func Workbench(ctx context.Context, year int) string { return Reports(ctx) + strconv.Itoa(year) }

// WorkbenchAt is one chapter of it, "s1" to "s6", "intro" or "all", with one cell
// chosen unless cell is "".
func WorkbenchAt(ctx context.Context, year int, section, cell string) string {
	q := url.Values{"section": {section}}
	if cell != "" {
		q.Set("cell", cell)
	}
	address := withQuery(Workbench(ctx, year), q)
	if cell != "" {
		address += "#cell"
	}
	return address
}

// SiteReport is 政府网站工作年度报表 of a year; its form posts to the same address.
func SiteReport(ctx context.Context, year int) string { return Workbench(ctx, year) + "/site" }

// WorkbenchDo is a page of the workbench of a year, or where a form of it posts to:
// "cells", "clear", "prose", "explain", "submit".
func WorkbenchDo(ctx context.Context, year int, verb string) string {
	return Workbench(ctx, year) + "/" + verb
}

// ReportCheck is the form that checks an annual report which anybody wrote; its
// POST has the same address.
func ReportCheck(ctx context.Context) string { return Base(ctx) + "/desk/reports/check" }
