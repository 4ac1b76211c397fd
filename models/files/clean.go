package files

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"gongkai/models/fault"
)

// Input is an upload as it lies on disk or in memory.
type Input interface {
	io.Reader
	io.ReaderAt
	io.Seeker
}

// Upload is one file as a browser sent it.
type Upload struct {
	Name string // as the browser said it
	Size int64
	Data Input
}

// A kind is one type of file that is taken in.
type kind struct {
	magic string // what its bytes must look like; see sniff
	mime  string
	clean func(ctx context.Context, s *Service, in *io.SectionReader) (Facts, error)
}

// types are the files that are taken in, by extension.
var types = map[string]kind{
	"pdf":  {"pdf", "application/pdf", cleanPDF},
	"docx": {"zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", office("docx")},
	"xlsx": {"zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", office("xlsx")},
	"pptx": {"zip", "application/vnd.openxmlformats-officedocument.presentationml.presentation", office("pptx")},
	"txt":  {"text", "text/plain; charset=utf-8", cleanText("txt")},
	"csv":  {"text", "text/csv; charset=utf-8", cleanText("csv")},
	"jpg":  {"jpg", "image/jpeg", cleanPicture},
	"png":  {"png", "image/png", cleanPicture},
	"gif":  {"gif", "image/gif", cleanPicture},
	"webp": {"webp", "image/webp", cleanPicture},
}

// same are extensions that mean one of types.
var same = map[string]string{"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}

// refusals says what to do about files that many people have and that are not
// taken in.
var refusals = map[string]string{
	"doc": "请另存为 docx 或 PDF 后再上传：旧格式（doc）里的作者、修订等信息无法可靠清除。",
	"xls": "请另存为 xlsx 或 PDF 后再上传：旧格式（xls）里的作者、隐藏内容等信息无法可靠清除。",
	"ppt": "请另存为 pptx 或 PDF 后再上传：旧格式（ppt）里的作者、备注等信息无法可靠清除。",
	"wps": "请在 WPS 中另存为 docx 或 PDF 后再上传：wps 格式里的作者等信息无法可靠清除。",
	"et":  "请在 WPS 中另存为 xlsx 或 PDF 后再上传：et 格式里的作者等信息无法可靠清除。",
	"dps": "请在 WPS 中另存为 pptx 或 PDF 后再上传：dps 格式里的作者等信息无法可靠清除。",
	"ofd": "请另存为 PDF 后再上传：OFD 文件里的作者等信息无法可靠清除。",
	"zip": "不接收压缩包，请解压后逐个上传，读者可以直接打开。", "rar": "不接收压缩包，请解压后逐个上传，读者可以直接打开。", "7z": "不接收压缩包，请解压后逐个上传，读者可以直接打开。",
	"svg": "不接收 SVG 图片，请导出为 PNG 后再上传。", "bmp": "请另存为 PNG 或 JPG 后再上传。", "tif": "请另存为 PNG 或 JPG 后再上传。", "tiff": "请另存为 PNG 或 JPG 后再上传。",
	"heic": "请在手机相册里另存为 JPG 后再上传。", "docm": "不接收带宏的文件，请另存为 docx。", "xlsm": "不接收带宏的文件，请另存为 xlsx。", "pptm": "不接收带宏的文件，请另存为 pptx。",
}

// Accept lists the extensions that are taken in, for a file field: ".pdf,.docx …".
func Accept() string {
	var exts []string
	for ext := range types {
		exts = append(exts, "."+ext)
	}
	exts = append(exts, ".jpeg")
	slices.Sort(exts)
	return strings.Join(exts, ",")
}

// MIME is the content type of a file type that was taken in.
func MIME(typ string) string { return types[typ].mime }

// Picture reports whether a type is a picture.
func Picture(typ string) bool { return strings.HasPrefix(types[typ].mime, "image/") }

// refuse is the fault of an upload that is not taken in. The reason goes to the
// person who uploaded it.
func refuse(format string, args ...any) error { return fault.New(fault.Invalid, format, args...) }

// Take cleans an upload and stores its bytes. What cannot be cleaned, or is not
// what its extension says, is fault.Invalid with the reason; nothing of it is
// kept.
func (s *Service) Take(ctx context.Context, u Upload) (*Taken, error) {
	name := Name(u.Name)
	ext := strings.TrimPrefix(path.Ext(name), ".")
	if to, ok := same[ext]; ok {
		ext = to
	}
	k, ok := types[ext]
	switch {
	case refusals[ext] != "":
		return nil, refuse("%s", refusals[ext])
	case !ok:
		return nil, refuse("不接收这种文件。可以上传 PDF、docx、xlsx、pptx、txt、csv 和 jpg、png、gif、webp 图片。")
	case u.Size == 0:
		return nil, refuse("文件是空的。")
	case u.Size > MaxFile:
		return nil, refuse("文件超过 %d MB，请压缩或拆分后再上传。", MaxFile>>20)
	}
	in := io.NewSectionReader(u.Data, 0, u.Size)
	if why := sniff(in, k.magic); why != "" {
		return nil, refuse("%s", why)
	}
	f, err := k.clean(ctx, s, in)
	if err != nil {
		if fault.KindOf(err) == fault.Invalid || ctx.Err() != nil {
			return nil, err
		}
		if _, ok := errors.AsType[*broken](err); ok {
			return nil, fault.Wrap(fault.Invalid, err, "文件已损坏，或者不是完整的 %s 文件，请重新导出后再上传。", strings.ToUpper(ext))
		}
		return nil, err
	}
	return &Taken{Facts: f, Name: strings.TrimSuffix(name, path.Ext(name)) + extension(f.Type, path.Ext(name))}, nil
}

// extension keeps what a person wrote, unless the picture became another type.
func extension(typ, said string) string {
	if e := strings.TrimPrefix(said, "."); e == typ || same[e] == typ {
		return said
	}
	return "." + typ
}

// broken is the error of bytes that no reader of their type could read. Any
// other error of a cleaner is ours, not the file's.
type broken struct{ cause error }

// Error says what was broken, for the log.
func (b *broken) Error() string { return "files: broken: " + b.cause.Error() }

func damaged(what string) error { return &broken{errors.New(what)} }
func damage(err error) error    { return &broken{err} }

// magics are the first bytes of types.
var magics = []struct{ name, head string }{
	{"pdf", "%PDF-"}, {"zip", "PK\x03\x04"}, {"jpg", "\xff\xd8\xff"}, {"png", "\x89PNG\r\n\x1a\n"}, {"gif", "GIF87a"}, {"gif", "GIF89a"},
	{"ole", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}, {"exe", "MZ"}, {"exe", "\x7fELF"}, {"rar", "Rar!"}, {"7z", "7z\xbc\xaf\x27\x1c"}, {"gz", "\x1f\x8b"},
}

// sniff compares what the bytes look like with what the extension says; "" when
// they agree.
func sniff(in *io.SectionReader, want string) string {
	head := make([]byte, 512)
	n, _ := in.ReadAt(head, 0)
	head = head[:n]
	is := "text"
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.head)) {
			is = m.name
		}
	}
	if len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP" {
		is = "webp"
	}
	switch {
	case is == want:
		return ""
	case is == "ole" && want == "zip":
		return "文件加了密码，或者是旧格式改了扩展名。请去掉密码，或另存为新格式后再上传。"
	}
	return "文件内容与扩展名不符，请检查是否改过扩展名。"
}
