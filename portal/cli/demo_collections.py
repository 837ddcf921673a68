"""Loads the demo's themed pages. Their periods move along with the weeks; one that somebody has changed is left alone."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cli.demo_dates import DemoCalendar
from portal.cli.seed_vocabularies import read
from portal.models import Collection, CollectionItem, Institution, Offer, TextVersion
from portal.pages.drafts import TEXTS
from portal.paths import resource_dir
from portal.vocabulary.workflow import Thing

FILE = "collections.yaml"


def load(session: Session, calendar: DemoCalendar) -> None:
    """Add what is missing and move periods; needs the demo's offers."""
    for position, values in enumerate(read(resource_dir("seed") / "demo" / FILE)):
        row = session.scalar(select(Collection).where(Collection.slug == values["slug"]))
        if row is None:
            row = _new(session, values, position)
            session.add(row)
        elif not row.is_demo or _is_changed(session, row):
            continue
        row.first_day, row.last_day = _day(values.get("first"), calendar), _day(values.get("last"), calendar)
    session.flush()


def _new(session: Session, values: dict[str, Any], position: int) -> Collection:
    texts = {name: values[name].strip() for name in TEXTS if values.get(name)}
    row = Collection(slug=values["slug"], title=values["title"], is_demo=True, position=position, **texts)
    row.is_public = values["is_public"]
    row.items = [
        CollectionItem(offer_id=_offer(session, name), position=at)
        for at, name in enumerate(values.get("offers", ()))
    ]
    return row


def _offer(session: Session, name: str) -> int:
    institution, _, key = name.partition("/")
    return session.scalars(
        select(Offer.id).join(Institution).where(Institution.slug == institution, Offer.external_id == key)
    ).one()


def _is_changed(session: Session, row: Collection) -> bool:
    kept = select(TextVersion.id).where(TextVersion.thing == Thing.COLLECTION, TextVersion.thing_id == row.id)
    return session.scalar(kept.limit(1)) is not None


def _day(spec: dict[str, Any] | None, calendar: DemoCalendar) -> date | None:
    return calendar.day(spec) if spec else None
