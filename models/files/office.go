package files

import (
	"context"
	"io"
)

func office(typ string) func(context.Context, *Service, *io.SectionReader) (Facts, error) {
	return func(context.Context, *Service, *io.SectionReader) (Facts, error) {
		return Facts{}, refuse("暂不接收 %s 文件，请另存为 PDF 后再上传。", typ)
	}
}
