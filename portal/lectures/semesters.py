"""Reads the semesters of the Seniorenuniversität: the one that runs, all that are public, and for editors all. Which lectures
belong to one and what a page says of them: programme.py."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from portal.models import Institution, Occurrence, Offer, OfferTerm, Run, Semester, SemesterItem, Term
from portal.vocabulary.offers import Step
from portal.vocabulary.terms import Scheme

PROGRAMME = "seniorenuniversitaet"  # the code of the term of the programme


@dataclass(frozen=True, slots=True)
class HostOf:
    """An institution that takes part; `has_date` in the days asked for."""

    slug: str
    name: str
    has_date: bool


def public(session: Session) -> tuple[Semester, ...]:
    """All semesters that are public, the earliest first; one statement."""
    return tuple(
        session.scalars(
            select(Semester).where(Semester.is_public).order_by(Semester.first_day, Semester.last_day)
        )
    )


def chosen(semesters: Iterable[Semester], today: date) -> Semester | None:
    """The one to show unasked: what runs (a whole semester before a few days), else what comes next, else the latest."""
    running = [one for one in semesters if one.first_day <= today <= one.last_day]
    if running:
        return min(running, key=lambda one: (one.kind.is_compact, one.last_day))
    coming = [one for one in semesters if one.first_day > today]
    if coming:
        return min(coming, key=lambda one: (one.first_day, one.kind.is_compact))
    return max(semesters, key=lambda one: one.last_day, default=None)


def current(session: Session, today: date) -> Semester | None:
    """The public semester to show unasked; None while there is none."""
    return chosen(public(session), today)


def public_by_slug(session: Session, slug: str) -> Semester | None:
    """A public semester by its address."""
    return session.scalar(select(Semester).where(Semester.slug == slug, Semester.is_public))


def by_id(session: Session, semester_id: int) -> Semester | None:
    """One semester with what was chosen for it."""
    return session.scalar(
        select(Semester).where(Semester.id == semester_id).options(selectinload(Semester.items))
    )


def everything(session: Session) -> tuple[Semester, ...]:
    """All semesters with what was chosen for them, the latest first; two statements."""
    return tuple(
        session.scalars(
            select(Semester)
            .options(selectinload(Semester.items))
            .order_by(Semester.first_day.desc(), Semester.id.desc())
        )
    )


def item_ids(session: Session, semester: Semester) -> tuple[int, ...]:
    """The offers chosen for a semester, in the editors' order, whatever became of them."""
    return tuple(
        session.scalars(
            select(SemesterItem.offer_id)
            .where(SemesterItem.semester_id == semester.id)
            .order_by(SemesterItem.position, SemesterItem.offer_id)
        )
    )


def hosts(session: Session, first: date, last: date) -> tuple[HostOf, ...]:
    """The public institutions that have public offers in the programme, by name, each with whether one of them has a date in a
    period; one statement."""
    in_programme = (
        select(OfferTerm.offer_id)
        .join(Term, OfferTerm.term_id == Term.id)
        .where(Term.scheme == Scheme.PROGRAMME, Term.code == PROGRAMME)
    )
    theirs = select(Offer.institution_id).where(Offer.step == Step.PUBLISHED, Offer.id.in_(in_programme))
    has_date = exists(
        select(Occurrence.id)
        .join(Run, Occurrence.run_id == Run.id)
        .join(Offer, Run.offer_id == Offer.id)
        .where(
            Offer.institution_id == Institution.id,
            Offer.step == Step.PUBLISHED,
            Offer.id.in_(in_programme),
            Occurrence.first_day <= last,
            Occurrence.last_day >= first,
        )
    )
    rows = session.execute(
        select(Institution.slug, Institution.short_name, Institution.name, has_date.label("has_date"))
        .where(Institution.is_public, Institution.id.in_(theirs))
        .order_by(Institution.name)
    )
    return tuple(HostOf(row.slug, row.short_name or row.name, row.has_date) for row in rows)


def with_dates(session: Session, offer_ids: Sequence[int], first: date, last: date) -> frozenset[int]:
    """Those of these offers that have a date in a period; one statement, none without offers."""
    if not offer_ids:
        return frozenset()
    return frozenset(
        session.scalars(
            select(Run.offer_id)
            .join(Occurrence, Occurrence.run_id == Run.id)
            .where(
                Run.offer_id.in_(sorted(set(offer_ids))),
                Occurrence.first_day <= last,
                Occurrence.last_day >= first,
            )
            .distinct()
        )
    )
