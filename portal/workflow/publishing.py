"""What makes an offer public or takes it away: submit, approve, send back, change at once, withdraw, archive, restore, confirm,
publish when due. Flushes, never commits; every act writes the journal and tells search and calendars through the outbox."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.attendance import publishing as registrations
from portal.errors import Conflict
from portal.mail import wishes
from portal.models import Offer, OfferEdit, OfferVersion
from portal.offers import differences, outbox, sheet_store
from portal.offers.completeness import missing_for_submission
from portal.offers.sheet import OfferSheet, digest
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.town import settings
from portal.vocabulary.offers import Step
from portal.vocabulary.people import Standing
from portal.vocabulary.workflow import WAS_PUBLIC, Act, ChangeKind, VersionKind
from portal.workflow import steps, versions
from portal.workflow.editing import add_comment, change_kinds, mirror, note, require, save
from portal.workflow.steps import IllegalStep, Move, Outcome
from portal.workflow.versions import Ground

PUBLIC_STANDINGS = frozenset({Standing.CONFIRMED, Standing.TRUSTED})


def submit(
    session: Session, actor: Actor, *, offer: Offer, now: datetime, publish_at: datetime | None = None
) -> Outcome:
    """Hand the pending work in. Who may publish does so by it; minor changes of a confirmed provider take effect at once.

    `publish_at` is the earliest moment of publication. Raises NotAllowed, IllegalStep, Conflict for what is missing.
    """
    require(actor, Right.EDIT_OFFER, offer.institution)
    ground = versions.ground(session, offer, now)
    if ground.edit is None:
        return Outcome.NOTHING
    steps.check(steps.WORK, Move.SUBMIT, ground.edit.step)
    require_complete(ground)
    if may_publish(actor, offer):
        return _publish_or_schedule(session, actor, offer, ground, now, publish_at)
    is_minor = _apply_minor(session, actor, offer, ground, now)
    if is_minor:
        ground = versions.ground(session, offer, now)
        if ground.public is not None and digest(ground.sheet) == ground.public.digest:
            _finish(session, ground.edit)
            return Outcome.MINOR
    _hand_in(session, actor, offer, ground, now, publish_at)
    return Outcome.MINOR_AND_SUBMITTED if is_minor else Outcome.SUBMITTED


def may_publish(actor: Actor, offer: Offer) -> bool:
    """Whether this person's submission needs no review by somebody else: editors, and people of trusted institutions."""
    if policy.may(actor, Right.PUBLISH):
        return offer.institution.standing in PUBLIC_STANDINGS
    return offer.institution.standing is Standing.TRUSTED and policy.may(
        actor, Right.EDIT_OFFER, offer.institution_id
    )


def require_complete(ground: Ground) -> None:
    """Raises Conflict naming the first field without which nobody can use the offer; what the public version lacks as well
    holds nothing up."""
    public = versions.sheet_of(ground.public) if ground.public else None
    for missing in missing_for_submission(ground.sheet, public):
        raise Conflict(missing.message, missing.field)


def _hand_in(
    session: Session, actor: Actor, offer: Offer, ground: Ground, now: datetime, publish_at: datetime | None
) -> None:
    edit = ground.edit
    assert edit is not None
    edit.version = versions.keep(session, actor, offer, ground.sheet, VersionKind.SUBMITTED, now)
    public = versions.sheet_of(ground.public) if ground.public else None
    edit.change_kinds = change_kinds(public, ground.sheet)  # without what just took effect at once
    edit.step, edit.submitted_at, edit.publish_at = Step.SUBMITTED, now, publish_at
    edit.approved_at, edit.approved_by_id, edit.author_id = None, None, actor.user_id
    mirror(offer, edit, ground.sheet)
    note(session, actor, Act.SUBMITTED, offer, now)
    for kind in ("submitted", "received"):
        wishes.want(session, kind, offer_id=offer.id, actor_id=actor.user_id)
    session.flush()


