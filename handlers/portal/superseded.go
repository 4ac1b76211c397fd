package portal

import (
	"net/url"

	"gongkai/models/content"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
)

// marked says of an item in a list that its text does not hold any more.
func marked(i portalview.Item, of content.Item) portalview.Item {
	switch {
	case of.Standing == content.Amended:
		i.Tag, i.TagKind = of.Standing.Title(), "warn"
	case of.Standing != content.Holds:
		i.Tag, i.TagKind = of.Standing.Title(), "bad"
	}
	return i
}

// noteWord begins a line of the public log.
func noteWord(n content.Note) string {
	switch {
	case n.ChangeKind != content.Superseded:
		return "更正"
	case n.Standing == content.Holds:
		return "恢复有效"
	}
	return n.Standing.Title()
}

// standings say above a text that it does not hold any more.
var standings = map[content.Standing]string{
	content.Replaced: "本文已被新的文件替代，仅供查阅，请不要再作为办事依据。",
	content.Repealed: "本文已废止，仅供查阅，请不要再作为办事依据。",
	content.Expired:  "本文已失效，仅供查阅，请不要再作为办事依据。",
	content.Amended:  "本文部分内容已被修改，请与修改的文件一起阅读。",
}

// standingOf is the banner of a text that does not hold any more.
func (s *scene) standingOf(docs *content.Service, page *content.Page) (portalview.State, error) {
	b := portalview.State{Kind: "bad", Text: standings[page.Standing]}
	if page.Standing == content.Amended {
		b.Kind = "warn"
	}
	pointer, words := page.Successor, "现行的文件："
	if pointer == "" && page.StandingBy != nil {
		pointer = content.Ref(*page.StandingBy).String()
		words = map[content.Standing]string{content.Repealed: "废止它的文件：", content.Amended: "修改它的文件："}[page.Standing]
	}
	to, err := docs.Follow(s.ctx, pointer)
	b.More = s.onward(to)
	if b.More.Href != "" {
		b.More.Text = words + b.More.Text
	}
	return b, err
}

// onward is the link to what took the place of something; zero where nothing
// public did.
func (s *scene) onward(to content.Target) ui.Link {
	if to.Item != nil {
		return ui.Link{Text: to.Item.Title, Href: s.address(*to.Item)}
	}
	u, err := url.Parse(to.Address)
	if err != nil || to.Address == "" {
		return ui.Link{}
	}
	return ui.Link{Text: u.Hostname() + u.EscapedPath(), Href: to.Address}
}
