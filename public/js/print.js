// Opens the dialogue for printing, and takes away the hint for those without it.
for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => window.print())
  button.hidden = false
}
for (const hint of document.querySelectorAll('[data-without-script]')) hint.hidden = true
