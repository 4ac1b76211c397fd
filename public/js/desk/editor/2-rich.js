// The rich-text editor, loaded after the page is usable.

// What the vendored language file leaves in English.
const words = {
  'OK': '确定', 'Browse files': '选择文件', 'Image uploading...': '正在上传图片……', '{0} columns, {1} rows': '{0} 列，{1} 行',
  'Press {0} for help': '', 'Heading ': '标题 ', 'Rich Text Area': '正文编辑区，按 Alt F10 到工具栏', 'Editor UI keyboard navigation': '键盘操作说明',
  'URL': '地址', 'Paragraph': '正文', 'Link': '链接', 'Insert/Edit Link': '插入或编辑链接', 'Insert/Edit Image': '插入或编辑图片', 'Alternative description': '文字说明',
  'Alternative source': '备用地址', 'Reveal or hide additional toolbar items': '显示或隐藏更多工具', 'More...': '更多', 'Blocks': '段落样式', 'Block': '段落样式',
  'Row header': '行表头', 'Column header': '列表头', 'Row numbers': '行号', 'Row {0}': '第 {0} 行', 'Header': '表头',
}

function load(tag, attributes) {
  return new Promise((done, failed) => {
    const e = element(tag, attributes)
    e.onload = done
    e.onerror = failed
    document.head.append(e)
  })
}

// paragraphs turns what was typed without the editor into HTML.
function paragraphs(plain) {
  if (/<[a-z!/]/i.test(plain)) return plain
  const escape = s => s.replace(/[&<>]/g, c => ({'&': '&amp;', '<': '&lt;', '>': '&gt;'})[c])
  return plain.split(/\n\s*\n/).filter(p => p.trim()).map(p => '<p>' + escape(p.trim()).replace(/\n/g, '<br>') + '</p>').join('\n')
}

