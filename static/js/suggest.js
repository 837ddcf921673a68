// Suggestions while typing in the search box: a combobox with a list box (ARIA Authoring Practices, manual selection).
// An addition only: the form sends what was typed with or without it, and silence follows when the answer fails.
const PAUSE = 150;
const FROM = 2;

function enhance(form) {
  const input = form.querySelector("input[type=search]");
  if (!input) return;
  const listId = `${input.id}-vorschlaege`;
  const list = document.createElement("ul");
  list.id = listId;
  list.className = "suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.listLabel);
  const status = document.createElement("p");
  status.className = "sr-only";
  status.setAttribute("role", "status");
  input.parentElement.append(list);
  form.append(status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", listId);
  input.setAttribute("aria-expanded", "false");

  const address = new URL("vorschlaege", form.action);
  let items = [];
  let active = -1;
  let timer = 0;
  let request = null;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    active = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  };

  const count = (number) => {
    if (number === 0) return form.dataset.none;
    return number === 1 ? form.dataset.one : form.dataset.many.replace("{count}", number);
  };

  const row = (item, index) => {
    const option = document.createElement("li");
    option.id = `${listId}-${index}`;
    option.className = "suggest__option";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.textContent = item.label;
    const kind = document.createElement("span");
    kind.className = "suggest__kind";
    kind.textContent = form.dataset[item.kind] ?? item.kind;
    option.append(label, " ", kind);
    return option;
  };

  const show = (found) => {
    items = found;
    list.replaceChildren(...items.map(row));
    status.textContent = count(items.length);
    if (items.length === 0) {
      close();
      return;
    }
    list.hidden = false;
    mark(-1);
    input.setAttribute("aria-expanded", "true");
  };

  const ask = async () => {
    request?.abort();
    const words = input.value.trim();
    if (words.length < FROM) {
      items = [];
      close();
      return;
    }
    request = new AbortController();
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
      if (answer.ok && document.activeElement === input) show((await answer.json()).items);
    } catch {
      close();
    }
  };

  const go = (index) => window.location.assign(new URL(items[index].url, window.location.href));

  const keys = {
    ArrowDown: () => mark(active + 1 < items.length ? active + 1 : -1),
    ArrowUp: () => mark(active < 0 ? items.length - 1 : active - 1),
    Escape: close,
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) {
      if (event.key === "ArrowDown" && items.length) {
        event.preventDefault();
        show(items);
      }
      return;
    }
    if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      go(active);
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    } else if (event.key === "Tab") {
      close();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, PAUSE));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go([...list.children].indexOf(option));
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    request?.abort();
    close();
  });
}

document.querySelectorAll("form[data-suggest]").forEach(enhance);
