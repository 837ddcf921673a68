"""The finished school years of this process: entries read once per state of the index, rows rendered once per day and
language. Every filter picks from them; nothing kept knows who asks."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias

from flask import current_app
from markupsafe import Markup

from portal import clock
from portal.careers import queries
from portal.careers.year import YearEntry
from portal.extensions import db
from portal.offers.entries import a_year_before
from portal.offers.filters import OfferFilter
from portal.schoolyear import SchoolYear
from portal.web.careers import year_rows
from portal.web.careers.asking import Asked
from portal.web.kit import careers, languages
from portal.web.kit.search import service
from portal.web.kit.year_parts import YearRow

MOST = 8  # school years
# One registers before it begins: dates of the following half year may have a deadline in this one.
AHEAD = timedelta(days=183)
Rows: TypeAlias = tuple[tuple[YearEntry, Markup], ...]


@dataclass(slots=True)
class KeptYear:
    """A school year with all its entries, and their rows by language and day."""

    entries: tuple[YearEntry, ...]
    _html: dict[tuple[str, date], tuple[Markup, ...]] = field(default_factory=dict)

    def rows(self, today: date) -> Rows:
        """Every entry with its row in the present language."""
        key = (languages.root(), today)
        if key not in self._html:
            made = tuple(rendered(year_rows.row(entry, today)) for entry in self.entries)
            for old in [one for one in self._html if one[1] != today]:
                self._html.pop(old, None)
            self._html[key] = made
        return tuple(zip(self.entries, self._html[key], strict=True))


class YearShelf:
    """The kept years, the oldest going first."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, SchoolYear], KeptYear] = {}

    def get(self, year: SchoolYear, now: datetime) -> KeptYear:
        generation = service().generation
        key = (generation, year)
        found = self._kept.get(key)
        if found is None:
            ids = careers.offer_ids(within(OfferFilter(), year, clock.local(now).date()), now)
            found = KeptYear(queries.entries(db.session(), ids, year.first, year.last))
            if not generation:
                return found
            for oldest in list(self._kept)[: max(0, len(self._kept) + 1 - MOST)]:
                self._kept.pop(oldest, None)
            self._kept[key] = found
        return found


def within(wanted: OfferFilter, year: SchoolYear, today: date) -> OfferFilter:
    """The offers to look at for a school year: of the present and later ones all that calendars hold, since an entry may
    be about registering for a date after it; of past ones those with dates in it."""
    if year.first >= a_year_before(today):
        return wanted
    return replace(wanted, date_from=year.first, date_to=year.last + AHEAD)


def picked(asked: Asked, now: datetime, today: date) -> Rows:
    """The entries that are asked for, with their rows."""
    rows = shelf().get(asked.year, now).rows(today)
    if not asked.is_narrowed:
        return rows
    wanted = offers_of(asked, now, today)
    kinds = asked.kinds
    return tuple(
        (entry, html)
        for entry, html in rows
        if entry.kind in kinds and (wanted is None or entry.offer_id in wanted)
    )


def offers_of(asked: Asked, now: datetime, today: date) -> frozenset[int] | None:
    """The offers within the filter; None where nothing narrows them."""
    if not asked.wanted.chosen:
        return None
    return frozenset(careers.offer_ids(within(asked.wanted, asked.year, today), now))


def shelf() -> YearShelf:
    """This application's school years."""
    found: YearShelf = current_app.extensions.setdefault("agora_years", YearShelf())
    return found


def rendered(row: YearRow) -> Markup:
    """A row through the component `year_entry`."""
    component = current_app.jinja_env.get_template("components/year_entry.html").module
    return Markup(component.year_entry(row))  # type: ignore[attr-defined]  # noqa: S704  the component escapes


def joined(rows: Iterable[Markup]) -> Markup:
    return Markup("").join(rows)
