package handlers_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"gongkai/models/modeltest"
	"gongkai/web/webtest"
)

// photo is a picture with a camera's words in it.
func photo(t *testing.T, w, h int, canary string) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		img.Set(x, h/2, color.RGBA{R: uint8(x), G: 80, B: 200, A: 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	note := "\xff\xfe" + string([]byte{0, byte(len(canary) + 2)}) + canary
	return append([]byte("\xff\xd8"+note), b.Bytes()[2:]...)
}

type sent struct {
	name string
	data []byte
}

// upload posts files as a browser would and returns the answer, not followed.
func upload(t *testing.T, b *webtest.Browser, at, accept string, fields url.Values, all ...sent) *webtest.Page {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range fields {
		_ = w.WriteField(k, v[0])
	}
	for _, s := range all {
		part, err := w.CreateFormFile("file", s.name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write(s.data)
	}
	_ = w.Close()
	req := b.Request(http.MethodPost, at, w.FormDataContentType(), body.String())
	if accept != "" {
		req.Header.Set("Accept", accept)
	}
	return b.Do(req)
}

// form is what an upload to a document carries besides its files.
func form(t *testing.T, b *webtest.Browser, at string) url.Values {
	t.Helper()
	_, v, ok := b.Get(at).Form("form[enctype]")
	if !ok {
		t.Fatal("no form at " + at)
	}
	return v
}

// get reads an address without following it.
func get(b *webtest.Browser, path string, headers ...string) *webtest.Page {
	req := b.Request(http.MethodGet, path, "", "")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return b.Do(req)
}

// An attachment is as private as its document, public with it, and gone with it.
func TestAttachmentLife(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		author, other, nobody := signIn(t, base, path, "budget.author"), signIn(t, base, path, "treasury.author"), webtest.Open(t, base)
		id := b.Draft("带附件的稿件")
		at := path + "/desk/documents/" + strconv.FormatUint(id, 10) + "/attachments"
		const canary = "CAMERA-OF-ZHANG"
		if p := upload(t, author, at, "", form(t, author, at), sent{"现场 照片.jpg", photo(t, 1000, 700, canary)}); p.Code != 303 {
			t.Fatalf("upload: %d %s", p.Code, p.Find("main").Text())
		}
		page := author.Get(at)
		link, _ := page.Find(".attached a[href*='/files/']").Attr("href")
		if link == "" {
			t.Fatalf("the page links no file: %s", page.Find("main").Text())
		}
		private := get(author, link)
		if private.Code != 200 || private.Headers.Get("Cache-Control") != "no-store" || private.Headers.Get("ETag") != "" {
			t.Errorf("before it is public: %d %v", private.Code, private.Headers)
		}
		unknown := get(nobody, strings.Replace(link, link[strings.Index(link, "/files/")+7:][:10], "aaaaaaaaaa", 1))
		for name, who := range map[string]*webtest.Browser{"nobody": nobody, "another section": other} {
			if p := get(who, link); p.Code != 404 || len(p.Headers.Values("ETag")) > 0 || who == nobody && p.Find("main h1").Text() != unknown.Find("main h1").Text() {
				t.Errorf("%s gets %d", name, p.Code)
			}
		}
		if p := get(nobody, link, "Range", "bytes=0-3"); p.Code != 404 {
			t.Errorf("a range of a private file: %d", p.Code)
		}
		key := strings.Split(link[strings.Index(link, "/files/")+7:], "/")[0]
		if p := author.Get(at+"/"+key+"/rename").Submit(author, "main form", url.Values{"name": {"现场照片"}, "alt": {"会议现场"}}); p.Code != 200 || !p.Has("现场照片.jpg") {
			t.Fatalf("rename: %d", p.Code)
		}
		b.Pass(id)
		public := get(nobody, link)
		if public.Code != 200 || strings.Contains(public.Text, canary) || public.Headers.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.Contains(public.Headers.Get("Content-Security-Policy"), "sandbox") || !strings.Contains(public.Headers.Get("Content-Disposition"), "filename*=UTF-8''%E7%8E%B0") {
			t.Fatalf("public: %d %v", public.Code, public.Headers)
		}
		tag := public.Headers.Get("ETag")
		if p := get(nobody, link, "If-None-Match", tag); p.Code != 304 {
			t.Errorf("asked again: %d", p.Code)
		}
		if p := get(nobody, link, "Range", "bytes=0-1"); p.Code != 206 || p.Text != "\xff\xd8" {
			t.Errorf("range: %d %q", p.Code, p.Text)
		}
		small := strings.Replace(link, key+"/", key+"/480/", 1)
		if p := get(nobody, small); p.Code != 200 || len(p.Text) == len(public.Text) {
			t.Errorf("the smaller picture: %d", p.Code)
		}
		if p := get(nobody, strings.Replace(small, "/480/", "/481/", 1)); p.Code != 404 {
			t.Errorf("a size that was never made: %d", p.Code)
		}
		b.Withdraw(id, "office.publisher")
		if p := get(nobody, link, "If-None-Match", tag); p.Code != 410 || p.Headers.Get("ETag") != "" || p.Headers.Get("Cache-Control") != "no-store" {
			t.Errorf("withdrawn: %d %v", p.Code, p.Headers)
		}
		if p := get(nobody, small); p.Code != 410 {
			t.Errorf("withdrawn, smaller: %d", p.Code)
		}
		if p := get(author, link); p.Code != 200 || p.Headers.Get("Cache-Control") != "no-store" {
			t.Errorf("withdrawn, for staff: %d", p.Code)
		}
		b.Whole()
	})
}

