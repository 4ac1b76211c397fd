// Package fault is the one error vocabulary of the domain.
//
// A fault carries a Kind (what class of thing went wrong), a Message that is
// always safe to show to a person (Simplified Chinese, complete sentence), and
// the cause, which is only ever logged. Any error that is not a fault is
// Internal by definition. web/errors.go maps every Kind to one HTTP status.
package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Kind classifies a fault.
type Kind uint8

// The kinds, each with the HTTP status it becomes.
const (
	Internal    Kind = iota // bug or infrastructure; message withheld from people: 500
	Invalid                 // the input breaks a rule; see Fields: 422
	NotFound                // no such thing, or the actor may not know that it exists: 404
	Gone                    // was public once and has been withdrawn: 410
	Forbidden               // the actor may not do this; the message says who could: 403
	Stale                   // somebody changed it since the actor loaded it: 409
	Conflict                // the thing is in a state that does not allow this: 409
	Unavailable             // overloaded, or the database is away: 503 with Retry-After
)

// Error is a classified error.
type Error struct {
	Kind    Kind
	Message string            // safe for people
	Fields  map[string]string // form field name -> Chinese sentence, for Invalid
	Cause   error             // for the log only
}

// Error returns the safe message and, for the log, the cause and the fields.
func (e *Error) Error() string {
	s := e.Message
	for _, k := range slices.Sorted(maps.Keys(e.Fields)) {
		s += fmt.Sprintf(" [%s: %s]", k, e.Fields[k])
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New returns a fault of kind k with a message that is safe to show.
func New(k Kind, format string, args ...any) *Error {
	return &Error{Kind: k, Message: fmt.Sprintf(format, args...)}
}

// Wrap returns a fault of kind k that hides cause behind a safe message.
func Wrap(k Kind, cause error, format string, args ...any) *Error {
	return &Error{Kind: k, Message: fmt.Sprintf(format, args...), Cause: cause}
}

// KindOf reports the kind of err; nil and plain errors are Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// FieldsOf returns the field messages of an Invalid fault, or nil.
func FieldsOf(err error) map[string]string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Fields
	}
	return nil
}

// MessageOf returns the safe message of a fault, or "" for a plain error.
func MessageOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok && e.Kind != Internal {
		return e.Message
	}
	return ""
}

// Check collects what is wrong with a form, field by field.
// The zero value is ready to use.
type Check struct{ fields map[string]string }

// Say records that field has a problem; the first message for a field stays.
func (c *Check) Say(field, format string, args ...any) {
	if c.fields == nil {
		c.fields = map[string]string{}
	}
	if _, said := c.fields[field]; !said {
		c.fields[field] = fmt.Sprintf(format, args...)
	}
}

// If records the message when bad is true.
func (c *Check) If(bad bool, field, format string, args ...any) {
	if bad {
		c.Say(field, format, args...)
	}
}

// Err returns nil when nothing was recorded, else an Invalid fault.
func (c *Check) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Message: "请先更正标出的问题，再提交。", Fields: c.fields}
}
