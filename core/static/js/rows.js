// In a line of a batch, Enter goes on to the next field; from the last one it saves the row.
for (const form of document.querySelectorAll("[data-row]")) {
  const fields = () => [...form.querySelectorAll(".entry-line input:not([type=hidden])")];
  const goOn = (field) => {
    const row = fields();
    const next = row[row.indexOf(field) + 1];
    if (next) { next.focus(); next.select(); } else form.requestSubmit();
  };
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !fields().includes(event.target)) return;
    event.preventDefault();
    goOn(event.target);
  });
  form.addEventListener("donor-taken", (event) => goOn(event.target));
}
