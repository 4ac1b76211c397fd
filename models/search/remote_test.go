package search

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// connected is a remote engine whose index is there.
func connected(t *testing.T, s *standin) *Remote {
	t.Helper()
	r := NewRemote("gongkai", s.call)
	index := r.named(1)
	if err := r.create(t.Context(), index); err != nil {
		t.Fatal(err)
	}
	r.index.Store(&index)
	r.ready.Store(true)
	return r
}

// bureau is a source of documents in memory.
type bureau struct {
	docs    map[uint64]Doc
	epoch   uint64
	changes map[uint64]uint64 // document by epoch
	parts   map[string][]Part // of attachments, by digest
}

func newBureau(docs ...Doc) *bureau {
	b := &bureau{docs: map[uint64]Doc{}, changes: map[uint64]uint64{}, parts: map[string][]Part{}}
	for _, d := range docs {
		b.publish(d)
	}
	return b
}

func (b *bureau) publish(d Doc) {
	b.epoch++
	b.docs[d.ID], b.changes[b.epoch] = d, d.ID
}

func (b *bureau) withdraw(id uint64) {
	b.epoch++
	delete(b.docs, id)
	b.changes[b.epoch] = id
}

func (b *bureau) Identity(context.Context) (uint64, error) { return 0xfeed, nil }
func (b *bureau) Latest(context.Context) (uint64, error)   { return b.epoch, nil }

