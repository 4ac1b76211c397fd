package files

import (
	"bytes"
	"compress/zlib"
	"io"
	"strconv"
)

// pdfFile finds the objects of a PDF.
type pdfFile struct {
	b       []byte
	where   map[int]pdfEntry
	trailer pdfDict
	packed  map[int]*pdfPack
	spent   int // bytes unpacked so far
}

// pdfEntry is where an object lies: at an offset, or in a pack of objects.
type pdfEntry struct {
	at   int // -1 for a free one
	pack int // number of the pack, 0 for none
}

// pdfPack is an unpacked stream of objects.
type pdfPack struct {
	b  []byte
	at map[int]int
}

// Limits of a PDF.
const (
	pdfUnpacked = 48 << 20 // bytes of all packed objects and tables together
	pdfObjects  = 1 << 18
	pdfSections = 500 // cross-reference tables, one behind the other
)

func readPDF(b []byte) (*pdfFile, error) {
	f := &pdfFile{b: b, where: map[int]pdfEntry{}, packed: map[int]*pdfPack{}}
	tail := b[max(0, len(b)-2048):]
	end := bytes.LastIndex(tail, []byte("startxref"))
	if end < 0 {
		return nil, damaged("pdf: no end")
	}
	l := &pdfLexer{b: tail, at: end + len("startxref")}
	at, ok := l.number()
	if !ok {
		return nil, damaged("pdf: no table")
	}
	seen := map[int]bool{}
	for queue := []int{at}; len(queue) > 0; queue = queue[1:] {
		if seen[queue[0]] {
			continue
		}
		if seen[queue[0]] = true; len(seen) > pdfSections {
			return nil, damaged("pdf: too many tables")
		}
		d, err := f.section(queue[0])
		if err != nil {
			return nil, err
		}
		if f.trailer == nil {
			f.trailer = d
		}
		for _, k := range []pdfName{"XRefStm", "Prev"} {
			if n, ok := number(d[k]); ok {
				queue = append(queue, n)
			}
		}
	}
	return f, nil
}

func number(v any) (int, bool) {
	raw, ok := v.(pdfRaw)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(string(raw))
	return n, err == nil && n >= 0
}

// section reads one cross-reference table or stream and returns its trailer.
func (f *pdfFile) section(at int) (pdfDict, error) {
	if at >= len(f.b) {
		return nil, damaged("pdf: table outside the file")
	}
	l := &pdfLexer{b: f.b, at: at}
	if !l.keyword("xref") {
		return f.streamed(at)
	}
	for {
		first, ok := l.number()
		if !ok {
			break
		}
		n, ok := l.number()
		if !ok || first+n > pdfObjects {
			return nil, damaged("pdf: table")
		}
		for i := range n {
			off, ok1 := l.number()
			_, ok2 := l.number()
			l.skip()
			if w := l.word(); !ok1 || !ok2 || len(w) != 1 {
				return nil, damaged("pdf: table line")
			} else if w[0] == 'f' {
				off = -1
			}
			f.add(first+i, pdfEntry{at: off})
		}
	}
	if !l.keyword("trailer") {
		return nil, damaged("pdf: no trailer")
	}
	v, err := l.value()
	if err != nil {
		return nil, err
	}
	d, ok := v.(pdfDict)
	if !ok {
		return nil, damaged("pdf: trailer")
	}
	return d, nil
}

// add notes where an object lies; the newest table is read first and wins.
func (f *pdfFile) add(num int, e pdfEntry) {
	if _, known := f.where[num]; !known {
		f.where[num] = e
	}
}

// streamed reads a cross-reference stream.
func (f *pdfFile) streamed(at int) (pdfDict, error) {
	v, err := f.object(at, -1)
	if err != nil {
		return nil, err
	}
	s, ok := v.(*pdfStream)
	if !ok || s.dict["Type"] != pdfName("XRef") {
		return nil, damaged("pdf: no table")
	}
	b, err := f.unpack(s)
	if err != nil {
		return nil, err
	}
	var w [3]int
	widths, _ := s.dict["W"].(pdfArray)
	for i := range min(3, len(widths)) {
		w[i], _ = number(widths[i])
	}
	row := w[0] + w[1] + w[2]
	if len(widths) != 3 || row == 0 || row > 24 || w[0] > 8 || w[1] > 8 || w[2] > 8 {
		return nil, damaged("pdf: table widths")
	}
	size, _ := number(s.dict["Size"])
	index, ok := s.dict["Index"].(pdfArray)
	if !ok {
		index = pdfArray{pdfRaw("0"), pdfRaw(strconv.Itoa(size))}
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, ok1 := number(index[i])
		n, ok2 := number(index[i+1])
		if !ok1 || !ok2 || first+n > pdfObjects {
			return nil, damaged("pdf: table index")
		}
		for j := 0; j < n && len(b) >= row; j++ {
			f.line(first+j, b[:row], w)
			b = b[row:]
		}
	}
	return s.dict, nil
}

// line reads one line of a cross-reference stream.
func (f *pdfFile) line(num int, b []byte, w [3]int) {
	field := func(from, n int) (v int) {
		for _, c := range b[from : from+n] {
			v = v<<8 | int(c)
		}
		return v
	}
	kind := 1
	if w[0] > 0 {
		kind = field(0, w[0])
	}
	switch second := field(w[0], w[1]); kind {
	case 0:
		f.add(num, pdfEntry{at: -1})
	case 1:
		f.add(num, pdfEntry{at: second})
	case 2:
		f.add(num, pdfEntry{pack: second})
	}
}

