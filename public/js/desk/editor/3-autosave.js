// Saving by itself: three seconds after typing stops, every twenty while it goes
// on, one request at a time. What cannot be sent is kept in the browser.

const idle = 3000, atMost = 20000
const mirrorKey = ['gongkai.copy', base, where.person, where.id].join('|')

let dirty = false   // something is newer than the last copy sent
let since = 0       // when that began
let timer = 0
let sending = null  // the request under way
let stopped = ''    // why there is no saving any more; the words say it
let last = ''       // the fields as they were last sent or loaded

// undecided is the banner of a working copy that is neither taken back nor given
// up: it must not be written over.
const undecided = () => document.querySelector('[data-copy] form')

function changed() {
  if (!dirty) since = Date.now()
  dirty = true
  countSoon()
  checkSoon()
  clearTimeout(timer)
  timer = setTimeout(autosave, Math.max(0, Math.min(idle, since + atMost - Date.now())))
}

async function autosave() {
  if (!dirty || stopped || form.dataset.leaving) return
  if (sending) {
    clearTimeout(timer)
    timer = setTimeout(autosave, idle)
    return
  }
  dirty = false
  const all = values(), now = all.toString()
  if (now === last) return
  if (undecided()) {
    keep()
    say('改动存在本机 ' + clock(Date.now()) + '。请先恢复或放弃上面那份内容。')
    return
  }
  const stop = new AbortController()
  sending = stop
  try {
    const answer = await send(where.autosave, all, {signal: stop.signal})
    if (answer.status === 204) {
      last = now
      forget()
      say('已自动保存 ' + clock(Date.now()))
    } else if (answer.status === 409) {
      stopped = '稿件已被别人修改，自动保存停止。点“保存”时请您对照两边。'
      keep()
      say(stopped)
    } else if (answer.status === 422) {
      keep()
      say('正文太长，没有自动保存，已存在本机。请拆分后保存。')
    } else if (answer.status === 403 || answer.status === 404) {
      stopped = '您现在不能编辑这篇稿件，改动已存在本机。'
      keep()
      say(stopped)
    } else throw new TypeError(answer.statusText)
  } catch (problem) {
    if (form.dataset.leaving) return
    dirty = true
    keep()
    say('网络不通，已存在本机 ' + clock(Date.now()))
    timer = setTimeout(autosave, atMost)
  } finally {
    sending = null
  }
  previewSoon()
}

// keep and forget hold the mirror in the browser.
function keep() {
  const all = Object.fromEntries(values())
  delete all._csrf
  try { localStorage.setItem(mirrorKey, JSON.stringify({at: Date.now(), form: all})) } catch { /* full or forbidden: the page still has it */ }
}

function forget() { localStorage.removeItem(mirrorKey) }

// mirror is what a former visit had to leave in this browser.
function mirror() {
  try {
    const kept = JSON.parse(localStorage.getItem(mirrorKey))
    return kept && kept.form.body !== undefined ? kept : null
  } catch { return null }
}

// offer shows the mirror's banner.
function offer(kept) {
  if (kept.form.body === text() && kept.form.title === field('title').value) return forget()
  const restore = element('button', {type: 'button', class: 'btn'}, '恢复')
  const drop = element('button', {type: 'button', class: 'btn quiet'}, '放弃')
  const box = element('section', {class: 'alert warn copy-note', 'aria-label': '存在本机的内容'}, element('div', {},
    element('p', {}, element('b', {}, '有一份 ' + clock(kept.at) + ' 存在本机的内容，还没有存到服务器。')),
    element('p', {class: 'muted'}, plainText(kept.form.body).trim().slice(0, 80)), element('div', {class: 'acts'}, restore, drop)))
  restore.onclick = () => {
    for (const name in kept.form) {
      const at = form.elements.namedItem(name)
      if (name !== 'body' && at && at.type !== 'hidden' && 'value' in at) at.value = kept.form[name]
    }
    fill(kept.form.body)
    box.remove()
    changed()
  }
  drop.onclick = () => { forget(); box.remove() }
  document.querySelector('.split.write').before(box)
}

// fill puts a body into the editor, or into the textarea before there is one.
function fill(html) {
  if (rich) rich.undoManager.transact(() => rich.setContent(html))
  else field('body').value = html
}

function save() {
  form.requestSubmit(document.querySelector('button[form=write]'))
}

form.addEventListener('input', e => { if (e.target.name) changed() })
form.addEventListener('submit', async e => {
  e.preventDefault()
  if (form.dataset.leaving) return
  form.dataset.leaving = 'yes'
  clearTimeout(timer)
  if (sending) sending.abort()
  if (rich) unshadow()
  say('正在保存……')
  try {
    // First as a working copy: that shows whether the site and the session are
    // there, while the page still is.
    await send(undecided() ? where.check : where.autosave, values())
  } catch {
    delete form.dataset.leaving
    dirty = true
    keep()
    return say('网络不通，没有保存，已存在本机 ' + clock(Date.now()) + '。网络恢复后请再保存一次。')
  }
  forget()
  if (e.submitter && e.submitter.name) form.append(element('input', {type: 'hidden', name: e.submitter.name, value: e.submitter.value}))
  HTMLFormElement.prototype.submit.call(form)
})
document.addEventListener('keydown', e => {
  if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 's') {
    e.preventDefault()
    save()
  } else if ((e.ctrlKey || e.metaKey) && e.key === 'Enter') {
    e.preventDefault()
    sendOff()
  }
})

// sendOff is the button that saves and goes on to the submission (提交审核).
const sendOff = () => document.querySelector('button[form=write][name=then]').click()
addEventListener('pagehide', () => { if (dirty && !form.dataset.leaving) keep() })
addEventListener('pageshow', e => { if (e.persisted) delete form.dataset.leaving })
addEventListener('online', autosave)

// Giving a working copy up needs no other page.
document.querySelector('[data-copy] form')?.addEventListener('submit', async e => {
  e.preventDefault()
  const drop = e.target
  try {
    const answer = await send(drop.action, new URLSearchParams(new FormData(drop)))
    if (!answer.ok) return drop.submit()
    drop.closest('[data-copy]').remove()
    document.querySelector('input[name=keep]')?.remove()
    say('自动保存的内容已放弃。')
    if (last !== values().toString()) changed()
  } catch { say('网络不通，请稍后再试。') }
})

const titleCount = element('span', {class: 'title-count', 'aria-hidden': 'true'})
document.querySelector('label[for=f-title]').after(titleCount)

let countTimer = 0

function countSoon() {
  clearTimeout(countTimer)
  countTimer = setTimeout(count, 300)
}

// count tells how long the title and the text are.
function count() {
  const n = [...field('title').value].length
  titleCount.textContent = n + ' / 40 字'
  titleCount.classList.toggle('over', n > 40)
  const words = (rich ? rich.getBody().textContent : plainText(text())).replace(/[\s\uFEFF]+/g, '')
  const number = [...words].length
  document.querySelector('[data-count]').textContent = number + ' 字 · 阅读约 ' + Math.max(1, Math.round(number / 400)) + ' 分钟'
}