// A script gets the next version and where the file is; what is refused keeps
// its reason.
func TestAttachmentAnswers(t *testing.T) {
	spool := t.TempDir()
	t.Setenv("TMPDIR", spool)
	b := sqlite(t)
	base, path := site(t, b)
	author := signIn(t, base, path, "budget.author")
	id := b.Draft("脚本上传")
	at := path + "/desk/documents/" + strconv.FormatUint(id, 10) + "/attachments"
	fields := form(t, author, at)
	p := upload(t, author, at, "application/json", fields, sent{"a.jpg", photo(t, 20, 10, "x")})
	var answer struct {
		Version, Width, Height int
		Key, Name, Href, Kind  string
		Error                  string
	}
	if err := json.Unmarshal([]byte(p.Text), &answer); err != nil || p.Code != 200 || answer.Version != b.Version(id) || answer.Width != 20 || answer.Kind != "picture" || answer.Href == "" {
		t.Fatalf("%d %s %v", p.Code, p.Text, err)
	}
	p = upload(t, author, at, "application/json", fields, sent{"b.jpg", photo(t, 20, 10, "x")})
	if p.Code != 409 || !strings.Contains(p.Text, `"error":"`) {
		t.Errorf("stale: %d %s", p.Code, p.Text)
	}
	fields = form(t, author, at)
	p = upload(t, author, at, "application/json", fields, sent{"b.svg", []byte("<svg onload=x()>")})
	if p.Code != 422 || !strings.Contains(p.Text, "SVG") {
		t.Errorf("refused: %d %s", p.Code, p.Text)
	}
	p = upload(t, author, at, "", fields, sent{"b.svg", []byte("<svg onload=x()>")})
	if p.Code != 422 || !p.Has("SVG") || p.Find("form[enctype]").Length() != 1 {
		t.Errorf("refused on the page: %d", p.Code)
	}
	nobody := webtest.Open(t, base)
	if p = upload(t, nobody, at, "application/json", fields, sent{"a.jpg", photo(t, 20, 10, "x")}); p.Code != 401 || !strings.Contains(p.Text, `"error"`) {
		t.Errorf("without a session: %d %s", p.Code, p.Text)
	}
	if p = upload(t, nobody, at, "", fields, sent{"a.bin", make([]byte, 5<<20)}); p.Code != 401 {
		t.Errorf("much without a session: %d", p.Code)
	}
	if p = upload(t, author, at, "", fields, sent{"大.txt", bytes.Repeat([]byte("甲"), 3<<20)}); p.Code != 303 {
		t.Errorf("nine megabytes: %d", p.Code)
	}
	if left, err := os.ReadDir(spool); err != nil || len(left) != 0 {
		t.Errorf("%d files of uploads were left behind (%v)", len(left), err)
	}
	fields = form(t, author, at)
	fields.Set("_csrf", "forged")
	if p = upload(t, author, at, "", fields, sent{"c.jpg", photo(t, 20, 10, "x")}); p.Code != 403 {
		t.Errorf("forged: %d", p.Code)
	}
}

// A picture in the text must be the document's own, and gets its smaller forms.
func TestPicturesInTheText(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	author := signIn(t, base, path, "budget.author")
	id := b.Draft("有图片的正文")
	at := path + "/desk/documents/" + strconv.FormatUint(id, 10)
	if p := upload(t, author, at+"/attachments", "", form(t, author, at+"/attachments"), sent{"图.jpg", photo(t, 1000, 500, "x")}); p.Code != 303 {
		t.Fatal(p.Code)
	}
	link, _ := author.Get(at + "/attachments").Find(".attached a[href*='/files/']").Attr("href")
	link = strings.TrimPrefix(link, path)
	edit := func(body string) *webtest.Page {
		return author.Get(at+"/edit").Submit(author, "form:has([name=body])", url.Values{"body": {body}})
	}
	if p := edit(`<p>甲</p><img src="/files/aaaaaaaaaaaaaaaaaaaaaaaaaa/x.jpg" alt="乙">`); p.Code != 422 || !p.Has("不是这篇稿件的附件") {
		t.Errorf("somebody else's picture: %d", p.Code)
	}
	if p := edit(`<p>甲</p><figure><img src="` + link + `" alt=""></figure>`); p.Code != 200 {
		t.Fatalf("its own picture: %d %s", p.Code, p.Find(".errsum").Text())
	}
	key := strings.Split(link, "/")[2]
	if p := author.Get(at+"/attachments/"+key+"/remove").Submit(author, "main form", nil); p.Code != 422 || !p.Has("先从正文中删除") {
		t.Errorf("removed while it stands in the text: %d", p.Code)
	}
	if p := author.Get(at+"/submit").Submit(author, "main form", url.Values{"selfcheck": {"yes"}}); p.Code != 422 || !p.Has("还没有文字说明") {
		t.Errorf("submitted without words for the picture: %d", p.Code)
	}
	if p := author.Get(at+"/attachments/"+key+"/rename").Submit(author, "main form", url.Values{"alt": {"一条线"}}); p.Code != 200 {
		t.Errorf("words: %d", p.Code)
	}
	img := author.Get(at + "/preview").Find("main figure img")
	if img.AttrOr("alt", "") != "一条线" || img.AttrOr("width", "") != "1000" || img.AttrOr("height", "") != "500" || !strings.Contains(img.AttrOr("srcset", ""), path+"/files/"+key+"/480/") {
		t.Errorf("%v", img.Get(0).Attr)
	}
	b.Pass(id)
}

