// Begin: the page is usable already; the rest comes as it loads.

where.attach = where.id === '0' ? '' : where.documents + '/' + where.id + '/attachments'
count()
const left = mirror()

enrich().then(editor => {
  rich = editor
  document.querySelector('.rte-foot').hidden = false
  document.querySelector('label[for=f-body]').onclick = e => { e.preventDefault(); rich.focus() }
  document.getElementById('f-body-hint').textContent = '从 Word、WPS 或网页粘贴，多余格式会自动清除。'
  for (const p of document.querySelectorAll('.write-import')) p.hidden = true
  form.dataset.ready = 'yes'
  showFixes()
  // What a long text costs waits until nobody waits for it: the page answers first.
  const calm = window.requestIdleCallback || (f => setTimeout(f, 200))
  calm(() => { count(); preview() })
  calm(() => { if (!dirty) last = values().toString() })
  if (left) offer(left)
}, () => {
  say('编辑器没有装载成功，可以直接在文本框里写，保存不受影响。')
  if (left) offer(left)
})
