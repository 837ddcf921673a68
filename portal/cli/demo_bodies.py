"""Loads the demo's bodies and offices; their meetings move along with the weeks. One that an editor has changed is left alone."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.cli.demo_dates import DemoCalendar, clock_time, open_day
from portal.cli.seed_vocabularies import read
from portal.models import Body, BodyDocument, BodyMeeting, JournalEntry
from portal.paths import resource_dir
from portal.vocabulary.guidance import BodyKind
from portal.vocabulary.workflow import Thing

FILE = "bodies.yaml"
_TEXTS = (
    "name name_en summary summary_en plain_text link link_en rhythm rhythm_en phone email website".split()
)
_LISTS = "tasks tasks_en members members_en topics".split()


def load(session: Session, calendar: DemoCalendar) -> None:
    """Add what is missing, and renew what is still as it was loaded."""
    found = {body.slug: body for body in session.scalars(select(Body))}
    edited = set(session.scalars(select(JournalEntry.thing_id).where(JournalEntry.thing == Thing.BODY)))
    for position, values in enumerate(read(resource_dir("seed") / "demo" / FILE)["bodies"]):
        body = found.get(values["slug"])
        if body is None:
            body = Body(slug=values["slug"], is_demo=True)
            found[body.slug] = body
            session.add(body)
        elif not body.is_demo or body.id in edited:
            continue
        fill(body, values, position=position)
        body.parent = found[values["parent"]] if values.get("parent") else None
        body.meetings = [meeting(one, calendar) for one in values.get("meetings", ())]
        body.documents = [_document(one, calendar) for one in values.get("documents", ())]
        session.flush()


def fill(body: Body, values: dict[str, Any], *, position: int) -> None:
    """What a row of the file says of a body itself."""
    body.kind, body.position = BodyKind(values["kind"]), position
    for name in _TEXTS:
        setattr(body, name, (values.get(name) or "").strip() or None)
    for name in _LISTS:
        setattr(body, name, list(values.get(name) or ()))


def meeting(values: dict[str, Any], calendar: DemoCalendar) -> BodyMeeting:
    day = open_day(calendar.day(values), step=timedelta(weeks=1))
    return BodyMeeting(
        starts_at=clock.as_utc(day, *clock_time(values)),
        place=values.get("place"),
        subject=values.get("subject"),
        notes=values.get("notes"),
        is_public=values.get("is_public", True),
    )


def _document(values: dict[str, Any], calendar: DemoCalendar) -> BodyDocument:
    day: date = calendar.day(values)
    return BodyDocument(title=values["title"], url=values["url"], published_on=day)
