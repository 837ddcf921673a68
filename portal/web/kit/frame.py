"""The head and foot of every page, rendered once per area and language; only two addresses in them change from page to
page: the same page in the other language, and the feedback form that knows where one was."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, request, url_for
from markupsafe import Markup, escape

from portal.models import User
from portal.vocabulary.labels import N_
from portal.vocabulary.people import Role
from portal.web.kit import guards, languages
from portal.web.kit.town import ShownTown, town
from portal.web.kit.words import gettext as _

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})


@dataclass(frozen=True, slots=True)
class MenuItem:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Language:
    label: str
    lang: str
    url: str


_LANGUAGE, _FEEDBACK = "\x00language\x00", "\x00feedback\x00"
HEAD, FOOT = Markup("\x00head\x00"), Markup("\x00foot\x00")
MENU = (
    ("public.search", N_("Angebote")),
    ("public.life_phases", N_("Lebensphasen")),
    ("careers.calendar", N_("Berufswahlkalender")),
    ("programmes.senior_university", N_("Seniorenuniversität")),
    ("programmes.parent_trainings", N_("Elterntrainings")),
    ("guidance.list_points", N_("Beratung")),
)
Key = tuple[str, str | None, Role | None, ShownTown]


class FrameShelf:
    """Heads and feet of this process, by language, menu entry, the role of who is signed in, and the town's settings."""

    def __init__(self) -> None:
        self._kept: dict[Key, tuple[str, str]] = {}

    def get(self) -> tuple[str, str]:
        user = guards.account()
        key = (languages.root(), request.endpoint, user.role if user else None, town())
        if key not in self._kept:
            if len(self._kept) > 500:
                self._kept.clear()
            self._kept[key] = render(user)
        return self._kept[key]


def shelf() -> FrameShelf:
    """This application's frames."""
    found: FrameShelf = current_app.extensions.setdefault("agora_frames", FrameShelf())
    return found


def render(user: User | None) -> tuple[str, str]:
    """Both parts through their components, with marks where the changing addresses go."""
    jinja, shown = current_app.jinja_env, town()
    head = jinja.get_template("components/masthead.html").module.masthead(  # type: ignore[attr-defined]  # the macro's name is the template's matter
        shown, navigation(), service_navigation(user), other_language()
    )
    foot = jinja.get_template("components/footer.html").module.footer(shown, _FEEDBACK, languages.current())  # type: ignore[attr-defined]  # as above
    return str(head), str(foot)


def page_head() -> Markup:
    """The masthead of this page."""
    if g.get("leaves_holes"):
        return HEAD
    other = next(one for one in languages.LOCALES if one != languages.current())
    return Markup(shelf().get()[0].replace(_LANGUAGE, escape(languages.same_page_in(other))))  # noqa: S704  escaped here


def page_foot() -> Markup:
    """The footer of this page."""
    if g.get("leaves_holes"):
        return FOOT
    address = f"{languages.root()}/feedback?{urlencode({'seite': request.path})}"
    return Markup(shelf().get()[1].replace(_FEEDBACK, escape(address)))  # noqa: S704  escaped here


def everywhere() -> dict[str, Any]:
    """What every template may name."""
    locale = languages.current()
    return {
        "town": town(),
        "locale": locale,
        "text_direction": "rtl" if locale in RIGHT_TO_LEFT else "ltr",
        "fonts_available": current_app.extensions["agora_assets"].has_fonts,
        "breadcrumb": (),
    }


def rendered_with_holes(template: str, **context: Any) -> str:
    """A page to be kept: where its frame goes there are holes, for `filled` to close anew for each visitor.

    Rendered without request, session and visitor in reach, since nothing kept may know who asks.
    """
    g.leaves_holes = True
    try:
        return current_app.jinja_env.get_template(template).render({**everywhere(), **context})
    finally:
        g.leaves_holes = False


def filled(kept: str) -> str:
    """A kept page with the head and foot of the present request."""
    return kept.replace(HEAD, page_head(), 1).replace(FOOT, page_foot(), 1)


def navigation() -> tuple[MenuItem, ...]:
    """The main menu: at most six entries."""
    return tuple(MenuItem(_(label), url_for(name), request.endpoint == name) for name, label in MENU)


def service_navigation(user: User | None) -> tuple[MenuItem, ...]:
    """The small menu above: plain language, the place of work, the account."""
    plain = MenuItem(_("Leichte Sprache"), url_for("public.page", slug="leichte-sprache"), False)
    if user is None:
        return (plain, _item("accounts.login", _("Anmelden für Anbieter")))
    return (plain, _item(*_place_of_work(user.role)), _item("accounts.home", _("Mein Konto")))


def _item(endpoint: str, label: str) -> MenuItem:
    return MenuItem(label, url_for(endpoint), request.endpoint == endpoint)


def _place_of_work(role: Role) -> tuple[str, str]:
    if role is Role.PROVIDER:
        return "desk.list_offers", _("Anbieterbereich")
    return (
        ("editorial.dashboard", _("Redaktion"))
        if role is Role.EDITOR
        else ("admin.show_state", _("Verwaltung"))
    )


def other_language() -> Language:
    other = next(one for one in languages.LOCALES if one != languages.current())
    return Language(languages.LANGUAGE_NAMES[other], other, _LANGUAGE)
