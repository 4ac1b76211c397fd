// Keys of the review desk: J and K go through the queue, the arrows through the
// changes, the rest presses buttons. They never fire while something is typed, and
// can be turned off (WCAG 2.1.4).
{
  const desk = document.querySelector('[data-review]')
  const dialog = document.querySelector('[data-keys]')
  const stored = 'gongkai.keys'
  const on = () => localStorage.getItem(stored) !== 'off'

  const queue = step => {
    const links = [...document.querySelectorAll('.queue a')]
    const here = links.findIndex(a => a.hasAttribute('aria-current'))
    links[here + step]?.click()
  }

  const changes = () => [...document.querySelectorAll('.diff tr.chg, .diff tr.add, .diff tr.del, .diff tr.move')]
  const mark = row => {
    document.querySelector('.diff tr.cur')?.classList.remove('cur')
    row.classList.add('cur')
    row.scrollIntoView({ block: 'center' })
  }
  const change = step => {
    const rows = changes()
    const here = rows.findIndex(r => r.classList.contains('cur'))
    const next = rows[here < 0 && step < 0 ? rows.length - 1 : here + step]
    if (next) mark(next)
    return Boolean(next)
  }

  const remark = () => {
    const block = document.getElementById('f-block')
    const text = document.getElementById('f-remark')
    if (!text) return
    const number = document.querySelector('.diff tr.cur')?.id.replace(/^p/, '')
    if (number) block.value = number
    text.focus()
  }

  const press = value => document.querySelector(`.decide button[value=${value}]`)?.click()
  const acts = {
    j: () => queue(1),
    k: () => queue(-1),
    ArrowDown: () => change(1),
    ArrowUp: () => change(-1),
    c: remark,
    p: () => document.querySelector('.tabs a[href*="tab=page"]')?.click(),
    a: () => press('approve'),
    r: () => document.querySelector('.decide #f-note')?.focus(),
    '?': () => { if (dialog.open) { dialog.close() } else { dialog.showModal() } },
  }

  const typing = e => e.target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]')

  if (desk && dialog) {
    document.addEventListener('keydown', e => {
      if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing || typing(e)) return
      const key = e.key.length === 1 ? e.key.toLowerCase() : e.key
      const act = acts[key === '？' ? '?' : key]
      if (!act || (!on() && key !== '?') || (dialog.open && key !== '?')) return
      if (act() !== false) e.preventDefault()
    })
    const box = dialog.querySelector('[data-keys-on]')
    const show = () => { document.body.classList.toggle('no-keys', !on()) }
    box.checked = on()
    box.addEventListener('change', () => { localStorage.setItem(stored, box.checked ? 'on' : 'off'); show() })
    show()
    document.body.classList.add('with-keys')
    dialog.querySelector('[data-keys-close]').addEventListener('click', () => dialog.close())
    for (const b of document.querySelectorAll('[data-keys-open]')) b.addEventListener('click', () => dialog.showModal())
    document.addEventListener('click', e => {
      const row = e.target.closest('.diff tr[id]')
      if (row && !e.target.closest('a, button, textarea, input, summary')) {
        document.querySelector('.diff tr.cur')?.classList.remove('cur')
        row.classList.add('cur')
      }
      const link = e.target.closest('a[data-remark]')
      if (link && document.getElementById('f-remark')) {
        e.preventDefault()
        mark(link.closest('tr'))
        remark()
      }
    })
  }
}
