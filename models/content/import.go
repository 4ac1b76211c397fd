package content

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gongkai/models/docx"
	"gongkai/models/fault"
	"gongkai/models/markup"
)

// Imported is a text that was read from a file, ready to be a draft.
type Imported struct {
	Title string
	Body  markup.HTML
	Said  string // what of the file did not come along, in Chinese; "" when all did
}

// ReadText reads a .docx, a web page or a text file, whatever its name, in the
// encodings that Chinese offices use. Faults: Invalid.
func ReadText(file []byte) (*Imported, error) {
	if docx.Is(file) || docx.Old(file) {
		return readWord(file)
	}
	text, err := markup.DecodeText(file)
	if err != nil {
		return nil, err
	}
	in := &Imported{}
	var gone markup.Removed
	in.Body, gone = markup.CleanReport(text)
	if gone.Pictures > 0 {
		in.Said = fmt.Sprintf("%d 张图片没有导入，请用“插入图片”补传。", gone.Pictures)
	}
	if err := in.entitle(""); err != nil {
		return nil, err
	}
	if in.Title == "" {
		in.Title = clipTitle(line(markup.PageTitle(text)))
	}
	return in, nil
}

func readWord(file []byte) (*Imported, error) {
	doc, err := docx.Read(file)
	if err != nil {
		return nil, err
	}
	in := &Imported{Body: markup.Clean(doc.HTML)}
	var said []string
	say := func(n int, format string) {
		if n > 0 {
			said = append(said, fmt.Sprintf(format, n))
		}
	}
	say(doc.Pictures, "%d 张图片没有导入，请用“插入图片”补传")
	say(doc.Changes, "文档里有 %d 处修订，已按接受全部修订读取，请核对")
	say(doc.Comments, "%d 条批注没有导入")
	say(doc.Notes, "%d 个脚注或尾注没有导入，请把内容写进正文")
	say(doc.Boxes, "%d 个文本框的文字放在了所在段落之后，请核对位置")
	if doc.Hidden {
		said = append(said, "隐藏文字没有导入")
	}
	if len(said) > 0 {
		in.Said = strings.Join(said, "；") + "。"
	}
	return in, in.entitle(doc.Title)
}

// entitle finds the title: the one given, else the first heading or short first
// line, which then leaves the body.
func (in *Imported) entitle(title string) error {
	blocks := markup.Blocks(in.Body)
	if len(blocks) == 0 {
		return fault.New(fault.Invalid, "文件里没有文字，没有可以导入的内容。")
	}
	first := blocks[0]
	heading := first.Kind == "h2" || first.Kind == "h3"
	short := first.Kind == "p" && utf8.RuneCountInString(first.Text) <= 60 && !strings.HasSuffix(first.Text, "。") && !strings.HasSuffix(first.Text, "：") && len(blocks) > 1
	if title = line(title); title == "" || line(first.Text) == title {
		if title == "" && !heading && !short {
			return nil
		}
		title = line(first.Text)
		in.Body = markup.WithoutFirst(in.Body)
	}
	in.Title = clipTitle(title)
	return nil
}

func clipTitle(s string) string {
	if r := []rune(s); len(r) > maxTitle {
		return string(r[:maxTitle])
	}
	return s
}
