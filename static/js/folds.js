// Opens the fold that holds what the address points to, in browsers that do not open it themselves.
const open = () => {
  const target = document.querySelector(":target");
  const fold = target?.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
};

window.addEventListener("hashchange", open);
open();
