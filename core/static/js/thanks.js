// While a payment is being confirmed: ask our own rows now and then, and show the page anew once they know.
const waiting = document.querySelector("[data-waiting]");
const PAUSES = [1000, 1500, 2000, 3000, 4000, 5000, 8000, 13000, 21000];

async function look(pauses) {
  if (!pauses.length) return;
  await new Promise((resolve) => setTimeout(resolve, pauses[0]));
  const answer = await fetch(waiting.dataset.waiting).catch(() => null);
  const standing = answer?.ok ? (await answer.json()).standing : waiting.dataset.standing;
  if (standing !== waiting.dataset.standing) window.location.reload();
  else await look(pauses.slice(1));
}

if (waiting) look(PAUSES);
