"""Names that every template may use: the town, links, assets, menus, languages. Nothing here touches the database
except the town's settings, which are kept for a minute."""

import time
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from jinja2 import StrictUndefined
from sqlalchemy.exc import SQLAlchemyError

from portal.extensions import db
from portal.models import User
from portal.pages import queries
from portal.vocabulary.labels import N_
from portal.web.kit import assets, formats, guards, languages

KEPT_SECONDS = 60
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})


@dataclass(frozen=True, slots=True)
class ShownTown:
    """The town with what templates need made ready."""

    name: str
    place: str
    phone: str
    phone_link: str
    email: str
    address: str
    is_demo: bool


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


class TownShelf:
    """The town's settings for a minute; an unreachable database gives the last known, or the defaults."""

    def __init__(self) -> None:
        self.town: ShownTown | None = None
        self.read_at = 0.0

    def get(self) -> ShownTown:
        if self.town is None or time.monotonic() - self.read_at > KEPT_SECONDS:
            try:
                self.town = shown(queries.town(db.session()))
                self.read_at = time.monotonic()
            except SQLAlchemyError:
                db.session.rollback()
        return self.last_known()

    def last_known(self) -> ShownTown:
        """The settings without asking the database."""
        return self.town or shown(queries.Town())


def shown(town: queries.Town) -> ShownTown:
    return ShownTown(
        town.name,
        town.place,
        town.phone,
        formats.telephone_link(town.phone),
        town.email,
        town.address,
        town.is_demo,
    )


def town() -> ShownTown:
    """The town as pages show it."""
    shelf: TownShelf = current_app.extensions["agora_town"]
    return shelf.get()


def install(app: Flask) -> None:
    app.extensions["agora_town"] = TownShelf()
    app.extensions["agora_links"] = {}
    app.jinja_env.globals.update(asset=assets.asset, link=link)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(names)


def link(endpoint: str, **values: Any) -> str:
    """url_for for templates; addresses without values are kept, since every page names a dozen of them."""
    if values:
        return url_for(endpoint, **values)
    key = (languages.root(), endpoint)
    kept: dict[tuple[str, str], str] = current_app.extensions["agora_links"]
    if key not in kept:
        kept[key] = url_for(endpoint)
    return kept[key]


def names() -> dict[str, Any]:
    locale = languages.current()
    return {
        "town": town(),
        "locale": locale,
        "text_direction": "rtl" if locale in RIGHT_TO_LEFT else "ltr",
        "fonts_available": current_app.extensions["agora_assets"].has_fonts,
        "navigation": navigation(),
        "service_navigation": service_navigation(guards.actor()),
        "other_language": other_language(locale),
        "feedback_link": url_for("public.feedback", seite=request.path),
        "breadcrumb": (),
    }


MENU = (
    ("public.search", N_("Angebote")),
    ("public.life_phases", N_("Lebensphasen")),
    ("careers.calendar", N_("Berufswahlkalender")),
    ("public.senior_university", N_("Seniorenuniversität")),
    ("public.parent_trainings", N_("Elterntrainings")),
    ("public.guidance_points", N_("Beratung")),
)


def navigation() -> tuple[MenuItem, ...]:
    """The main menu: at most six entries."""
    return tuple(MenuItem(_(label), link(name), request.endpoint == name) for name, label in MENU)


def service_navigation(user: User | None) -> tuple[MenuItem, ...]:
    """The small menu above: plain language and the account."""
    plain = MenuItem(_("Leichte Sprache"), url_for("public.page", slug="leichte-sprache"), False)
    name, label = (
        ("accounts.home", _("Mein Konto")) if user else ("accounts.login", _("Anmelden für Anbieter"))
    )
    return (plain, MenuItem(label, link(name), request.endpoint == name))


def other_language(locale: str) -> Language:
    other = next(one for one in languages.LOCALES if one != locale)
    return Language(languages.LANGUAGE_NAMES[other], other, languages.same_page_in(other))
