package web

import "github.com/labstack/echo/v4"

// Policy says who may reach a route. Every route has one; a test walks the
// table of routes and fails for one without.
type Policy string

// The policies.
const (
	Public   Policy = "public"   // everybody; nothing but what is published
	Cached   Policy = "cached"   // the same, as finished bytes: reads nothing of a request but path, Query and display settings
	Entrance Policy = "entrance" // everybody on the desk's side: login
	Staff    Policy = "staff"    // a signed-in person; the domain decides the rest
	Shared   Policy = "shared"   // everybody; a signed-in person may see more, and the handler asks the domain who may see what
	Probe    Policy = "probe"    // health checks; reveals nothing of the content
)

// Route is one address of the site.
type Route struct {
	Method string
	Path   string // below the base path
	Policy Policy
	Query  []string // parameters that a cached page knows; they are numbers
	Words  []string // parameters that are words: a page asked for with one of them is rendered each time
	Inline bool     // the page holds the rich-text editor, which styles what it edits
	Limit  int64    // bytes of a request's body; 0 is the usual limit
	Handle echo.HandlerFunc
}