// Files of the site are stored with their address from the root of the site;
// below a portal's folder the browser needs that folder before it.
const base = where.base
const outward = html => base ? html.replace(/( (?:src|href)=")\/(?=files\/)/g, '$1' + base + '/') : html
const inward = html => base ? html.replaceAll('="' + base + '/files/', '="/files/') : html

async function enrich() {
  await Promise.all([load('link', {rel: 'stylesheet', href: where.skin}), load('script', {src: where.editor})])
  const area = field('body')
  hugerte.addI18n('zh-Hans', words)
  area.value = paragraphs(area.value)
  const before = area.value, writing = document.activeElement === area
  const [editor] = await hugerte.init({
    target: area, language: 'zh-Hans', skin: false, content_css: [where.text], body_class: 'prose', body_id: 'text',
    menubar: false, visual: false, branding: false, promotion: false, statusbar: false, elementpath: false, resize: false, contextmenu: false,
    plugins: 'autolink image link lists searchreplace table', toolbar_mode: 'wrap', height: 520, min_height: 320,
    toolbar: 'blocks | bold italic | numlist bullist | alignleft aligncenter alignright | link picture table | fromword tidy | undo redo searchreplace past',
    block_formats: '正文=p;一级标题=h2;二级标题=h3;三级标题=h4', iframe_aria_text: '正文编辑区，按 Alt F10 到工具栏，按 Esc 回到正文',
    convert_urls: false, entity_encoding: 'raw', browser_spellcheck: false, paste_data_images: false, automatic_uploads: false, object_resizing: 'img',
    invalid_styles: {'*': 'color font font-family font-size background background-color line-height margin padding width height border border-width border-color border-style border-collapse float'},
    table_default_attributes: {}, table_default_styles: {}, table_sizing_mode: 'responsive', table_header_type: 'sectionCells', table_resize_bars: false,
    table_appearance_options: false, table_advtab: false, table_cell_advtab: false, table_row_advtab: false, table_class_list: [], table_use_colgroups: false,
    table_toolbar: 'tablecaption tablerowheader tablecolheader | tablemergecells tablesplitcells | tableinsertrowbefore tableinsertrowafter tabledeleterow | tableinsertcolbefore tableinsertcolafter tabledeletecol | tabledelete',
    formats: {
      alignleft: {selector: 'p,h2,h3,h4,td,th', classes: 'ta-l'}, aligncenter: {selector: 'p,h2,h3,h4,td,th', classes: 'ta-c'},
      alignright: {selector: 'p,h2,h3,h4,td,th', classes: 'ta-r'}, alignjustify: {selector: 'p', classes: 'ta-j'},
    },
    link_title: false, link_target_list: false, link_assume_external_targets: 'https', image_description: true, image_dimensions: false,
    setup: prepare,
  })
  if (area.value !== before) editor.setContent(paragraphs(area.value)) // typed while it was being made
  if (writing) editor.focus()
  shadow(editor, area)
  return editor
}

// shadow leaves the textarea in the page, out of sight: it is what the label
// names, and what is written into it, by an input method or another program,
// counts.
function shadow(editor, area) {
  area.style.display = ''
  area.classList.add('sr')
  area.tabIndex = -1
  area.setAttribute('aria-hidden', 'true')
  area.addEventListener('input', e => {
    e.stopPropagation()
    fill(paragraphs(area.value))
    changed()
  })
  shadowed = area.value
}

let shadowed = null // what the textarea held when the editor last wrote into it

// unshadow takes over what something wrote into the textarea unseen.
function unshadow() {
  const area = field('body')
  if (shadowed !== null && area.value !== shadowed) fill(paragraphs(area.value))
  rich.save()
  shadowed = area.value
}

// prepare adds to an editor what is ours.
function prepare(editor) {
  const ui = editor.ui.registry
  ui.addButton('fromword', {icon: 'upload', text: 'Word 导入', tooltip: 'Word 导入：也可以是网页或文本文件', onAction: importFile})
  ui.addButton('tidy', {icon: 'format-painter', text: '一键排版', tooltip: '一键排版：清除多余格式，中文标点改为全角', onAction: tidy})
  ui.addButton('picture', {icon: 'image', tooltip: '插入图片', onAction: insertPicture})
  ui.addButton('past', {icon: 'restore-draft', tooltip: '查看历史版本', onAction: () => window.open(where.history, '_blank', 'noopener')})
  ui.addIcon('format-painter', '<svg width="24" height="24" fill="none" stroke="#222f3e" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M5 19 15 9m1-4v3m-1.5-1.5h3M20 11v2m-1-1h2M8 4v2M7 5h2M17 17v2m-1-1h2"/></svg>')
  editor.addShortcut('meta+s', '保存', save)
  editor.addShortcut('meta+13', '提交审核', () => sendOff())
  editor.on('init', () => {
    const body = editor.getBody()
    body.setAttribute('aria-label', '正文')
    editor.getDoc().documentElement.lang = 'zh-CN'
  })
  editor.on('BeforeSetContent', e => { e.content = outward(e.content) })
  editor.on('GetContent', e => { if (typeof e.content === 'string') e.content = inward(e.content) })
  editor.on('PastePreProcess', e => {
    if (!/<[a-z]/i.test(e.content)) return
    cleanPaste(editor, e)
  })
  editor.on('input change undo redo SetContent ExecCommand', () => { if (rich) changed() })
  editor.on('drop paste', e => takePictures(e))
}

// cleanPaste holds a paste back until the server has cleaned it.
function cleanPaste(editor, event) {
  const dirty = event.content
  event.preventDefault()
  const mark = editor.selection.getBookmark(2, true)
  send(where.clean, new URLSearchParams({body: dirty}), {headers: {Accept: 'application/json'}}).then(read).then(clean => {
    if (clean.error) throw new Error(clean.error)
    editor.focus()
    editor.selection.moveToBookmark(mark)
    editor.insertContent(single(clean.html))
    pasted(clean.said)
  }).catch(problem => {
    editor.insertContent(element('p', {}, plainText(dirty)).outerHTML)
    pasted(problem instanceof TypeError ? '网络不通，只粘贴了文字，格式和表格没有带上。' : problem.message)
  })
}

// single takes the paragraph off a text of one, so that words pasted into a
// sentence stay in it.
function single(html) {
  const t = element('template')
  t.innerHTML = html
  const only = t.content.firstElementChild
  return t.content.childElementCount === 1 && only.tagName === 'P' ? only.innerHTML : html
}

const plainText = html => new DOMParser().parseFromString(html, 'text/html').body.textContent

function pasted(words) {
  document.querySelector('[data-pasted]').textContent = words ? '粘贴：' + words : ''
}

// tidy cleans the whole text and puts Chinese punctuation right.
async function tidy() {
  let clean
  try {
    clean = await read(await send(where.clean, new URLSearchParams({body: text()})))
    if (clean.error) throw new Error(clean.error)
  } catch (problem) {
    return say('没有排版：' + (problem instanceof TypeError ? '网络不通，请稍后再试。' : problem.message))
  }
  const full = {',': '，', ':': '：', ';': '；', '?': '？', '!': '！'}
  const doc = new DOMParser().parseFromString(clean.html, 'text/html')
  const walk = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
  let n = 0
  while (walk.nextNode()) {
    const before = walk.currentNode.data
    const after = before.replace(/(?<=[\p{Script=Han}”’）》])[,:;?!](?=[\p{Script=Han}“‘（《])/gu, c => { n++; return full[c] })
      .replace(/\(([^()]{0,30}\p{Script=Han}[^()]{0,30})\)/gu, (_, in_) => { n++; return '（' + in_ + '）' })
    if (after !== before) walk.currentNode.data = after
  }
  rich.undoManager.transact(() => rich.setContent(doc.body.innerHTML))
  document.querySelector('[data-pasted]').textContent = '一键排版：' + (clean.said || '') + (n ? '改正标点 ' + n + ' 处。' : '标点没有问题。')
  changed()
}
