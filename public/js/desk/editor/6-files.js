// Files: a text to read in, pictures to send up.

function choose(accept) {
  return new Promise(done => {
    const input = element('input', {type: 'file', accept})
    input.onchange = () => done(input.files[0])
    input.click()
  })
}

// importFile reads a Word document, a page or a text into the editor.
async function importFile() {
  const file = await choose('.docx,.html,.htm,.txt')
  if (file) takeText(file)
}

async function takeText(file) {
  if (file.size > 20 << 20) return pasted('文件超过 20 MB，没有导入。')
  say('正在导入《' + file.name + '》……')
  const body = new FormData()
  body.set('file', file)
  let got
  try {
    got = await read(await send(where.clean, body))
    if (got.error) throw new Error(got.error)
  } catch (problem) {
    say('')
    document.querySelector('[data-pasted]').textContent = '导入失败：' + (problem instanceof TypeError ? '网络不通，请稍后再试。' : problem.message)
    return
  }
  if (!field('title').value.trim()) field('title').value = got.title || ''
  rich.undoManager.transact(() => rich.getContent() ? rich.insertContent(got.html) : rich.setContent(got.html))
  say('已导入《' + file.name + '》')
  document.querySelector('[data-pasted]').textContent = got.said ? '导入：' + got.said : '导入完成。'
  changed()
}

// upload sends one file to the document, which a new text becomes first, and
// returns what the site calls it.
async function upload(file, alt = '') {
  await stored()
  const body = new FormData()
  body.set('version', field('version').value)
  body.set('file', file)
  body.set('once', [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('')) // sent again, it is stored once
  if (alt) body.set('alt', alt)
  const answer = await send(where.attach, body, {headers: {Accept: 'application/json'}})
  const kept = await read(answer)
  if (kept.error) throw new Error(kept.error)
  field('version').value = kept.version
  return kept
}

// stored makes a draft of a new text, for files need a document to belong to.
async function stored() {
  if (where.id !== '0') return
  const answer = await send(where.documents, values())
  const found = /\/desk\/documents\/([0-9]+)$/.exec(new URL(answer.url).pathname)
  if (!answer.ok || !found) throw new Error('请先填写标题和栏目，保存后再上传。')
  const id = found[1], at = where.documents + '/' + id
  const page = new DOMParser().parseFromString(await (await fetch(at + '/edit')).text(), 'text/html')
  const fresh = page.getElementById('write')
  form.action = fresh.action
  form.prepend(element('input', {type: 'hidden', name: 'version', value: fresh.elements.namedItem('version').value}))
  Object.assign(form.dataset, {id, autosave: at + '/autosave', attach: at + '/attachments', history: at})
  history.replaceState(null, '', at + '/edit')
}

async function insertPicture() {
  const file = await choose('image/png,image/jpeg,image/gif,image/webp')
  if (file) placePicture(file)
}

async function placePicture(file) {
  const alt = await askAlt(file.name)
  if (alt === null) return
  say('正在上传图片……')
  try {
    const kept = await upload(file, alt)
    const size = kept.width ? {width: kept.width, height: kept.height} : {}
    rich.insertContent(element('img', {src: kept.href, alt, ...size}).outerHTML)
    say('图片已上传 ' + clock(Date.now()))
    changed()
  } catch (problem) {
    say('图片没有上传：' + (problem instanceof TypeError ? '网络不通，请稍后再试。' : problem.message))
  }
}

// takePictures takes pictures that are dropped or pasted as files.
function takePictures(event) {
  const files = [...(event.clipboardData || event.dataTransfer)?.files || []]
  const pictures = files.filter(f => f.type.startsWith('image/'))
  const texts = files.filter(f => /\.(docx|html?|txt)$/i.test(f.name))
  const html = event.clipboardData?.getData('text/html')
  if (html || !pictures.length && !texts.length) return
  event.preventDefault()
  if (pictures.length) placePicture(pictures[0])
  else takeText(texts[0])
}

// askAlt asks what a picture shows; null when it is given up.
function askAlt(name) {
  const input = element('input', {class: 'inp', id: 'alt-text', required: '', maxlength: '200'})
  const d = dialog('插入图片', '图片“' + name + '”', [element('div', {class: 'field'}, element('label', {for: 'alt-text'}, '文字说明'),
    element('p', {class: 'hint'}, '写给看不见图片的人：图上有什么。'), input)], '插入')
  return new Promise(done => {
    d.onclose = () => { d.remove(); done(d.returnValue === 'yes' ? input.value.trim() : null) }
  })
}

// dialog opens a small window in the page. It closes with returnValue "yes", or
// with "" when it is given up.
function dialog(title, words, fields, yes) {
  const inner = element('form', {method: 'dialog'}, element('h2', {id: 'dialog-title'}, title), element('p', {}, words), ...fields,
    element('div', {class: 'acts'}, element('button', {class: 'btn', value: 'yes'}, yes), element('button', {class: 'btn quiet', type: 'button', 'data-cancel': ''}, '取消')))
  const d = element('dialog', {class: 'ask', 'aria-labelledby': 'dialog-title'}, inner)
  inner.querySelector('[data-cancel]').onclick = () => d.close('')
  document.body.append(d)
  d.showModal()
  return d
}
