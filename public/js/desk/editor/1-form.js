// The editor of the desk (写稿件). The form works without any of this: a textarea,
// saved by a button. The script makes the textarea a rich-text editor, saves by
// itself, looks through the text, previews it, and logs in again in place.

const form = document.getElementById('write')
const where = form.dataset
const field = name => form.elements.namedItem(name)
const stateLine = document.querySelector('[data-state-line]')

let rich = null // the rich-text editor, once it stands

// text is the body as it would be sent now.
const text = () => rich ? rich.getContent() : field('body').value

// values are the form's fields as it would send them now.
function values() {
  const all = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') all.append(name, value)
  all.set('body', text())
  return all
}

function say(words) { stateLine.textContent = words }

const clock = at => new Date(at).toLocaleTimeString('zh-CN', {hour12: false, timeZone: 'Asia/Shanghai'})

// send posts to the site and, when the session has ended, asks to log in again
// and posts once more. It rejects when there is no answer at all.
async function send(address, body, options = {}) {
  body.set('_csrf', field('_csrf').value)
  const answer = await fetch(address, {method: 'POST', body, credentials: 'same-origin', ...options})
  if (answer.status !== 401) return answer
  await signInAgain()
  body.set('_csrf', field('_csrf').value)
  return fetch(address, {method: 'POST', body, credentials: 'same-origin', ...options})
}

// read takes the data out of an answer. What is none, an error page, is said in
// our words.
async function read(answer) {
  if ((answer.headers.get('Content-Type') || '').startsWith('application/json')) return answer.json()
  throw new Error('服务器没有接受（' + answer.status + '），请保存后再试。')
}

function element(tag, attributes = {}, ...children) {
  const e = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value)
  e.append(...children)
  return e
}
