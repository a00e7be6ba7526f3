// The giving form: shows fee and total while one writes, lets the browser do its proof of work meanwhile,
// and sends once. Without this file the form works all the same; the server then asks for a second press.
const form = document.querySelector("[data-give]");
const WAIT = 6000;

function cents(text) {
  const match = /^\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim());
  return match ? Number(match[1].replaceAll(",", "")) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : 0;
}

// as GivingPolicy.fee_cover_for: the whole, less the fee on the whole, is the gift; rounded up to the cent
function feeOn(gift) {
  const percent = Math.round(Number(form.dataset.percent) * 1000);
  const fixed = Math.round(Number(form.dataset.fixed) * 100);
  return Math.ceil(((gift + fixed) * 100000) / (100000 - percent)) - gift;
}

function money(amount) {
  const style = { style: "currency", currency: form.dataset.currency, currencyDisplay: "narrowSymbol" };
  return new Intl.NumberFormat(`${document.documentElement.lang}-US`, style).format(amount / 100);
}

function chosen() {
  const typed = form.elements.other_amount.value;
  const choice = form.querySelector("[data-amount]:checked");
  return cents(typed || (choice?.value ?? ""));
}

function show() {
  const gift = chosen();
  const fee = gift ? feeOn(gift) : 0;
  const [addition, base] = form.querySelectorAll("[data-fee-line] b");
  if (gift) [addition.textContent, base.textContent] = [money(fee), money(gift)];
  form.querySelector("[data-total-line]").hidden = !gift;
  form.querySelector("[data-total]").textContent = money(gift + (form.elements.cover_fee.checked ? fee : 0));
  const rhythm = form.querySelector("[data-rhythm]");
  rhythm.textContent = rhythm.dataset[form.querySelector("[name=frequency]:checked")?.value ?? "once"] ?? "";
}

async function work() {
  const challenge = await (await fetch(form.dataset.workUrl)).json();
  const worker = new Worker(form.dataset.solver, { type: "module" });
  const solution = await new Promise((resolve, reject) => {
    worker.addEventListener("message", ({ data }) => resolve(data));
    worker.addEventListener("error", reject);
    worker.postMessage(challenge.parameters);
  });
  worker.terminate();
  form.querySelector("[data-work]").value = btoa(JSON.stringify({ challenge, solution }));
}

// a puzzle that fails or takes long is no donor's fault: the form goes without it
const begin = () => Promise.race([work(), new Promise((resolve) => setTimeout(resolve, WAIT))]).catch(() => {});
let working;
const started = () => (working ??= begin());

let sent = false;
async function send(event) {
  event.preventDefault();
  if (sent) return;
  sent = true;
  const button = form.querySelector("[data-send]");
  button.setAttribute("aria-disabled", "true");
  await started();
  form.submit();
}

if (form && !form.inert) {
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-amount]")) form.elements.other_amount.value = "";
    if (event.target.matches("[data-other]") && event.target.value) {
      const other = form.querySelector("[data-other-choice]");
      if (other) other.checked = true;
    }
    if (event.target.matches("[data-other-choice]")) form.elements.other_amount.focus();
    show();
    started();
  });
  form.addEventListener("focusin", started, { once: true });
  form.addEventListener("submit", send);
  // Back from the payment page: the form may be sent again, with a fresh proof
  window.addEventListener("pageshow", (event) => {
    if (event.persisted || sent) {
      sent = false;
      working = undefined;
      form.querySelector("[data-work]").value = "";
      form.querySelector("[data-send]").removeAttribute("aria-disabled");
    }
    show();
  });
  show();
}

document.querySelector("[role=alert][tabindex], [data-focus]")?.focus();