def _apply_minor(session: Session, actor: Actor, offer: Offer, ground: Ground, now: datetime) -> bool:
    """Publish what of the pending work is minor; whether anything was."""
    if (
        ground.public is None
        or offer.step is not Step.PUBLISHED
        or offer.institution.standing is Standing.APPLIED
    ):
        return False
    live = versions.sheet_of(ground.public)
    minor = differences.only(live, ground.sheet, settings.minor_changes(session))
    if digest(minor) == ground.public.digest:
        return False
    _make_public(session, actor, offer, minor, VersionKind.MINOR, now, is_to_see=True)
    return True


def _publish_or_schedule(
    session: Session, actor: Actor, offer: Offer, ground: Ground, now: datetime, publish_at: datetime | None
) -> Outcome:
    edit = ground.edit
    assert edit is not None
    is_to_see = not policy.may(actor, Right.REVIEW)
    if publish_at is not None and publish_at > now:
        edit.step, edit.submitted_at = Step.SUBMITTED, edit.submitted_at or now
        edit.approved_at, edit.approved_by_id, edit.publish_at = now, actor.user_id, publish_at
        mirror(offer, edit, ground.sheet)
        note(session, actor, Act.SCHEDULED, offer, now)
        session.flush()
        return Outcome.SCHEDULED
    _make_public(session, actor, offer, ground.sheet, VersionKind.PUBLISHED, now, is_to_see=is_to_see)
    _finish(session, edit)
    return Outcome.PUBLISHED


def approve(
    session: Session, actor: Actor, *, offer: Offer, now: datetime, publish_at: datetime | None = None
) -> Outcome:
    """An editor's yes to the pending work: public now, or on the day that it is meant for.

    Raises Conflict while the institution itself waits for approval.
    """
    require(actor, Right.PUBLISH, offer.institution)
    ground = versions.ground(session, offer, now)
    if ground.edit is None:
        raise IllegalStep("Darüber ist schon entschieden.")
    steps.check(steps.WORK, Move.APPROVE, ground.edit.step)
    if offer.institution.standing not in PUBLIC_STANDINGS:
        raise Conflict("Bitte geben Sie zuerst den Anbieter frei.")
    require_complete(ground)
    author = ground.edit.author_id
    outcome = _publish_or_schedule(session, actor, offer, ground, now, publish_at or ground.edit.publish_at)
    note(session, actor, Act.APPROVED, offer, now)
    wishes.want(session, "approved", offer_id=offer.id, actor_id=actor.user_id, author_id=author)
    return outcome


def send_back(session: Session, actor: Actor, *, offer: Offer, reason: str, now: datetime) -> OfferEdit:
    """Return the pending work with a reason, which the provider reads word by word."""
    require(actor, Right.REVIEW, offer.institution)
    ground = versions.ground(session, offer, now)
    if ground.edit is None:
        raise IllegalStep("Darüber ist schon entschieden.")
    steps.check(steps.WORK, Move.SEND_BACK, ground.edit.step, reason)
    said = add_comment(session, actor, offer, reason, now, is_reason=True)
    edit = ground.edit
    edit.step, edit.approved_at, edit.approved_by_id = Step.RETURNED, None, None
    mirror(offer, edit, ground.sheet)
    note(session, actor, Act.RETURNED, offer, now, remark=said.text)
    wishes.want(
        session,
        "returned",
        offer_id=offer.id,
        actor_id=actor.user_id,
        author_id=edit.author_id,
        text=said.text,
    )
    session.flush()
    return edit


def change_at_once(
    session: Session,
    actor: Actor | None,
    *,
    offer: Offer,
    change: Callable[[OfferSheet], OfferSheet],
    now: datetime,
    remark: str | None = None,
) -> Outcome:
    """A change of the public version itself: a date called off or moved, free places. Pending work takes it over.

    `actor` None is whoever holds a signed link: free places only. What is not minor for this person goes to review instead.
    """
    if actor is not None:
        require(actor, Right.EDIT_OFFER, offer.institution)
    if not versions.was_public(offer):
        return _change_draft(session, actor, offer, change, now)
    steps.check(steps.PUBLIC, Move.CHANGE_AT_ONCE, offer.step)
    ground = versions.ground(session, offer, now)
    assert ground.public is not None
    live = versions.sheet_of(ground.public)
    wanted = change(live)
    touched = differences.kinds(differences.compare(live, wanted))
    if not touched:
        return Outcome.NOTHING
    if not touched <= _at_once(session, actor, offer):
        if actor is None:
            raise IllegalStep("Mit diesem Link geht das nicht.")
        save(session, actor, offer=offer, sheet=change(ground.sheet), opened=digest(ground.sheet), now=now)
        return submit(session, actor, offer=offer, now=now)
    is_to_see = actor is None or not actor.is_editor
    _make_public(session, actor, offer, wanted, VersionKind.MINOR, now, is_to_see=is_to_see, remark=remark)
    versions.ground(session, offer, now)
    return Outcome.MINOR


