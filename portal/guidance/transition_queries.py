"""Reads guides through transitions, and what their pages show live: deadlines, and titles of offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from portal.models import Body, Institution, Offer, Run, Transition, TransitionStep
from portal.offers.entries import entries
from portal.vocabulary.calendar import EntryKind
from portal.vocabulary.offers import OFF, OfferKind, Step


@dataclass(frozen=True, slots=True)
class Guide:
    """A public guide as lists and the Lebenslinie name it. `life_phases`: from where to where."""

    slug: str
    name: str
    name_en: str
    title: str
    title_en: str
    lead: str
    lead_en: str
    life_phases: tuple[str, ...]
    has_wayfinder: bool
    is_plain: bool  # the whole is told in plain words as well

    @property
    def leads_into(self) -> str:
        """The phase above which the line asks the question; '' for none."""
        return self.life_phases[-1] if self.life_phases else ""

    @property
    def is_loop(self) -> bool:
        """The way back into the phase that one came from."""
        return len(self.life_phases) > 1 and self.life_phases[0] == self.life_phases[-1]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day until which something is to be done; `first_day` differs where it is a window."""

    offer_id: int
    slug: str
    title: str
    first_day: date
    last_day: date
    is_registration: bool


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer as a guide names it in one line."""

    id: int
    slug: str
    title: str
    kind: OfferKind


def guides(session: Session) -> tuple[Guide, ...]:
    """The public guides in the editors' order; one statement."""
    rows = session.execute(
        select(
            Transition.slug,
            Transition.name,
            Transition.name_en,
            Transition.title,
            Transition.title_en,
            Transition.lead,
            Transition.lead_en,
            Transition.life_phases,
            Transition.wayfinder,
            Transition.plain_text,
        )
        .where(Transition.is_public)
        .order_by(Transition.position, Transition.id)
    )
    return tuple(
        Guide(
            row.slug,
            row.name,
            row.name_en or "",
            row.title,
            row.title_en or "",
            row.lead,
            row.lead_en or "",
            tuple(row.life_phases),
            has_wayfinder=bool(row.wayfinder),
            is_plain=bool(row.plain_text),
        )
        for row in rows
    )


def public_by_slug(session: Session, slug: str) -> Transition | None:
    """A public guide with its steps and their bodies; two statements."""
    return session.scalar(_whole().where(Transition.slug == slug, Transition.is_public))


def public_alone(session: Session, slug: str) -> Transition | None:
    """A public guide without its steps; one statement."""
    return session.scalar(select(Transition).where(Transition.slug == slug, Transition.is_public))


def by_id(session: Session, transition_id: int) -> Transition | None:
    """A guide, public or not, with its steps and their bodies; two statements."""
    return session.scalar(_whole().where(Transition.id == transition_id))


def everything(session: Session) -> tuple[Transition, ...]:
    """All guides in their order, with their steps; two statements."""
    return tuple(session.scalars(_whole().order_by(Transition.position, Transition.id)))


def _whole() -> Select[Transition]:
    return select(Transition).options(selectinload(Transition.steps).joinedload(TransitionStep.body))


def bodies(session: Session) -> tuple[tuple[int, str], ...]:
    """The town's bodies and offices to choose from, by name; one statement."""
    rows = session.execute(select(Body.id, Body.name).order_by(Body.name, Body.id))
    return tuple((row.id, row.name) for row in rows)


def deadlines(session: Session, offer_ids: Sequence[int], today: date) -> dict[int, tuple[Deadline, ...]]:
    """What of these offers must be done by a day, from today on, by offer, the next first. Two statements at most."""
    if not offer_ids:
        return {}
    runs = session.scalars(
        select(Run)
        .join(Run.offer)
        .join(Offer.institution)
        .options(contains_eager(Run.offer), selectinload(Run.occurrences))
        .where(Offer.id.in_(offer_ids), Offer.step == Step.PUBLISHED, Institution.is_public)
        .order_by(Offer.id, Run.position, Run.id)
    ).all()
    found: dict[int, list[Deadline]] = {}
    for run in runs:
        found.setdefault(run.offer_id, []).extend(_of_run(run, today))
    return {
        offer_id: tuple(sorted(dates, key=lambda one: (one.last_day, one.first_day)))
        for offer_id, dates in found.items()
        if dates
    }


def _of_run(run: Run, today: date) -> list[Deadline]:
    """Closing days of the run, and its windows: of a window that is one's own, not also the closing day."""
    offer = run.offer
    ahead = [
        one
        for one in entries(offer.kind, [run])
        if one.kind in (EntryKind.DEADLINE, EntryKind.WINDOW)
        and (offer.kind is OfferKind.DEADLINE or one.kind is EntryKind.DEADLINE)
        and one.last_day >= today
        and one.status not in OFF
    ]
    windows = {one.last_day for one in ahead if one.kind is EntryKind.WINDOW}
    return [
        Deadline(offer.id, offer.slug, offer.title, one.first_day, one.last_day, one.is_registration)
        for one in ahead
        if one.kind is EntryKind.WINDOW or one.last_day not in windows
    ]


def offer_lines(session: Session, offer_ids: Sequence[int]) -> dict[int, OfferLine]:
    """Offers by number, those that exist; one statement, none without numbers."""
    if not offer_ids:
        return {}
    rows = session.execute(
        select(Offer.id, Offer.slug, Offer.title, Offer.kind).where(Offer.id.in_(sorted(set(offer_ids))))
    )
    return {row.id: OfferLine(*row) for row in rows}
