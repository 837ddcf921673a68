// Back office: what is typed is kept on the server while one types (data-draft), what is wrong gets the focus, letters are
// counted. Everything works without it.
document.querySelector("[data-focus]")?.focus();

const PAUSE = 2500;

function keepDraft(form) {
  const status = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  let timer = 0;
  let isDirty = false;

  const send = async () => {
    isDirty = false;
    const body = new FormData(form);
    for (const [name, value] of [...body.entries()]) if (value instanceof File) body.delete(name);
    body.set("formular", window.location.pathname);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { saved } = await answer.json();
      if (status) status.textContent = saved;
    } catch {
      isDirty = true;
      if (status) status.textContent = form.dataset.unsaved ?? "";
    }
  };

  form.addEventListener("input", () => {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isDirty) {
      clearTimeout(timer);
      send();
    }
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    isDirty = false;
  });
}

// <textarea data-most="200" data-left="Noch {count} Zeichen" data-over="{count} Zeichen zu viel"> with <p data-count-for="id">.
function countLetters(area) {
  const output = document.querySelector(`[data-count-for="${area.id}"]`);
  if (!output) return;
  const most = Number(area.dataset.most);
  const show = () => {
    const left = most - [...area.value].length;
    output.textContent = (left < 0 ? area.dataset.over : area.dataset.left).replace("{count}", Math.abs(left));
  };
  area.addEventListener("input", show);
  show();
}

document.querySelectorAll("form[data-draft]").forEach(keepDraft);
document.querySelectorAll("[data-most]").forEach(countLetters);
