"""Loads the demo's fields of civic activity, and two people, made up, who have asked about one. Loading it again replaces what
it brought before."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import clock
from portal.cli.demo_dates import DemoCalendar
from portal.cli.seed_vocabularies import read
from portal.models import CivicInterest, CivicOpening, District, Institution, Term
from portal.paths import resource_dir
from portal.vocabulary.terms import Scheme

FILE = "civic.yaml"
_TEXTS = ("title", "summary", "description", "effort", "requirements")


def load(session: Session, calendar: DemoCalendar) -> None:
    """Openings with their addresses kept; needs the demo's institutions."""
    columns = (CivicOpening.institution_id, CivicOpening.title, CivicOpening.uuid)
    rows = session.execute(select(*columns).where(CivicOpening.is_demo))
    kept = {(row.institution_id, row.title): row.uuid for row in rows}
    session.execute(delete(CivicOpening).where(CivicOpening.is_demo))
    topics = set(session.scalars(select(Term.code).where(Term.scheme == Scheme.TOPIC)))
    for values in read(resource_dir("seed") / "demo" / FILE)["openings"]:
        row = _opening(session, values, calendar)
        unknown = set(row.topics) - topics
        if unknown:
            raise ValueError(f"{FILE}: no topics {sorted(unknown)}")
        if uuid := kept.get((row.institution_id, row.title)):
            row.uuid = uuid
        session.add(row)
        session.flush()
        if values.get("interest"):
            session.add(_interest(row, values["interest"], clock.as_utc(calendar.today, 9, 30)))
    session.flush()


def _opening(session: Session, values: dict[str, Any], calendar: DemoCalendar) -> CivicOpening:
    institution = session.scalars(select(Institution).where(Institution.slug == values["institution"])).one()
    district = session.scalars(select(District).where(District.slug == values["district"])).one()
    texts = {name: values[name].strip() for name in _TEXTS if values.get(name)}
    return CivicOpening(
        **texts,
        institution_id=institution.id,
        district_id=district.id,
        topics=values["topics"],
        open_until=calendar.day(values["until"]) if values.get("until") else None,
        is_public=True,
        is_demo=True,
    )


def _interest(row: CivicOpening, values: dict[str, Any], now: datetime) -> CivicInterest:
    asked = now - timedelta(days=values["days_ago"])
    return CivicInterest(
        opening_id=row.id,
        name=values["name"],
        email=values.get("email"),
        phone=values.get("phone"),
        message=values["message"],
        asked_at=asked,
        handled_at=asked + timedelta(days=1) if values.get("handled") else None,
    )
