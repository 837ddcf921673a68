"""Writes semesters: every save leaves a line in the journal. Flushes, never commits."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import journal, saving
from portal.errors import Conflict, NotFound
from portal.lectures import semesters
from portal.models import Offer, Semester, SemesterItem
from portal.permissions.policy import Actor
from portal.text import slugify
from portal.vocabulary.labels import N_
from portal.vocabulary.lectures import SEMESTER_KIND_LABELS, SemesterKind
from portal.vocabulary.workflow import Act, Thing

MOST_CHOSEN = 60
LONGEST, LONGEST_COMPACT = 366, 31  # days
SHORT = 120  # characters of a text in the journal
BACKWARDS = N_("Der letzte Tag liegt vor dem ersten.")
TOO_LONG = N_("Ein Semester dauert höchstens ein Jahr. Bitte prüfen Sie die Jahreszahl.")
TOO_LONG_COMPACT = N_(
    "Eine Herbst- oder Frühlingsuniversität dauert höchstens 31 Tage. Bitte prüfen Sie den Zeitraum."
)
OVERLAPS = N_("In dieser Zeit liegt schon ein anderes Semester. Bitte ändern Sie einen der beiden Zeiträume.")
TOO_MANY = N_("Bitte wählen Sie höchstens 60 Veranstaltungen aus.")
NOTHING = N_(
    "Bitte wählen Sie zuerst mindestens eine Veranstaltung aus. Bis dahin bleibt der Haken bei „Öffentlich“ weg."
)
CHANGED = N_("Dieses Semester hat inzwischen jemand anders geändert.")
TAKEN = N_("Ein Semester mit diesem Namen gibt es schon. Bitte geben Sie einen anderen Titel ein.")
TEXTS = ("title_en", "intro", "intro_en")
_flush = partial(saving.flush, changed=CHANGED, taken=(TAKEN, "title"))


@dataclass(frozen=True, slots=True)
class SemesterDraft:
    """What editors say of a semester. `offer_ids` count only for a compact one."""

    kind: SemesterKind
    title: str
    first_day: date
    last_day: date
    title_en: str = ""
    intro: str = ""
    intro_en: str = ""
    is_public: bool = False
    offer_ids: tuple[int, ...] = ()

    @property
    def chosen(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.offer_ids)) if self.kind.is_compact else ()


def draft_of(row: Semester) -> SemesterDraft:
    """A stored semester as its form fills it in."""
    return SemesterDraft(
        kind=row.kind,
        title=row.title,
        first_day=row.first_day,
        last_day=row.last_day,
        title_en=row.title_en or "",
        intro=row.intro or "",
        intro_en=row.intro_en or "",
        is_public=row.is_public,
        offer_ids=tuple(item.offer_id for item in row.items),
    )


def add(session: Session, actor: Actor, *, draft: SemesterDraft, now: datetime) -> Semester:
    """A new semester. Its address is made of its title once and stays. Raises Conflict naming the field: first_day, last_day,
    numbers, title."""
    _check(session, None, draft)
    row = Semester(slug=_free_slug(session, draft))
    _fill(session, row, draft)
    session.add(row)
    _flush(session)
    _record(session, actor, Act.CREATED, row, now)
    return row


def revise(
    session: Session, actor: Actor, *, semester_id: int, draft: SemesterDraft, revision: int, now: datetime
) -> Semester:
    """Change a semester that still stands as `revision`. Raises NotFound, Conflict("revision") when somebody else was faster,
    and what `add` raises."""
    row = _unchanged(session, semester_id, revision)
    _check(session, semester_id, draft)
    before = draft_of(row)
    if draft == before:
        return row
    with session.no_autoflush:  # one save, one revision
        _fill(session, row, draft)
    row.updated_at = now
    _flush(session)
    act = Act.CHANGED
    if before.is_public != draft.is_public:
        act = Act.PUBLISHED if draft.is_public else Act.WITHDRAWN
    _record(session, actor, act, row, now, changes=_differences(before, draft))
    return row


def remove(session: Session, actor: Actor, *, semester_id: int, revision: int, now: datetime) -> str:
    """Delete a semester, not its lectures; its title. Raises as `revise` does."""
    row = _unchanged(session, semester_id, revision)
    title = row.title
    _record(session, actor, Act.DELETED, row, now)
    session.delete(row)
    _flush(session)
    return title


def _check(session: Session, semester_id: int | None, draft: SemesterDraft) -> None:
    days = (draft.last_day - draft.first_day).days + 1
    if days < 1:
        raise Conflict(BACKWARDS, "last_day")
    if draft.kind.is_compact and days > LONGEST_COMPACT:
        raise Conflict(TOO_LONG_COMPACT, "last_day")
    if days > LONGEST:
        raise Conflict(TOO_LONG, "last_day")
    if len(draft.chosen) > MOST_CHOSEN:
        raise Conflict(TOO_MANY, "numbers")
    if draft.kind.is_compact and draft.is_public and not draft.chosen:
        raise Conflict(NOTHING, "numbers")
    if not draft.kind.is_compact and _is_taken(session, semester_id, draft):
        raise Conflict(OVERLAPS, "first_day")


def _is_taken(session: Session, semester_id: int | None, draft: SemesterDraft) -> bool:
    """Whether another regular semester has one of these days: a date then would be in two of them."""
    same_days = select(Semester.id).where(
        Semester.kind == SemesterKind.REGULAR,
        Semester.first_day <= draft.last_day,
        Semester.last_day >= draft.first_day,
    )
    return bool(set(session.scalars(same_days)) - {semester_id})


def _free_slug(session: Session, draft: SemesterDraft) -> str:
    wanted = draft.title
    if draft.kind.is_compact:
        wanted = f"{SEMESTER_KIND_LABELS[draft.kind]} {draft.first_day.year}"
    wanted = slugify(wanted, 60)
    taken = set(session.scalars(select(Semester.slug).where(Semester.slug.startswith(wanted))))
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := wanted if number == 1 else f"{wanted}-{number}") not in taken
    )


def _fill(session: Session, row: Semester, draft: SemesterDraft) -> None:
    row.kind, row.title = draft.kind, draft.title
    row.first_day, row.last_day, row.is_public = draft.first_day, draft.last_day, draft.is_public
    for name in TEXTS:
        setattr(row, name, getattr(draft, name) or None)
    _choose(session, row, draft.chosen)


def _choose(session: Session, row: Semester, offer_ids: Iterable[int]) -> None:
    """The items in this order; offers that do not exist are left out."""
    wanted = list(offer_ids)
    there = set(session.scalars(select(Offer.id).where(Offer.id.in_(wanted)))) if wanted else set()
    known = {item.offer_id: item for item in row.items}
    kept = [known.get(each) or SemesterItem(offer_id=each) for each in wanted if each in there]
    for position, item in enumerate(kept):
        item.position = position
    if [item.offer_id for item in row.items] != [item.offer_id for item in kept]:
        row.items = kept


def _differences(before: SemesterDraft, after: SemesterDraft) -> dict[str, tuple[Any, Any]]:
    old, new = asdict(before), asdict(after)
    return {name: (_short(old[name]), _short(new[name])) for name in new if old[name] != new[name]}


def _short(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value[: SHORT - 1] + "…" if isinstance(value, str) and len(value) > SHORT else value


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    row: Semester,
    now: datetime,
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    journal.record(
        session, actor, act, Thing.SEMESTER, thing_id=row.id, title=row.title, now=now, changes=changes
    )


def _unchanged(session: Session, semester_id: int, revision: int) -> Semester:
    row = semesters.by_id(session, semester_id)
    if row is None:
        raise NotFound("Dieses Semester gibt es nicht mehr.")
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row
