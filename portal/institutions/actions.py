"""Decides about institutions: create, approve, refuse, ask back, trust, suspend, resume, rename. Each writes the journal and
leaves word for search and calendars where what is public changes. The letters are the doors' work. Flushes, never commits."""

from datetime import datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from portal import text
from portal.audit import journal
from portal.audit.outbox import note_change
from portal.errors import Conflict, NotAllowed
from portal.institutions import addresses
from portal.institutions.addresses import REDIRECTS
from portal.models import Institution, Offer, SlugRedirect
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import Step
from portal.vocabulary.people import InstitutionKind, Standing
from portal.vocabulary.workflow import Act, Thing

DECIDED = N_("Darüber ist schon entschieden. Bitte sehen Sie nach, was jetzt gilt.")
NO_REASON = N_("Bitte schreiben Sie, warum: Der Anbieter bekommt Ihre Worte zu lesen.")
NO_QUESTION = N_("Bitte schreiben Sie, was Sie wissen möchten.")
NO_NAME = N_("Bitte geben Sie den Namen ein.")
SAME_NAME = N_("Einen Anbieter mit diesem Namen gibt es schon.")


def create(
    session: Session,
    actor: Actor,
    *,
    name: str,
    kind: InstitutionKind,
    maintenance_email: str = "",
    now: datetime,
) -> Institution:
    """One that the office enters itself: nobody has to approve it, and it is public at once. Raises NotAllowed, and
    Conflict("name") for an empty name and for one that is there."""
    _allow(actor)
    name = text.one_line(name)[:300]
    if not name:
        raise Conflict(NO_NAME, "name")
    if session.scalar(select(exists().where(func.lower(Institution.name) == name.lower()))):
        raise Conflict(SAME_NAME, "name")
    institution = Institution(
        slug=addresses.free_slug(session, name),
        name=name,
        kind=kind,
        maintenance_email=text.one_line(maintenance_email)[:254] or None,
        standing=Standing.CONFIRMED,
        is_public=True,
        confirmed_at=now,
    )
    session.add(institution)
    session.flush()
    _note(session, actor, institution, Act.CREATED, now)
    return institution


def approve(session: Session, actor: Actor, *, institution: Institution, now: datetime) -> Institution:
    """An applicant may publish, and is public at once. Raises Conflict unless it is one."""
    _decide(actor, institution, Standing.APPLIED)
    institution.confirmed_at = now
    return _stand(session, actor, institution, Standing.CONFIRMED, Act.APPROVED, now)


def refuse(session: Session, actor: Actor, *, institution: Institution, reason: str, now: datetime) -> bool:
    """An applicant may not publish. It is deleted, unless somebody has begun an offer: then it is suspended, and nothing typed
    is lost. The accounts stay. Returns whether it was deleted: read what the letter needs before. Raises Conflict for an
    empty reason, and unless it is an applicant."""
    _decide(actor, institution, Standing.APPLIED)
    reason = _said(reason, NO_REASON)
    if session.scalar(select(exists().where(Offer.institution_id == institution.id))):
        _stand(session, actor, institution, Standing.SUSPENDED, Act.DISCARDED, now, reason)
        return False
    journal.record(
        session,
        actor,
        Act.DISCARDED,
        Thing.INSTITUTION,
        thing_id=institution.id,
        title=institution.name,
        now=now,
        note=reason,
    )
    session.flush()
    gone = institution.id
    session.expunge(institution)  # the database deletes what hangs on it
    session.execute(
        delete(SlugRedirect).where(SlugRedirect.thing == REDIRECTS, SlugRedirect.target_id == gone)
    )
    session.execute(delete(Institution).where(Institution.id == gone))
    return True


def ask_back(
    session: Session, actor: Actor, *, institution: Institution, question: str, now: datetime
) -> None:
    """The editors want to know more before they decide; it stays an applicant. Raises Conflict for an empty question."""
    _decide(actor, institution, Standing.APPLIED)
    _note(session, actor, institution, Act.COMMENTED, now, note=_said(question, NO_QUESTION))


