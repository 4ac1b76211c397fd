// Reads the text of a document aloud, paragraph by paragraph, and marks where it
// is. The buttons stay hidden in browsers that have no Chinese voice.
{
  const play = document.querySelector('[data-aloud]')
  const stop = document.querySelector('[data-hush]')
  const state = document.querySelector('[data-aloud-state]')
  const speech = window.speechSynthesis
  const texts = 'article.doc :is(h1, .sheet-sum, .part > h2, .prose :is(h2, h3, h4, p, li, dt, dd))'

  let voice = null // the voice that reads
  let parts = [] // elements still to be read, the current one first
  let turn = 0 // rises with every start and stop, so that late events are known as such

  const chinese = () => speech.getVoices().find(v => /^(zh|cmn)\b/i.test(v.lang.replace('_', '-')))

  const label = text => { play.querySelector('span').textContent = text }

  const say = text => { state.textContent = text }

  const mark = part => {
    document.querySelectorAll('.reading').forEach(e => e.classList.remove('reading'))
    if (!part) return
    part.classList.add('reading')
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    part.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' })
  }

  const end = text => {
    turn++
    parts = []
    speech.cancel()
    mark(null)
    label('朗读')
    stop.hidden = true
    say(text)
  }

  const next = () => {
    if (parts.length === 0) return end('朗读完毕')
    const mine = turn
    const words = new SpeechSynthesisUtterance(parts[0].textContent.trim())
    words.lang = 'zh-CN'
    words.voice = voice
    words.onend = () => {
      if (mine !== turn) return
      parts.shift()
      next()
    }
    words.onerror = () => { if (mine === turn) end('这台设备暂时不能朗读') }
    mark(parts[0])
    speech.speak(words)
  }

  const start = () => {
    // Of elements within each other the innermost is read, and nothing twice.
    const all = [...document.querySelectorAll(texts)].filter(e => e.textContent.trim() && e.checkVisibility?.() !== false)
    parts = all.filter(e => !all.some(other => other !== e && e.contains(other)))
    turn++
    label('暂停')
    stop.hidden = false
    say('正在朗读')
    next()
  }

  const press = () => {
    if (parts.length === 0) return start()
    if (speech.paused) {
      speech.resume()
      label('暂停')
      say('继续朗读')
    } else {
      speech.pause()
      label('继续')
      say('已暂停朗读')
    }
  }

  const offer = () => {
    voice = chinese() || null
    if (voice) play.hidden = false
  }

  if (play && stop && state && speech && window.SpeechSynthesisUtterance) {
    play.addEventListener('click', press)
    stop.addEventListener('click', () => { end('已停止朗读'); play.focus() })
    window.addEventListener('pagehide', () => speech.cancel())
    speech.addEventListener?.('voiceschanged', offer)
    offer()
  }
}
