"""What deserves a second look in a content: dates on days off that were not there before. Pure but for the words."""

from collections.abc import Mapping
from datetime import date, datetime

from portal.offers.sheet import DateSheet, OfferSheet
from portal.vocabulary.offers import OFF, OfferKind

# What belongs into school holidays anyway.
IN_HOLIDAYS = frozenset({OfferKind.HOLIDAY_PROGRAMME, OfferKind.DEADLINE, OfferKind.GUIDED_TOUR})


def new_dates(sheet: OfferSheet, base: OfferSheet | None, now: datetime) -> list[DateSheet]:
    """Dates ahead that came or were moved with this content, in order."""
    known = {one.uuid: one.first_day for run in (base.runs if base else ()) for one in run.dates}
    found = [
        one
        for run in sheet.runs
        for one in run.dates
        if one.ends_at > now and one.status not in OFF and known.get(one.uuid) != one.first_day
    ]
    return sorted(found, key=lambda one: one.starts_at)


def span(dates: list[DateSheet]) -> tuple[date, date] | None:
    """The days within which to ask for days off."""
    if not dates:
        return None
    return min(one.first_day for one in dates), max(one.last_day for one in dates)


def on_days_off(dates: list[DateSheet], days_off: Mapping[date, str]) -> list[tuple[date, str]]:
    """The first days of such dates that are days off, with the name of the day off."""
    return [(one.first_day, days_off[one.first_day]) for one in dates if one.first_day in days_off]