func (b *bureau) Changes(_ context.Context, after, until uint64) (ids []uint64, err error) {
	for e := after + 1; e <= until; e++ {
		ids = append(ids, b.changes[e])
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

func (b *bureau) After(_ context.Context, id uint64, n int) (docs []Doc, err error) {
	for i := id + 1; i < 1000 && len(docs) < n; i++ {
		if d, ok := b.docs[i]; ok {
			docs = append(docs, d)
		}
	}
	return docs, nil
}

func (b *bureau) Docs(_ context.Context, ids []uint64) (docs []Doc, err error) {
	for _, id := range ids {
		if d, ok := b.docs[id]; ok {
			d.Attachments = slices.Clone(d.Attachments)
			docs = append(docs, d)
		}
	}
	return docs, nil
}

func (b *bureau) Read(_ context.Context, a Attachment) ([]Part, error) {
	if p, ok := b.parts[a.Digest]; ok {
		return p, nil
	}
	return nil, errors.New("文件已损坏")
}

// server is a keeper that asks a stand-in.
func server(t *testing.T, b *bureau, s *standin) *Keeper {
	t.Helper()
	k := NewKeeper(b, slog.New(slog.DiscardHandler))
	k.In(filepath.Join(t.TempDir(), "search.db"))
	k.Use(NewRemote("gongkai", s.call))
	t.Cleanup(k.Close)
	return k
}

// follows lets a server catch up; it fails when the engine does.
func follows(t *testing.T, k *Keeper) {
	t.Helper()
	for range 2 { // the index first, which the engine's texts of attachments come from
		if err := k.follow(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func seen(t *testing.T, k *Keeper, words string) []uint64 {
	t.Helper()
	return ids(must[*Result](t)(k.Search(t.Context(), Query{Words: words, Size: 10})))
}

// Two servers feed one engine, each with everything, and it holds every document
// once. What is older never replaces what is newer.
func TestServersFeedOneEngine(t *testing.T) {
	b, s := newBureau(few()...), newStandin()
	one, two := server(t, b, s), server(t, b, s)
	follows(t, one)
	follows(t, two)
	b.publish(Doc{ID: 9, Title: "耕地地力保护补贴公示", PublishedAt: day})
	old := b.epoch
	follows(t, one)
	for _, k := range []*Keeper{one, two} {
		if have := seen(t, k, "耕地地力保护"); !slices.Equal(have, []uint64{2, 9}) && !slices.Equal(have, []uint64{9, 2}) {
			t.Errorf("found %v", have)
		}
	}
	before := b.docs[9]
	b.withdraw(9)
	follows(t, one)
	if err := two.remote.write(t.Context(), two.remote.named(0xfeed), []Doc{before}, nil, old, true); err != nil {
		t.Fatal(err)
	}
	follows(t, two)
	if have := seen(t, two, "耕地地力保护"); !slices.Equal(have, []uint64{2}) {
		t.Errorf("a slow server brought back what was withdrawn: %v", have)
	}
	state := must[State](t)(two.State(t.Context()))
	if !state.Ready || state.Docs != len(b.docs) || state.Epoch != b.epoch || state.Bytes == 0 {
		t.Errorf("%+v", state)
	}
}

// While nobody has filled the index it is not asked; what was withdrawn while
// somebody filled it is gone.
func TestEngineIsAskedWhenItIsWhole(t *testing.T) {
	b, s := newBureau(few()...), newStandin()
	k := server(t, b, s)
	s.trouble = append(slices.Repeat([]int{200}, 4), 0, 0) // the connection breaks in the middle
	_ = k.follow(t.Context())
	if err := k.follow(t.Context()); err == nil {
		t.Fatal("the connection did not break")
	}
	if _, err := k.Search(t.Context(), Query{Words: "补贴"}); !errors.Is(err, ErrAway) {
		t.Errorf("asked half an index: %v", err)
	}
	b.withdraw(2)
	s.trouble = nil
	follows(t, server(t, b, s)) // another server goes on
	follows(t, k)
	if have := seen(t, k, "补贴"); !slices.Equal(have, []uint64{1}) {
		t.Errorf("found %v", have)
	}
	for name := range s.indices {
		delete(s.indices, name)
	}
	if _, err := k.Search(t.Context(), Query{Words: "补贴"}); !errors.Is(err, ErrAway) {
		t.Errorf("an index that is gone: %v", err)
	}
	follows(t, k)
	if have := seen(t, k, "补贴"); !slices.Equal(have, []uint64{1}) {
		t.Errorf("made again: %v", have)
	}
}

// An engine that is overloaded once is asked again; one that stays away costs a
// bounded time and is no error but ErrAway.
func TestEngineInTrouble(t *testing.T) {
	b, s := newBureau(few()...), newStandin()
	k := server(t, b, s)
	follows(t, k)
	for _, status := range []int{429, 500, 503, 0} {
		s.trouble = []int{status}
		if have := seen(t, k, "补贴"); len(have) != 2 {
			t.Errorf("after %d: %v", status, have)
		}
	}
	s.trouble = []int{503, 503}
	if _, err := k.Search(t.Context(), Query{Words: "补贴"}); !errors.Is(err, ErrAway) {
		t.Errorf("%v", err)
	}
	follows(t, k)
	k.remote.call = func(ctx context.Context, _, _, _ string, _ []byte) (int, []byte, error) {
		<-ctx.Done()
		return 0, nil, ctx.Err()
	}
	began := time.Now()
	if _, err := k.Search(t.Context(), Query{Words: "补贴"}); !errors.Is(err, ErrAway) {
		t.Errorf("%v", err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("a citizen waited %v", took)
	}
	if s, err := k.Suggest(t.Context(), "惠民", 5); err != nil || s != nil {
		t.Errorf("suggestions: %v %v", s, err)
	}
	if st, err := k.State(t.Context()); err != nil || st.Ready {
		t.Errorf("%+v %v", st, err)
	}
}

// What stands in attachments reaches the engine when it was read.
func TestEngineLearnsAttachments(t *testing.T) {
	d := few()[1]
	d.Attachments = []Attachment{{Key: "a", Name: "附件.pdf", Type: "pdf", Digest: "d1"}, {Key: "b", Name: "坏.pdf", Type: "pdf", Digest: "d2"}}
	b, s := newBureau(d), newStandin()
	b.parts["d1"] = []Part{{"第 3 页", "大棚蔬菜种植"}}
	k := server(t, b, s)
	follows(t, k)
	if err := k.readOne(t.Context(), d.ID); err != nil {
		t.Fatal(err)
	}
	follows(t, k)
	res := must[*Result](t)(k.Search(t.Context(), Query{Words: "大棚蔬菜", Size: 10}))
	if len(res.Hits) != 1 || res.Hits[0].File == nil || res.Hits[0].File.Place != "第 3 页" {
		t.Errorf("%+v", res)
	}
	bad := must[[]Trouble](t)(k.Troubles(t.Context(), 10))
	if len(bad) != 1 || bad[0].File.Key != "b" || bad[0].Why != "文件已损坏" {
		t.Errorf("%+v", bad)
	}
}

// Strange queries are no requests that an engine refuses.
func TestStrangeQueriesToAnEngine(t *testing.T) {
	r := connected(t, newStandin())
	fill(t, r)
	for _, q := range []string{"", "\x00", "\"", "*", "财*", "?[", `\`, "财政?2024", "\U0001F600", "\xff\xfe", strings.Repeat("财政", 50_000), strings.Repeat("财 ", 1000), strings.Repeat("a", 100_000), "||", "第号字", "2024 *"} {
		if _, err := r.Search(t.Context(), Query{Words: q, Page: 1 << 40, Size: 1000, Type: "?", Format: "\"", Year: -1, Validity: 99, Columns: []uint64{1 << 60}}); err != nil {
			t.Errorf("%.20q: %v", q, err)
		}
		if _, err := r.Suggest(t.Context(), q, 8); err != nil {
			t.Errorf("suggest %.20q: %v", q, err)
		}
	}
	s := must[[]Suggestion](t)(r.Suggest(t.Context(), "部门", 5))
	if len(s) != 1 || s[0].Document != 2 {
		t.Errorf("%v", s)
	}
}