// get returns an object; nil for one that is not there.
func (f *pdfFile) get(num int) (any, error) {
	e, ok := f.where[num]
	switch {
	case !ok || e.pack == 0 && e.at <= 0:
		return nil, nil
	case e.pack == 0:
		return f.object(e.at, num)
	}
	p, err := f.pack(e.pack)
	if err != nil {
		return nil, err
	}
	at, ok := p.at[num]
	if !ok {
		return nil, nil
	}
	l := &pdfLexer{b: p.b, at: at}
	return l.value()
}

// object reads the object at an offset; want is its number, -1 for any.
func (f *pdfFile) object(at, want int) (any, error) {
	if at < 0 || at >= len(f.b) {
		return nil, damaged("pdf: object outside the file")
	}
	l := &pdfLexer{b: f.b, at: at}
	num, ok := l.number()
	if _, ok2 := l.number(); !ok || !ok2 || !l.keyword("obj") || want >= 0 && num != want {
		return nil, damaged("pdf: no object " + strconv.Itoa(want))
	}
	v, err := l.value()
	if err != nil {
		return nil, err
	}
	d, ok := v.(pdfDict)
	if !ok || !l.keyword("stream") {
		return v, nil
	}
	if l.at < len(f.b) && f.b[l.at] == '\r' {
		l.at++
	}
	if l.at < len(f.b) && f.b[l.at] == '\n' {
		l.at++
	}
	data, err := f.body(d, l.at, want)
	return &pdfStream{d, data}, err
}

// body finds the bytes of a stream, by its length and, where that is wrong, by
// the word that ends it.
func (f *pdfFile) body(d pdfDict, at, num int) ([]byte, error) {
	length := d["Length"]
	if r, ok := length.(pdfRef); ok && r.num != num {
		if e := f.where[r.num]; e.pack == 0 && e.at > 0 && e.at < len(f.b) {
			l := &pdfLexer{b: f.b, at: e.at}
			_, ok1 := l.number()
			_, ok2 := l.number()
			if ok1 && ok2 && l.keyword("obj") {
				l.skip()
				length = pdfRaw(l.word())
			}
		} else if v, err := f.get(r.num); err == nil && e.pack != num {
			length = v
		}
	}
	if n, ok := number(length); ok && n <= len(f.b)-at {
		l := &pdfLexer{b: f.b, at: at + n}
		if l.keyword("endstream") {
			return f.b[at : at+n], nil
		}
	}
	end := bytes.Index(f.b[at:], []byte("endstream"))
	if end < 0 {
		return nil, damaged("pdf: stream without end")
	}
	return f.b[at : at+end], nil
}

// pack unpacks a stream of objects.
func (f *pdfFile) pack(num int) (*pdfPack, error) {
	if p := f.packed[num]; p != nil {
		return p, nil
	}
	e, ok := f.where[num]
	if !ok || e.pack != 0 || e.at <= 0 {
		return nil, damaged("pdf: no pack")
	}
	v, err := f.object(e.at, num)
	if err != nil {
		return nil, err
	}
	s, ok := v.(*pdfStream)
	if !ok {
		return nil, damaged("pdf: no pack")
	}
	b, err := f.unpack(s)
	if err != nil {
		return nil, err
	}
	p := &pdfPack{b: b, at: map[int]int{}}
	n, ok1 := number(s.dict["N"])
	first, ok2 := number(s.dict["First"])
	if !ok1 || !ok2 || n > pdfObjects || first > len(b) {
		return nil, damaged("pdf: pack")
	}
	l := &pdfLexer{b: b[:first]}
	for range n {
		obj, ok1 := l.number()
		off, ok2 := l.number()
		if !ok1 || !ok2 || first+off > len(b) {
			return nil, damaged("pdf: pack")
		}
		p.at[obj] = first + off
	}
	f.packed[num] = p
	return p, nil
}

// unpack inflates a stream whose content this program must read.
func (f *pdfFile) unpack(s *pdfStream) ([]byte, error) {
	filter := s.dict["Filter"]
	if a, ok := filter.(pdfArray); ok && len(a) == 1 {
		filter = a[0]
	}
	if filter == nil {
		return s.data, nil
	}
	if filter != pdfName("FlateDecode") {
		return nil, damaged("pdf: unknown packing")
	}
	z, err := zlib.NewReader(bytes.NewReader(s.data))
	if err != nil {
		return nil, damage(err)
	}
	b, err := io.ReadAll(io.LimitReader(z, int64(pdfUnpacked-f.spent)+1))
	if f.spent += len(b); f.spent > pdfUnpacked {
		return nil, refuse("文件展开后过大，疑似压缩炸弹，请重新导出后再上传。")
	}
	if err != nil && len(b) == 0 {
		return nil, damage(err)
	}
	return predicted(b, s.dict)
}

// predicted undoes the PNG predictor, the only one that tables are written with.
func predicted(b []byte, d pdfDict) ([]byte, error) {
	parms := d["DecodeParms"]
	if a, ok := parms.(pdfArray); ok && len(a) == 1 {
		parms = a[0]
	}
	p, ok := parms.(pdfDict)
	if !ok {
		return b, nil
	}
	if n, ok := number(p["Predictor"]); !ok || n <= 1 {
		return b, nil
	} else if n < 10 {
		return nil, damaged("pdf: predictor")
	}
	columns, ok := number(p["Columns"])
	if !ok || columns < 1 || columns > 64 {
		return nil, damaged("pdf: predictor")
	}
	out, above := make([]byte, 0, len(b)), make([]byte, columns)
	for ; len(b) > columns; b = b[columns+1:] {
		row := append([]byte(nil), b[1:columns+1]...)
		switch b[0] {
		case 0:
		case 1:
			for i := 1; i < columns; i++ {
				row[i] += row[i-1]
			}
		case 2:
			for i := range row {
				row[i] += above[i]
			}
		default:
			return nil, damaged("pdf: predictor")
		}
		out, above = append(out, row...), row
	}
	return out, nil
}
