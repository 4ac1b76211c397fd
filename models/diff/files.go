package diff

// File is one attachment as the comparison needs it.
type File struct {
	Name   string
	Digest string // of the bytes
	Size   int64  // in bytes
	Alt    string // what a picture shows
}

// FileChange is what became of one attachment. Old or New is nil where there is
// none; Replaced says that its bytes are others, Renamed its name, Described its
// description, Moved that it stands elsewhere in the list.
type FileChange struct {
	Old, New                              *File
	Replaced, Renamed, Described, Reorder bool
}

// Changed reports whether there is anything to tell.
func (f FileChange) Changed() bool {
	return f.Old == nil || f.New == nil || f.Replaced || f.Renamed || f.Described || f.Reorder
}

// Files compares two lists of attachments: the same bytes are the same file, else
// the same name. In the order of the new list, what is gone at the end.
func Files(before, after []File) []FileChange {
	taken := make([]bool, len(before))
	from := fill(len(after))
	match := func(same func(x, y File) bool) {
		for j, y := range after {
			for i, x := range before {
				if from[j] == nobody && !taken[i] && same(x, y) {
					from[j], taken[i] = i, true
				}
			}
		}
	}
	match(func(x, y File) bool { return x.Digest == y.Digest && x.Name == y.Name })
	match(func(x, y File) bool { return x.Digest == y.Digest })
	match(func(x, y File) bool { return x.Name == y.Name })
	var out []FileChange
	high := nobody
	for j := range after {
		c := FileChange{New: &after[j]}
		if i := from[j]; i != nobody {
			x, y := before[i], after[j]
			c.Old, c.Replaced, c.Renamed, c.Described, c.Reorder = &before[i], x.Digest != y.Digest, x.Name != y.Name, x.Alt != y.Alt, i < high
			high = max(high, i)
		}
		out = append(out, c)
	}
	for i := range before {
		if !taken[i] {
			out = append(out, FileChange{Old: &before[i]})
		}
	}
	return out
}
