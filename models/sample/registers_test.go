package sample_test

import (
	"testing"

	"gongkai/models/modeltest"
	"gongkai/models/register"
	"gongkai/models/report"
	"gongkai/models/sample"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

// The registers of the demo agree with the reports of 2024 and 2025 that it
// publishes; the year under way has the one mistake that is planted.
func TestRegistersAgreeWithReports(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, c *storetest.Clock) {
		app := modeltest.App(s, t.TempDir())
		app.People.Cheap()
		modeltest.Must(t, sample.Bureau(t.Context(), app))
		for _, year := range []int{2024, 2025} {
			text, err := sample.Report(year)
			modeltest.Must(t, err)
			in, err := report.Parse(text, year)
			modeltest.Must(t, err)
			f, err := report.ForYear(year)
			modeltest.Must(t, err)
			all, err := app.Register.Count(t.Context(), f, year)
			modeltest.Must(t, err)
			for _, id := range f.CellIDs() {
				if all[id].Number != in.Figures.Cells[id].Number {
					t.Errorf("%d %s: registers %q, report %q", year, id, all[id].Number, in.Figures.Cells[id].Number)
				}
			}
			if list, err := app.Register.Suspects(t.Context(), f, year); err != nil || len(list) > 0 {
				t.Errorf("%d: %+v, %v", year, list, err)
			}
		}
		f, _ := report.ForYear(2026)
		list, err := app.Register.Suspects(t.Context(), f, 2026)
		modeltest.Must(t, err)
		if len(list) != 1 || list[0].Register != register.Case || list[0].Title != "〔2026〕第 9 号 专项资金分配依据" {
			t.Errorf("%+v", list)
		}
	})
}
