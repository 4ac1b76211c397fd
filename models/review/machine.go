package review

import (
	"slices"
	"unicode/utf8"

	"gongkai/models/fault"
	"gongkai/models/identity"
)

// State is where a subject stands.
type State string

// The states.
const (
	Draft           State = "draft"           // 草稿
	Section         State = "section"         // 科室审核, level 2
	Confidentiality State = "confidentiality" // 保密审查, level 3
	Returned        State = "returned"        // 已退回
	Approved        State = "approved"        // 三级通过, waits for its time or for 签发
	Held            State = "held"            // 暂停发布: the re-check before going live failed
	Published       State = "published"       // 已发布
	Withdrawn       State = "withdrawn"       // 已撤下
	Discarded       State = "discarded"       // 已删除: a draft that was never public
)

// States lists every state.
func States() []State {
	return []State{Draft, Section, Confidentiality, Returned, Approved, Held, Published, Withdrawn, Discarded}
}

// Action is something that can be asked of a subject.
type Action string

// The actions. Approve signs the level the subject waits at; Return sends it to
// its author, SendBack from level 3 to level 2; Decline and Refuse are the "no"
// of Issue and Confirm.
const (
	Edit     Action = "edit"
	Submit   Action = "submit"
	Discard  Action = "discard"
	Approve  Action = "approve"
	Return   Action = "return"
	SendBack Action = "sendback"
	Recall   Action = "recall"
	Publish  Action = "publish"
	Hold     Action = "hold"
	Issue    Action = "issue"
	Decline  Action = "decline"
	Correct  Action = "correct"
	Withdraw Action = "withdraw"
	Confirm  Action = "confirm"
	Refuse   Action = "refuse"
)

// Actions lists every action.
func Actions() []Action {
	return []Action{Edit, Submit, Discard, Approve, Return, SendBack, Recall, Publish, Hold, Issue, Decline, Correct, Withdraw, Confirm, Refuse}
}

// A rule is one row of the transition table.
type rule struct {
	From State
	Do   Action
	By   party
	To   State
	When condition // zero: always
}

// rules is the whole machine. What is not listed is not allowed.
var rules = []rule{
	{Draft, Submit, writers, Section, always},
	{Returned, Submit, writers, Section, always},

	{Draft, Edit, colleagues, Draft, always},
	{Returned, Edit, colleagues, Returned, always},
	{Section, Edit, colleagues, Draft, always},
	{Confidentiality, Edit, colleagues, Draft, always},
	{Approved, Edit, colleagues, Draft, always},
	{Held, Edit, colleagues, Draft, always},

	{Draft, Discard, author, Discarded, neverPublic},
	{Draft, Discard, author, Published, live},
	{Returned, Discard, author, Published, live},

	{Section, Approve, heads, Confidentiality, always},
	{Confidentiality, Approve, officers, Approved, always},
	{Section, Return, heads, Returned, always},
	{Confidentiality, Return, officers, Returned, always},
	{Confidentiality, SendBack, officers, Section, always},

	{Section, Recall, author, Draft, always},
	{Confidentiality, Recall, author, Draft, always},
	{Approved, Recall, authorOrPublisher, Draft, always},
	{Held, Recall, authorOrPublisher, Draft, always},

	{Approved, Publish, system, Published, due},
	{Approved, Hold, system, Held, always},
	{Approved, Issue, directors, Approved, unissued},
	{Approved, Decline, directors, Approved, unissued},

	{Published, Correct, author, Draft, always},
	{Withdrawn, Correct, author, Draft, always},

	{Draft, Withdraw, withdrawers, Withdrawn, live},
	{Section, Withdraw, withdrawers, Withdrawn, live},
	{Confidentiality, Withdraw, withdrawers, Withdrawn, live},
	{Returned, Withdraw, withdrawers, Withdrawn, live},
	{Approved, Withdraw, withdrawers, Withdrawn, live},
	{Held, Withdraw, withdrawers, Withdrawn, live},
	{Published, Withdraw, withdrawers, Withdrawn, live},
	// The operator's emergency take-down (紧急撤下); somebody of the bureau confirms it afterwards.
	{Draft, Withdraw, system, Withdrawn, live},
	{Section, Withdraw, system, Withdrawn, live},
	{Confidentiality, Withdraw, system, Withdrawn, live},
	{Returned, Withdraw, system, Withdrawn, live},
	{Approved, Withdraw, system, Withdrawn, live},
	{Held, Withdraw, system, Withdrawn, live},
	{Published, Withdraw, system, Withdrawn, live},
	{Withdrawn, Confirm, confirmers, Withdrawn, unconfirmed},
	{Withdrawn, Refuse, confirmers, Draft, unconfirmed},
}

// Facts is everything the machine may know of a subject.
type Facts struct {
	State       State
	Live        bool     // the public can read a revision of it
	WasPublic   bool     // it went live once
	AuthorID    uint64   // who created it
	AuthorGone  bool     // the author has left the section: colleagues take over
	SectionID   uint64   // the author's section
	Editors     []uint64 // who edited since the last full approval
	Hands       []uint64 // who edited or signed what is under review
	LiveSigners []uint64 // who signed the live revision
	NeedsIssue  bool     // the column asks for 签发
	Issued      bool
	Due         bool // its time has come
	WithdrawnBy uint64
	Confirmed   bool // the withdrawal was confirmed or refused
}

