"""Writes seals and awards: each act leaves a line in the journal. Flushes, never commits."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import clock, text
from portal.audit import journal, saving
from portal.errors import Conflict, NotFound
from portal.models import Seal, SealAward
from portal.permissions.policy import Actor
from portal.seals import queries
from portal.seals.queries import Holder
from portal.vocabulary.guidance import SEAL_HOLDER_LABELS, SealHolder
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

SHORT = 120  # characters of a text in the journal
CHANGED = N_("Dieses Siegel hat inzwischen jemand anders geändert.")
TAKEN = N_("Ein Siegel mit diesem Namen gibt es schon.")
GONE = N_("Dieses Siegel gibt es nicht mehr.")
NO_AWARD = N_("Diese Verleihung gibt es nicht mehr.")
NOBODY = N_("Diesen Träger gibt es nicht mehr. Bitte suchen Sie noch einmal.")
BACKWARDS = N_("Der letzte Tag liegt vor dem ersten.")
FUTURE_CHECK = N_("Geprüft werden kann nur heute oder früher.")
BEARS_ALREADY = N_(
    "Dieses Siegel ist dort in dieser Zeit schon eingetragen. Verlängern Sie es, statt es neu zu verleihen."
)
_flush = partial(saving.flush, changed=CHANGED, taken=(TAKEN, "name"))


@dataclass(frozen=True, slots=True)
class SealDraft:
    """What editors say about a seal."""

    name: str
    issuer: str
    scope: str
    about: str = ""
    website: str = ""

    def columns(self) -> dict[str, str | None]:
        return {name: value or None for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class AwardDraft:
    """For which days an award counts, on what proof, and who has looked at it when."""

    valid_from: date
    valid_until: date | None
    proof: str
    checked_on: date
    checked_by: str


def add(session: Session, actor: Actor, *, draft: SealDraft, now: datetime) -> Seal:
    """A new seal; its short name in addresses stays. Raises Conflict("name")."""
    _check_name(session, None, draft.name)
    row = Seal(slug=_free_slug(session, draft.name), **draft.columns())
    session.add(row)
    _flush(session)
    _record(session, actor, Act.CREATED, row, now, changes=_changes(None, draft))
    return row


def revise(
    session: Session, actor: Actor, *, seal_id: int, draft: SealDraft, revision: int, now: datetime
) -> Seal:
    """Change a seal that still stands as `revision`. Raises NotFound, Conflict("revision"), Conflict("name")."""
    row = _unchanged(session, seal_id, revision)
    _check_name(session, seal_id, draft.name)
    before = draft_of(row)
    if before == draft:
        return row
    for name, value in draft.columns().items():
        setattr(row, name, value)
    _flush(session)
    _record(session, actor, Act.CHANGED, row, now, changes=_changes(before, draft))
    return row


def remove(session: Session, actor: Actor, *, seal_id: int, revision: int, now: datetime) -> str:
    """Delete a seal with all its awards; its name. Raises as `revise` does."""
    row = _unchanged(session, seal_id, revision)
    session.execute(delete(SealAward).where(SealAward.seal_id == seal_id))
    _record(session, actor, Act.DELETED, row, now, changes={"slug": (row.slug, None)})
    session.delete(row)
    _flush(session)
    return row.name


def draft_of(row: Seal) -> SealDraft:
    return SealDraft(row.name, row.issuer, row.scope, row.about or "", row.website or "")


def award(
    session: Session,
    actor: Actor,
    *,
    seal_id: int,
    kind: SealHolder,
    holder_id: int,
    draft: AwardDraft,
    now: datetime,
) -> SealAward:
    """Somebody bears a seal. Raises NotFound, and Conflict naming the field: holder, valid_until, checked_on, valid_from."""
    seal = queries.one(session, seal_id)
    if seal is None:
        raise NotFound(GONE)
    holder = queries.holder(session, kind, holder_id)
    if holder is None:
        raise Conflict(NOBODY, "holder")
    _check_days(draft, now)
    row = SealAward(seal_id=seal_id, holder=kind, holder_id=holder_id, created_at=now, **_columns(draft))
    _check_others(session, row, draft)
    session.add(row)
    _flush(session)
    _record(session, actor, Act.ISSUED, seal, now, holder=holder, changes=_days(None, draft))
    return row


def renew(
    session: Session, actor: Actor, *, award_id: int, draft: AwardDraft, revision: int, now: datetime
) -> SealAward:
    """Other days, another proof, checked anew; of an award that still stands as `revision`."""
    row = _unchanged_award(session, award_id, revision)
    _check_days(draft, now)
    before = AwardDraft(row.valid_from, row.valid_until, row.proof or "", row.checked_on, row.checked_by)
    if before == draft:
        return row
    _check_others(session, row, draft)
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    _flush(session)
    _tell(session, actor, Act.CONFIRMED, row, now, _days(before, draft))
    return row


def _check_others(session: Session, row: SealAward, draft: AwardDraft) -> None:
    """Nobody bears a seal twice on one day."""
    same = select(SealAward).where(
        SealAward.seal_id == row.seal_id, SealAward.holder == row.holder, SealAward.holder_id == row.holder_id
    )
    if any(_overlap(other, draft) for other in session.scalars(same) if other.id != row.id):
        raise Conflict(BEARS_ALREADY, "valid_from")


def withdraw(session: Session, actor: Actor, *, award_id: int, revision: int, now: datetime) -> None:
    """Nobody shows it any more; the journal keeps that it was."""
    row = _unchanged_award(session, award_id, revision)
    draft = AwardDraft(row.valid_from, row.valid_until, row.proof or "", row.checked_on, row.checked_by)
    _tell(
        session,
        actor,
        Act.WITHDRAWN,
        row,
        now,
        {name: (old, None) for name, (_none, old) in _days(None, draft).items()},
    )
    session.delete(row)
    _flush(session)


def _check_days(draft: AwardDraft, now: datetime) -> None:
    if draft.valid_until and draft.valid_until < draft.valid_from:
        raise Conflict(BACKWARDS, "valid_until")
    if draft.checked_on > clock.local(now).date():
        raise Conflict(FUTURE_CHECK, "checked_on")


def _overlap(row: SealAward, draft: AwardDraft) -> bool:
    starts_later = draft.valid_until is not None and row.valid_from > draft.valid_until
    ends_before = row.valid_until is not None and row.valid_until < draft.valid_from
    return not (starts_later or ends_before)


def _columns(draft: AwardDraft) -> dict[str, Any]:
    return {**asdict(draft), "proof": draft.proof or None}


def _days(before: AwardDraft | None, after: AwardDraft) -> dict[str, tuple[Any, Any]]:
    old, new = (asdict(before) if before else {}), asdict(after)
    said = {name: (old.get(name), new[name]) for name in new if old.get(name) != new[name]}
    return {name: (_plain(was), _plain(is_)) for name, (was, is_) in said.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _changes(before: SealDraft | None, after: SealDraft) -> dict[str, tuple[Any, Any]]:
    old, new = (before.columns() if before else {}), after.columns()
    return {name: (_short(old.get(name)), _short(new[name])) for name in new if old.get(name) != new[name]}


def _short(value: str | None) -> str | None:
    return text.one_line(value, SHORT) if value else None


def _check_name(session: Session, seal_id: int | None, name: str) -> None:
    if session.scalar(select(Seal.id).where(Seal.name == name)) not in (None, seal_id):
        raise Conflict(TAKEN, "name")


def _free_slug(session: Session, name: str) -> str:
    base = text.slugify(name, 70)
    taken = set(session.scalars(select(Seal.slug).where(Seal.slug.startswith(base, autoescape=True))))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(one for one in numbered if one not in taken)


def _unchanged(session: Session, seal_id: int, revision: int) -> Seal:
    row = queries.one(session, seal_id)
    if row is None:
        raise NotFound(GONE)
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row


def _unchanged_award(session: Session, award_id: int, revision: int) -> SealAward:
    row = session.get(SealAward, award_id)
    if row is None:
        raise NotFound(NO_AWARD)
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row


def _tell(
    session: Session,
    actor: Actor,
    act: Act,
    row: SealAward,
    now: datetime,
    changes: dict[str, tuple[Any, Any]],
) -> None:
    seal, holder = session.get_one(Seal, row.seal_id), queries.holder(session, row.holder, row.holder_id)
    _record(session, actor, act, seal, now, holder=holder, changes=changes)


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    seal: Seal,
    now: datetime,
    *,
    holder: Holder | None = None,
    changes: dict[str, tuple[Any, Any]],
) -> None:
    note = f"{SEAL_HOLDER_LABELS[holder.kind]}: {holder.name}" if holder else None
    journal.record(
        session,
        actor,
        act,
        Thing.SEAL,
        thing_id=seal.id,
        title=seal.name,
        now=now,
        changes=changes,
        note=note,
    )
