"""The profile of an institution, as its people and the editors change it. The address of its page stays when the name changes:
only `actions.rename` moves it. Flushes, never commits."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal import text
from portal.audit import journal
from portal.errors import Conflict, NotAllowed, NotFound
from portal.institutions import actions
from portal.models import Institution
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.labels import N_
from portal.vocabulary.people import InstitutionKind
from portal.vocabulary.workflow import Act, Thing

CHANGED = N_("Dieses Profil hat inzwischen jemand anders geändert.")
SHOWN = 300  # characters of a long text in the journal


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that an institution says of itself; fields as in models.Institution. Empty texts are stored as nothing."""

    name: str
    short_name: str = ""
    kind: InstitutionKind | None = None
    summary: str = ""
    description: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    district_id: int | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    opening_hours: str = ""
    maintenance_email: str = ""


NAMES = tuple(field.name for field in fields(Profile))


def profile_of(institution: Institution) -> Profile:
    """What is stored, in the shape of the form."""
    values: dict[str, Any] = {name: getattr(institution, name) for name in NAMES}
    texts = {name: "" for name in NAMES if _is_text(name) and values[name] is None}
    return Profile(**{**values, **texts})


def revise(
    session: Session, actor: Actor, *, institution_id: int, profile: Profile, revision: int, now: datetime
) -> Institution:
    """Change a profile that still stands as `revision`; saying it again confirms it. All its offers are shown anew. Raises
    NotFound, NotAllowed, and Conflict("revision") when somebody else was faster."""
    if not policy.may(actor, Right.EDIT_INSTITUTION, institution_id):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")
    row = session.get(Institution, institution_id)
    if row is None:
        raise NotFound("Diesen Anbieter gibt es nicht mehr.")
    _claim(session, row, revision)
    before = profile_of(row)
    for name in NAMES:
        setattr(row, name, getattr(profile, name) or None)
    row.confirmed_at = now
    session.flush()
    changes = differing(before, profile_of(row))
    actions.tell_all(session, row.id)
    journal.record(
        session,
        actor,
        Act.CHANGED if changes else Act.CONFIRMED,
        Thing.INSTITUTION,
        thing_id=row.id,
        title=row.name,
        now=now,
        institution_id=row.id,
        changes=changes,
    )
    session.flush()
    return row


def differing(before: Profile, after: Profile) -> dict[str, tuple[Any, Any]]:
    """The fields in which two profiles differ, with both values in short."""
    return {
        name: (_short(getattr(before, name)), _short(getattr(after, name)))
        for name in NAMES
        if getattr(before, name) != getattr(after, name)
    }


def _claim(session: Session, row: Institution, revision: int) -> None:
    """Of two who save in the same moment the database lets one through."""
    claimed = session.execute(
        update(Institution)
        .where(Institution.id == row.id, Institution.revision == revision)
        .values(revision=revision + 1)
        .returning(Institution.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not claimed:
        raise Conflict(CHANGED, "revision")
    session.refresh(row)


def _is_text(name: str) -> bool:
    return name not in ("kind", "district_id")


def _short(value: Any) -> Any:
    return text.one_line(value, SHOWN) if isinstance(value, str) else value