def _change_draft(
    session: Session,
    actor: Actor | None,
    offer: Offer,
    change: Callable[[OfferSheet], OfferSheet],
    now: datetime,
) -> Outcome:
    if actor is None:
        raise IllegalStep("Dieses Angebot ist noch nicht öffentlich.")
    ground = versions.ground(session, offer, now)
    save(session, actor, offer=offer, sheet=change(ground.sheet), opened=digest(ground.sheet), now=now)
    return Outcome.NOTHING


def _at_once(session: Session, actor: Actor | None, offer: Offer) -> frozenset[ChangeKind]:
    """What takes effect without review for this person."""
    if actor is None:
        return frozenset({ChangeKind.AVAILABILITY})
    if may_publish(actor, offer):
        return frozenset(ChangeKind)
    return settings.minor_changes(session) if offer.institution.standing in PUBLIC_STANDINGS else frozenset()


def _make_public(
    session: Session,
    actor: Actor | None,
    offer: Offer,
    sheet: OfferSheet,
    kind: VersionKind,
    now: datetime,
    *,
    is_to_see: bool = False,
    remark: str | None = None,
) -> OfferVersion:
    """Write a content into the tables and keep it as a version."""
    before = versions.public_version(session, offer, now)
    live = versions.sheet_of(before) if before else None
    changes = differences.compare(live, sheet) if live else ()
    registrations.prepare(session, offer, sheet)
    sheet_store.write(session, offer, sheet)
    offer.step = Step.PUBLISHED
    offer.withdrawn_reason = None
    offer.merged_into_id = None
    offer.published_at = offer.published_at or now
    offer.confirmed_at = now
    for run in offer.runs:
        run.published_at = run.published_at or now
    session.flush()
    registrations.follow(session, offer, live, now)
    # Read back: what is gone in the meantime (a place, a term) is not part of what is public.
    kept = versions.keep(
        session, actor, offer, sheet_store.read(offer), kind, now, note=remark, is_to_see=is_to_see
    )
    outbox.note_change(session, [offer.id])
    act = Act.RESTORED if kind is VersionKind.RESTORED else Act.PUBLISHED if not before else Act.CHANGED
    note(session, actor, act, offer, now, changes=changes, remark=remark)
    return kept


def _finish(session: Session, edit: OfferEdit | None) -> None:
    if edit is not None:
        session.delete(edit)
    session.flush()


def publish_due(session: Session, now: datetime) -> int:
    """Publish what was approved for a moment that has come; how many. Called by the job worker, which commits."""
    due = session.scalars(
        select(OfferEdit)
        .where(OfferEdit.approved_at.is_not(None), OfferEdit.publish_at <= now)
        .order_by(OfferEdit.publish_at)
        .limit(100)
    ).all()
    done = 0
    for edit in due:
        offer = sheet_store.offer(session, edit.offer_id)
        if offer is None or offer.institution.standing not in PUBLIC_STANDINGS:
            continue
        ground, author = versions.ground(session, offer, now), edit.author_id
        _make_public(session, None, offer, ground.sheet, VersionKind.PUBLISHED, now)
        _finish(session, edit)
        wishes.want(session, "published", offer_id=offer.id, author_id=author)
        done += 1
    return done