def trust(session: Session, actor: Actor, *, institution: Institution, now: datetime) -> Institution:
    """From now on it publishes without review beforehand. Raises Conflict unless it is a confirmed one."""
    _decide(actor, institution, Standing.CONFIRMED)
    return _stand(session, actor, institution, Standing.TRUSTED, Act.CHANGED, now)


def distrust(session: Session, actor: Actor, *, institution: Institution, now: datetime) -> Institution:
    """From now on editors look before it publishes. Raises Conflict unless it is a trusted one."""
    _decide(actor, institution, Standing.TRUSTED)
    return _stand(session, actor, institution, Standing.CONFIRMED, Act.CHANGED, now)


def suspend(
    session: Session, actor: Actor, *, institution: Institution, reason: str, now: datetime
) -> Institution:
    """Neither it nor any of its offers is public any more, and its people may change nothing. Raises Conflict for an empty
    reason, and unless it was public."""
    _decide(actor, institution, Standing.CONFIRMED, Standing.TRUSTED)
    return _stand(
        session, actor, institution, Standing.SUSPENDED, Act.SUSPENDED, now, _said(reason, NO_REASON)
    )


def resume(session: Session, actor: Actor, *, institution: Institution, now: datetime) -> Institution:
    """A suspended institution is public again, with its published offers, and confirmed. Raises Conflict unless it is one."""
    _decide(actor, institution, Standing.SUSPENDED)
    return _stand(session, actor, institution, Standing.CONFIRMED, Act.RESTORED, now)


def rename(
    session: Session, actor: Actor, *, institution: Institution, name: str, now: datetime
) -> Institution:
    """A new name with an address after it; the old address leads to the new one. Raises Conflict("name") for an empty name."""
    _allow(actor)
    name = text.one_line(name)
    if not name:
        raise Conflict(NO_NAME, "name")
    before = {"name": institution.name, "slug": institution.slug}
    institution.name, institution.slug = name[:300], addresses.free_slug(session, name, institution.id)
    after = {"name": institution.name, "slug": institution.slug}
    if before["slug"] != institution.slug:
        addresses.lead(session, old_slug=before["slug"], institution=institution)
    changes = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    if changes:
        tell_all(session, institution.id)
        _note(session, actor, institution, Act.CHANGED, now, changes=changes)
    return institution


def tell_all(session: Session, institution_id: int) -> None:
    """All its published offers are to be shown anew, or hidden; nobody knows of the others."""
    of_it = (Offer.institution_id == institution_id, Offer.step == Step.PUBLISHED)
    note_change(session, session.scalars(select(Offer.id).where(*of_it)))


def _stand(
    session: Session,
    actor: Actor,
    institution: Institution,
    standing: Standing,
    act: Act,
    now: datetime,
    note: str | None = None,
) -> Institution:
    before, institution.standing = institution.standing, standing
    institution.is_public = standing in (Standing.CONFIRMED, Standing.TRUSTED)
    tell_all(session, institution.id)
    _note(
        session, actor, institution, act, now, note=note, changes={"standing": (before.value, standing.value)}
    )
    return institution


def _note(
    session: Session,
    actor: Actor,
    institution: Institution,
    act: Act,
    now: datetime,
    *,
    note: str | None = None,
    changes: dict[str, tuple[str, str]] | None = None,
) -> None:
    journal.record(
        session,
        actor,
        act,
        Thing.INSTITUTION,
        thing_id=institution.id,
        title=institution.name,
        now=now,
        institution_id=institution.id,
        changes=changes,
        note=note,
    )
    session.flush()


def _decide(actor: Actor, institution: Institution, *from_: Standing) -> None:
    _allow(actor)
    if institution.standing not in from_:
        raise Conflict(DECIDED, "standing")


def _allow(actor: Actor) -> None:
    if not policy.may(actor, Right.APPROVE_INSTITUTION):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")


def _said(typed: str, missing: str) -> str:
    words = text.clean(typed).strip()
    if not words:
        raise Conflict(missing, "reason")
    return words
