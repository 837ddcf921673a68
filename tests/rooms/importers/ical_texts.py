"""Small calendars as text, a way to import them, and what stands in the database afterwards."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.importers import mapping as mappings
from portal.importers import runner
from portal.importers.base import ImportReport
from portal.importers.sources_ical import MAPPING, IcalSource
from portal.models import Occurrence, Offer, OutboxEntry, Place, Run
from portal.vocabulary.offers import OccurrenceStatus

from .conftest import NOW

Importing = Callable[..., ImportReport]
CANCELLED = OccurrenceStatus.CANCELLED
WEEKLY = """UID:kurs-1
SUMMARY:Nähen
DTSTART;TZID=Europe/Berlin:20261201T180000
DTEND;TZID=Europe/Berlin:20261201T193000
RRULE:FREQ=WEEKLY;COUNT=4"""


def import_into(session: Session) -> Importing:
    """What imports a calendar (text or bytes) for the institution `vhs`, publishes and commits."""

    def run(text: str | bytes, now: datetime = NOW, **changes: Any) -> ImportReport:
        data = text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode()
        mapping = mappings.from_data(mappings.overlaid(MAPPING, changes))
        options = runner.Options("kalender", "vhs", publish=True, applied=True)
        report = runner.run(session, IcalSource("kalender.ics", data, now), mapping, options, now)
        session.commit()
        session.expire_all()
        return report

    return run


def event(text: str, kind: str = "VEVENT") -> str:
    return f"BEGIN:{kind}\n{text}\nEND:{kind}\n"


def single(start: str = ":20261201T180000Z", **more: str) -> str:
    lines = {"UID": ":a", "SUMMARY": ":Nähen", "DTSTART": start} | {
        n.replace("_", "-"): v for n, v in more.items()
    }
    return event("\n".join(f"{name}{value}" for name, value in lines.items()))


def calendar(*parts: str) -> str:
    return "BEGIN:VCALENDAR\nVERSION:2.0\n" + "".join(parts) + "END:VCALENDAR\n"


def dates(session: Session) -> list[Occurrence]:
    return list(session.scalars(select(Occurrence).order_by(Occurrence.starts_at, Occurrence.id)))


def starts(session: Session) -> list[str]:
    """The dates that stand, as the town's wall clock shows them."""
    found = [o for o in dates(session) if o.status is not CANCELLED]
    return [f"{o.first_day}" if o.all_day else f"{in_town(o.starts_at):%m-%d %H:%M}" for o in found]


def in_town(moment: datetime) -> datetime:
    return clock.local(moment)


def state(session: Session) -> list[object]:
    found: list[object] = [session.scalar(select(func.count()).select_from(OutboxEntry))]
    for table in (Offer, Run, Occurrence, Place):
        found += [tuple(row) for row in session.execute(select(table.id, table.revision, table.updated_at))]
    return found


def reasons(report: ImportReport) -> set[str]:
    return {notice.reason for notice in report.notices}
