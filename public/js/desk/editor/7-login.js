// Logging in again in place: a session that has ended must not cost a word.

let asking = null

function signInAgain() {
  asking ||= ask().finally(() => { asking = null })
  return asking
}

async function ask() {
  const input = (name, label, type, more = {}) => {
    const i = element('input', {class: 'inp', id: 're-' + name, name, type, ...more})
    return element('div', {class: 'field'}, element('label', {for: i.id}, label), i)
  }
  const problem = element('p', {class: 'err', role: 'alert'})
  const token = element('input', {type: 'hidden', name: '_csrf'})
  const d = dialog('登录已过期', '请重新登录。写的内容都在，登录后接着写。', [problem, token, input('username', '用户名', 'text', {autocomplete: 'username', required: ''}),
    input('password', '密码', 'password', {autocomplete: 'current-password', required: ''}), input('otp', '动态口令（未启用可不填）', 'text', {autocomplete: 'one-time-code', inputmode: 'numeric'})], '登录')
  const inner = d.querySelector('form')
  const pageOf = async answer => new DOMParser().parseFromString(await answer.text(), 'text/html')
  const login = await pageOf(await fetch(where.login))
  token.value = login.querySelector('main input[name=_csrf]').value
  return new Promise((done, failed) => {
    d.onclose = () => { d.remove(); failed(new TypeError('not signed in')) }
    inner.onsubmit = async e => {
      e.preventDefault()
      const body = new URLSearchParams(new FormData(inner))
      body.set('next', where.documents + '/new')
      let answer, page
      try {
        answer = await fetch(where.login, {method: 'POST', body})
        page = await pageOf(answer)
      } catch {
        problem.textContent = '网络不通，请稍后再试。'
        return
      }
      const fresh = page.querySelector('main form:not([action$="/login"]) input[name=_csrf], .logout input[name=_csrf]')
      if (!answer.ok || !fresh) {
        problem.textContent = page.querySelector('.gate .alert.bad')?.textContent.trim() || '登录没有成功，请重试。'
        token.value = page.querySelector('main input[name=_csrf]')?.value || token.value
        return
      }
      if (page.querySelector('.who b')?.textContent !== where.person) {
        problem.textContent = '登录的是另一个账号。请用“' + where.person + '”的账号登录。'
        const again = await pageOf(await fetch(where.login))
        token.value = again.querySelector('main input[name=_csrf]').value
        return
      }
      for (const i of document.querySelectorAll('input[name=_csrf]')) if (i !== token) i.value = fresh.value
      d.onclose = () => d.remove()
      d.close('yes')
      done()
    }
  })
}