// next decides one move without touching a database: the state it leads to, or
// why not. Conflict says that the state does not allow it, Forbidden that this
// person may not.
func next(f *Facts, do Action, by identity.Actor) (State, error) {
	var refusal error
	for _, r := range rules {
		if r.From != f.State || r.Do != do {
			continue
		}
		if !r.When.holds(f) {
			continue
		}
		if refusal = r.By.refuses(f, by); refusal == nil {
			return r.To, nil
		}
	}
	if refusal == nil {
		refusal = fault.New(fault.Conflict, "现在是“%s”状态，不能%s。", f.State.Title(), do.Title())
	}
	return "", refusal
}

// condition is what a rule asks of the subject beside its state.
type condition string

const (
	always      condition = ""
	neverPublic condition = "never public"
	live        condition = "live"
	due         condition = "due"
	unissued    condition = "unissued"
	unconfirmed condition = "unconfirmed"
)

func (c condition) holds(f *Facts) bool {
	switch c {
	case neverPublic:
		return !f.WasPublic
	case live:
		return f.Live
	case due:
		return f.Due && (!f.NeedsIssue || f.Issued)
	case unissued:
		return f.NeedsIssue && !f.Issued
	case unconfirmed:
		return !f.Confirmed
	}
	return true
}

// party is who may make a move.
type party string

const (
	author            party = "author"
	writers           party = "author or co-author"
	colleagues        party = "authors of the section"
	authorOrPublisher party = "author or publisher"
	heads             party = "head of the section"
	officers          party = "confidentiality officer"
	directors         party = "deputy director"
	withdrawers       party = "publisher or signers of the live revision"
	confirmers        party = "publisher, head or officer, other than who withdrew"
	system            party = "system"
)

// refuses returns nil when by belongs to the party, else a Forbidden fault that
// says who could.
func (p party) refuses(f *Facts, by identity.Actor) error {
	if by.Admin() {
		return fault.New(fault.Forbidden, "管理员不能办理稿件。")
	}
	if p != system && by.ID == 0 {
		return fault.New(fault.Forbidden, "请先登录。")
	}
	if !p.has(f, by) {
		return fault.New(fault.Forbidden, "%s", p.who())
	}
	if (p == heads || p == officers) && slices.Contains(f.Hands, by.ID) {
		return fault.New(fault.Forbidden, "您写过、改过或已签过这一稿。三级签名须由三个不同的人完成，请另一位同事办理。")
	}
	return nil
}

func (p party) has(f *Facts, by identity.Actor) bool {
	colleague := by.Has(identity.Author) && by.SectionID == f.SectionID
	isAuthor := colleague && (by.ID == f.AuthorID || f.AuthorGone)
	mayHead, _ := by.Heads(f.SectionID)
	switch p {
	case author:
		return isAuthor
	case writers:
		return isAuthor || colleague && slices.Contains(f.Editors, by.ID)
	case colleagues:
		return colleague
	case authorOrPublisher:
		return isAuthor || by.Has(identity.Publisher)
	case heads:
		return mayHead
	case officers:
		return by.Has(identity.Officer)
	case directors:
		return by.Has(identity.Director)
	case withdrawers:
		return by.Has(identity.Publisher) || slices.Contains(f.LiveSigners, by.ID)
	case confirmers:
		return by.ID != f.WithdrawnBy && (by.Has(identity.Publisher) || by.Has(identity.Officer) || mayHead)
	case system:
		return by.ID == 0
	}
	return false
}

// who names, in a full sentence, the people of the party.
func (p party) who() string {
	switch p {
	case author:
		return "只有本稿作者可以这样做。"
	case writers:
		return "只有本稿作者或改过本稿的同事可以这样做。"
	case colleagues:
		return "只有作者所在科室的联络员可以修改本稿。"
	case authorOrPublisher:
		return "只有本稿作者或发布员可以这样做。"
	case heads:
		return "只有作者所在科室的负责人（或其授权代办人）可以审核本稿。"
	case officers:
		return "只有保密审查员可以办理保密审查。"
	case directors:
		return "只有分管领导可以签发。"
	case withdrawers:
		return "只有发布员或签过线上版本的人可以撤下。"
	case confirmers:
		return "只有发布员、作者所在科室负责人或保密审查员可以复核撤下，并且不能是撤下的人。"
	}
	return "只有系统可以这样做。"
}

// MinReason is the fewest characters of a reason for returning.
const MinReason = 5

// reasonGiven checks the reason that a return must carry.
func reasonGiven(note string) error {
	var c fault.Check
	c.If(utf8.RuneCountInString(note) < MinReason, "note", "请写明退回原因，至少 %d 个字。", MinReason)
	return c.Err()
}

var stateTitles = map[State]string{
	Draft: "草稿", Section: "科室审核", Confidentiality: "保密审查", Returned: "已退回", Approved: "待发布",
	Held: "暂停发布", Published: "已发布", Withdrawn: "已撤下", Discarded: "已删除",
}

// Title is the state's Chinese name.
func (s State) Title() string { return stateTitles[s] }

var actionTitles = map[Action]string{
	Edit: "修改", Submit: "提交审核", Discard: "删除草稿", Approve: "通过", Return: "退回", SendBack: "退回科室审核", Recall: "撤回",
	Publish: "发布", Hold: "暂停发布", Issue: "签发", Decline: "不予签发", Correct: "更正", Withdraw: "撤下", Confirm: "复核撤下", Refuse: "不同意撤下",
}

// Title is the action's Chinese name.
func (a Action) Title() string { return actionTitles[a] }
