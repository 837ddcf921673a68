"""Reads topics and synonyms for the editors who keep them: with how many offers bear a topic, and what was once an address."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Offer, OfferTerm, SlugRedirect, Term
from portal.vocabulary.offers import Step
from portal.vocabulary.terms import Scheme

THING = "topic"  # in SlugRedirect
KEPT_SCHEMES = (Scheme.TOPIC, Scheme.SYNONYM)


@dataclass(frozen=True, slots=True)
class TermDraft:
    """What editors say about a term. `parent_id` is the broader topic; synonyms have none. Empty texts are nothing."""

    scheme: Scheme
    label: str
    label_en: str = ""
    note: str = ""
    note_en: str = ""
    synonyms: tuple[str, ...] = ()
    position: int = 0
    parent_id: int | None = None

    def digest(self) -> str:
        """Names this very state, so that nobody saves over what they have not seen."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.blake2b(content.encode(errors="replace"), digest_size=12).hexdigest()


def draft_of(row: Term) -> TermDraft:
    """What is stored, as a draft."""
    return TermDraft(
        row.scheme,
        row.label,
        row.label_en or "",
        row.note or "",
        row.note_en or "",
        tuple(row.synonyms or ()),
        row.position,
        row.parent_id,
    )


@dataclass(frozen=True, slots=True)
class KeptTerm:
    """A term in a list. `offers` counts those that bear it itself, `public` those of them that everybody sees."""

    id: int
    code: str
    label: str
    label_en: str
    synonyms: tuple[str, ...]
    position: int
    parent_id: int | None
    offers: int
    public: int


def listed(session: Session, scheme: Scheme) -> tuple[KeptTerm, ...]:
    """All terms of a list: topics in their order, each followed by its narrower ones; synonyms by label. Two statements."""
    counts = {
        row.term_id: (row.all, row.public)
        for row in session.execute(
            select(
                OfferTerm.term_id,
                func.count().label("all"),
                func.count().filter(Offer.step == Step.PUBLISHED).label("public"),
            )
            .join(Offer, Offer.id == OfferTerm.offer_id)
            .join(Term, Term.id == OfferTerm.term_id)
            .where(Term.scheme == scheme)
            .group_by(OfferTerm.term_id)
        )
    }
    rows = session.scalars(select(Term).where(Term.scheme == scheme).order_by(Term.position, Term.id)).all()
    kept = [
        KeptTerm(
            row.id,
            row.code,
            row.label,
            row.label_en or "",
            tuple(row.synonyms or ()),
            row.position,
            row.parent_id,
            *counts.get(row.id, (0, 0)),
        )
        for row in rows
    ]
    if scheme is Scheme.SYNONYM:
        return tuple(sorted(kept, key=lambda one: one.label.casefold()))
    return tuple(
        each
        for one in kept
        if one.parent_id is None
        for each in (one, *(other for other in kept if other.parent_id == one.id))
    )


def by_id(session: Session, term_id: int) -> Term | None:
    """A topic or a synonym; other lists are not the editors' to change here."""
    row = session.get(Term, term_id)
    return row if row and row.scheme in KEPT_SCHEMES else None


def broad(session: Session) -> tuple[tuple[int, str], ...]:
    """The topics that others may stand under: (id, label), in their order."""
    rows = session.execute(
        select(Term.id, Term.label)
        .where(Term.scheme == Scheme.TOPIC, Term.parent_id.is_(None))
        .order_by(Term.position, Term.id)
    )
    return tuple((row.id, row.label) for row in rows)


def offers_of(session: Session, term_ids: Iterable[int]) -> list[int]:
    """The offers that bear any of these terms or one that stands under them: those whose words change with them."""
    wanted = list(term_ids)
    rows = session.scalars(
        select(OfferTerm.offer_id)
        .join(Term, Term.id == OfferTerm.term_id)
        .where(Term.id.in_(wanted) | Term.parent_id.in_(wanted))
        .distinct()
    )
    return sorted(rows)


def narrower_ids(session: Session, term_id: int) -> list[int]:
    """The topics under a topic."""
    return list(session.scalars(select(Term.id).where(Term.parent_id == term_id)))


def code_after(session: Session, code: str) -> str | None:
    """The code of the topic that one with this code was merged into."""
    return session.scalar(
        select(Term.code)
        .join(SlugRedirect, SlugRedirect.target_id == Term.id)
        .where(SlugRedirect.thing == THING, SlugRedirect.old_slug == code)
    )
