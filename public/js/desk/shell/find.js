// Ctrl K (or ⌘ K) leads to the search of the desk from wherever one is; Escape
// closes the menu. Both are only shorter ways: the box and the button stay.
{
  const box = document.querySelector('[data-find]')
  if (box) {
    const hint = box.form.querySelector('kbd')
    if (hint) hint.hidden = false
    document.addEventListener('keydown', e => {
      if (!(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey || e.key.toLowerCase() !== 'k') return
      e.preventDefault()
      box.focus()
      box.select()
    })
  }
  const menu = document.querySelector('details.menu')
  menu?.addEventListener('keydown', e => {
    if (e.key !== 'Escape' || !menu.open) return
    menu.open = false
    menu.querySelector('summary').focus()
  })
}
