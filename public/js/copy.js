// Copies the short address of a page.
for (const button of document.querySelectorAll('[data-copy]')) {
  const state = button.parentElement.querySelector('[data-copy-state]')

  // Without the clipboard of secure pages the address is selected, to be copied
  // by hand.
  const select = () => {
    const link = button.closest('.sharebox').querySelector('a')
    getSelection().selectAllChildren(link)
    state.textContent = '已选中短网址，请按 Ctrl+C 复制'
  }

  button.addEventListener('click', () => {
    state.textContent = ''
    if (!navigator.clipboard) return select()
    navigator.clipboard.writeText(button.dataset.copy).then(() => { state.textContent = '已复制' }, select)
  })
  button.hidden = false
}
