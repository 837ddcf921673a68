"""Loads the demo's ideas of citizens, anew each time the demo moves along; what editors or visitors have touched stays."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.cli.demo_dates import DemoCalendar
from portal.cli.seed_vocabularies import read
from portal.models import District, Idea, Institution, JournalEntry, Offer
from portal.paths import resource_dir
from portal.vocabulary.participation import IdeaKind, IdeaState
from portal.vocabulary.workflow import Thing

FILE = "ideas.yaml"
NAMES = UUID("6f0e7d86-6f3f-4b52-9a0d-0d9f0b0c1d2e")  # the same idea has the same address in every demo


def load(session: Session, calendar: DemoCalendar) -> None:
    """Add what is missing and renew what is still as it was loaded; needs districts and the demo's offers."""
    districts = {district.slug: district.id for district in session.scalars(select(District))}
    edited = set(session.scalars(select(JournalEntry.thing_id).where(JournalEntry.thing == Thing.IDEA)))
    found = {idea.uuid: idea for idea in session.scalars(select(Idea).where(Idea.is_demo))}
    for values in read(resource_dir("seed") / "demo" / FILE)["ideas"]:
        uuid = uuid5(NAMES, values["title"])
        idea = found.get(uuid)
        if idea is None:
            idea = Idea(uuid=uuid, is_demo=True, supports=values.get("supports", 0))
            session.add(idea)
        elif idea.id in edited:
            continue
        _fill(session, idea, values, calendar)
        idea.district_id = districts.get(values.get("district", ""))
    session.flush()


def _fill(session: Session, idea: Idea, values: dict[str, Any], calendar: DemoCalendar) -> None:
    idea.title, idea.text, idea.answer = values["title"], values["text"], values.get("answer")
    idea.kind, idea.state = IdeaKind(values["kind"]), IdeaState(values["state"])
    asked = min(calendar.day(values["asked"]), calendar.today)
    idea.asked_at = _moment(asked)
    is_public = idea.state not in (IdeaState.WAITING, IdeaState.REFUSED)
    idea.public_at = _moment(asked + timedelta(days=1)) if is_public else None
    idea.answered_at = _moment(calendar.day(values["answered"])) if values.get("answered") else None
    idea.offer_id = _offer(session, values["offer"]) if values.get("offer") else None


def _moment(day: date) -> datetime:
    return clock.as_utc(day, 8, 30)


def _offer(session: Session, name: str) -> int:
    institution, _, key = name.partition("/")
    return session.scalars(
        select(Offer.id).join(Institution).where(Institution.slug == institution, Offer.external_id == key)
    ).one()
