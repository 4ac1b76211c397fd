package layout

import "strings"

// ParsePrefs reads display settings as the cookie holds them, "elder.l.auto".
// What is not among the choices is the standard.
func ParsePrefs(cookie string) Prefs {
	parts := strings.Split(cookie, ".")
	if len(parts) != 3 {
		parts = []string{"", "", ""}
	}
	p := Prefs{Mode: parts[0], Font: parts[1], Theme: parts[2]}
	return Prefs{Mode: p.mode(), Font: p.font(), Theme: p.theme()}
}

// String is the settings as the cookie holds them.
func (p Prefs) String() string { return p.mode() + "." + p.font() + "." + p.theme() }
