package audit

// Action names one kind of act. All of them are listed here, so that the
// ledger's vocabulary can be read in one place.
type Action string

// The ledger's vocabulary. The text after the dot is what people see
// translated on the ledger page; a name is never reused with another meaning.
const (
	DocumentCreate Action = "document.create" // a document and its first revision
	ReviewEdit     Action = "review.edit"     // a new revision; an open case is superseded
	ReviewSubmit   Action = "review.submit"   // 拟稿 signed: level 1
	ReviewSection  Action = "review.section"  // 科室审核 signed: level 2
	ReviewApprove  Action = "review.approve"  // 保密审查 signed: level 3
	ReviewReturn   Action = "review.return"
	ReviewRecall   Action = "review.recall"
	ReviewDiscard  Action = "review.discard"
	ReviewPublish  Action = "review.publish" // by the system, after its re-check
	ReviewHold     Action = "review.hold"    // by the system, when the re-check fails
	ReviewIssue    Action = "review.issue"   // 签发
	ReviewCorrect  Action = "review.correct"
	ReviewWithdraw Action = "review.withdraw"
	ReviewConfirm  Action = "review.confirm"
	DocumentStand  Action = "document.stand" // by the system: a public text has expired, or a repeal took effect
	CommentCreate  Action = "comment.create" // 批注, or an answer to one
	CommentSettle  Action = "comment.settle"
	CommentReopen  Action = "comment.reopen"

	PersonCreate   Action = "person.create"
	PersonChange   Action = "person.change" // name, section, roles
	PersonDisable  Action = "person.disable"
	PersonEnable   Action = "person.enable"
	PersonPassword Action = "person.password"
	PersonUnlock   Action = "person.unlock"
	PersonTOTP     Action = "person.totp"
	PersonLock     Action = "person.lock" // by the system, after failed logins
	PersonLogin    Action = "person.login"
	PersonLogout   Action = "person.logout"

	DelegationCreate Action = "delegation.create"
	DelegationRevoke Action = "delegation.revoke"

	SectionCreate Action = "section.create"
	SectionChange Action = "section.change"
	ColumnCreate  Action = "column.create"
	ColumnChange  Action = "column.change"
	SettingChange Action = "setting.change"
	CalendarSet   Action = "calendar.set" // a year's notice of holidays

	ReportEnter       Action = "report.enter"        // cells of a year's report, by hand
	ReportClear       Action = "report.clear"        // such an entry taken back
	ReportWrite       Action = "report.write"        // the text of one chapter
	ReportExplain     Action = "report.explain"      // why a warning may stand
	ReportFreeze      Action = "report.freeze"       // figures and text became a document
	SiteReportFill    Action = "site_report.fill"    // 政府网站工作年度报表: fields
	SiteReportExplain Action = "site_report.explain" // why a finding may stand
	SiteReportFreeze  Action = "site_report.freeze"  // the form became a document

	RegisterAdd     Action = "register.add" // 台账: a row
	RegisterEdit    Action = "register.edit"
	RegisterRemove  Action = "register.remove"
	RegisterRestore Action = "register.restore"
	RegisterImport  Action = "register.import"  // many rows at once
	RegisterNone    Action = "register.none"    // 本单位没有此类事项, or that taken back
	RegisterChecked Action = "register.checked" // a year of a register was checked, or that taken back
)

// Actions lists the vocabulary in the order of this file, for filters.
func Actions() []Action {
	return []Action{
		DocumentCreate, ReviewEdit, ReviewSubmit, ReviewSection, ReviewApprove, ReviewReturn, ReviewRecall,
		ReviewDiscard, ReviewPublish, ReviewHold, ReviewIssue, ReviewCorrect, ReviewWithdraw, ReviewConfirm, DocumentStand,
		CommentCreate, CommentSettle, CommentReopen,
		PersonCreate, PersonChange, PersonDisable, PersonEnable, PersonPassword, PersonUnlock, PersonTOTP,
		PersonLock, PersonLogin, PersonLogout, DelegationCreate, DelegationRevoke,
		SectionCreate, SectionChange, ColumnCreate, ColumnChange, SettingChange, CalendarSet,
		ReportEnter, ReportClear, ReportWrite, ReportExplain, ReportFreeze,
		SiteReportFill, SiteReportExplain, SiteReportFreeze,
		RegisterAdd, RegisterEdit, RegisterRemove, RegisterRestore, RegisterImport, RegisterNone, RegisterChecked,
	}
}
