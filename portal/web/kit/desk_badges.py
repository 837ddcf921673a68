"""How much waits behind the entries of a menu: counted in one statement, and only when a page with a menu is drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import g
from sqlalchemy import ScalarSelect, select

from portal import clock
from portal.extensions import db
from portal.guidance import appointments
from portal.participation import queries as ideas
from portal.upkeep import waiting
from portal.web.kit import freshness
from portal.workflow import badges

Columns = Mapping[str, ScalarSelect[Any]]


def aging() -> Columns:
    """What depends on the hour and on the town's thresholds."""
    return waiting.more_columns(clock.now(), freshness.thresholds())


SOURCES: Mapping[str, tuple[Callable[[], Columns], ...]] = {
    "editorial": (badges.columns, waiting.columns, aging, appointments.columns, ideas.columns),
    "admin": (waiting.letters,),
}


def of(area: str) -> Mapping[str, int]:
    """The numbers of an area's menu, once a request; of another area nothing."""
    if "badges" not in g:
        g.badges = ask(area)
    found: Mapping[str, int] = g.badges
    return found


def ask(area: str, more: Columns | None = None) -> Mapping[str, Any]:
    """The numbers of an area's menu and whatever else a page wants counted with them; that page's menu costs no more."""
    wanted = {
        **{name: one for source in SOURCES.get(area, ()) for name, one in source().items()},
        **(more or {}),
    }
    if not wanted:
        return {}
    row = db.session.execute(select(*(column.label(name) for name, column in wanted.items()))).one()
    g.badges = dict(row._mapping)
    kept: Mapping[str, Any] = g.badges
    return kept
