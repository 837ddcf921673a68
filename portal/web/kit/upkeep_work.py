"""The regular work that keeps entries true: adding up counts, asking providers, looking for doubles and dead links."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from portal import clock
from portal.config import Settings
from portal.upkeep import duplicates, freshness, links, missed, tally
from portal.upkeep.link_visitor import Visitor
from portal.upkeep.schedule import Periodic
from portal.web.kit.town import town

LINKS_AT_ONCE = 60  # an hour: a few thousand links in a week, and no round that lasts for long


def add_up(session: Session, now: datetime) -> object:
    """Views, calendars and words without a hit, as web processes wrote them down."""
    settings: Settings = current_app.extensions["agora_settings"]
    return tally.fold(session, tally.folder_in(settings.data_dir), now)


def forget_counts(session: Session, now: datetime) -> object:
    """Counts and words whose time is over."""
    today = clock.local(now).date()
    return {"counts": tally.forget_old(session, today), "words": missed.forget_old(session, today)}


def ask_providers(session: Session, now: datetime) -> object:
    """The quarterly letter to whoever is due for it."""
    return freshness.remind_all(session, now)


def find_doubles(session: Session, now: datetime) -> object:
    """All public offers against each other."""
    return duplicates.look(session, now)


def find_new_doubles(session: Session, now: datetime) -> object:
    """Those that changed in the last hour."""
    return duplicates.look_at_changed(session, now, since=now - timedelta(hours=1) - duplicates.OVERLAP)


def check_links(session: Session, now: datetime) -> object:  # noqa: ARG001  each answer has its own moment
    """Some of the addresses that offers lead to."""
    settings: Settings = current_app.extensions["agora_settings"]
    name = "".join(letter for letter in town().name if letter.isascii() and letter.isalnum()) or "Agora"
    visitor = Visitor(f"Mozilla/5.0 (compatible; {name}-Linkpruefung; +{settings.base_url}/ueber)")
    return links.check(session, visitor.visit, clock.now, LINKS_AT_ONCE)


PERIODIC: tuple[Periodic, ...] = (
    Periodic("counts", add_up, minutes=1),
    Periodic("forget_counts", forget_counts, hour=3),
    Periodic("ask_providers", ask_providers, hour=8),
    Periodic("doubles", find_doubles, hour=4),
    Periodic("new_doubles", find_new_doubles, minutes=60),
    Periodic("links", check_links, minutes=60),
)
