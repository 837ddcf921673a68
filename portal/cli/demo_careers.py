"""Loads seed/demo/class_tasks.yaml: the checklists of the classes, and a roll-over of the calendar into the next school year that
is begun, decided by the acts that editors do it by. Loading again replaces both; lines that an editor wrote stay."""

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.careers import rollover_actions, rollover_queries
from portal.cli.demo_dates import DemoCalendar
from portal.cli.seed_vocabularies import read
from portal.mail.wishes import LETTER
from portal.models import (
    ClassTask,
    Institution,
    JournalEntry,
    Offer,
    OfferEdit,
    OfferVersion,
    OutboxEntry,
    ProposedDate,
    Term,
    User,
)
from portal.paths import resource_dir
from portal.permissions.policy import Actor
from portal.schoolyear import SchoolYear
from portal.vocabulary.careers import ProposalState
from portal.vocabulary.offers import OfferKind
from portal.vocabulary.people import Role
from portal.vocabulary.terms import Scheme
from portal.vocabulary.workflow import Thing
from portal.web.kit import school_calendar
from portal.workflow import rollover
from portal.workflow.rollover import Seen

FILE = "class_tasks.yaml"
AGO = timedelta(days=2)
Row = dict[str, Any]


def load(session: Session, calendar: DemoCalendar) -> None:
    """Put both back to the beginning; needs the demo's offers and accounts."""
    data = read(resource_dir("seed") / "demo" / FILE)
    _load_tasks(session, data["tasks"])
    _roll_over(session, data["rollover"], calendar)
    session.flush()


def _load_tasks(session: Session, rows: list[Row]) -> None:
    session.execute(delete(ClassTask).where(ClassTask.is_demo))
    session.add_all(tasks(rows, is_demo=True))


def tasks(rows: list[Row], *, is_demo: bool = False) -> list[ClassTask]:
    """The lines of the file, counted within each grade."""
    positions: Counter[str] = Counter()
    found = []
    for row in rows:
        found.append(
            ClassTask(
                grade=row["grade"],
                position=positions[row["grade"]],
                title=row["title"],
                title_en=row["title_en"],
                text=row["text"],
                text_en=row["text_en"],
                months=row.get("months", []),
                school_forms=row.get("school_forms", []),
                query=row.get("link"),
                is_demo=is_demo,
            )
        )
        positions[row["grade"]] += 1
    return found


def _roll_over(session: Session, decided: dict[str, list[str]], calendar: DemoCalendar) -> None:
    last_letter = session.scalar(select(func.max(OutboxEntry.id))) or 0
    year, now = SchoolYear.of(calendar.today).next, clock.as_utc(calendar.today - AGO, 10, 0)
    demo = select(Offer.id).where(Offer.is_demo)
    decided_before = select(ProposedDate.offer_id).where(ProposedDate.decided_at.is_not(None))
    worked_on = select(OfferEdit.offer_id)
    session.execute(
        delete(OfferVersion).where(
            OfferVersion.offer_id.in_(demo),
            OfferVersion.offer_id.in_(decided_before),
            OfferVersion.offer_id.not_in(worked_on),
        )
    )
    session.execute(delete(ProposedDate).where(ProposedDate.offer_id.in_(demo)))
    session.execute(delete(JournalEntry).where(JournalEntry.thing == Thing.PROPOSED_DATE))
    ids, editor = _offer_ids(session), _editor(session)
    rollover_actions.begin(
        session,
        editor,
        year=year,
        sources=rollover_queries.sources(session, ids, year.previous),
        already=rollover_queries.already(session, ids, year),
        calendar=school_calendar.school_calendar(session, year),
        now=now,
    )
    for state, keys in decided.items():
        seen = [one for key in keys if (one := _first_of(session, key, year))]
        rollover.decide(session, editor, seen=seen, state=ProposalState(state), now=now)
    session.execute(
        update(ProposedDate)
        .where(ProposedDate.offer_id.in_(demo), ProposedDate.decided_at == now)
        .values(told_at=now)
    )
    session.execute(delete(OutboxEntry).where(OutboxEntry.topic == LETTER, OutboxEntry.id > last_letter))
    session.expire_all()


def _offer_ids(session: Session) -> tuple[int, ...]:
    """The offers that belong into the calendar; as web/kit/careers.py asks the index, which is not there yet."""
    programme = Offer.terms.any((Term.scheme == Scheme.PROGRAMME) & (Term.code == "berufsorientierung"))
    belongs = or_(Offer.kind == OfferKind.CAREERS_EVENT, programme)
    return tuple(session.scalars(select(Offer.id).where(Offer.is_demo, belongs).order_by(Offer.id)))


def _first_of(session: Session, key: str, year: SchoolYear) -> Seen | None:
    """The first proposal of an offer; none where just this date stands in the new year already."""
    slug, _sep, external_id = key.partition("/")
    found = session.execute(
        select(ProposedDate.id, ProposedDate.revision)
        .join(Offer, ProposedDate.offer_id == Offer.id)
        .join(Institution, Offer.institution_id == Institution.id)
        .where(Institution.slug == slug, Offer.external_id == external_id, ProposedDate.year == year.slug)
        .order_by(ProposedDate.first_day, ProposedDate.id)
        .limit(1)
    ).first()
    return Seen(found.id, found.revision) if found else None


def _editor(session: Session) -> Actor:
    user = session.scalars(select(User).where(User.role == Role.EDITOR).order_by(User.id)).first()
    assert user is not None
    return Actor(user.id, user.name, user.role)