// A tick at every file is the declaration that it was examined.
func TestAttachmentsExamined(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	id := b.Draft("两个附件")
	b.Enclose(id, "甲.txt", "乙.txt")
	b.Submit(id)
	b.PassSection(id)
	officer := signIn(t, base, path, "office.secrecy")
	at := path + "/desk/documents/" + strconv.FormatUint(id, 10) + "/confidentiality"
	fill := url.Values{"decision": {"approve"}, "conclusion": {"open"}, "password": {modeltest.Password}}
	for _, q := range strings.Fields("q1 q2 q3 q4 q5 q6 q7") {
		fill.Set(q, "no")
	}
	page := officer.Get(at)
	boxes := page.Find("input[name=attachments]")
	if boxes.Length() != 2 || page.Find("input[name=attachments][checked]").Length() != 0 {
		t.Fatalf("%d boxes", boxes.Length())
	}
	first, second := boxes.Eq(0).AttrOr("value", ""), boxes.Eq(1).AttrOr("value", "")
	fill["attachments"] = []string{first}
	p := page.Submit(officer, "form:has([name=q1])", fill)
	if p.Code != 422 || !p.Find(".errsum").Is(":contains('乙.txt')") || p.Find(".errsum").Is(":contains('甲.txt')") || p.Find("input[name=attachments][checked]").Length() != 1 {
		t.Fatalf("one of two: %d %s", p.Code, p.Find(".errsum").Text())
	}
	fill["attachments"] = []string{first, second}
	if p = officer.Get(at).Submit(officer, "form:has([name=q1])", fill); p.Code != 200 || b.State(id) != "published" {
		t.Fatalf("both: %d %s", p.Code, p.Find(".errsum").Text())
	}
}

// An upload that is sent twice, one after the other or both at once, is stored
// once, and the second is answered as the first.
func TestUploadOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		author := signIn(t, base, path, "budget.author")
		id, other := b.Draft("只上传一次"), b.Draft("另一篇")
		at := path + "/desk/documents/" + strconv.FormatUint(id, 10) + "/attachments"
		file := sent{"a.jpg", photo(t, 20, 10, "x")}
		count := func() int {
			v, err := b.Content.Open(t.Context(), id, b.Who("budget.author"))
			modeltest.Must(t, err)
			return len(v.Revision.Attachments)
		}
		fields := form(t, author, at)
		if len(fields.Get("once")) < 16 {
			t.Fatalf("the form has no key: %v", fields)
		}
		for range 2 {
			if p := upload(t, author, at, "", fields, file); p.Code != 303 || !strings.HasSuffix(p.Headers.Get("Location"), at) {
				t.Errorf("%d %s", p.Code, p.Headers.Get("Location"))
			}
		}
		if n := count(); n != 1 {
			t.Fatalf("%d files", n)
		}
		fields = form(t, author, at)
		var answers [4]string
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() {
				p := upload(t, author, at, "application/json", fields, file)
				answers[i] = strconv.Itoa(p.Code) + p.Text
			})
		}
		all.Wait()
		for _, a := range answers {
			if a != answers[0] || !strings.HasPrefix(a, "200") || !strings.Contains(a, `"version":`+strconv.Itoa(b.Version(id))) {
				t.Errorf("%s\n%s", a, answers[0])
			}
		}
		if n := count(); n != 2 {
			t.Fatalf("%d files", n)
		}
		elsewhere := path + "/desk/documents/" + strconv.FormatUint(other, 10) + "/attachments"
		moved := form(t, author, elsewhere)
		moved.Set("once", fields.Get("once"))
		if p := upload(t, author, elsewhere, "application/json", moved, file); p.Code != 404 || strings.Contains(p.Text, "a.jpg") {
			t.Errorf("the key of another document: %d %s", p.Code, p.Text)
		}
		b.Whole()
	})
}