def withdraw(session: Session, actor: Actor, *, offer: Offer, reason: str, now: datetime) -> None:
    """Take the offer out of the public; its address says so, its calendar entries are called off."""
    require(actor, Right.EDIT_OFFER, offer.institution)
    steps.check(steps.PUBLIC, Move.WITHDRAW, offer.step, reason)
    registrations.require_nobody_left(session, offer, now)
    versions.public_version(session, offer, now)
    offer.step, offer.withdrawn_reason = Step.WITHDRAWN, reason.strip()[:2000]
    outbox.note_change(session, [offer.id])
    note(session, actor, Act.WITHDRAWN, offer, now, remark=offer.withdrawn_reason)
    session.flush()


def archive(
    session: Session, actor: Actor, *, offer: Offer, now: datetime, remark: str | None = None
) -> None:
    """Put an offer away; its versions stay and it can be restored."""
    require(actor, Right.REVIEW, offer.institution)
    steps.check(steps.PUBLIC, Move.ARCHIVE, offer.step)
    registrations.require_nobody_left(session, offer, now)
    versions.public_version(session, offer, now)
    edit = versions.edit_of(session, offer)
    if edit is not None:
        session.delete(edit)
    offer.step = Step.ARCHIVED
    outbox.note_change(session, [offer.id])
    note(session, actor, Act.ARCHIVED, offer, now, remark=remark)
    session.flush()


def restore(session: Session, actor: Actor, *, offer: Offer, version: OfferVersion, now: datetime) -> Outcome:
    """Make an earlier version the content again: public at once by who may publish, else as pending work."""
    require(actor, Right.EDIT_OFFER, offer.institution)
    if version.offer_id != offer.id:
        raise IllegalStep("Diese Fassung gehört zu einem anderen Angebot.")
    sheet = versions.sheet_of(version)
    if policy.may(actor, Right.PUBLISH) and version.kind in WAS_PUBLIC:
        if offer.institution.standing not in PUBLIC_STANDINGS:
            raise Conflict("Bitte geben Sie zuerst den Anbieter frei.")
        _make_public(session, actor, offer, sheet, VersionKind.RESTORED, now)
        versions.ground(session, offer, now)
        return Outcome.PUBLISHED
    ground = versions.ground(session, offer, now)
    if ground.edit is None:
        edit = OfferEdit(offer_id=offer.id, base=ground.public, author_id=actor.user_id, step=Step.DRAFT)
        edit.version = versions.keep(session, actor, offer, sheet, VersionKind.DRAFT, now)
        edit.change_kinds = change_kinds(versions.sheet_of(ground.public) if ground.public else None, sheet)
        session.add(edit)
        mirror(offer, edit, sheet)
        note(session, actor, Act.SAVED, offer, now)
        session.flush()
    else:
        save(session, actor, offer=offer, sheet=sheet, opened=digest(ground.sheet), now=now)
    return Outcome.NOTHING


def confirm(session: Session, actor: Actor | None, *, offers: Iterable[Offer], now: datetime) -> int:
    """ "Gilt noch": the offers are right as they are; how many. `actor` None is whoever holds the signed link."""
    confirmed = []
    for offer in offers:
        if actor is not None:
            require(actor, Right.EDIT_OFFER, offer.institution)
        steps.check(steps.PUBLIC, Move.CONFIRM, offer.step)
        offer.confirmed_at = now
        flag_modified(offer, "updated_at")  # to hold still is no change: feeds and digests do not tell it
        note(session, actor, Act.CONFIRMED, offer, now)
        confirmed.append(offer.id)
    outbox.note_change(session, confirmed)
    session.flush()
    return len(confirmed)


def mark_seen(
    session: Session, actor: Actor, *, offer: Offer, now: datetime, until: int | None = None
) -> int:
    """An editor has looked at what went public without review, up to a version's number; how many versions."""
    require(actor, Right.REVIEW, offer.institution)
    wanted = select(OfferVersion).where(OfferVersion.offer_id == offer.id, OfferVersion.is_to_see)
    if until is not None:
        wanted = wanted.where(OfferVersion.number <= until)
    waiting = session.scalars(wanted).all()
    for version in waiting:
        version.is_to_see, version.seen_at, version.seen_by_id = False, now, actor.user_id
    if waiting:
        note(session, actor, Act.SEEN, offer, now)
    session.flush()
    return len(waiting)
