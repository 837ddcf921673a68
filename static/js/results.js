// Results in place: filters, sorting, chips and pages fetch the same address and swap the list from its HTML.
// An addition only: every link and form works without it, and whatever fails becomes an ordinary page load.
const AREA = "ergebnis-bereich";
const status = document.getElementById("ergebnis-meldung");
let request = null;
let shown = location.search;

const here = () => document.getElementById(AREA);
const samePage = (url) => url.origin === location.origin && url.pathname === location.pathname;

function formAddress(form, submitter) {
  const url = new URL(form.action, location.href);
  const data = new FormData(form, submitter);
  url.search = new URLSearchParams([...data].filter(([, value]) => value !== "")).toString();
  return url;
}

function openFacets() {
  return [...here().querySelectorAll("details[data-facet]")].map((facet) => [facet.dataset.facet, facet.open]);
}

function swap(html, facets) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const area = answer.getElementById(AREA);
  if (!area) return false;
  for (const [name, open] of facets) {
    const facet = area.querySelector(`details[data-facet="${CSS.escape(name)}"]`);
    if (facet) facet.open = open;
  }
  here().replaceWith(document.adoptNode(area));
  document.title = answer.title;
  const box = document.getElementById("q");
  if (box) box.defaultValue = answer.getElementById("q")?.defaultValue ?? box.defaultValue; // what someone types there stays
  document.dispatchEvent(new CustomEvent("agora:swapped"));
  return true;
}

function announce() {
  const heading = here().querySelector("h1");
  status.textContent = heading.textContent;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "start" });
}

async function load(url, push) {
  request?.abort();
  request = new AbortController();
  const facets = openFacets();
  here().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: request.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || !swap(await answer.text(), facets)) throw new Error("no list in the answer");
    if (push) history.pushState(null, "", url);
    shown = url.search;
    announce();
  } catch (problem) {
    if (problem.name === "AbortError") return;
    status.textContent = here().dataset.failed;
    location.assign(url);
  }
}

if (here() && status) {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".facets__form")) return;
    event.preventDefault();
    load(formAddress(event.target, event.submitter), true);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(`#${AREA} a[href]`);
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href);
    if (!samePage(url) || url.hash) return;
    event.preventDefault();
    load(url, true);
  });
  window.addEventListener("popstate", () => {
    if (location.search !== shown) load(new URL(location.href), false);
  });
}
