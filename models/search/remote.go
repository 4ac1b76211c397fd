package search

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Caller sends one request to an engine: path begins with "/", body may be nil,
// kind is its content type. It answers with the status and the body of what came
// back; an error says that nothing did.
type Caller func(ctx context.Context, method, path, kind string, body []byte) (status int, answer []byte, err error)

// Remote is an engine that speaks as Elasticsearch does. It is told the same
// tokens that Index keeps, so that it finds the same documents whatever it knows
// of Chinese; what is marked in them is marked here.
//
// Its index is named after the one that is configured, the form of what is
// written and the database it is made of: servers of another release or another
// database never write into it. Every server feeds it; a document's epoch is its
// version there, so that what is older never replaces what is newer.
type Remote struct {
	call Caller
	name string // as configured

	mu    sync.Mutex // of who feeds
	index atomic.Pointer[string]
	ready atomic.Bool
}

// remoteForm is the version of what is written into an engine.
const remoteForm = 1

// RemoteLimit is the longest that a search may wait for an engine.
const RemoteLimit = 1500 * time.Millisecond

// NewRemote returns an engine that is not asked before Follow has found it whole.
func NewRemote(name string, call Caller) *Remote { return &Remote{call: call, name: name} }

// refused is an answer that is not what was asked for.
type refused struct {
	status int
	why    string
}

func (e *refused) Error() string {
	return fmt.Sprintf("search: the engine answers %d %s", e.status, e.why)
}

func statusOf(err error) int {
	var r *refused
	if errors.As(err, &r) {
		return r.status
	}
	return 0
}

// busy is how long an engine that is overloaded is left alone before it is asked
// again, once.
const busy = 150 * time.Millisecond

// ask sends a value as JSON and reads the answer into another one.
func (r *Remote) ask(ctx context.Context, method, path string, value, into any) error {
	var body []byte
	if value != nil {
		var err error
		if body, err = json.Marshal(value); err != nil {
			return err
		}
	}
	return r.send(ctx, method, path, "application/json", body, into)
}

func (r *Remote) send(ctx context.Context, method, path, kind string, body []byte, into any) error {
	var err error
	for again := range 2 {
		var status int
		var answer []byte
		status, answer, err = r.call(ctx, method, "/"+path, kind, body)
		switch {
		case err != nil:
			err = fmt.Errorf("search: the engine is away: %w", err)
		case status >= 200 && status < 300:
			if into == nil {
				return nil
			}
			if err = json.Unmarshal(answer, into); err != nil {
				err = fmt.Errorf("search: the engine's answer: %w", err)
			}
			return err
		default:
			err = &refused{status, said(answer)}
			if status != 429 && status < 500 {
				return err
			}
		}
		if again == 0 {
			pause(ctx, busy)
		}
		if ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
	}
	return err
}

// said is the reason that an engine gives.
func said(answer []byte) string {
	var e struct {
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal(answer, &e) != nil || len(e.Error) == 0 {
		answer = bytes.TrimSpace(answer)
		return string(answer[:min(len(answer), 200)])
	}
	var full struct{ Type, Reason string }
	if json.Unmarshal(e.Error, &full) == nil && full.Type != "" {
		return full.Type + ": " + full.Reason
	}
	return string(e.Error[:min(len(e.Error), 200)])
}

// remoteState is what the engine's index knows of itself; it lies there as a
// document.
type remoteState struct {
	Epoch uint64 `json:"epoch"` // up to which all changes are there
	Whole bool   `json:"whole"` // false while it is being filled
}

const stateID = "state"

// state asks the index what it knows; ok is false when there is no index or
// nobody has begun to fill it.
func (r *Remote) state(ctx context.Context, index string) (s remoteState, ok bool, err error) {
	var d struct {
		Source struct {
			State remoteState `json:"state"`
		} `json:"_source"`
	}
	err = r.ask(ctx, "GET", index+"/_doc/"+stateID, nil, &d)
	if statusOf(err) == 404 {
		return s, false, nil
	}
	return d.Source.State, err == nil, err
}

// create makes the index unless it is there.
func (r *Remote) create(ctx context.Context, index string) error {
	err := r.ask(ctx, "HEAD", index, nil, nil)
	if statusOf(err) != 404 {
		return err
	}
	text := map[string]any{"type": "text", "analyzer": "whitespace", "norms": false}
	keyword, number, aside := kind("keyword"), kind("long"), map[string]any{"type": "object", "enabled": false}
	err = r.ask(ctx, "PUT", index, map[string]any{
		"settings": map[string]any{"index": map[string]any{"refresh_interval": "1s"}},
		"mappings": map[string]any{"dynamic": "strict", "properties": map[string]any{
			"title": text, "text": text, "files": text, "number": keyword, "serial": keyword, "name": keyword, "kind": keyword, "formats": keyword,
			"id": number, "published": number, "column": number, "year": number, "validity": number, "size": number, "shown": aside, "state": aside,
		}},
	}, nil)
	if statusOf(err) == 400 && r.ask(ctx, "HEAD", index, nil, nil) == nil { // another server was quicker
		return nil
	}
	return err
}

func kind(name string) map[string]any { return map[string]any{"type": name} }

// Stat implements Engine.
func (r *Remote) Stat(ctx context.Context) (s Stat, err error) {
	s.Engine = "外部检索引擎"
	index := r.index.Load()
	if index == nil {
		return s, ErrAway
	}
	ctx, cancel := context.WithTimeout(ctx, RemoteLimit)
	defer cancel()
	state, _, err := r.state(ctx, *index)
	if err != nil {
		return s, err
	}
	s.Epoch = state.Epoch
	var counted answer
	err = r.ask(ctx, "POST", *index+"/_search", map[string]any{"size": 0, "track_total_hits": true, "query": map[string]any{"exists": map[string]any{"field": "id"}},
		"aggs": map[string]any{"size": map[string]any{"sum": map[string]any{"field": "size"}}}}, &counted)
	if err != nil {
		return s, err
	}
	s.Docs, s.TextSize = counted.Hits.Total.Value, int64(counted.Aggs["size"].Value)
	var stats struct {
		All struct {
			Primaries struct {
				Store struct {
					Size int64 `json:"size_in_bytes"`
				} `json:"store"`
			} `json:"primaries"`
		} `json:"_all"`
	}
	err = r.ask(ctx, "GET", *index+"/_stats/store", nil, &stats)
	s.Bytes = stats.All.Primaries.Store.Size
	return s, err
}

// Close implements Engine; there is nothing to close.
func (r *Remote) Close() error { return nil }

// named is the index of a database.
func (r *Remote) named(who uint64) string {
	return url.PathEscape(fmt.Sprintf("%s-%d-%s", r.name, remoteForm, strconv.FormatUint(who, 16)))
}
