// What makes the two review forms handier: usual reasons, what is still missing, a
// warning when somebody else was faster, folds that open in place, printing.
{
  for (const select of document.querySelectorAll('select[data-reasons]')) {
    const note = document.getElementById(select.dataset.reasons)
    select.addEventListener('change', () => {
      if (!select.value) return
      const text = select.selectedOptions[0].textContent
      if (!note.value.includes(text)) note.value = (note.value.trim() + '\n' + text).trim()
      select.value = ''
      note.focus()
    })
  }

  // A return without a reason comes back anyway; this saves the way.
  for (const button of document.querySelectorAll('.decide button[value=return]')) {
    button.addEventListener('click', e => {
      const note = button.form.elements.note
      const reason = button.form.elements.reason
      if (note.value.trim().length >= 5 || reason?.value) return
      e.preventDefault()
      note.focus()
      note.scrollIntoView({ block: 'center' })
    })
  }

  const missing = document.querySelector('[data-missing]')
  if (missing) {
    const form = missing.closest('form')
    const tell = () => {
      const open = []
      for (let q = 1; q <= 7; q++) if (!form.elements['q' + q].value) open.push(q)
      const rest = []
      if (open.length === 7) rest.push('七项都还没有选')
      else if (open.length > 0) rest.push('还差第 ' + open.join('、') + ' 项未选')
      if (!form.elements.conclusion.value) rest.push('还没有选审查结论')
      missing.textContent = rest.length > 0 ? rest.join('，') + '。' : '七项和结论都已填写。'
      missing.classList.toggle('done', rest.length === 0)
    }
    form.addEventListener('change', tell)
    tell()
  }

  const desk = document.querySelector('[data-state-url]')
  if (desk && desk.dataset.stateUrl) {
    const seen = Number(desk.dataset.version)
    const warn = text => {
      const box = document.createElement('div')
      box.className = 'alert warn moved-on'
      box.setAttribute('role', 'alert')
      const p = document.createElement('p')
      p.textContent = text + '请重新打开后再办理，您填写的内容还在页面上。'
      const again = document.createElement('a')
      again.href = location.href
      again.textContent = '重新打开'
      box.append(p, again)
      document.querySelector('main').prepend(box)
      for (const b of document.querySelectorAll('button[name=decision]')) b.disabled = true
    }
    const timer = setInterval(async () => {
      if (document.hidden) return
      try {
        const answer = await fetch(desk.dataset.stateUrl, { headers: { Accept: 'application/json' } })
        if (answer.status === 404) throw new Error('gone')
        if (!answer.ok || answer.redirected) return
        const now = await answer.json()
        if (now.version === seen) return
        clearInterval(timer)
        warn(now.text)
      } catch (e) {
        if (e.message !== 'gone') return
        clearInterval(timer)
        warn('稿件已经不在了。')
      }
    }, 5000)
  }

  // A fold opens where it is instead of loading the page anew.
  document.addEventListener('click', async e => {
    const link = e.target.closest('a[data-unfold]')
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return
    e.preventDefault()
    try {
      const answer = await fetch(link.href)
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const fresh = page.querySelector('[data-diff]')
      if (!answer.ok || !fresh) throw new Error('no comparison')
      document.querySelector('[data-diff]').replaceWith(fresh)
      const only = page.querySelector('.tabs-only, .compare-head a')
      if (only) document.querySelector('.tabs-only, .compare-head a').replaceWith(only)
      const at = new URL(link.href).hash.slice(1)
      if (at) document.getElementById(at)?.scrollIntoView({ block: 'center' })
    } catch {
      location.href = link.href
    }
  })

  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => print())
  }
}
