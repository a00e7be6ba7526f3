// Buttons above each story: they put tags around the words that are marked. Without scripts one types the tags.
const tools = document.querySelector("template[data-story-tools]");

function wrap(area, before, after, change = (words) => words) {
  const { selectionStart: start, selectionEnd: end } = area;
  const words = change(area.value.slice(start, end));
  area.setRangeText(before + words + after, start, end, "end");
  area.focus();
  // nothing was marked: write between the tags
  if (start === end) area.setSelectionRange(start + before.length, start + before.length + words.length);
}

for (const area of tools ? document.querySelectorAll("textarea[data-story]") : []) {
  const group = tools.content.firstElementChild.cloneNode(true);
  group.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if ("list" in button.dataset) {
      wrap(area, "<ul>\n", "\n</ul>", (words) => words.split("\n").map((line) => `<li>${line}</li>`).join("\n"));
    } else {
      wrap(area, button.dataset.before, button.dataset.after);
    }
  });
  area.before(group);
}
