// The preview: what is in the form now, as the site would show it.

const device = document.querySelector('[data-preview]')
const sizes = document.querySelector('[data-sizes]')
let previewTimer = 0
let page = null // the last preview

// show puts the preview into a new frame: one that is led on would fill the
// history. The phone shows the text at once, without what stands above it on the
// site.
function show() {
  const doc = page.cloneNode(true)
  if (!device.classList.contains('desktop')) {
    for (const e of doc.querySelectorAll('body > :not(main), nav.side, .state, .doc-head .tools, .doc-head .toolbar')) e.remove()
  }
  const frame = element('iframe', {title: '网站上的样子', sandbox: '', tabindex: '-1'})
  frame.srcdoc = '<!DOCTYPE html>' + doc.documentElement.outerHTML
  device.replaceChildren(frame)
}

function previewSoon() {
  clearTimeout(previewTimer)
  previewTimer = setTimeout(preview, 1200)
}

async function preview() {
  if (!field('column').value || !device.checkVisibility()) return
  const all = values()
  all.set('id', where.id)
  try {
    const answer = await send(where.previewForm, all)
    if (!answer.ok) return
    page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    show()
  } catch { /* offline: the last preview stays */ }
}

sizes.hidden = false
sizes.addEventListener('click', e => {
  const button = e.target.closest('button')
  if (!button) return
  for (const b of sizes.querySelectorAll('button')) b.setAttribute('aria-pressed', String(b === button))
  device.classList.toggle('desktop', button.dataset.size === 'desktop')
  if (page) show()
})
