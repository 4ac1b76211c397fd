// Suggestions while somebody types into a search box: the titles that hold the
// words. Without this script the list holds the words that many look for.
const wait = 150;

for (const box of document.querySelectorAll("input[data-suggest]")) {
  let list = box.list;
  if (!list) {
    list = document.createElement("datalist");
    list.id = `${box.id}-words`;
    box.after(list);
    box.setAttribute("list", list.id);
  }
  const usual = [...list.children];
  let timer = 0;
  let asked = "";
  const show = async () => {
    const words = box.value.trim();
    if (words === asked) return;
    asked = words;
    if (!words) {
      list.replaceChildren(...usual);
      return;
    }
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(words)}`);
      if (!answer.ok) return;
      const found = await answer.json();
      if (words !== asked) return; // something else was typed meanwhile
      list.replaceChildren(...found.map((text) => Object.assign(document.createElement("option"), { value: text })));
    } catch {
      // No suggestions are no error: one can search all the same.
    }
  };
  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.inputType && event.isComposing) return;
    timer = setTimeout(show, wait);
  });
  box.addEventListener("compositionend", () => { timer = setTimeout(show, wait); });
}
