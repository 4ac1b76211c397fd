package rules

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed rules.yaml
var source []byte

// rule is one rule of the file.
type rule struct {
	ID       string   `yaml:"id"`
	Severity Severity `yaml:"severity"`
	Format   string   `yaml:"format"`    // "" is every one
	Scope    string   `yaml:"scope"`     // "government", "aggregate"; "" is every report
	FromYear int      `yaml:"from_year"` // first year it is asked of, 0 for all
	For      string   `yaml:"for"`       // name of a set
	Only     string   `yaml:"only"`      // elsewhere the severity is Warning
	Holds    string   `yaml:"holds"`     // "" is a function of the id
	Says     string   `yaml:"says"`
	Src      string   `yaml:"src"` // where it is laid down
	Left     string   `yaml:"left"`
	Right    string   `yaml:"right"`
	More     string   `yaml:"more"`
	Less     string   `yaml:"less"`
}

// instance is a rule at one member of its set, ready to be asked.
type instance struct {
	*rule
	at string
	*expr
}

type book struct {
	Sets  map[string][]string `yaml:"sets"`
	Rules []rule              `yaml:"rules"`
}

// theBook is the file, read once.
var theBook = sync.OnceValue(func() *book {
	b := &book{}
	d := yaml.NewDecoder(bytes.NewReader(source))
	d.KnownFields(true)
	if err := d.Decode(b); err != nil {
		panic(err) // embedded: the tests read it
	}
	return b
})

// instances are the arithmetic rules of each format, expanded once.
var instances = sync.OnceValue(func() map[string][]instance {
	b := theBook()
	all := map[string][]instance{}
	for _, format := range []string{"2019", "2021"} {
		for i := range b.Rules {
			r := &b.Rules[i]
			if r.Holds == "" || r.Format != "" && r.Format != format {
				continue
			}
			members := []string{""}
			if r.For != "" {
				members = b.set(r.For, format)
			}
			for _, at := range members {
				e, err := parse(b.expand(r.Holds, at, format))
				if err != nil {
					panic(fmt.Errorf("%s: %w", r.ID, err))
				}
				all[format] = append(all[format], instance{r, at, e})
			}
		}
	}
	return all
})

// set lists the members of a set, of the format's own where there is one.
func (b *book) set(name, format string) (members []string) {
	list, ok := b.Sets[name]
	if !ok {
		list = b.Sets[name+"_"+format]
	}
	for _, m := range list {
		if inner, ok := strings.CutPrefix(m, "@"); ok {
			members = append(members, b.set(inner, format)...)
		} else {
			members = append(members, m)
		}
	}
	return members
}

// expand puts a member in the places of {} and every member of a set in that of
// [SET], as a list.
func (b *book) expand(text, at, format string) string {
	text = strings.ReplaceAll(text, "{}", at)
	words := strings.Fields(text)
	for i, w := range words {
		open, shut := strings.IndexByte(w, '['), strings.IndexByte(w, ']')
		if open < 0 || shut < open {
			continue
		}
		head, tail := w[:open], w[shut+1:]
		before := ""
		if n := strings.LastIndexByte(head, '('); n >= 0 {
			before, head = head[:n+1], head[n+1:]
		}
		after := ""
		if n := strings.IndexByte(tail, ')'); n >= 0 {
			tail, after = tail[:n], tail[n:]
		}
		var list []string
		for _, m := range b.set(w[open+1:shut], format) {
			list = append(list, head+m+tail)
		}
		words[i] = before + strings.Join(list, ", ") + after
	}
	return strings.Join(words, " ")
}
