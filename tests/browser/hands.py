"""Two pairs of hands for the same story: a mouse, and a keyboard alone. Both fill, tick, choose and press what they are told."""

from typing import Protocol

from playwright.sync_api import Page

from .layout import tab_until

MOST_TABS = 500


def typings(text: str) -> tuple[str, ...]:
    """What is typed into the parts of a date or time field: 31.12.2027 or 12/31/2027, 19:00 or 07:00 PM."""
    if "-" in text:
        year, month, day = text.split("-")
        return (f"{day}{month}{year}", f"{month}{day}{year}")
    hour, minute = text.split(":")
    return (f"{hour}{minute}", f"{int(hour) % 12 or 12:02}{minute}{'P' if int(hour) >= 12 else 'A'}")


class Hands(Protocol):
    """What a story may do with a page. `what` is a selector."""

    page: Page

    def fill(self, what: str, text: str) -> None: ...
    def tick(self, what: str) -> None: ...
    def pick(self, what: str, label: str) -> None: ...
    def press(self, what: str) -> None: ...


class Mouse:
    """A person with a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def fill(self, what: str, text: str) -> None:
        self.page.locator(what).fill(text)

    def tick(self, what: str) -> None:
        box = self.page.locator(what)
        if not box.is_visible():
            self.page.locator(f"details:has({what}) > summary").first.click()
        box.check()

    def pick(self, what: str, label: str) -> None:
        self.page.locator(what).select_option(label=label)

    def press(self, what: str) -> None:
        self.page.locator(what).first.click()


class Keys:
    """A person with a keyboard: only Tab, arrows, Space, Enter and letters."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def fill(self, what: str, text: str) -> None:
        self._reach(what)
        kind = self.page.locator(what).get_attribute("type")
        if kind not in ("date", "time"):
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
            return
        for typed in typings(text):  # the browser shows days and times in its own language
            self.page.keyboard.type(typed)
            if self.page.locator(what).input_value() == text:
                return
            for _part in range(4):
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"{what} does not take {text}")

    def tick(self, what: str) -> None:
        box = self.page.locator(what)
        if not box.is_visible():
            self._reach(f"details:has({what}) > summary")
            self.page.keyboard.press("Enter")
        if box.is_checked():
            return
        if box.get_attribute("type") == "radio":
            self._choose(what, box.get_attribute("name") or "")
            return
        self._reach(what)
        self.page.keyboard.press("Space")

    def _choose(self, what: str, name: str) -> None:
        """Tab enters a group of radio buttons at one of them; arrows go on."""
        group = self.page.locator(f'input[type=radio][name="{name}"]')
        group.evaluate_all("(all) => all.forEach((one) => one.setAttribute('data-wanted', ''))")
        tab_until(self.page, "[data-wanted]", most=MOST_TABS)
        group.evaluate_all("(all) => all.forEach((one) => one.removeAttribute('data-wanted'))")
        for _step in range(group.count() + 1):
            if self.page.evaluate("(selector) => document.activeElement.matches(selector)", what):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{what} is not reached by arrows")

    def pick(self, what: str, label: str) -> None:
        self._reach(what)
        self.page.keyboard.type(label)

    def press(self, what: str) -> None:
        """A link or button; every one of them leads to a page."""
        self._reach(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _reach(self, what: str) -> None:
        """Tab until it has the focus. It is marked for that, since a selector of Playwright's says more than CSS can."""
        target = self.page.locator(what).first
        if target.evaluate("(one) => one === document.activeElement"):
            return
        target.evaluate("(one) => one.setAttribute('data-wanted', '')")
        tab_until(self.page, "[data-wanted]", most=MOST_TABS)
        self.page.evaluate("document.activeElement.removeAttribute('data-wanted')")
