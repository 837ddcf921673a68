// A reason that is chosen is put into the message at once (select[data-fills] with the button beside it); without this script
// the server does it.
document.querySelectorAll("select[data-fills]").forEach((select) => {
  const area = document.getElementById(select.dataset.fills);
  const button = select.parentElement.querySelector("button");
  const back = select.form.querySelector("input[name=decision][value=zurueck]");
  button.addEventListener("click", (event) => {
    const text = select.selectedOptions[0]?.dataset.text;
    event.preventDefault();
    if (!text) return;
    const typed = area.value.trimEnd();
    area.value = typed ? `${typed}\n\n${text}` : text;
    // A reason may be one to reject as well: that choice stays.
    if (back && !select.form.querySelector("input[value=ablehnen]:checked")) back.checked = true;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
});
