package portal

import "testing"

// SitemapWhole lowers, for one test, the number of addresses above which the
// site map is an index.
func SitemapWhole(t *testing.T, n int) {
	was := sitemapWhole
	sitemapWhole = n
	t.Cleanup(func() { sitemapWhole = was })
}
