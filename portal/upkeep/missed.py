"""Words that were searched and found nothing, as tasks of the editors: make them a synonym, say that they are not our matter, or
that the town lacks such an offer. Flushes, never commits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import text
from portal.audit import journal
from portal.errors import Conflict
from portal.models import MissedQuery, Term
from portal.pages import term_actions
from portal.pages.terms import TermDraft, draft_of
from portal.permissions.policy import Actor
from portal.upkeep.tally import MOST_WISHES
from portal.vocabulary.labels import N_
from portal.vocabulary.terms import Scheme
from portal.vocabulary.workflow import Act, Thing

KEPT_DAYS = 180
MOST_OF_TARGET = 120
SHOWN = 50


class Outcome(StrEnum):
    """What was made of a wish."""

    SYNONYM = "synonym"
    NO_MATTER = "no_matter"
    LACKING = "lacking"


OUTCOME_LABELS = {
    Outcome.SYNONYM: N_("Synonym"),
    Outcome.NO_MATTER: N_("kein Thema für uns"),
    Outcome.LACKING: N_("fehlt in der Stadt"),
}


def waiting(session: Session, limit: int = SHOWN) -> Sequence[MissedQuery]:
    """What nobody has dealt with yet, the most asked first."""
    return session.scalars(
        select(MissedQuery)
        .where(MissedQuery.done_at.is_(None))
        .order_by(MissedQuery.times.desc(), MissedQuery.last_on.desc(), MissedQuery.id)
        .limit(limit)
    ).all()


def lacking(session: Session, limit: int = SHOWN) -> Sequence[MissedQuery]:
    """What people ask for and the town does not have, the most asked first."""
    return session.scalars(
        select(MissedQuery)
        .where(MissedQuery.outcome == Outcome.LACKING)
        .order_by(MissedQuery.times.desc(), MissedQuery.last_on.desc(), MissedQuery.id)
        .limit(limit)
    ).all()


def by_id(session: Session, missed_id: int) -> MissedQuery | None:
    """One of them, whatever became of it."""
    return session.get(MissedQuery, missed_id)


def make_synonym(session: Session, actor: Actor, *, missed: MissedQuery, target: str, now: datetime) -> Term:
    """From now on a search for these words also finds what `target` finds; every process knows it within seconds.

    The words join the synonyms that hold the target already, else a new entry. Raises Conflict("target").
    """
    target = text.one_line(target)
    if not target or len(target) > MOST_OF_TARGET:
        raise Conflict(N_("Bitte geben Sie ein Wort ein, mit höchstens 120 Zeichen."), "target")
    if target.casefold() == missed.words.casefold():
        raise Conflict(N_("Das ist dasselbe Wort. Bitte geben Sie eines ein, das etwas findet."), "target")
    row = _with_synonym(session, actor, missed.words, target, now)
    _finish(missed, Outcome.SYNONYM, now)
    session.flush()
    return row


def _with_synonym(session: Session, actor: Actor, words: str, target: str, now: datetime) -> Term:
    entry = _entry_with(session, target)
    if entry is None:
        draft = TermDraft(Scheme.SYNONYM, target, synonyms=(words,))
        return term_actions.add(session, actor, draft=draft, now=now)
    before = draft_of(entry)
    if words.casefold() in {name.casefold() for name in (before.label, *before.synonyms)}:
        return entry
    after = replace(before, synonyms=(*before.synonyms, words))
    return term_actions.revise(session, actor, term_id=entry.id, draft=after, opened=before.digest(), now=now)


def _entry_with(session: Session, target: str) -> Term | None:
    """The entry of the list of synonyms that holds a word: as its preferred one, else among the others."""
    wanted = target.casefold()
    rows = session.scalars(select(Term).where(Term.scheme == Scheme.SYNONYM).order_by(Term.id)).all()
    preferred = (row for row in rows if row.label.casefold() == wanted)
    other = (row for row in rows if wanted in {name.casefold() for name in row.synonyms or ()})
    return next(preferred, None) or next(other, None)


def close(session: Session, actor: Actor, *, missed: MissedQuery, outcome: Outcome, now: datetime) -> None:
    """Nothing is made of the words; the outcome says why, and they do not come up again."""
    before = missed.outcome
    _finish(missed, outcome, now)
    journal.record(
        session,
        actor,
        Act.ANSWERED,
        Thing.TERM,
        thing_id=None,
        title=missed.words,
        now=now,
        changes={"outcome": (before, outcome.value)},
    )
    session.flush()


def reopen(session: Session, actor: Actor, *, missed: MissedQuery, now: datetime) -> None:
    """Take the decision back."""
    changes = {"outcome": (missed.outcome, None)}
    missed.done_at, missed.outcome = None, None
    journal.record(
        session, actor, Act.RESTORED, Thing.TERM, thing_id=None, title=missed.words, now=now, changes=changes
    )
    session.flush()


def _finish(missed: MissedQuery, outcome: Outcome, now: datetime) -> None:
    missed.done_at, missed.outcome = now, outcome.value


def forget_old(session: Session, today: date) -> int:
    """Let go of words that nobody has asked for in half a year, and of the rarest beyond a number; how many."""
    most = select(MissedQuery.id).order_by(MissedQuery.times.desc(), MissedQuery.last_on.desc())
    long_ago = today - timedelta(days=KEPT_DAYS)
    old = (MissedQuery.last_on < long_ago) | MissedQuery.id.not_in(most.limit(MOST_WISHES))
    return len(session.execute(delete(MissedQuery).where(old).returning(MissedQuery.id)).all())
