"""Loads the demo's invented seals and who bears them: one that has run out and one that soon will among them. Loading again
replaces what the demo brought."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.cli.demo_dates import DemoCalendar
from portal.cli.seed_vocabularies import read
from portal.models import GuidancePoint, Institution, JournalEntry, Offer, Seal, SealAward
from portal.paths import resource_dir
from portal.vocabulary.guidance import SealHolder
from portal.vocabulary.workflow import Thing

FILE = "seals.yaml"


def load(session: Session, calendar: DemoCalendar) -> None:
    """Needs the demo's institutions, offers and B-Punkte. A seal that an editor has touched is left alone, with its awards."""
    found = {seal.slug: seal for seal in session.scalars(select(Seal))}
    edited = set(session.scalars(select(JournalEntry.thing_id).where(JournalEntry.thing == Thing.SEAL)))
    for values in read(resource_dir("seed") / "demo" / FILE)["seals"]:
        seal = found.get(values["slug"])
        if seal is None:
            seal = Seal(slug=values["slug"], is_demo=True)
            session.add(seal)
        elif not seal.is_demo or seal.id in edited:
            continue
        for name in ("name", "issuer", "scope", "about", "website"):
            setattr(seal, name, values.get(name))
        session.flush()
        session.execute(delete(SealAward).where(SealAward.seal_id == seal.id))
        session.add_all(_award(session, seal, one, calendar) for one in values["awards"])
        session.flush()


def _award(session: Session, seal: Seal, values: dict[str, Any], calendar: DemoCalendar) -> SealAward:
    kind = SealHolder(values["holder"])
    return SealAward(
        seal_id=seal.id,
        holder=kind,
        holder_id=_holder(session, kind, values["of"]),
        valid_from=calendar.day(values["from"]),
        valid_until=calendar.day(values["until"]) if values.get("until") else None,
        proof=values.get("proof"),
        checked_on=calendar.day(values["checked"]),
        checked_by="Demo Redaktion",
    )


def _holder(session: Session, kind: SealHolder, name: str) -> int:
    if kind is SealHolder.OFFER:
        institution, _slash, key = name.partition("/")
        offer = select(Offer.id).join(Institution, Institution.id == Offer.institution_id)
        return session.scalars(offer.where(Institution.slug == institution, Offer.external_id == key)).one()
    table = Institution if kind is SealHolder.INSTITUTION else GuidancePoint
    return session.scalars(select(table.id).where(table.slug == name)).one()
