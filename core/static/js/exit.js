// Quick exit: leaves by replacing this page, so that Back does not return to it. Without this file
// the link still leaves; either way earlier pages stay in the browser's history, and the page says so.
const link = document.querySelector("[data-quick-exit]");
let escapes = [];

function leave(event) {
  event?.preventDefault();
  document.documentElement.hidden = true;
  window.location.replace(link.href);
}

if (link) {
  link.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    escapes = [...escapes.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
    if (escapes.length >= 3) leave();
  });
}
