"""Dates and runs of a sheet in words, for the pages that change one of them."""

from collections.abc import Mapping
from datetime import date, datetime

from flask import url_for

from portal import clock
from portal.offers import date_changes, rules
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.vocabulary.offers import OccurrenceStatus
from portal.web.desk.pages_offer import DateRow, RunDates
from portal.web.kit import formats, wording
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _


def when(one: DateSheet) -> str:
    """'Dienstag, 12. Januar 2027, 10:00 bis 11:30 Uhr'; a whole day without times."""
    if one.all_day:
        return formats.span(one.first_day, one.last_day, today=date.min)
    return f"{formats.long_date(one.first_day)}, {formats.time_span(one.starts_at, one.ends_at)}"


def run_title(run: RunSheet, number: int, today: date) -> str:
    """'Durchführung 2 (K-17), 12. Januar bis 2. März'."""
    name = _("Durchführung %(number)s", number=number)
    name = f"{name} ({run.number})" if run.number else name
    if not run.dates:
        return f"{name}, {run.schedule_note}" if run.schedule_note else name
    first, last = min(one.first_day for one in run.dates), max(one.last_day for one in run.dates)
    return f"{name}, {formats.span(first, last, today=today)}"


def runs_ahead(
    sheet: OfferSheet, offer_id: int, places: Mapping[int, str], now: datetime
) -> tuple[RunDates, ...]:
    """The runs that have dates to come, with these."""
    today, found = clock.local(now).date(), []
    for number, run in enumerate(sheet.runs, start=1):
        ahead = [one for one in run.dates if one.ends_at > now]
        if ahead:
            rows = tuple(date_row(one, offer_id, places) for one in ahead)
            held = [one for one in ahead if date_changes.is_held(one, now)]
            rest = url_for("desk.ask_call_off", offer_id=offer_id, durchfuehrung=run.uuid)
            found.append(RunDates(run_title(run, number, today), rows, rest if len(held) > 1 else ""))
    return tuple(found)


def date_row(one: DateSheet, offer_id: int, places: Mapping[int, str]) -> DateRow:
    """One date with the ways to change it."""

    def way(act: str) -> str:
        return url_for("desk.change_date", offer_id=offer_id, termin=one.uuid, was=act)

    is_off = rules.off_status(one.status) is not None
    where = [places.get(one.place_id, "") if one.place_id else "", one.room or ""]
    return DateRow(
        when=when(one),
        where=", ".join(part for part in where if part),
        note=one.note or "",
        status=status(one),
        is_off=is_off,
        cancel_url="" if is_off else way("absagen"),
        move_url=way("verlegen"),
        reinstate_url=way("doch") if is_off else "",
    )


def status(one: DateSheet) -> p.Status | None:
    if why := rules.off_status(one.status):
        return wording.off(why)
    return p.Status(_("Verlegt"), "moved", "moved") if one.status is OccurrenceStatus.MOVED else None
