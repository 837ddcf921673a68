// Shows the print buttons, which can do nothing without a script, and lets them print.
const show = () => document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("agora:swapped", show);
show();
