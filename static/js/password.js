// A button beside each new password that shows what was typed. Without it one types blindly, as everywhere.
for (const field of document.querySelectorAll("input[type=password][data-reveal]")) {
  const [show, hide] = (field.form?.dataset.revealWords ?? "").split("|");
  if (!hide) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--quiet";
  button.textContent = show;
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const isHidden = field.type === "password";
    field.type = isHidden ? "text" : "password";
    button.textContent = isHidden ? hide : show;
    field.focus();
  });
  field.form.addEventListener("submit", () => { field.type = "password"; });
  field.after(button);
}
