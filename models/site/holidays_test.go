package site_test

import (
	"strings"
	"testing"

	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/site"
)

// next is the notice of the year after the bureau's present one, as it might be.
func next(b *modeltest.Bureau) site.NoticeForm {
	year := calendar.Year(b.Clock.Now()) + 1
	f := site.NoticeForm{Year: year, Number: "国办发明电[2026]9号"}
	f.Off = strings.Join(calendar.Statutory(year), "\r\n")
	return f
}

func TestNotice(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, admin := t.Context(), b.Who("sys.admin")
		year := calendar.Year(b.Clock.Now()) + 1
		before, err := b.Site.Calendar(ctx)
		modeltest.Must(t, err)
		f := next(b)
		if err := b.Site.SetNotice(ctx, 0, f, b.Who("budget.author")); fault.KindOf(err) != fault.Forbidden {
			t.Fatalf("an author enters a notice: %v", err)
		}
		modeltest.Must(t, b.Site.SetNotice(ctx, 0, f, admin))
		after, err := b.Site.Calendar(ctx)
		modeltest.Must(t, err)
		n, known := after.Known(year)
		if _, was := before.Known(year); was || !known || n.Number != "国办发明电〔2026〕9号" || len(n.Off) < 7 {
			t.Errorf("%v, %v: %+v", was, known, n)
		}
		spring, _ := calendar.ParseDay(n.Off[1])
		if after.Workday(spring) || after.Provisional(spring, spring) {
			t.Errorf("%s is worked, or provisional", n.Off[1])
		}
		if err := b.Site.SetNotice(ctx, 0, f, admin); fault.KindOf(err) != fault.Stale {
			t.Errorf("entered twice: %v", err)
		}
		v, err := b.Site.NoticeVersion(ctx, year)
		modeltest.Must(t, err)
		f.Number += "，国办发明电〔2027〕1号"
		modeltest.Must(t, b.Site.SetNotice(ctx, v, f, admin))
		if err := b.Site.SetNotice(ctx, v, f, admin); v != 1 || fault.KindOf(err) != fault.Stale {
			t.Errorf("version %d, changed twice: %v", v, err)
		}
		after, err = b.Site.Calendar(ctx)
		modeltest.Must(t, err)
		if n, _ := after.Known(year); n.Number != "国办发明电〔2026〕9号、国办发明电〔2027〕1号" {
			t.Errorf("%+v", n)
		}
		if r, err := b.Verify(ctx, nil); err != nil || !r.Whole() {
			t.Errorf("the ledger: %+v, %v", r, err)
		}
	})
}

// Another server learns of a notice with the next epoch.
func TestNoticeElsewhere(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx := t.Context()
		other := modeltest.App(b.Store, t.TempDir())
		modeltest.Must(t, other.Site.Look(ctx))
		year := calendar.Year(b.Clock.Now()) + 1
		for _, want := range []bool{false, true} {
			c, err := other.Site.Calendar(ctx)
			modeltest.Must(t, err)
			if _, known := c.Known(year); known != want {
				t.Errorf("known %v, want %v", known, want)
			}
			if !want {
				modeltest.Must(t, b.Site.SetNotice(ctx, 0, next(b), b.Who("sys.admin")))
				modeltest.Must(t, other.Site.Look(ctx))
			}
		}
	})
}

// What a notice cannot say is refused at its field, in words.
func TestNoticeRefused(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) { refused(t, b) })
}

func refused(t *testing.T, b *modeltest.Bureau) {
	good := next(b)
	for _, x := range []struct {
		field  string
		change func(*site.NoticeForm)
	}{
		{"year", func(f *site.NoticeForm) { f.Year = 2019 }},
		{"year", func(f *site.NoticeForm) { f.Year += 2 }},
		{"number", func(f *site.NoticeForm) { f.Number = "" }},
		{"number", func(f *site.NoticeForm) { f.Number = "国办发明电 9 号" }},
		{"off", func(f *site.NoticeForm) { f.Off = "" }},
		{"off", func(f *site.NoticeForm) { f.Off += "\n二月五日" }},
		{"off", func(f *site.NoticeForm) { f.Off = strings.Replace(f.Off, "-10-01", "-10-08", 1) }}, // a holiday by law is missing
		{"off", func(f *site.NoticeForm) { f.Off += "\n2020-01-01" }},
		{"off", func(f *site.NoticeForm) { f.Off += "\n" + f.Off[:10] + " 至 2020-01-01" }},
		{"off", func(f *site.NoticeForm) { f.Off += "\n" + f.Off[:4] + "-07-01 至 " + f.Off[:4] + "-09-30" }},
		{"work", func(f *site.NoticeForm) { f.Work = f.Off[:4] + "-13-01" }},
		{"work", func(f *site.NoticeForm) { f.Work = f.Off[:10] }}, // both off and worked
	} {
		f := good
		x.change(&f)
		err := b.Site.SetNotice(t.Context(), 0, f, b.Who("sys.admin"))
		if fault.KindOf(err) != fault.Invalid || fault.FieldsOf(err)[x.field] == "" {
			t.Errorf("%s of %+v: %v %v", x.field, f, err, fault.FieldsOf(err))
		}
	}
}
