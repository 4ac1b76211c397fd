// Documents that a relation names (解读的文件、修改的文件…): one types words, chooses
// a title, and its number is filled in. Without this script the field takes
// numbers and addresses, and the titles are shown after saving.

for (const box of document.querySelectorAll('[data-relation]')) pickFor(box)

function pickFor(box) {
  const input = box.querySelector('input'), named = box.querySelector('[data-named]')
  const list = element('ul', {class: 'picks', hidden: '', role: 'listbox', id: input.id + '-picks', 'aria-label': '选择稿件'})
  Object.entries({role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id})
    .forEach(([name, value]) => input.setAttribute(name, value))
  input.after(list)
  let timer = 0, asked = '', at = -1

  const parts = () => input.value.split(/[\s、，,；;]+/).filter(Boolean)
  const typed = () => input.value.split(/[、，,；;]/).at(-1).trim() // a title's words may be parted by spaces
  const options = () => [...list.children]

  function close() {
    list.hidden = true
    at = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }

  async function look() {
    const words = typed()
    if (words === asked && !list.hidden) return
    asked = words
    if (!words || /^[0-9]+$/.test(words) || words.includes('/')) return close()
    try {
      const answer = await fetch(box.dataset.relation + '?q=' + encodeURIComponent(words))
      if (!answer.ok || words !== typed()) return
      show(await answer.json())
    } catch { close() } // numbers and addresses can be typed all the same
  }

  function show(found) {
    at = -1
    list.replaceChildren(...found.map((f, i) => {
      const o = element('li', {role: 'option', id: list.id + i, 'aria-selected': 'false', 'data-id': f.id}, f.title)
      if (f.note) o.append(element('small', {}, f.note))
      o.addEventListener('mousedown', e => { e.preventDefault(); take(o) })
      return o
    }))
    if (!found.length) return close()
    list.hidden = false
    input.setAttribute('aria-expanded', 'true')
  }

  function move(step) {
    const all = options()
    at = (at + step + all.length) % all.length
    all.forEach((o, i) => o.setAttribute('aria-selected', String(i === at)))
    input.setAttribute('aria-activedescendant', all[at].id)
    all[at].scrollIntoView({block: 'nearest'})
  }

  function take(option) {
    const before = input.value.slice(0, input.value.length - input.value.split(/[、，,；;]/).at(-1).length)
    const ids = before.split(/[\s、，,；;]+/).filter(Boolean)
    if (!ids.includes(option.dataset.id)) {
      ids.push(option.dataset.id)
      named.append(element('li', {}, option.firstChild.data))
      named.hidden = false
    }
    input.value = ids.join('、')
    close()
    changed()
  }

  input.addEventListener('input', e => {
    clearTimeout(timer)
    if (!e.isComposing) timer = setTimeout(look, 200)
    if (!parts().length) {
      named.replaceChildren()
      named.hidden = true
    }
  })
  input.addEventListener('compositionend', () => { timer = setTimeout(look, 200) })
  input.addEventListener('blur', close)
  input.addEventListener('keydown', e => {
    if (list.hidden) return
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') move(e.key === 'ArrowDown' ? 1 : -1)
    else if (e.key === 'Enter' && at >= 0) take(options()[at])
    else if (e.key === 'Escape') close()
    else return
    e.preventDefault()
  })
}
