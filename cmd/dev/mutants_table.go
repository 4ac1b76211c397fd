package main

// Where the guards stand, and the tests that hold them.
const (
	machine   = "models/review/machine.go"
	doGo      = "models/review/do.go"
	decideGo  = "models/review/decide.go"
	remarksGo = "models/review/comments.go"
	casesGo   = "models/review/cases.go"
	recheckGo = "models/review/recheck.go"
	visibleGo = "models/review/visible.go"
	contentGo = "models/content/content.go"
	movedGo   = "models/content/moved.go"
	fileGo    = "models/content/file.go"
	liveGo    = "models/content/live.go"
	storeGo   = "models/store/store.go"
	loginGo   = "models/identity/login.go"
	sessionGo = "web/session.go"
	serverGo  = "web/server.go"
	cacheGo   = "web/pagecache/cache.go"
	readGo    = "models/identity/read.go"
	ledgerGo  = "models/audit/ledger.go"
	verifyGo  = "models/audit/verify.go"
	bookGo    = "models/register/book.go"
	cellsGo   = "models/register/cells.go"
	keepGo    = "models/register/write.go"
	takeGo    = "models/register/import.go"
	benchGo   = "models/annual/find.go"
	enterGo   = "models/annual/write.go"
	freezeGo  = "models/annual/submit.go"
	worksGo   = "models/annual/rows.go"
	formGo    = "models/sitereport/write.go"
	sheetGo   = "models/sitereport/open.go"
	handsSQL  = "models/store/migrations/mysql/202611231017_review_hands.sql"
	signsSQL  = "models/store/migrations/mysql/202611231018_review_signatures.sql"

	domain = "models"
	rules  = "models/review"
	ledger = "models/audit"
	people = "models/identity"
	keeps  = "models/register"
	yearly = "models/annual"
	yearOf = "models/sitereport"
)

