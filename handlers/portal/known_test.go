package portal

import (
	"errors"
	"fmt"
	"testing"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
)

// What a correction took away is known no longer; what happens while a file is
// read is not noted; what is known is bounded.
func TestKnown(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("有两个附件")
		stays, goes := b.Enclose(id, "a.txt")[0], b.Enclose(id, "b.txt")[0]
		b.Pass(id)
		k := newKnown(b.App)
		k.checking.Store(true) // the test compares by itself
		away := errors.New("away")
		ask := func(key string, err error) (*content.File, error) {
			return k.file(key, func() (*content.File, error) {
				if err != nil {
					return nil, err
				}
				return b.Content.File(t.Context(), key, b.Who("budget.author"))
			}, func(err error) bool { return errors.Is(err, away) })
		}
		for _, key := range []string{stays.Key, goes.Key} {
			if f, err := ask(key, nil); err != nil || f.DocumentID != id {
				t.Fatal(f, err)
			}
			if f, err := ask(key, away); err != nil || f.Key != key {
				t.Fatal(f, err)
			}
		}
		b.Correct(id)
		modeltest.Must(t, b.Content.Detach(t.Context(), id, b.Version(id), goes.Key, b.Who("budget.author")))
		b.Pass(id)
		k.compare(t.Context())
		if _, err := ask(goes.Key, away); !errors.Is(err, away) {
			t.Errorf("a file that a correction took away: %v", err)
		}
		if _, err := ask(stays.Key, away); err != nil {
			t.Error(err)
		}
		_, err := k.file("slow", func() (*content.File, error) {
			k.close(func(*content.File) bool { return false })
			return &content.File{Attachment: content.Attachment{Key: "slow"}, Public: true}, nil
		}, func(error) bool { return false })
		modeltest.Must(t, err)
		if k.files["slow"] != nil {
			t.Error("what was read before a withdrawal is noted after it")
		}
		for i := range maxKnown + 10 {
			k.note(&content.File{Attachment: content.Attachment{Key: fmt.Sprint(i)}, DocumentID: id})
		}
		if len(k.files) != maxKnown {
			t.Errorf("%d files are known", len(k.files))
		}
		b.Withdraw(id, "office.publisher")
		if _, err := ask(fmt.Sprint(maxKnown+9), away); fault.KindOf(err) != fault.Gone || len(k.files) != 0 {
			t.Errorf("withdrawn: %v, %d are known", err, len(k.files))
		}
	})
}
