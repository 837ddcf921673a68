"""Writes collections: every save is kept as a version and leaves a line in the journal. Flushes, never commits."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.audit import journal, saving, versions
from portal.errors import Conflict, NotFound
from portal.models import Collection, CollectionItem, Image, Offer, SlugRedirect, Term
from portal.pages import collections
from portal.pages.drafts import TEXTS, CollectionDraft, draft_of
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.terms import Scheme
from portal.vocabulary.workflow import Act, Thing

MOST_PICKED = 60
SHORT = 120  # characters of a text in the journal
TAKEN = N_("Diese Adresse hat schon eine andere Themenseite. Bitte wählen Sie eine andere.")
TOPICS_OWN = N_("Diese Adresse gehört einem Thema. Bitte wählen Sie eine andere.")
BACKWARDS = N_("Der letzte Tag liegt vor dem ersten.")
TOO_MANY = N_("Eine Themenseite zeigt höchstens 60 Angebote. Bitte nehmen Sie welche heraus.")
CHANGED = N_("Diese Themenseite hat inzwischen jemand anders geändert.")
EMPTY = N_("Bitte sagen Sie zuerst, welche Angebote die Seite zeigt: eine Suche oder eine Auswahl von Hand.")
_flush = partial(saving.flush, changed=CHANGED, taken=(TAKEN, "slug"))


def add(session: Session, actor: Actor, *, draft: CollectionDraft, now: datetime) -> Collection:
    """A new draft. Raises Conflict naming the field: slug, last_day, picks."""
    _check(session, None, draft)
    row = Collection()
    _fill(session, row, draft)
    session.add(row)
    _flush(session)
    versions.keep(session, actor, Thing.COLLECTION, row.id, content=draft.content(), now=now)
    _record(session, actor, Act.CREATED, row, now)
    return row


def revise(
    session: Session,
    actor: Actor,
    *,
    collection_id: int,
    draft: CollectionDraft,
    revision: int,
    now: datetime,
    note: str = "",
) -> Collection:
    """Change a collection that still stands as `revision`; a public one changes for everybody. An address that was public
    leads on to the new one. Raises NotFound, Conflict("revision") when somebody else was faster, and what `add` raises."""
    row = _unchanged(session, collection_id, revision)
    _check(session, collection_id, draft)
    before = draft_of(row)
    if draft == before and not note:
        return row
    found = versions.Found(before.content(), row.updated_at)
    if before.slug != draft.slug and row.is_public:
        _lead_on(session, row, before.slug)
    with session.no_autoflush:  # one save, one revision
        _fill(session, row, draft)
    row.updated_at = now
    _flush(session)
    versions.keep(
        session, actor, Thing.COLLECTION, row.id, content=draft.content(), now=now, found=found, note=note
    )
    act = Act.RESTORED if note else Act.CHANGED
    _record(session, actor, act, row, now, changes=differences(before, draft))
    return row


def publish(
    session: Session, actor: Actor, *, collection_id: int, revision: int, is_public: bool, now: datetime
) -> Collection:
    """Show it to everybody, within its period, or to nobody. Raises as `revise` does, and Conflict when it shows nothing."""
    row = _unchanged(session, collection_id, revision)
    if is_public and not (row.query or row.items):
        raise Conflict(EMPTY, "query")
    if row.is_public != is_public:
        row.is_public = is_public
        _flush(session)
        _record(session, actor, Act.PUBLISHED if is_public else Act.WITHDRAWN, row, now)
    return row


def restore(
    session: Session, actor: Actor, *, collection_id: int, number: int, revision: int, now: datetime
) -> Collection:
    """Make an earlier version the present one, as a new version. Raises as `revise` does."""
    kept = versions.one(session, Thing.COLLECTION, collection_id, number)
    if kept is None:
        raise NotFound("Diese Fassung gibt es nicht.")
    draft = CollectionDraft.of_content(kept.content)
    return revise(
        session,
        actor,
        collection_id=collection_id,
        draft=_as_far_as_there(session, draft),
        revision=revision,
        now=now,
        note=versions.RESTORED,
    )


def remove(session: Session, actor: Actor, *, collection_id: int, revision: int, now: datetime) -> str:
    """Delete a collection with its versions; its title. Raises as `revise` does."""
    row = _unchanged(session, collection_id, revision)
    title = row.title
    _record(session, actor, Act.DELETED, row, now, changes=differences(None, draft_of(row), turned=True))
    versions.forget(session, Thing.COLLECTION, row.id)
    session.execute(
        delete(SlugRedirect).where(SlugRedirect.thing == collections.THING, SlugRedirect.target_id == row.id)
    )
    session.delete(row)
    _flush(session)
    return title


def differences(
    before: CollectionDraft | None, after: CollectionDraft, *, turned: bool = False
) -> dict[str, tuple[Any, Any]]:
    """What changed, short, for the journal. `turned`: of a deletion, where nothing comes after."""
    old, new = before.content() if before else {}, after.content()
    if turned:
        old, new = new, {}
    return {
        name: (_short(old.get(name)), _short(new.get(name)))
        for name in after.content()
        if (old.get(name) or None) != (new.get(name) or None)
    }


def _short(value: Any) -> Any:
    return value[: SHORT - 1] + "…" if isinstance(value, str) and len(value) > SHORT else value


def _as_far_as_there(session: Session, draft: CollectionDraft) -> CollectionDraft:
    """Without the picture and offers that are gone since."""
    there = collections.picked(session, draft.offer_ids)
    content = draft.content() | {"offer_ids": [each for each in draft.offer_ids if each in there]}
    if draft.image_id and session.get(Image, draft.image_id) is None:
        content["image_id"] = None
    return CollectionDraft.of_content(content)


def _check(session: Session, collection_id: int | None, draft: CollectionDraft) -> None:
    if draft.first_day and draft.last_day and draft.last_day < draft.first_day:
        raise Conflict(BACKWARDS, "last_day")
    if len(draft.offer_ids) > MOST_PICKED:
        raise Conflict(TOO_MANY, "numbers")
    topic = select(Term.id).where(Term.scheme == Scheme.TOPIC, Term.code == draft.slug)
    former = select(SlugRedirect.id).where(SlugRedirect.thing == "topic", SlugRedirect.old_slug == draft.slug)
    if session.scalar(topic) or session.scalar(former):
        raise Conflict(TOPICS_OWN, "slug")
    if session.scalar(select(Collection.id).where(Collection.slug == draft.slug)) not in (
        None,
        collection_id,
    ):
        raise Conflict(TAKEN, "slug")


def _fill(session: Session, row: Collection, draft: CollectionDraft) -> None:
    row.title, row.slug = draft.title, draft.slug
    for name in TEXTS:
        setattr(row, name, getattr(draft, name) or None)
    row.first_day, row.last_day, row.image_id = draft.first_day, draft.last_day, draft.image_id
    _pick(session, row, draft.offer_ids)
    _free(session, draft.slug)


def _pick(session: Session, row: Collection, offer_ids: Iterable[int]) -> None:
    """The items in this order; offers that do not exist are left out."""
    wanted = list(dict.fromkeys(offer_ids))
    there = set(session.scalars(select(Offer.id).where(Offer.id.in_(wanted)))) if wanted else set()
    known = {item.offer_id: item for item in row.items}
    kept = [known.get(each) or CollectionItem(offer_id=each) for each in wanted if each in there]
    for position, item in enumerate(kept):
        item.position = position
    if [item.offer_id for item in row.items] != [item.offer_id for item in kept]:
        row.items = kept


def _lead_on(session: Session, row: Collection, old_slug: str) -> None:
    _free(session, old_slug)
    session.add(SlugRedirect(thing=collections.THING, old_slug=old_slug, target_id=row.id))


def _free(session: Session, slug: str) -> None:
    """What is at an address goes before what once was there."""
    session.execute(
        delete(SlugRedirect).where(SlugRedirect.thing == collections.THING, SlugRedirect.old_slug == slug)
    )


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    row: Collection,
    now: datetime,
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    journal.record(
        session, actor, act, Thing.COLLECTION, thing_id=row.id, title=row.title, now=now, changes=changes
    )


def _unchanged(session: Session, collection_id: int, revision: int) -> Collection:
    row = collections.by_id(session, collection_id)
    if row is None:
        raise NotFound("Diese Themenseite gibt es nicht mehr.")
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row
