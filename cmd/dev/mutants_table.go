package main

// Where the guards stand, and the tests that hold them.
const (
	machine   = "models/review/machine.go"
	doGo      = "models/review/do.go"
	decideGo  = "models/review/decide.go"
	casesGo   = "models/review/cases.go"
	recheckGo = "models/review/recheck.go"
	visibleGo = "models/review/visible.go"
	contentGo = "models/content/content.go"
	movedGo   = "models/content/moved.go"
	liveGo    = "models/content/live.go"
	ledgerGo  = "models/audit/ledger.go"
	handsSQL  = "models/store/migrations/mysql/202611231017_review_hands.sql"
	signsSQL  = "models/store/migrations/mysql/202611231018_review_signatures.sql"

	domain = "models"
	rules  = "models/review"
)

// mutants is one guard or more for each invariant of the review and of the
// ledger. When a guarding line changes, its row changes with it.
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
	{"2 signed bytes only", recheckGo, `if g.Sum != c.Sum {`, `if false {`,
		domain, "TestSignedBytesOnlyAtItsTime/mariadb"},
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
	{"4 no skipping", decideGo, `if err := f.Check(); err != nil {`, `if err := f.Check(); false {`,
		domain, "TestNoSkippingTheConfidentialityForm/mariadb"},
	{"4 no skipping", decideGo, `if !slices.Contains(f.Checks, p) {`, `if !slices.Contains(f.Checks, p) && false {`,
		domain, "TestNoSkippingTheSixPoints/mariadb"},

	{"5 no stale decisions", doGo, `Where("id = ? AND version = ? AND state = ?", track.ID, track.Version, track.State).`, `Where("id = ?", track.ID).`,
		domain, "TestSixtyFourApprovalsOneWinner/mariadb"},
	{"5 no stale decisions", doGo, `	if !won {
		return nil, handled(track)`, `	if false {
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

	{"7 dates cannot be forged", movedGo, `if d.PublishedAt == nil {`, `if true {`,
		domain, "TestPublishedAtIsSetOnce/mariadb"},
	{"7 dates cannot be forged", movedGo, `d.PublishedAt = &t.At`, `d.PublishedAt = r.PublishAt`,
		domain, "TestPublishedAtIsNotTheFormsDate/mariadb"},

	{"9 withdrawal beats everything", movedGo, `err = s.store.DB(ctx).Where("document_id = ?", d.ID).Delete(&live{}).Error`, ``,
		domain, "TestWithdrawalRemovesEverywhere/mariadb"},
	{"9 withdrawal beats everything", machine, `{Section, Withdraw, withdrawers, Withdrawn, live},`, ``,
		domain, "TestReviewMatrix/mariadb"},

	{"10 the ledger tells", doGo, `	return s.ledger.Append(ctx, audit.Act{Actor: t.By.ID, Action: t.entry(),`, `	return nil
	return s.ledger.Append(ctx, audit.Act{Actor: t.By.ID, Action: t.entry(),`,
		domain, "TestLedgerOneEntryPerTransition/mariadb"},
	{"10 the ledger tells", ledgerGo, `Clauses(clause.Locking{Strength: "UPDATE"}).`, `Where(clause.Eq{Column: "id", Value: 1}).`,
		domain, "TestManyDocumentsAtOnce/mariadb"},
}
