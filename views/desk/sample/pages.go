package sample

import (
	"context"

	"github.com/a-h/templ"

	"gongkai/views/desk"
)

// Page is one desk page with its canned data.
type Page struct {
	Name string
	// Show renders the page with the data as it is, or as change leaves it.
	// change gets a pointer to the page struct; it may be nil.
	Show func(ctx context.Context, change func(page any)) templ.Component
}

func page[P any](name string, data func(context.Context) P, view func(P) templ.Component) Page {
	return Page{name, func(ctx context.Context, change func(any)) templ.Component {
		p := data(ctx)
		if change != nil {
			change(&p)
		}
		return view(p)
	}}
}

// Pages is every desk page in every look worth seeing.
func Pages() []Page { return append(append(append(gate(), work()...), manage()...), registers()...) }

func gate() []Page {
	return []Page{
		page("login", Login, desk.Login),
		page("login-refused", LoginRefused, desk.Login),
		page("login-kept", LoginKept, desk.Login),
		page("setup", Setup, desk.Setup),
		page("settings", Settings, desk.Settings),
		page("resume", Resume, desk.Resume),
		page("handled", Handled, desk.Handled),
		page("forbidden", Forbidden, desk.Problem),
		page("failure", Failure, desk.Problem),
	}
}

func work() []Page {
	return []Page{
		page("home", Home, desk.Home),
		page("home-quiet", HomeQuiet, desk.Home),
		page("home-head", HomeHead, desk.Home),
		page("home-officer", HomeOfficer, desk.Home),
		page("home-deputy", HomeDeputy, desk.Home),
		page("home-publisher", HomePublisher, desk.Home),
		page("home-admin", HomeAdmin, desk.Home),
		page("home-failed", HomeFailed, desk.Home),
		page("notices", Notices, desk.Notices),
		page("find", Find, desk.Find),
		page("find-none", FindNone, desk.Find),
		page("report-check", ReportCheck, desk.ReportCheck),
		page("report-check-refused", ReportCheckRefused, desk.ReportCheck),
		page("report-check-found", ReportCheckFound, desk.ReportCheck),
		page("documents", Documents, desk.Documents),
		page("documents-none", DocumentsNone, desk.Documents),
		page("queue", Queue, desk.Queue),
		page("document", Document, desk.Document),
		page("document-returned", DocumentReturned, desk.Document),
		page("revision", Revision, desk.Revision),
		page("new", New, desk.Edit),
		page("new-normative", NewNormative, desk.Edit),
		page("new-response", NewResponse, desk.Edit),
		page("edit", Edit, desk.Edit),
		page("edit-budget", EditBudget, desk.Edit),
		page("edit-refused", EditRefused, desk.Edit),
		page("attachments", Attachments, desk.Attachments),
		page("attachments-refused", AttachmentsRefused, desk.Attachments),
		page("attachment-rename", Attachment("rename"), desk.AttachmentForm),
		page("attachment-remove", Attachment("remove"), desk.AttachmentForm),
		page("attachment-move", Attachment("move"), desk.AttachmentForm),
		page("edit-recover", EditRecover, desk.Edit),
		page("edit-restored", EditRestored, desk.Edit),
		page("autosave", Autosave, desk.Autosave),
		page("autosave-none", AutosaveNone, desk.Autosave),
		page("import", Import, desk.Import),
		page("import-refused", ImportRefused, desk.Import),
		page("conflict", Conflict, desk.Conflict),
		page("submit", Submit, desk.Submit),
		page("submit-refused", SubmitRefused, desk.Submit),
		page("section", SectionCheck, desk.SectionCheck),
		page("section-first", SectionFirst, desk.SectionCheck),
		page("section-preview", SectionPreview, desk.SectionCheck),
		page("compare", Compare, desk.Compare),
		page("compare-equal", CompareEqual, desk.Compare),
		page("remarks", Remarks, desk.Remarks),
		page("paper", Paper, desk.Paper),
		page("paper-open", PaperOpen, desk.Paper),
		page("section-refused", SectionCheckRefused, desk.SectionCheck),
		page("confidentiality", Confidentiality, desk.Confidentiality),
		page("confidentiality-refused", ConfidentialityRefused, desk.Confidentiality),
		page("recall", Act("recall"), desk.Act),
		page("discard", Act("discard"), desk.Act),
		page("correct", Act("correct"), desk.Act),
		page("correct-minor", Correct("minor"), desk.Act),
		page("correct-correction", Correct("correction"), desk.Act),
		page("correct-superseded", Correct("superseded"), desk.Act),
		page("correct-refused", CorrectRefused, desk.Act),
		page("change", Change, desk.Change),
		page("change-withdrawn", ChangeWithdrawn, desk.Change),
		page("takedown", Act("takedown"), desk.Act),
		page("withdrawn", Withdrawn, desk.Withdrawn),
		page("withdraw", Act("withdraw"), desk.Act),
		page("withdraw-refused", WithdrawRefused, desk.Act),
		page("confirm", Confirm, desk.Act),
		page("issue", Act("issue"), desk.Act),
	}
}

func manage() []Page {
	return []Page{
		page("people", People, desk.People),
		page("person-new", NewPerson, desk.NewPerson),
		page("person-new-refused", NewPersonRefused, desk.NewPerson),
		page("person", Person, desk.Person),
		page("person-refused", PersonRefused, desk.Person),
		page("sections", Sections, desk.Sections),
		page("section-form", SectionForm, desk.SectionForm),
		page("columns", Columns, desk.Columns),
		page("duties", Duties, desk.Duties),
		page("roll", Roll, desk.RollImport),
		page("roll-refused", RollRefused, desk.RollImport),
		page("roll-document", RollDocument, desk.RollImport),
		page("roll-row", RollRow, desk.RollImport),
		page("column-form", ColumnForm, desk.ColumnForm),
		page("column-new", NewColumn, desk.ColumnForm),
		page("confirm-roles", ConfirmRoles, desk.Confirm),
		page("conflict-roles", ConflictRoles, desk.Conflict),
		page("settings-tried", SettingsTried, desk.Settings),
		page("search-index", SearchIndex, desk.SearchIndex),
		page("calendar", Calendar, desk.Calendar),
		page("calendar-refused", CalendarRefused, desk.Calendar),
		page("statistics", Statistics, desk.Statistics),
		page("statistics-line", StatisticsLine, desk.Statistics),
		page("statistics-none", StatisticsNone, desk.Statistics),
		page("workbench", Workbench, desk.Workbench),
		page("workbench-fill", WorkbenchFill, desk.Workbench),
		page("workbench-prose", WorkbenchProse, desk.Workbench),
		page("workbench-moving", WorkbenchMoving, desk.Workbench),
		page("site-report", SiteReport, desk.SiteReport),
		page("site-report-ready", SiteReportReady, desk.SiteReport),
		page("site-report-refused", SiteReportRefused, desk.SiteReport),
		page("site-report-moving", SiteReportMoving, desk.SiteReport),
		page("reports", Reports, desk.Reports),
		page("report-submit", ReportSubmit, desk.ReportSubmit),
		page("report-corrected", ReportCorrected, desk.ReportSubmit),
		page("report-stopped", ReportStopped, desk.ReportSubmit),
		page("delegations", Delegations, desk.Delegations),
		page("help", Help, desk.Help),
		page("account", Account, desk.Account),
		page("ledger", Ledger, desk.Ledger),
		page("ledger-broken", LedgerBroken, desk.Ledger),
		page("ledger-entry", LedgerEntry, desk.LedgerEntry),
	}
}
