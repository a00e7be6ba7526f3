// A field that finds donors as one types (WAI-ARIA combobox with a list): arrows choose, Enter takes, Escape shuts.
// Without this file the words are sent as they are, and the next page asks whom they mean.
// Where there is no field for a donor's number, the words carry it: "#12 Walter Ames"; somebody new has fields of their own.
for (const form of document.querySelectorAll("[data-donors]")) watch(form);

function watch(form) {
  const field = form.querySelector("[data-who]");
  const chosen = form.querySelector("[name=donor]");
  const newName = form.querySelector("[data-new-name]");
  const isNew = form.querySelector("[data-is-new]") ?? form.querySelector("[name=is_new][type=checkbox]");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let options = [], at = -1, asked = 0, wait = 0;
  list.id = `${field.id}-list`;
  list.className = "donor-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${field.id}"]`).textContent);
  list.hidden = true;
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  field.after(list, said);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) field.setAttribute(name, value);

  const mark = (value) => { if (isNew?.type === "checkbox") isNew.checked = value; else if (isNew) isNew.value = value ? "on" : ""; };
  const shut = () => { list.hidden = true; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); at = -1; };
  const point = (place) => {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = (place + options.length) % options.length;
    const item = list.children[at];
    item.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };
  const take = (place, goesOn = true) => {
    const option = options[place];
    if (option.id) field.value = chosen ? option.name : `#${option.id} ${option.name}`;
    if (chosen) chosen.value = option.id ?? "";
    mark(!option.id);
    shut();
    if (!option.id && newName) write(option.name);
    said.textContent = option.id ? `${option.name} ${option.more}` : `${form.dataset.new}${option.name}`;
    if (goesOn) field.dispatchEvent(new CustomEvent("donor-taken", { bubbles: true }));
  };
  const write = (name) => {
    field.value = "";
    newName.value = name;
    newName.closest("details").open = true;
    newName.focus();
  };
  const show = (donors, words) => {
    options = [...donors, { name: words, more: "" }];
    list.replaceChildren(...options.map((option, place) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.append(option.id ? option.name : `${form.dataset.new}${option.name}`);
      if (option.more) { const more = document.createElement("span"); more.textContent = option.more; item.append(" ", more); }
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(place); });
      return item;
    }));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    at = -1;
    // only what is meant beyond doubt is taken by Enter at once; else an arrow says it
    const plain = words.toLowerCase();
    if (donors.length && (plain === donors[0].name.toLowerCase() || /^#?\d+$|@/.test(plain))) point(0);
    said.textContent = donors.length ? `${form.dataset.count}${donors.length}` : form.dataset.none;
  };
  const ask = async (words) => {
    const turn = ++asked;
    const answer = await fetch(`${form.dataset.donors}?q=${encodeURIComponent(words)}`).catch(() => null);
    if (!answer?.ok) return;
    const found = (await answer.json()).donors;
    if (turn === asked && field.value.trim() === words && document.activeElement === field) show(found, words);
  };

  field.addEventListener("input", () => {
    if (chosen) chosen.value = "";
    mark(false);
    clearTimeout(wait);
    asked += 1;
    const words = field.value.trim();
    if (words.length < 2) return shut();
    wait = setTimeout(() => ask(words), 120);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp") point(at < 0 ? options.length - 1 : at - 1);
    else if (event.key === "Enter" && at >= 0) take(at);
    else if (event.key === "Tab" && at >= 0) return take(at, false);
    else if (event.key === "Escape") shut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("blur", () => { asked += 1; clearTimeout(wait); shut(); });
}
