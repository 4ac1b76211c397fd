// Package rules checks an annual report by every rule known: arithmetic ones are
// data read by a small evaluator, those on the wording are functions by their id.
package rules

import (
	"fmt"
	"math/big"
	"strings"
)

// A cells gives the number in a cell; previous asks the report of the year before.
type cells func(id string, previous bool) (*big.Rat, bool)

// A node is a part of an expression: a number, or true (1) and false (0). Where a
// number is missing, known is false: then the whole says nothing.
type node func(get cells) (v *big.Rat, known bool)

// An expr is one expression with what it reads.
type expr struct {
	eval  node
	reads []read
	sides [2]node // of the comparison at the top, nil when there is none
	split [2]int  // where the reads of its right side begin and end
}

type read struct {
	id       string
	previous bool
	minus    bool // it is taken away
}

var (
	yes = big.NewRat(1, 1)
	no  = new(big.Rat)
)

// parse reads an expression: numbers and cells with + and -, sum(a, b, …), prev(…),
// places(…), compared by = != < <= > >=, joined by and, or, =>, and parentheses.
func parse(text string) (*expr, error) {
	p := &parser{words: split(text)}
	e := &expr{}
	p.e = e
	eval, err := p.implies()
	if err == nil && p.at < len(p.words) {
		err = fmt.Errorf("rules: %q is left over in %q", p.words[p.at], text)
	}
	e.eval = eval
	return e, err
}

func split(text string) []string {
	for _, s := range []string{"(", ")", ",", "+", "<=", ">=", "!=", "=>"} {
		text = strings.ReplaceAll(text, s, " "+s+" ")
	}
	return strings.Fields(text)
}

type parser struct {
	words    []string
	at       int
	previous bool
	minus    bool
	e        *expr
}

func (p *parser) next() string {
	if p.at < len(p.words) {
		return p.words[p.at]
	}
	return ""
}

func (p *parser) take(word string) bool {
	if p.next() == word {
		p.at++
		return true
	}
	return false
}

func (p *parser) implies() (node, error) {
	a, err := p.or()
	if err != nil || !p.take("=>") {
		return a, err
	}
	b, err := p.or()
	return joined(a, b, func(x, y bool) bool { return !x || y }), err
}

func (p *parser) or() (node, error) {
	a, err := p.and()
	for err == nil && p.take("or") {
		var b node
		b, err = p.and()
		a = joined(a, b, func(x, y bool) bool { return x || y })
	}
	return a, err
}

func (p *parser) and() (node, error) {
	a, err := p.compare()
	for err == nil && p.take("and") {
		var b node
		b, err = p.compare()
		a = joined(a, b, func(x, y bool) bool { return x && y })
	}
	return a, err
}

// joined is strict: with either side unknown it is unknown.
func joined(a, b node, f func(x, y bool) bool) node {
	return func(get cells) (*big.Rat, bool) {
		x, known := a(get)
		y, also := b(get)
		if !known || !also {
			return nil, false
		}
		return truth(f(x.Sign() != 0, y.Sign() != 0)), true
	}
}

func truth(b bool) *big.Rat {
	if b {
		return yes
	}
	return no
}

var comparisons = map[string]func(int) bool{
	"=": func(c int) bool { return c == 0 }, "!=": func(c int) bool { return c != 0 }, "<": func(c int) bool { return c < 0 },
	"<=": func(c int) bool { return c <= 0 }, ">": func(c int) bool { return c > 0 }, ">=": func(c int) bool { return c >= 0 },
}

func (p *parser) compare() (node, error) {
	a, err := p.adds()
	if err != nil {
		return nil, err
	}
	holds, ok := comparisons[p.next()]
	if !ok {
		return a, nil
	}
	p.at++
	from := len(p.e.reads)
	b, err := p.adds()
	p.e.sides, p.e.split = [2]node{a, b}, [2]int{from, len(p.e.reads)}
	return func(get cells) (*big.Rat, bool) {
		x, known := a(get)
		y, also := b(get)
		if !known || !also {
			return nil, false
		}
		return truth(holds(x.Cmp(y))), true
	}, err
}

func (p *parser) adds() (node, error) {
	a, err := p.term()
	for err == nil {
		sign := p.next()
		if sign != "+" && sign != "-" {
			break
		}
		p.at++
		var b node
		p.minus = sign == "-"
		b, err = p.term()
		p.minus = false
		left := a
		a = func(get cells) (*big.Rat, bool) {
			x, known := left(get)
			y, also := b(get)
			if !known || !also {
				return nil, false
			}
			if sign == "-" {
				return new(big.Rat).Sub(x, y), true
			}
			return new(big.Rat).Add(x, y), true
		}
	}
	return a, err
}

func (p *parser) term() (node, error) {
	word := p.next()
	p.at++
	switch {
	case word == "":
		return nil, fmt.Errorf("rules: an expression ends too early")
	case word == "(":
		return p.closed(p.implies)
	case word == "sum" && p.take("("):
		return p.closed(p.list)
	case word == "prev" && p.take("("):
		p.previous = true
		n, err := p.closed(p.adds)
		p.previous = false
		return n, err
	case word == "places" && p.take("("):
		n, err := p.closed(p.adds)
		return places(n), err
	}
	if n, ok := new(big.Rat).SetString(word); ok {
		return func(cells) (*big.Rat, bool) { return n, true }, nil
	}
	if strings.Count(word, ".") != 2 {
		return nil, fmt.Errorf("rules: %q is no cell", word)
	}
	r := read{word, p.previous, p.minus}
	p.e.reads = append(p.e.reads, r)
	return func(get cells) (*big.Rat, bool) { return get(r.id, r.previous) }, nil
}

// closed reads up to the closing parenthesis.
func (p *parser) closed(inner func() (node, error)) (node, error) {
	n, err := inner()
	if err == nil && !p.take(")") {
		err = fmt.Errorf("rules: a parenthesis is not closed before %q", p.next())
	}
	return n, err
}

// list reads terms between commas and adds them.
func (p *parser) list() (node, error) {
	var all []node
	for {
		n, err := p.adds()
		if err != nil {
			return nil, err
		}
		all = append(all, n)
		if !p.take(",") {
			break
		}
	}
	return func(get cells) (*big.Rat, bool) {
		sum := new(big.Rat)
		for _, n := range all {
			v, known := n(get)
			if !known {
				return nil, false
			}
			sum.Add(sum, v)
		}
		return sum, true
	}, nil
}

// places counts the decimals of a number.
func places(n node) node {
	return func(get cells) (*big.Rat, bool) {
		v, known := n(get)
		if !known {
			return nil, false
		}
		count, ten := int64(0), big.NewRat(10, 1)
		for x := new(big.Rat).Set(v); !x.IsInt() && count < 20; count++ {
			x.Mul(x, ten)
		}
		return big.NewRat(count, 1), true
	}
}