// mutants is one guard or more for each numbered invariant of the review and
// the ledger, and for the promises of sessions and forms. When a guarding line changes, its row changes with it.
var mutants = []mutant{
	{"1 three people", machine, `if (p == heads || p == officers) && slices.Contains(f.Hands, by.ID) {`, `if false {`,
		domain, "TestReviewMatrix/mariadb"},
	{"1 three people", machine, `	if by.Admin() {
		return fault.New(fault.Forbidden,`, `	if false {
		return fault.New(fault.Forbidden,`,
		rules, "TestMachineAgreesWithTheSpecification"},
	{"1 three people", visibleGo, `	if by.Admin() {
		return nil, fault.New(`, `	if false {
		return nil, fault.New(`,
		domain, "TestThreePeopleAdministratorsNeverSign/mariadb"},
	{"1 three people, in the database", casesGo, `if store.Duplicate(err) {`, `if store.Duplicate(err) && false {`,
		domain, "TestThreePeopleKeyBehindTheRules/mariadb"},
	{"1 three people, in the database", handsSQL, `PRIMARY KEY (case_id, round, person_id)`, `PRIMARY KEY (case_id, round, person_id, level)`,
		domain, "TestThreePeopleDatabaseRefuses/mariadb"},
	{"1 three people, in the database", signsSQL, "  UNIQUE KEY review_signatures_person (case_id, round, person_id),\n", "",
		domain, "TestThreePeopleDatabaseRefuses/mariadb"},
	{"1 three people, in the database", signsSQL, "  UNIQUE KEY review_signatures_level (case_id, round, level),\n", "",
		domain, "TestThreePeopleDatabaseRefuses/mariadb"},

	{"2 signed bytes only", recheckGo, `if sum != c.Sum {`, `if sum != c.Sum && false {`,
		domain, "TestSignedBytesOnlyAtOnce/mariadb"},
	{"2 signed bytes only", recheckGo, `if g.Sum != c.Sum || g.Form != c.Form {`, `if false {`,
		domain, "TestSignedBytesOnlyAtItsTime/mariadb"},
	{"2 signed bytes only, of files", contentGo, `if version >= 2 {`, `if false {`,
		domain, "TestAttachmentsAreSigned/mariadb"},
	{"2 signed bytes only, of files", movedGo, `if why := s.damagedFile(r); why != "" {`, `if why := s.damagedFile(r); why != "" && false {`,
		domain, "TestAttachmentsAreThereBeforePublication/mariadb"},
	{"2 signed bytes only, of the standing", contentGo, `if version < 3 && (r.Standing != "" || r.Successor != "") {`, `if false {`,
		"models/content", "TestCanonicalForms"},
	{"2 signed bytes only, of the standing", contentGo, `{"standing", string(r.Standing)}, `, ``,
		"models/content", "TestCanonicalForms"},
	{"9 withdrawal beats everything, files without a database", "handlers/portal/known.go", `		if !withdrawn(f) {`, `		if true {`,
		"handlers/portal", "TestKnown/mariadb"},
	{"6 nothing unpublished is reachable", fileGo, `			return &File{held[0], r.DocumentID, false}, err`, `			return &File{held[0], r.DocumentID, true}, err`,
		domain, "TestWhoMayAttach/mariadb"},
	{"2 signed bytes only", contentGo, `{"source", r.Source}, `, ``,
		domain, "TestSignedBytesCoverEveryField/mariadb"},
	{"2 signed bytes only", contentGo, `{"column", strconv.FormatUint(r.ColumnID, 10)},`, ``,
		domain, "TestSignedBytesCoverEveryField/mariadb"},
	{"2 signed bytes only", contentGo, `{"publish_at", at}, `, `{"publish_at", at[:0]}, `,
		domain, "TestSignedBytesCoverEveryField/mariadb"},

	{"3 any edit voids", doGo, `			return err
		}
		return s.close(ctx, t, Superseded)
	case Submit:`, `			return err
		}
		return nil
	case Submit:`,
		domain, "TestEditVoidsSignatures/mariadb"},
	{"3 any edit voids", machine, `{Confidentiality, Edit, colleagues, Draft, always},`, `{Confidentiality, Edit, colleagues, Confidentiality, always},`,
		domain, "TestEditVoidsSignatures/mariadb"},
	{"3 any edit voids", casesGo, `	t.Wrote(e.row())
	return s.store.DB(ctx).Create(&e).Error`, `	return nil`,
		domain, "TestThreePeopleCoAuthorNeverSigns/mariadb"},

	{"4 no skipping", machine, `{Section, Approve, heads, Confidentiality, always},`, `{Section, Approve, heads, Approved, always},`,
		domain, "TestThreeSignaturesMakePublic/mariadb"},
	{"4 no skipping", recheckGo, `if len(gs) != 3 || !levels[LevelDraft] || !levels[LevelSection] || !levels[LevelConfidentiality] {`, `if false {`,
		domain, "TestSignedBytesOnlyAtItsTime/mariadb"},
	{"4 no skipping", decideGo, `		return f.Check()`, `		return nil`,
		domain, "TestNoSkippingTheConfidentialityForm/mariadb"},
	{"4 no skipping", decideGo, `if !slices.Contains(f.Checks, p) {`, `if !slices.Contains(f.Checks, p) && false {`,
		domain, "TestNoSkippingTheSixPoints/mariadb"},

	{"4 no skipping", machine, `return f.Due && (!f.NeedsIssue || f.Issued)`, `return f.Due`,
		domain, "TestIssueWaitsForTheDeputy/mariadb"},
	{"4 no skipping", doGo, `if t.Case.NotBefore != nil && t.Case.NotBefore.After(t.At) {`, `if false {`,
		domain, "TestScheduleByTheClock/mariadb"},
	{"4 no skipping", readGo, `starts_at <= ? AND ends_at > ? AND revoked_at IS NULL`, `starts_at <= ? AND ends_at > ?`,
		domain, "TestDelegationDates/mariadb"},

	{"5 no stale decisions", doGo, `Where("id = ? AND version = ? AND state = ?", track.ID, track.Version, track.State).`, `Where("id = ?", track.ID).`,
		domain, "TestSixtyFourApprovalsOneWinner/mariadb"},
	{"5 no stale decisions", doGo, `	if !won {
		return nil, handled(track)`, `	if !won && false {
		return nil, handled(track)`,
		domain, "TestSixtyFourApprovalsOneWinner/mariadb"},
	{"5 no stale decisions", doGo, `if track.Version != o.Seen {`, `if false {`,
		domain, "TestStaleVersionsChangeNothing/mariadb"},

	{"6 nothing unpublished is reachable", liveGo, `Where("id = ? AND withdrawn_at IS NOT NULL", id)`, `Where("id = ?", id)`,
		domain, "TestUnpublishedIsNowhere/mariadb"},
	{"6 nothing unpublished is reachable", visibleGo, `if by.ID != 0 && !ts[0].Readable(by) {`, `if false {`,
		domain, "TestReviewMatrix/mariadb"},
	{"6 nothing unpublished is reachable", visibleGo, `q = q.Where("state <> ?", Discarded)`, ``,
		domain, "TestDiscardedDraftIsUnknown/mariadb"},

	{"6 nothing unpublished is reachable", visibleGo, `by.Has(identity.Officer) && t.Submitted ||`, `by.Has(identity.Officer) ||`,
		domain, "TestReviewMatrix/mariadb"},

	{"7 dates cannot be forged", movedGo, `if d.PublishedAt == nil {`, `if true {`,
		domain, "TestPublishedAtIsSetOnce/mariadb"},
	{"7 dates cannot be forged", movedGo, `d.PublishedAt = &t.At`, `d.PublishedAt = r.PublishAt`,
		domain, "TestPublishedAtIsNotTheFormsDate/mariadb"},

	{"8 a crash leaves before or after", storeGo, `if err := f(context.WithValue(ctx, txKey{}, t)); err != nil {
			return err`, `if err := f(context.WithValue(ctx, txKey{}, t)); err != nil {
			db.Commit()
			return err`,
		domain, "TestLedgerFailingLeavesNothing/mariadb"},
	{"8 a crash leaves before or after", doGo, `err := s.store.Tx(ctx, func(ctx context.Context) (err error) {
		if t, err = s.begin(ctx, &o); err != nil {
			return err
		}`, `err := s.store.Tx(ctx, func(ctx context.Context) (err error) {
		t, err = s.begin(ctx, &o)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = s.store.Tx(ctx, func(ctx context.Context) (err error) {`,
		domain, "TestLedgerFailingLeavesNothing/mariadb"},

	{"8 a crash leaves before or after", storeGo, `		return t.doom
	}
	if s.writer`, `		return nil
	}
	if s.writer`,
		"models/store", "TestTxJoinsAndDooms/mariadb"},

	{"9 withdrawal beats everything", movedGo, `if err := s.store.DB(ctx).Where("document_id = ?", d.ID).Delete(&live{}).Error; err != nil {`, `if err := error(nil); err != nil {`,
		domain, "TestWithdrawalRemovesEverywhere/mariadb"},
	{"9 withdrawal beats everything", movedGo, `if err := s.changed(ctx, d.ID, true); err != nil {`, `if err := error(nil); err != nil {`,
		domain, "TestEpoch/mariadb"},
	{"9 withdrawal beats everything, in memory", cacheGo, `			c.pages.Invalidate(key)`, `			_ = key`,
		"handlers", "TestCachedWithoutDatabase"},
	{"9 withdrawal beats everything, in memory", cacheGo, `p.epoch != c.Epoch() || p.epoch == 0`, `p.epoch == 0`,
		"handlers", "TestCachedUntilChanged/mariadb"},
	{"9 withdrawal beats everything", machine, `{Section, Withdraw, withdrawers, Withdrawn, live},`, ``,
		domain, "TestReviewMatrix/mariadb"},

	{"9 withdrawal beats everything", doGo, `t.Track.LiveCaseID, t.Track.WithdrawnBy, t.Track.ConfirmedBy = nil, &t.By.ID, nil
		return s.close(ctx, t, Superseded)`, `t.Track.LiveCaseID, t.Track.WithdrawnBy, t.Track.ConfirmedBy = nil, &t.By.ID, nil
		return nil`,
		domain, "TestWithdrawSupersedesOpenCase/mariadb"},
	{"9 withdrawal beats everything", machine, `return by.ID != f.WithdrawnBy && `, `return `,
		domain, "TestConfirmByAnotherPerson/mariadb"},

	{"10 the ledger tells", doGo, `	return s.ledger.Append(ctx, audit.Act{Actor: t.By.ID, Action: t.entry(),`, `	return nil
	return s.ledger.Append(ctx, audit.Act{Actor: t.By.ID, Action: t.entry(),`,
		domain, "TestLedgerOneEntryPerTransition/mariadb"},
	{"10 the ledger tells", verifyGo, `case p.sum != row.Sum:`, `case false:`,
		domain, "TestSignedBytesOnlyAtItsTime/mariadb"},
	{"10 the ledger tells", verifyGo, `if p.sum != "" {`, `if false {`,
		ledger, "TestTamperRowsDeletedAndInserted/mariadb"},
	{"10 the ledger tells", verifyGo, `case e.Hash != e.sum():`, `case false:`,
		ledger, "TestChainEveryColumnCounts/mariadb"},
	{"10 the ledger tells", verifyGo, `if h.Seq != r.Entries || h.Hash != r.Head {`, `if false {`,
		ledger, "TestChainCutTail/mariadb"},
	{"10 the ledger tells", verifyGo, `if p.Seq > r.Entries {`, `if false {`,
		ledger, "TestChainCutTail/mariadb"},
	{"10 the ledger tells", verifyGo, `ok && p.Hash != e.Hash {`, `ok && false {`,
		ledger, "TestChainRehashed/mariadb"},
	{"10 the ledger tells", ledgerGo, `Clauses(clause.Locking{Strength: "UPDATE"}).`, `Where(clause.Eq{Column: "id", Value: 1}).`,
		domain, "TestManyDocumentsAtOnce/mariadb"},

	{"sessions end with the rights", loginGo, `if p.Disabled || p.Epoch != x.Epoch {`, `if p.Disabled {`,
		people, "TestSessionDiesWithThePassword/mariadb"},
	{"sessions end by themselves", loginGo, `if now.Sub(x.SeenAt) > IdleLimit || now.Sub(x.CreatedAt) > AbsLimit ||`, `if now.Sub(x.CreatedAt) > AbsLimit ||`,
		people, "TestSessionLimits/mariadb"},
	{"sessions end by themselves", loginGo, `if now.Sub(x.SeenAt) > IdleLimit || now.Sub(x.CreatedAt) > AbsLimit ||`, `if now.Sub(x.SeenAt) > IdleLimit ||`,
		people, "TestSessionLimits/mariadb"},
	{"failures lock", loginGo, `(p.LockedUntil != nil && s.store.Now(ctx).Before(*p.LockedUntil)) {`, `false {`,
		people, "TestLoginLocksAfterFiveFailures/mariadb"},
	{"a one-time code works once", loginGo, `if want != code || step <= p.TOTPStep {
			continue
		}
		err = s.store.Tx(ctx, func(ctx context.Context) (err error) {
			ok, err = store.Changed(s.store.DB(ctx).Model(&Person{}).Where("id = ? AND totp_step < ?", p.ID, step)`, `if want != code {
			continue
		}
		err = s.store.Tx(ctx, func(ctx context.Context) (err error) {
			ok, err = store.Changed(s.store.DB(ctx).Model(&Person{}).Where("id = ?", p.ID)`,
		people, "TestTOTPOnceAndInTime/mariadb"},
	{"open remarks bar approval", remarksGo, `c.If(n > 0 && !known, "noted"`, `c.If(false && n > 0 && !known, "noted"`,
		domain, "TestCommentsBlockApproval/mariadb"},
	{"authors wave nothing away", remarksGo, `if !t.MaySettle(m, by) {`, `if false {`,
		domain, "TestCommentRights/mariadb"},
	{"forms come from this site", sessionGo, `if subtle.ConstantTimeCompare([]byte(f.Get("_csrf")), []byte(x.CSRF)) != 1 {`, `if subtle.ConstantTimeCompare([]byte(f.Get("_csrf")), []byte(x.CSRF)) != 1 && false {`,
		"handlers", "TestForgedForms"},
	{"forms come from this site", serverGo, `if err := s.cross.Check(c.Request()); err != nil {`, `if false {`,
		"handlers", "TestForgedForms"},

	{"unknown is not zero", bookGo, `return len(b.rows) > 0 || b.none`, `return true`,
		keeps, "TestUnknownIsNotZero/mariadb"},
	{"cells are what SQL counts", cellsGo, `return opened < p.from && (ended == "" || ended >= p.from)`, `return opened < p.from && ended == ""`,
		keeps, "TestEveryCellRecounted/mariadb"},
	{"cells are what SQL counts", cellsGo, `if p.has(r.ClosedOn) && r.Result != "" {`, `if p.has(r.ClosedOn) {`,
		keeps, "TestEveryCellRecounted/mariadb"},
	{"rows of the own section only", keepGo, `Keeps(k, by) && r.SectionID != nil && *r.SectionID == by.SectionID`, `Keeps(k, by)`,
		keeps, "TestRightsOfWriters/mariadb"},
	{"one request stands once", keepGo, `if err := s.ledger.Queue(ctx); err != nil {`, `if err := error(nil); err != nil {`,
		keeps, "TestRaces/mariadb"},
	{"a public year asks for a reason", keepGo, `c.If(locked && utf8`, `c.If(locked && false && utf8`,
		keeps, "TestLockedYear/mariadb"},
	{"an import runs once", takeGo, `if l.Fate == Here && (!update || l.Row == 0) {`, `if false {`,
		keeps, "TestImport/mariadb"},

	{"a warning is explained", freezeGo, `c.If(e == 0 && q > 0, "findings"`, `c.If(false && q > 0, "findings"`,
		yearly, "TestExplain/mariadb"},
	{"an explanation is of one sentence", benchGo, `ok && w.About == digest(f.Message) {`, `ok {`,
		yearly, "TestExplain/mariadb"},
	{"an error is not explained away", enterGo, `&& (f.Asks() || f.Said != "") })`, `})`,
		yearly, "TestExplain/mariadb"},
	{"an error stops a report", freezeGo, `c.If(e > 0, "findings"`, `c.If(false, "findings"`,
		yearly, "TestYear/mariadb"},
	{"an error stops a report, whoever wrote it", freezeGo, `wrong = append(wrong, f.Rule+"："+f.Message)`, ``,
		yearly, "TestImportedReports/mariadb"},
	{"a number by hand has a reason", enterGo, `checkReason(&c, "reason", reason)`, ``,
		yearly, "TestYear/mariadb"},
	{"nothing moves under review", worksGo, `if err := s.unlocked(ctx, year, by); err != nil {`, `if err := error(nil); err != nil {`,
		yearly, "TestYear/mariadb"},
	{"a number of the text is known", benchGo, `fail(ruleBound, rules.Error, name,`, `fail(ruleBound, rules.Hint, name,`,
		yearly, "TestBinding/mariadb"},
	{"the site's form: counted, or a reason", formGo, `c.If(len(counted) > 0 && utf8`, `c.If(false && len(counted) > 0 && utf8`,
		yearOf, "TestYearOfTheSite/mariadb"},
	{"the site's form: nothing moves under review", formGo, `if x.Why != "" {`, `if false {`,
		yearOf, "TestYearOfTheSite/mariadb"},
	{"the site's form: nothing is left out", formGo, `c.If(x.Stops() > 0, "findings"`, `c.If(false, "findings"`,
		yearOf, "TestYearOfTheSite/mariadb"},
	{"the site's form: an explanation is of one sentence", sheetGo, `ok && e.Value == f.Text {`, `ok {`,
		yearOf, "TestYearOfTheSite/mariadb"},
}
