package files

import (
	"bytes"
	"html"
	"image/gif"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

const typesPart = "[Content_Types].xml"

// properties are parts that other parts name and that say nothing.
var properties = map[string]string{
	"docProps/core.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`,
	"docProps/app.xml":  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`,
}

// family is what one kind of Office file is made of.
type family struct {
	main string // its first part
	mime string // of the first part
	keep *regexp.Regexp
	drop *regexp.Regexp
}

// All kinds of files share these.
const (
	keepAll  = `^\[Content_Types\]\.xml$|^_rels/\.rels$|^docProps/(core|app)\.xml$|`
	dropAll  = `^docProps/|^customXml/|^docMetadata/|^\[trash\]/|/printerSettings/|/webextensions/|`
	drawings = `theme/(_rels/)?[^/]+\.xml(\.rels)?|media/[^/]+|charts/(_rels/)?(chart|style|colors)[^/]*\.xml(\.rels)?|diagrams/(_rels/)?[^/]+\.xml(\.rels)?|drawings/(_rels/)?[^/]+\.(xml|vml)(\.rels)?`
)

var families = map[string]*family{
	"docx": {"word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
		regexp.MustCompile(keepAll + `^word/(_rels/[^/]+\.rels|(document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes|header[0-9]*|footer[0-9]*)\.xml|fonts/[^/]+\.odttf|` + drawings + `)$`),
		regexp.MustCompile(dropAll + `^word/(people|comments[A-Za-z]*|glossary/.*|intelligence[0-9]*|tasks|documenttasks/.*|recipientData)(\.xml)?$|^word/_rels/(people|comments[A-Za-z]*)\.xml\.rels$`)},
	"xlsx": {"xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
		regexp.MustCompile(keepAll + `^xl/(_rels/[^/]+\.rels|(workbook|styles|sharedStrings|metadata|calcChain|cellimages)\.xml|featurePropertyBag/[^/]+\.xml|(worksheets|chartsheets)/(_rels/)?[^/]+\.xml(\.rels)?|tables/[^/]+\.xml|richData/(_rels/)?[^/]+\.xml(\.rels)?|` + drawings + `)$`),
		regexp.MustCompile(dropAll + `^xl/(persons/.*|comments[0-9]*\.xml|comments/.*|threadedComments/.*|customProperty[^/]*|customProperty/.*|namedSheetViews/.*|volatileDependencies\.xml)$`)},
	"pptx": {"ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
		regexp.MustCompile(keepAll + `^ppt/(_rels/[^/]+\.rels|(presentation|presProps|viewProps|tableStyles)\.xml|(slides|slideLayouts|slideMasters|notesMasters|handoutMasters)/(_rels/)?[^/]+\.xml(\.rels)?|fonts/[^/]+\.fntdata|` + drawings + `)$`),
		regexp.MustCompile(dropAll + `^ppt/(commentAuthors\.xml|authors\.xml|revisionInfo\.xml|changesInfos/.*|tags/.*|notesSlides/.*|comments/.*|customXml/.*)$`)},
}

func (f *family) kept(name string) bool      { return f.keep.MatchString(name) }
func (f *family) droppable(name string) bool { return f.drop.MatchString(name) }

// Reasons why an Office file is refused.
const (
	officeTracked = "文件里有修订痕迹，请接受或拒绝全部修订后再上传。"
	officeNoted   = "文件里有批注，请删除批注后再上传。"
	officeMacro   = "文件里有宏，请另存为不带宏的文件后再上传。"
	officeInside  = "文件里嵌有别的文件（OLE 对象，或图表背后的数据表），请删除，或把它们粘贴为图片后再上传。"
	officeLinked  = "文件里有指向外部文件或数据源的链接，请断开链接后再上传。"
	officePivot   = "文件里有数据透视表，它会带出背后的全部数据。请复制为数值后再上传。"
	officeHidden  = "文件里有隐藏的文字，请显示并检查、删除后再上传。"
	officeMedia   = "文件里有音频或视频，请删除后再上传。"
)

// commentPart are the parts where comments stand.
var commentPart = regexp.MustCompile(`^(word/comments\.xml|xl/comments[0-9]*\.xml|xl/comments/.+\.xml|xl/threadedComments/.+\.xml|ppt/comments/.+\.xml)$`)

// refusedParts are refused by their name alone.
var refusedParts = []struct {
	name *regexp.Regexp
	why  string
}{
	{regexp.MustCompile(`(?i)vbaProject|vbaData|/macrosheets/|/dialogsheets/|attachedToolbars`), officeMacro},
	{regexp.MustCompile(`(?i)/embeddings/|/activeX/|/ctrlProps/|oleObject|/afchunk|\.(exe|dll|js|vbs|html?|mht)$|\.(zip|rar|7z|docx|xlsx|pptx|doc|xls|ppt)$`), officeInside},
	{regexp.MustCompile(`(?i)^xl/(externalLinks|connections|queryTables|model|customData)`), officeLinked},
	{regexp.MustCompile(`(?i)^xl/(pivotTables|pivotCache|slicers|slicerCaches|timelines)`), officePivot},
	{regexp.MustCompile(`(?i)^xl/revisions/`), officeTracked},
	{regexp.MustCompile(`(?i)/media/.*\.(mp4|m4v|mov|wmv|avi|mp3|m4a|wav|wma)$`), officeMedia},
}

func (f *family) refused(name string) string {
	for _, r := range refusedParts {
		if r.name.MatchString(name) {
			return r.why
		}
	}
	return ""
}

// relations copies the relations of a part without those to dropped parts. What
// leads outside may be an address of the web and nothing else.
func (b *book) relations(name string, w io.Writer, r io.Reader) error {
	dir := path.Dir(path.Dir(name))
	return filterXML(w, r, func(t *xmlTag) (xmlVerdict, error) {
		if t.name != "Relationship" {
			return xmlVerdict{}, nil
		}
		target, typ := html.UnescapeString(t.attr("Target")), path.Base(t.attr("Type"))
		if strings.EqualFold(t.attr("TargetMode"), "External") {
			switch {
			case typ == "attachedTemplate":
				return xmlVerdict{drop: true}, nil
			case typ != "hyperlink" || !webLink(target):
				return xmlVerdict{}, refuse("%s", officeLinked)
			}
			return xmlVerdict{}, nil
		}
		if strings.HasPrefix(target, "/") {
			target = strings.TrimPrefix(path.Clean(target), "/")
		} else {
			target = path.Join(dir, target)
		}
		return xmlVerdict{drop: !b.kept[target] && !strings.HasPrefix(t.attr("Target"), "#")}, nil
	})
}

func webLink(target string) bool {
	u, err := url.Parse(target)
	return err == nil && slices.Contains([]string{"http", "https", "mailto", "tel"}, strings.ToLower(u.Scheme)) || strings.HasPrefix(target, "#")
}

// censor looks at the tags of one part.
type censor struct {
	family *family
	part   string
	hidden []string // names of hidden sheets
}

// tracked are the tags of tracked changes in a Word file.
var tracked = set("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange",
	"tblPrExChange", "tcPrChange", "trPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge")

// forgotten are the tags that go from wherever they stand: paths, people,
// sources of data, and what refers to a part that is dropped.
var forgotten = set("attachedTemplate", "docVars", "mailMerge", "saveThroughXslt", "dataBinding", "absPath", "fileSharing", "revisionPtr", "custDataLst", "trackRevisions",
	"rsids", "documentId", "commentRangeStart", "commentRangeEnd", "commentReference")

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// private attributes: whoever saved, and where.
var (
	personal  = regexp.MustCompile(`^(refreshedBy|userName|lastModifiedBy|author|initials|userId|lastEdited)$|^xr[0-9]*:uid$`)
	printer   = regexp.MustCompile(`^[A-Za-z]+:id$`)
	localPath = regexp.MustCompile(`"(?:[A-Za-z]:\\|file:|/Users/|/home/|\\\\)[^"]*"`)
)

