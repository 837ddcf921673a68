"""Writes topics and synonyms, and leaves word for the search, which then knows them in every process. Codes are addresses and
stay. Flushes, never commits."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.audit import journal
from portal.errors import Conflict, NotFound
from portal.models import Collection, OfferTerm, SlugRedirect, Term
from portal.offers.outbox import note_change, note_words
from portal.pages import terms
from portal.pages.terms import TermDraft, draft_of
from portal.permissions.policy import Actor
from portal.text import slugify
from portal.vocabulary.labels import N_
from portal.vocabulary.terms import Scheme
from portal.vocabulary.workflow import Act, Thing

TAKEN = N_("Diesen Begriff gibt es schon.")
PAGES_OWN = N_("Unter dieser Adresse steht schon eine Themenseite. Bitte wählen Sie eine andere Bezeichnung.")
CHANGED = N_("Diesen Begriff hat inzwischen jemand anders geändert.")
TOO_DEEP = N_("Themen haben nur zwei Ebenen: Unter diesem Thema stehen schon andere.")
NO_PARENT = N_("Dieses übergeordnete Thema gibt es nicht.")
IN_USE = N_("Dieser Begriff wird noch gebraucht. Legen Sie ihn mit einem anderen zusammen.")
SAME = N_("Bitte wählen Sie ein anderes Thema.")
GONE = N_("Diesen Begriff gibt es nicht mehr.")
MOST_POSITION = 9999


def add(session: Session, actor: Actor, *, draft: TermDraft, now: datetime) -> Term:
    """A new topic or synonym; its code is made of its label and stays. Raises Conflict naming the field: label, parent_id."""
    _check_parent(session, None, draft)
    row = Term(scheme=draft.scheme, code=_free_code(session, draft))
    _fill(row, draft)
    session.add(row)
    _flush(session)
    note_words(session)
    _record(session, actor, Act.CREATED, row, now, differences(None, draft))
    return row


def revise(
    session: Session, actor: Actor, *, term_id: int, draft: TermDraft, opened: str, now: datetime
) -> Term:
    """Change a term that still is what it was when the form was opened (`opened`, its digest). Its offers are indexed anew.

    Raises NotFound, Conflict("opened") when somebody else was faster, and what `add` raises.
    """
    row = _unchanged(session, term_id, opened)
    before = draft_of(row)
    draft = replace(draft, scheme=row.scheme)
    if draft == before:
        return row
    _check_parent(session, row, draft)
    touched = terms.offers_of(session, [term_id])
    _fill(row, draft)
    _flush(session)
    note_words(session)
    note_change(session, touched)
    _record(session, actor, Act.CHANGED, row, now, differences(before, draft))
    return row


def remove(session: Session, actor: Actor, *, term_id: int, opened: str, now: datetime) -> str:
    """Delete a term that nothing uses; its label. Raises as `revise` does, and Conflict when it is used."""
    row = _unchanged(session, term_id, opened)
    if terms.offers_of(session, [term_id]) or terms.narrower_ids(session, term_id):
        raise Conflict(IN_USE)
    label = row.label
    _record(session, actor, Act.DELETED, row, now, differences(None, draft_of(row), turned=True))
    if row.scheme is Scheme.TOPIC:
        session.execute(
            delete(SlugRedirect).where(SlugRedirect.thing == terms.THING, SlugRedirect.target_id == row.id)
        )
    session.delete(row)
    session.flush()
    note_words(session)
    return label


def merge(
    session: Session, actor: Actor, *, dropped_id: int, kept_id: int, opened: str, now: datetime
) -> Term:
    """Put one topic into another: offers and narrower topics move, the name becomes a synonym, the old address leads on.

    Raises NotFound, Conflict("opened") when somebody changed the dropped one, Conflict("kept") when they do not fit.
    """
    dropped = _unchanged(session, dropped_id, opened)
    kept = terms.by_id(session, kept_id)
    if kept is None or kept.id == dropped.id or kept.scheme is not dropped.scheme:
        raise Conflict(SAME, "kept")
    below = terms.narrower_ids(session, dropped.id)
    if below and (kept.parent_id is not None):
        raise Conflict(TOO_DEEP, "kept")
    touched = terms.offers_of(session, [dropped.id, kept.id])
    _move_offers(session, dropped.id, kept.id)
    session.execute(update(Term).where(Term.id.in_(below)).values(parent_id=kept.id))
    before = draft_of(kept)
    words = dict.fromkeys((*kept.synonyms, dropped.label, *dropped.synonyms))
    kept.synonyms = [word for word in words if word.casefold() != kept.label.casefold()]
    if dropped.scheme is Scheme.TOPIC:
        _lead_on(session, dropped, kept)
    session.expire(dropped, ["narrower"])
    title = dropped.label
    session.delete(dropped)
    session.flush()
    note_words(session)
    note_change(session, touched)
    _record(session, actor, Act.MERGED, kept, now, differences(before, draft_of(kept)), note=title)
    return kept


def differences(
    before: TermDraft | None, after: TermDraft, *, turned: bool = False
) -> dict[str, tuple[Any, Any]]:
    """What changed, for the journal."""
    old, new = _words(before) if before else {}, _words(after)
    if turned:
        old, new = new, {}
    return {name: (old.get(name), new.get(name)) for name in _words(after) if old.get(name) != new.get(name)}


def _words(draft: TermDraft) -> dict[str, Any]:
    found = {
        name: getattr(draft, name)
        for name in ("label", "label_en", "note", "note_en", "position", "parent_id")
    }
    return {name: value or None for name, value in {**found, "synonyms": list(draft.synonyms)}.items()}


def _check_parent(session: Session, row: Term | None, draft: TermDraft) -> None:
    if draft.parent_id is None:
        return
    parent = terms.by_id(session, draft.parent_id)
    if parent is None or parent.scheme is not draft.scheme or parent.parent_id is not None:
        raise Conflict(NO_PARENT, "parent_id")
    if row and (parent.id == row.id or terms.narrower_ids(session, row.id)):
        raise Conflict(TOO_DEEP, "parent_id")


def _free_code(session: Session, draft: TermDraft) -> str:
    """The label as an address. A topic may not take that of a collection; where once another topic was, it may."""
    code = slugify(draft.label)
    if session.scalar(select(Term.id).where(Term.scheme == draft.scheme, Term.code == code)):
        raise Conflict(TAKEN, "label")
    if draft.scheme is Scheme.TOPIC:
        if session.scalar(select(Collection.id).where(Collection.slug == code)):
            raise Conflict(PAGES_OWN, "label")
        session.execute(
            delete(SlugRedirect).where(SlugRedirect.thing == terms.THING, SlugRedirect.old_slug == code)
        )
    return code


def _fill(row: Term, draft: TermDraft) -> None:
    row.label, row.position, row.parent_id = draft.label, draft.position, draft.parent_id
    row.label_en, row.note, row.note_en = draft.label_en or None, draft.note or None, draft.note_en or None
    row.synonyms = list(draft.synonyms)


def _move_offers(session: Session, dropped_id: int, kept_id: int) -> None:
    """Offers that bear both keep the one."""
    both = select(OfferTerm.offer_id).where(OfferTerm.term_id == kept_id)
    session.execute(delete(OfferTerm).where(OfferTerm.term_id == dropped_id, OfferTerm.offer_id.in_(both)))
    session.execute(update(OfferTerm).where(OfferTerm.term_id == dropped_id).values(term_id=kept_id))


def _lead_on(session: Session, dropped: Term, kept: Term) -> None:
    """The dropped address, and those that led to it, lead to the kept topic."""
    session.execute(
        update(SlugRedirect)
        .where(SlugRedirect.thing == terms.THING, SlugRedirect.target_id == dropped.id)
        .values(target_id=kept.id)
    )
    session.add(SlugRedirect(thing=terms.THING, old_slug=dropped.code, target_id=kept.id))


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    row: Term,
    now: datetime,
    changes: dict[str, tuple[Any, Any]],
    note: str = "",
) -> None:
    journal.record(
        session,
        actor,
        act,
        Thing.TERM,
        thing_id=row.id,
        title=row.label,
        now=now,
        changes=changes,
        note=note or None,
    )


def _unchanged(session: Session, term_id: int, opened: str) -> Term:
    row = terms.by_id(session, term_id)
    if row is None:
        raise NotFound(GONE)
    if draft_of(row).digest() != opened:
        raise Conflict(CHANGED, "opened")
    return row


def _flush(session: Session) -> None:
    """Two editors in the same moment: the database decides, and its refusal has ended the transaction."""
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise Conflict(TAKEN, "label") from error
