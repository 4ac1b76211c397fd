// The numbers beside a text become buttons that write their name where the caret
// stands. Without this script the names are copied by hand.
const box = document.querySelector('[data-bound-text]')

function write(name) {
  const { selectionStart: from, selectionEnd: to } = box
  box.setRangeText(name, from, to, 'end')
  box.dispatchEvent(new Event('input', { bubbles: true }))
  box.focus()
}

if (box) {
  for (const code of document.querySelectorAll('[data-bound]')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'btn quiet small'
    button.textContent = code.textContent
    button.title = `把${code.parentElement.firstElementChild.textContent}插入正文`
    button.addEventListener('click', () => write(code.dataset.bound))
    code.replaceWith(button)
  }
}
