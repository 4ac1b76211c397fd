// The list of findings (检查), renewed while one writes.

let checkTimer = 0

function checkSoon() {
  clearTimeout(checkTimer)
  checkTimer = setTimeout(check, 800)
}

async function check() {
  try {
    const all = values()
    all.set('id', where.id)
    const answer = await send(where.check, all)
    if (!answer.ok) return
    const doc = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const fresh = doc.querySelector('[data-checks]')
    if (!fresh) return
    document.querySelector('[data-checks]').replaceWith(fresh)
    showFixes()
  } catch { /* offline: the state line says so */ }
}

function showFixes() {
  if (rich) for (const b of document.querySelectorAll('[data-fix]')) b.hidden = false
}

document.addEventListener('click', e => {
  const link = e.target.closest('[data-checks] a[data-block]'), fix = e.target.closest('[data-fix]')
  if (link) {
    e.preventDefault()
    go(+link.dataset.block, link.dataset.field)
  } else if (fix) mend(fix.dataset)
})

// blocks are the blocks of the editor's text, numbered as the server does it.
function blocks() {
  const own = 'p,h2,h3,h4,h5,h6,li,dt,dd,caption,figcaption,pre,blockquote,div,td,th'
  const list = []
  const walk = rich.getDoc().createTreeWalker(rich.getBody(), NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  while (walk.nextNode()) {
    const n = walk.currentNode
    let at = null
    if (n.nodeType === Node.TEXT_NODE) {
      if (!n.data.trim()) continue
      at = n.parentElement.closest('tr') || n.parentElement.closest(own)
    } else if (n.matches('img, hr')) at = n.closest('tr') || n
    else if (n.matches('tr')) at = n
    if (at && list.at(-1) !== at && !list.includes(at)) list.push(at)
  }
  return list
}

function go(number, name) {
  if (!rich || name !== 'body' || !number) {
    const f = rich && name === 'body' ? null : field(name)
    if (f) f.focus()
    else if (rich) rich.focus()
    return
  }
  const at = blocks()[number - 1]
  if (!at) return rich.focus()
  rich.getContainer().scrollIntoView({block: 'nearest'})
  at.scrollIntoView({block: 'center'})
  rich.focus()
  rich.selection.setCursorLocation(at, 0)
  at.classList.add('found')
  setTimeout(() => { at.classList.remove('found'); if (!at.className) at.removeAttribute('class') }, 2000)
}

// mend does what a finding proposes: it replaces words, or masks a number.
function mend({fix, from, to, block, field: name}) {
  if (fix === 'head') return head(blocks()[block - 1])
  const stars = from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const digit = '[0-9０-９Xx]', gap = '[ -]?'
  const pattern = fix === 'mask'
    ? new RegExp([...from].map(c => c === '*' ? digit : '[' + c + (c >= '0' && c <= '9' ? String.fromCharCode(c.charCodeAt(0) + 0xFEE0) : '') + ']').join(gap))
    : new RegExp(stars)
  const put = fix === 'mask' ? from : to
  if (name !== 'body') { // a line of the form: the title, the 发文字号
    const at = field(name)
    if (!at) return
    at.value = at.value.replace(pattern, put)
    at.focus()
    changed()
    return
  }
  const at = blocks()[block - 1]
  if (!at) return
  rich.undoManager.transact(() => {
    const walk = rich.getDoc().createTreeWalker(at, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
      if (!pattern.test(walk.currentNode.data)) continue
      walk.currentNode.data = walk.currentNode.data.replace(pattern, put)
      break
    }
  })
  changed()
}

// head makes the first row of a table its head.
function head(at) {
  const table = at && at.closest('table')
  if (!table) return
  rich.focus()
  rich.selection.setCursorLocation(table.rows[0].cells[0], 0)
  rich.execCommand('mceTableRowType', false, {type: 'header'})
  changed()
}
