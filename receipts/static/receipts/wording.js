// The sample below the words follows them: sent when typing pauses, as the Preview button does without scripts.
const PAUSE = 700;
const form = document.querySelector("form[data-draft]");
let timer;
let asked;

async function refresh() {
  asked?.abort();
  asked = new AbortController();
  const words = new FormData(form);
  words.set("act", "preview");
  const old = form.querySelector("[data-preview]");
  old.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: words, signal: asked.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-preview]");
    if (fresh) old.replaceWith(document.adoptNode(fresh));
  } catch (failure) {
    if (failure.name === "AbortError") return; // newer words are on their way
  }
  old.removeAttribute("aria-busy"); // without an answer the last sample stays; the button still works
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE);
});
