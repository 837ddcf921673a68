"""Questions about a laid-out page: does it scroll sideways, is text cut off, what has the focus, what is visible."""

from typing import Any

from playwright.sync_api import Page

OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > wide + 1 || box.left < -1) && !one.closest(".sr-only, .skip");
  });
  return [`${document.documentElement.scrollWidth} > ${wide}`, ...out.slice(0, 5).map((one) => `<${one.tagName} class="${one.className}"> ${(one.textContent || "").trim().slice(0, 40)}`)];
}"""

CLIPPED = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one);
  if (!one.textContent.trim() || one.closest(".sr-only, .skip, svg, option, select")) return false;
  if (!one.checkVisibility({ visibilityProperty: true })) return false;
  if (one.clientWidth <= 1 || style.clipPath !== "none") return false; // for screen readers alone
  const across = ["hidden", "clip"].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
  const down = ["hidden", "clip"].includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1;
  return (across || down) && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
}).map((one) => `<${one.tagName} class="${one.className}"> ${one.textContent.trim().slice(0, 60)}`)"""

FOCUS = """(wanted) => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const ringed = (at) => { const style = getComputedStyle(at); return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2; };
  return {
    tag: one.tagName, id: one.id, name: one.getAttribute("name") || "", href: one.getAttribute("href") || "",
    inside: one.closest("[id]") ? one.closest("[id]").id : "", text: (one.textContent || "").trim().slice(0, 80),
    shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    ring: ringed(one) || ringed(one.parentElement || one),
    wanted: wanted !== null && one.matches(wanted),
  };
}"""

SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""


def sideways(page: Page) -> list[str]:
    """What sticks out when the page scrolls sideways; empty when it does not."""
    return list(page.evaluate(OVERFLOW))


def clipped(page: Page) -> list[str]:
    """Elements whose own text does not fit into them and is hidden."""
    return list(page.evaluate(CLIPPED))


def open_all(page: Page, *, is_open: bool = True) -> None:
    """Open or close every disclosure."""
    page.evaluate(
        "(open) => document.querySelectorAll('details').forEach((one) => { one.open = open; })", is_open
    )


def focused(page: Page, wanted: str | None = None) -> dict[str, Any]:
    """What has the focus, whether that is seen, and whether it is what a selector names."""
    found: dict[str, Any] = page.evaluate(FOCUS, wanted)
    return found


def tab_until(page: Page, wanted: str, *, most: int = 250) -> int:
    """Press Tab until an element that matches the selector has the focus; how many presses it took.

    On the way every element that gets the focus must be on the screen and show it.
    """
    for presses in range(1, most + 1):
        page.keyboard.press("Tab")
        now = focused(page, wanted)
        assert now["tag"] == "BODY" or (now["shown"] and now["ring"]), f"focus is not to be seen: {now}"
        if now["wanted"]:
            return presses
    raise AssertionError(f"{wanted} is not reached within {most} presses of Tab")
