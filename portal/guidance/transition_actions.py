"""Writes guides: every save is kept as a version and leaves a line in the journal. Flushes, never commits."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit import journal, saving, versions
from portal.errors import Conflict, NotFound
from portal.guidance import transition_queries, wayfinder
from portal.guidance.transition_drafts import (
    STEP_LISTS,
    STEP_TEXTS,
    TEXTS,
    StepDraft,
    TransitionDraft,
    draft_of,
)
from portal.models import Body, Transition, TransitionStep
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

MOST_STEPS = 20
SHORT = 120  # characters of a text in the journal
TAKEN = N_("Diese Adresse hat schon ein anderer Übergang. Bitte wählen Sie eine andere.")
CHANGED = N_("Diesen Übergang hat inzwischen jemand anders geändert.")
TOO_MANY = N_("Ein Übergang hat höchstens 20 Schritte. Bitte nehmen Sie welche heraus.")
ASTRAY = N_("Der Wegweiser führt in die Irre. Bitte prüfen Sie seine Fragen.")
EMPTY = N_("Bitte legen Sie zuerst einen Schritt an: Ohne Schritte hilft die Seite niemandem.")
_flush = partial(saving.flush, changed=CHANGED, taken=(TAKEN, "slug"))


def add(session: Session, actor: Actor, *, slug: str, draft: TransitionDraft, now: datetime) -> Transition:
    """A new guide, not public yet. Raises Conflict naming the field: slug, steps, wayfinder."""
    _check(draft)
    if session.scalar(select(Transition.id).where(Transition.slug == slug)):
        raise Conflict(TAKEN, "slug")
    last = session.scalar(select(func.max(Transition.position)))
    row = Transition(slug=slug, is_public=False, position=0 if last is None else last + 1)
    fill(session, row, draft)
    session.add(row)
    _flush(session)
    versions.keep(session, actor, Thing.TRANSITION, row.id, content=draft.content(), now=now)
    _record(session, actor, Act.CREATED, row, now)
    return row


def revise(
    session: Session,
    actor: Actor,
    *,
    transition_id: int,
    draft: TransitionDraft,
    revision: int,
    now: datetime,
    note: str = "",
) -> Transition:
    """Change texts, steps and questions of a guide that still stands as `revision`; a public one changes for everybody.
    Raises NotFound, Conflict("revision") when somebody else was faster, and what `add` raises."""
    row = _unchanged(session, transition_id, revision)
    _check(draft)
    before = draft_of(row)
    if draft == before and not note:
        return row
    found = versions.Found(before.content(), row.updated_at)
    with session.no_autoflush:  # one save, one revision
        fill(session, row, draft)
    row.updated_at = now
    _flush(session)
    versions.keep(
        session, actor, Thing.TRANSITION, row.id, content=draft.content(), now=now, found=found, note=note
    )
    act = Act.RESTORED if note else Act.CHANGED
    _record(session, actor, act, row, now, changes=differences(before, draft))
    return row


def publish(
    session: Session, actor: Actor, *, transition_id: int, revision: int, is_public: bool, now: datetime
) -> Transition:
    """Show it to everybody or to nobody. Raises as `revise` does, and Conflict when it has no step."""
    row = _unchanged(session, transition_id, revision)
    if is_public and not row.steps:
        raise Conflict(EMPTY, "steps")
    if row.is_public != is_public:
        row.is_public = is_public
        _flush(session)
        _record(session, actor, Act.PUBLISHED if is_public else Act.WITHDRAWN, row, now)
    return row


def restore(
    session: Session, actor: Actor, *, transition_id: int, number: int, revision: int, now: datetime
) -> Transition:
    """Make an earlier version the present one, as a new version. Raises as `revise` does."""
    kept = versions.one(session, Thing.TRANSITION, transition_id, number)
    if kept is None:
        raise NotFound("Diese Fassung gibt es nicht.")
    return revise(
        session,
        actor,
        transition_id=transition_id,
        draft=TransitionDraft.of_content(kept.content),
        revision=revision,
        now=now,
        note=versions.RESTORED,
    )


def remove(session: Session, actor: Actor, *, transition_id: int, revision: int, now: datetime) -> str:
    """Delete a guide with its steps and versions; its name. Raises as `revise` does."""
    row = _unchanged(session, transition_id, revision)
    name = row.name
    _record(session, actor, Act.DELETED, row, now, changes=differences(draft_of(row), None))
    versions.forget(session, Thing.TRANSITION, row.id)
    session.delete(row)
    _flush(session)
    return name


def differences(before: TransitionDraft, after: TransitionDraft | None) -> dict[str, tuple[Any, Any]]:
    """What changed, short, for the journal; after a deletion nothing comes."""
    old, new = before.content(), after.content() if after else {}
    return {
        name: (_short(old[name]), _short(new.get(name)))
        for name in old
        if (old[name] or None) != (new.get(name) or None)
    }


def _short(value: Any) -> Any:
    """Texts cut; of steps and questions their titles."""
    if isinstance(value, list):
        return [one.get("title") or one.get("text") if isinstance(one, dict) else one for one in value]
    return value[: SHORT - 1] + "…" if isinstance(value, str) and len(value) > SHORT else value


def _check(draft: TransitionDraft) -> None:
    if len(draft.steps) > MOST_STEPS:
        raise Conflict(TOO_MANY, "steps")
    if wayfinder.problems(draft.wayfinder):
        raise Conflict(ASTRAY, "wayfinder")


def fill(session: Session, row: Transition, draft: TransitionDraft) -> None:
    """What a draft says, into a row and its steps; a body that is gone since is left out."""
    row.name, row.title, row.lead = draft.name, draft.title, draft.lead
    for name in TEXTS:
        setattr(row, name, getattr(draft, name) or None)
    row.life_phases, row.focus = list(draft.life_phases), list(draft.focus)
    row.wayfinder = wayfinder.stored(draft.wayfinder)
    there = set(session.scalars(select(Body.id))) if any(step.body_id for step in draft.steps) else set()
    while len(row.steps) > len(draft.steps):
        row.steps.pop()
    for at, step in enumerate(draft.steps):
        if at == len(row.steps):
            row.steps.append(TransitionStep())
        _fill_step(row.steps[at], step, at, there)


def _fill_step(row: TransitionStep, step: StepDraft, position: int, bodies: set[int]) -> None:
    row.position, row.when, row.title = position, step.when, step.title
    for name in STEP_TEXTS:
        setattr(row, name, getattr(step, name) or None)
    row.body_id = step.body_id if step.body_id in bodies else None
    for name in STEP_LISTS:
        setattr(row, name, list(getattr(step, name)))


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    row: Transition,
    now: datetime,
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    journal.record(
        session, actor, act, Thing.TRANSITION, thing_id=row.id, title=row.name, now=now, changes=changes
    )


def _unchanged(session: Session, transition_id: int, revision: int) -> Transition:
    row = transition_queries.by_id(session, transition_id)
    if row is None:
        raise NotFound("Diesen Übergang gibt es nicht mehr.")
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row
