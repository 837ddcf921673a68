"""What the database already holds, fetched in a few statements before the first row: words, institutions,
places, and the offers and runs of this source with what was last imported into them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.errors import ImportProblem
from portal.importers.drafts import PlaceDraft, TermKey, name_key, place_key
from portal.importers.expressions import folded
from portal.models import District, Institution, Offer, Place, Run, Term
from portal.text import slugify
from portal.vocabulary.offers import Step
from portal.vocabulary.terms import Scheme

_SLUG_LIMIT = 110


@dataclass(frozen=True, slots=True)
class KnownOffer:
    """An offer in the database that bears an external id."""

    id: int
    institution_id: int
    external_id: str
    source: str | None
    digest: str | None
    step: Step
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownRun:
    """A run in the database that came from this source."""

    id: int
    offer_id: int
    external_id: str
    digest: str | None
    title: str
    last: date | None


@dataclass(slots=True)
class Stock:
    """Look-ups by key; new institutions and places are added as they are made."""

    session: Session
    source: str
    default: Institution | None
    terms: dict[TermKey, Term] = field(default_factory=dict)
    words: dict[Scheme, dict[str, str]] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)
    districts: dict[str, District] = field(default_factory=dict)
    places: dict[tuple[int | None, str], Place] = field(default_factory=dict)
    offers: dict[tuple[int, str], KnownOffer] = field(default_factory=dict)
    offers_by_id: dict[int, KnownOffer] = field(default_factory=dict)
    runs: dict[str, KnownRun] = field(default_factory=dict)

    def new_institution(self, name: str, values: Mapping[str, object]) -> Institution:
        """A public institution made by this import, with a slug of its own; flushed later."""
        base = slugify(name, limit=_SLUG_LIMIT)
        base = "anbieter" if base == "angebot" else base
        slug, number = base, 2
        while slug in self.slugs:
            slug, number = f"{base}-{number}", number + 1
        self.slugs.add(slug)
        rest = {name: value for name, value in values.items() if name != "name"}
        institution = Institution(slug=slug, name=name, source=self.source, is_demo=False, **rest)
        self.session.add(institution)
        self.institutions[name_key(name)] = institution
        return institution

    def place(self, draft: PlaceDraft, institution_id: int) -> Place | None:
        """The institution's own place, or a shared one."""
        return self.places.get((institution_id, draft.key)) or self.places.get((None, draft.key))

    def district(self, values: Mapping[str, object]) -> District | None:
        """By name or slug; else by a postal code that belongs to one district only."""
        return self.districts.get(folded(values.get("district") or "")) or self.districts.get(
            folded(values.get("postal_code") or "")
        )


def load(session: Session, source: str, slug: str | None, may_create: bool) -> Stock:
    """The stock for an import into the institution `slug`. Raises ImportProblem when there is no such
    institution and the mapping makes none."""
    institutions = list(session.scalars(select(Institution).order_by(Institution.id)))
    default = next((institution for institution in institutions if institution.slug == slug), None)
    if default is None and not may_create:
        raise ImportProblem(_no_institution(slug, [institution.slug for institution in institutions]))
    stock = Stock(session, source, default, slugs={institution.slug for institution in institutions})
    for institution in institutions:
        for spelling in (institution.name, institution.short_name or "", institution.slug):
            if spelling:
                stock.institutions.setdefault(name_key(spelling), institution)
    _load_words(stock)
    _load_places(stock)
    return stock


def load_offers(stock: Stock, only_default: bool) -> None:
    """Offers with an external id and runs of this source; of the default institution only, where the mapping
    names no other, so that two institutions may use one mapping with the same numbers."""
    of_offers = select(
        Offer.id,
        Offer.institution_id,
        Offer.external_id,
        Offer.source,
        Offer.import_digest,
        Offer.step,
        Offer.confirmed_at,
    ).where(Offer.external_id.is_not(None))
    of_runs = (
        select(
            Run.id, Run.offer_id, Run.external_id, Run.import_digest, Offer.title, Run.ends_on, Run.starts_on
        )
        .join(Run.offer)
        .where(Run.source == stock.source, Run.external_id.is_not(None))
    )
    for row in stock.session.execute(_scoped(of_offers, stock, only_default)):
        offer = KnownOffer(*row)
        stock.offers[offer.institution_id, offer.external_id] = offer
        stock.offers_by_id[offer.id] = offer
    for row in stock.session.execute(_scoped(of_runs, stock, only_default)):
        run = KnownRun(
            row.id, row.offer_id, row.external_id, row.import_digest, row.title, row.ends_on or row.starts_on
        )
        stock.runs[run.external_id] = run


def _scoped(statement: Select, stock: Stock, only_default: bool) -> Select:  # type: ignore[type-arg]  # any columns
    if only_default and stock.default is not None:
        return statement.where(Offer.institution_id == stock.default.id)
    return statement


def _no_institution(slug: str | None, known: list[str]) -> str:
    if slug is None:
        return "Welcher Anbieter? Bitte --institution KÜRZEL angeben."
    near = get_close_matches(slug, known, n=5, cutoff=0.4) or sorted(known)[:10]
    listed = f" Ähnlich: {', '.join(near)}." if near else " Es gibt noch keinen Anbieter."
    return f"Den Anbieter „{slug}“ gibt es nicht.{listed}"


def _load_words(stock: Stock) -> None:
    """Codes first, then labels, then synonyms: an earlier meaning is not overwritten."""
    terms = list(stock.session.scalars(select(Term)))
    stock.words = {scheme: {} for scheme in Scheme}
    stock.terms = {(term.scheme, term.code): term for term in terms}
    codes = [(term, [term.code]) for term in terms]
    labels = [(term, [term.label]) for term in terms]
    synonyms = [(term, term.synonyms) for term in terms]
    for term, spellings in (*codes, *labels, *synonyms):
        for word in spellings:
            stock.words[term.scheme].setdefault(folded(word), term.code)


def _load_places(stock: Stock) -> None:
    shared_codes: set[str] = set()
    for district in stock.session.scalars(select(District)):
        stock.districts[folded(district.slug)] = stock.districts[folded(district.name)] = district
        for code in district.postal_codes:
            if stock.districts.setdefault(code, district) is not district:
                shared_codes.add(code)
    for code in shared_codes:
        del stock.districts[code]
    for place in stock.session.scalars(select(Place).order_by(Place.id)):
        values = {name: getattr(place, name) for name in ("name", "street", "postal_code", "town", "country")}
        stock.places.setdefault((place.institution_id, place_key(values)), place)
