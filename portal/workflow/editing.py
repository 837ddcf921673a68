"""Work that is not public yet: begin, save, discard, comment. Flushes, never commits; every act writes the journal."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal import text as texts
from portal.audit import journal
from portal.errors import Conflict, NotAllowed
from portal.mail import wishes
from portal.models import Institution, Offer, OfferComment, OfferEdit
from portal.offers import differences, sheet_store
from portal.offers.differences import Change
from portal.offers.sheet import OfferSheet, digest
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.text import slugify
from portal.vocabulary.offers import Step
from portal.vocabulary.people import Standing
from portal.vocabulary.workflow import Act, ChangeKind, Thing, VersionKind
from portal.workflow import steps, versions
from portal.workflow.steps import Move, Stale

MOST_COMMENT = 5000


def begin(
    session: Session, actor: Actor, *, institution: Institution, sheet: OfferSheet, now: datetime
) -> Offer:
    """A new offer as a draft. Raises NotAllowed."""
    require(actor, Right.EDIT_OFFER, institution)
    offer = sheet_store.create(session, institution, sheet)
    version = versions.keep(session, actor, offer, sheet, VersionKind.DRAFT, now)
    session.add(
        OfferEdit(
            offer_id=offer.id,
            version=version,
            author_id=actor.user_id,
            change_kinds=[ChangeKind.NEW.value],
        )
    )
    note(session, actor, Act.CREATED, offer, now)
    session.flush()
    return offer


def save(
    session: Session, actor: Actor, *, offer: Offer, sheet: OfferSheet, opened: str, now: datetime
) -> OfferEdit | None:
    """Keep a content as the pending work; None when it is just what is public.

    `opened` is the digest of the content that the form was opened with. Raises Stale when another one was saved since,
    NotAllowed, IllegalStep.
    """
    require(actor, Right.EDIT_OFFER, offer.institution)
    ground = versions.ground(session, offer, now)
    wanted = digest(sheet)
    if wanted == digest(ground.sheet):
        return ground.edit
    if opened != digest(ground.sheet):
        base = versions.by_digest(session, offer, opened)
        raise Stale(theirs=ground.sheet, base=base or ground.sheet)
    if ground.public is not None and wanted == ground.public.digest:
        if ground.edit is not None:
            discard(session, actor, offer=offer, now=now)
        return None
    edit = ground.edit or OfferEdit(offer_id=offer.id, base=ground.public, step=Step.DRAFT)
    steps.check(steps.WORK, Move.SAVE, edit.step)
    edit.version = versions.keep(session, actor, offer, sheet, VersionKind.DRAFT, now)
    edit.change_kinds = change_kinds(versions.sheet_of(ground.public) if ground.public else None, sheet)
    edit.approved_at, edit.approved_by_id = None, None
    if not actor.is_editor:
        edit.author_id = actor.user_id
        edit.step = Step.DRAFT
    elif edit.author_id is None:
        edit.author_id = actor.user_id
    session.add(edit)
    mirror(offer, edit, sheet)
    note(session, actor, Act.SAVED, offer, now)
    session.flush()
    return edit


def discard(session: Session, actor: Actor, *, offer: Offer, now: datetime) -> None:
    """Give up the pending work; its versions stay. What was never public goes to the archive. Raises IllegalStep."""
    require(actor, Right.EDIT_OFFER, offer.institution)
    edit = versions.edit_of(session, offer)
    if edit is None:
        raise steps.IllegalStep("Es gibt keine offene Änderung.")
    steps.check(steps.WORK, Move.DISCARD, edit.step)
    session.delete(edit)
    if not versions.was_public(offer):
        offer.step = Step.ARCHIVED
    note(session, actor, Act.DISCARDED, offer, now)
    session.flush()


def comment(session: Session, actor: Actor, *, offer: Offer, text: str, now: datetime) -> OfferComment:
    """A word to the other side. Raises Conflict for an empty or endless one."""
    require(actor, Right.EDIT_OFFER, offer.institution)
    said = add_comment(session, actor, offer, text, now)
    wishes.want(session, "commented", offer_id=offer.id, actor_id=actor.user_id, text=said.text)
    note(session, actor, Act.COMMENTED, offer, now)
    return said


def add_comment(
    session: Session, actor: Actor, offer: Offer, text: str, now: datetime, *, is_reason: bool = False
) -> OfferComment:
    """Store a comment, checked and cleaned."""
    said = texts.clean(text).strip()
    if not said:
        raise Conflict("Bitte schreiben Sie ein paar Worte.", "text")
    if len(said) > MOST_COMMENT:
        raise Conflict(f"Bitte kürzen Sie den Text auf höchstens {MOST_COMMENT} Zeichen.", "text")
    row = OfferComment(
        offer_id=offer.id,
        author_id=actor.user_id,
        author_name=actor.name,
        is_editorial=actor.is_editor,
        is_reason=is_reason,
        text=said,
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row


def require(actor: Actor | None, right: Right, institution: Institution) -> None:
    """Raises NotAllowed unless the actor has the right and the institution is not suspended."""
    if not policy.may(actor, right, institution.id):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")
    if institution.standing is Standing.SUSPENDED and not (actor and actor.is_editor):
        raise NotAllowed("Dieser Anbieter ist zurzeit gesperrt. Bitte fragen Sie das Bildungsbüro.")


def mirror(offer: Offer, edit: OfferEdit, sheet: OfferSheet) -> None:
    """Lists show title, kind and step of an offer that never was public from its own row."""
    if not versions.was_public(offer):
        offer.title, offer.kind, offer.slug = sheet.title, sheet.kind, slugify(sheet.title, 100)
        offer.step = edit.step


def change_kinds(public: OfferSheet | None, sheet: OfferSheet) -> list[str]:
    """What a pending content touches, for the queue."""
    if public is None:
        return [ChangeKind.NEW.value]
    return sorted(kind.value for kind in differences.kinds(differences.compare(public, sheet)))


def note(
    session: Session,
    actor: Actor | None,
    act: Act,
    offer: Offer,
    now: datetime,
    *,
    changes: tuple[Change, ...] = (),
    remark: str | None = None,
) -> None:
    """A line in the journal, with the fields that changed in short."""
    short: dict[str, tuple[Any, Any]] = {}
    for one in changes[:60]:
        short[".".join(one.key)[:120]] = (in_short(one.before), in_short(one.after))
    journal.record(
        session,
        actor,
        act,
        Thing.OFFER,
        thing_id=offer.id,
        title=offer.title,
        now=now,
        institution_id=offer.institution_id,
        changes=short,
        note=remark,
    )


def in_short(value: Any) -> Any:
    """A value as the journal keeps it: JSON, at most a line."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return texts.one_line(str(value), 160)
