"""Writes ideas: proposed and supported by anybody, looked at and answered by editors. Flushes, never commits. The journal holds
no words of who proposed, and no address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import text
from portal.audit import journal, saving, wishes
from portal.errors import Conflict, NotFound
from portal.models import District, Idea, Offer
from portal.participation import rules
from portal.participation.rules import Step
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import Step as OfferStep
from portal.vocabulary.participation import IdeaKind, IdeaState
from portal.vocabulary.workflow import Act, Thing

MOST_PER_HOUR = 60
ANSWERED = "idea_answered"  # the wish for a letter
CHANGED = N_("Diesen Vorschlag hat inzwischen jemand anders bearbeitet.")
FLOOD = N_(
    "Gerade kommen sehr viele Vorschläge an. Bitte versuchen Sie es in einer Stunde noch einmal, oder rufen Sie an."
)
NO_OFFER = N_("Dieses Angebot ist nicht öffentlich. Bitte wählen Sie ein anderes.")
GONE = "Diesen Vorschlag gibt es nicht."
_flush = partial(saving.flush, changed=CHANGED)


@dataclass(frozen=True, slots=True)
class IdeaDraft:
    """What is missing in town, in somebody's words."""

    kind: IdeaKind
    title: str
    text: str = ""
    district_id: int | None = None


def propose(session: Session, *, draft: IdeaDraft, email: str, locale: str, now: datetime) -> Idea:
    """Take an idea, to be looked at; the same sent twice is one. Raises Conflict when more came within the hour than a small
    office can read."""
    recent = select(func.count(Idea.id)).where(Idea.asked_at > now - timedelta(hours=1))
    if (session.scalar(recent) or 0) >= MOST_PER_HOUR:
        raise Conflict(FLOOD, "title")
    row = Idea(asked_at=now, email=email or None, locale=locale)
    _fill(session, row, draft)
    same = select(Idea).where(
        Idea.state == IdeaState.WAITING,
        Idea.asked_at > now - timedelta(hours=1),
        Idea.title == row.title,
        Idea.text == row.text if row.text else Idea.text.is_(None),
    )
    if found := session.scalar(same):
        return found
    session.add(row)
    session.flush()
    return row


def support(session: Session, *, uuid: UUID) -> bool:
    """One more supporter, counted by the database itself; False for an idea that cannot be supported."""
    raised = (
        update(Idea)
        .where(Idea.uuid == uuid, Idea.state.in_(tuple(rules.SUPPORTABLE)))
        .values(supports=Idea.supports + 1, updated_at=Idea.updated_at)
        .returning(Idea.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(raised) is not None


def revise(
    session: Session, actor: Actor, *, idea_id: int, draft: IdeaDraft, revision: int, now: datetime
) -> Idea:
    """Put the words right, such as taking a name out. Raises NotFound, Conflict("revision")."""
    row = _unchanged(session, idea_id, revision)
    _fill(session, row, draft)
    if session.is_modified(row):
        _flush(session)
        _record(session, actor, Act.CHANGED, row, now)
    return row


def publish(session: Session, actor: Actor, *, idea_id: int, revision: int, now: datetime) -> Idea:
    """Show an idea to everybody. Raises NotFound, Conflict."""
    row = _unchanged(session, idea_id, revision)
    was_refused = row.state is IdeaState.REFUSED
    row.state = rules.after(row.state, Step.PUBLISH)
    row.public_at = row.public_at or now
    if was_refused:  # the reason was for one person, not for the public
        row.answer = row.answered_at = None
    _flush(session)
    _record(session, actor, Act.PUBLISHED, row, now)
    return row


def refuse(
    session: Session, actor: Actor, *, idea_id: int, reason: str, revision: int, now: datetime
) -> Idea:
    """Not for the public, or not any more; the reason is for who proposed it. Raises NotFound, Conflict."""
    row = _unchanged(session, idea_id, revision)
    row.state = rules.after(row.state, Step.REFUSE)
    row.answer, row.answered_at = reason, now
    _flush(session)
    _record(session, actor, Act.RETURNED, row, now)
    _want_letter(session, row)
    return row


def answer(session: Session, actor: Actor, *, idea_id: int, said: str, revision: int, now: datetime) -> Idea:
    """Answer where everybody reads it. Raises NotFound, Conflict."""
    row = _unchanged(session, idea_id, revision)
    row.state = rules.after(row.state, Step.ANSWER)
    row.answer, row.answered_at = said, now
    _flush(session)
    _record(session, actor, Act.ANSWERED, row, now)
    _want_letter(session, row)
    return row


def link_offer(
    session: Session, actor: Actor, *, idea_id: int, offer_id: int, revision: int, now: datetime
) -> Idea:
    """The idea has become this offer, or there is one already. Raises NotFound, Conflict("offer")."""
    row = _unchanged(session, idea_id, revision)
    offer = session.get(Offer, offer_id)
    if offer is None or offer.step is not OfferStep.PUBLISHED or not offer.institution.is_public:
        raise Conflict(NO_OFFER, "offer")
    row.state = rules.after(row.state, Step.LINK_OFFER)
    row.offer_id = offer_id
    row.answered_at = row.answered_at or now
    _flush(session)
    _record(session, actor, Act.CHANGED, row, now, {"offer": (None, offer.title)})
    _want_letter(session, row)
    return row


def forget_address(session: Session, row: Idea, now: datetime) -> None:
    """Delete the address of an idea, with a line in the journal as proof."""
    if row.email is None:
        return
    row.email = None
    session.flush()
    _record(session, None, Act.ERASED, row, now)


def _fill(session: Session, row: Idea, draft: IdeaDraft) -> None:
    """A district that does not exist is dropped, the idea kept."""
    row.kind, row.title = draft.kind, text.one_line(draft.title)[:160]
    row.text = text.clean(draft.text).strip() or None
    with session.no_autoflush:
        known = draft.district_id is not None and session.get(District, draft.district_id) is not None
    row.district_id = draft.district_id if known else None


def _want_letter(session: Session, row: Idea) -> None:
    if row.email:
        wishes.want(session, ANSWERED, idea_id=row.id)


def _unchanged(session: Session, idea_id: int, revision: int) -> Idea:
    row = session.get(Idea, idea_id)
    if row is None:
        raise NotFound(GONE)
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row


def _record(
    session: Session,
    actor: Actor | None,
    act: Act,
    row: Idea,
    now: datetime,
    changes: dict[str, tuple[str | None, str | None]] | None = None,
) -> None:
    """Ideas go by their number: their words may say more about a person than the journal should keep for years."""
    journal.record(
        session, actor, act, Thing.IDEA, thing_id=row.id, title=str(row.id), now=now, changes=changes
    )