// look decides about one tag.
func (c *censor) look(t *xmlTag) (xmlVerdict, error) {
	word := strings.HasPrefix(c.part, "word/")
	switch {
	case word && tracked[t.name] && t.prefix != "a": // a:moveTo is a stroke of a drawing
		return xmlVerdict{}, refuse("%s", officeTracked)
	case word && t.name == "vanish" && !off(t.attr("val")) && !strings.HasPrefix(c.part, "word/styles") && c.part != "word/numbering.xml":
		return xmlVerdict{}, refuse("%s", officeHidden)
	case t.name == "sld" && off(t.attr("show")):
		return xmlVerdict{}, refuse("文件里有隐藏的幻灯片，请删除后再上传。")
	case c.part == "xl/workbook.xml" && t.name == "sheet" && t.attr("state") != "" && t.attr("state") != "visible":
		c.hidden = append(c.hidden, "“"+html.UnescapeString(t.attr("name"))+"”")
	case t.name == "oleObject" || t.name == "OLEObject" || t.name == "oleObj" || t.name == "control" && !word:
		return xmlVerdict{}, refuse("%s", officeInside)
	case t.name == "fldSimple" && linksOut(html.UnescapeString(t.attr("instr"))):
		return xmlVerdict{}, refuse("%s", officeLinked)
	case forgotten[t.name]:
		return xmlVerdict{drop: true}, nil
	}
	return xmlVerdict{as: c.plain(t)}, nil
}

// plain takes people and paths out of a tag.
func (c *censor) plain(t *xmlTag) []byte {
	raw := t.raw
	if bytes.IndexByte(raw, '=') < 0 {
		return raw
	}
	raw = (&xmlTag{raw: raw}).without(personal)
	if t.name == "pageSetup" {
		raw = (&xmlTag{raw: raw}).without(printer)
	}
	return localPath.ReplaceAll(raw, []byte(`""`))
}

func off(v string) bool { return v == "0" || v == "false" || v == "off" }

// linksOut reports a field that fetches from elsewhere.
func linksOut(instr string) bool {
	f := strings.Fields(instr)
	return len(f) > 0 && slices.Contains([]string{"LINK", "DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "DATABASE"}, strings.ToUpper(f[0]))
}

// verdict is what the whole part says.
func (c *censor) verdict() error {
	if len(c.hidden) > 0 {
		return refuse("工作簿里有隐藏的工作表：%s。请取消隐藏并检查，或删除后再上传。", strings.Join(c.hidden, "、"))
	}
	return nil
}

// stripGIF writes the first frame of a GIF anew; false when it is none, or too
// large.
func stripGIF(b []byte) ([]byte, bool) {
	conf, err := gif.DecodeConfig(bytes.NewReader(b))
	if err != nil || conf.Width*conf.Height > maxPixels/4 {
		return nil, false
	}
	img, err := gif.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, false
	}
	var out bytes.Buffer
	if err := gif.Encode(&out, img, nil); err != nil {
		return nil, false
	}
	return out.Bytes(), true
}
