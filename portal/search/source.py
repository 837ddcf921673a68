"""Reads offers from the database for the index, in batches and in a fixed number of statements per batch.

Plain rows of the tables, not ORM objects: they are fresh whatever the session has loaded, and a hundred thousand fit.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from sqlalchemy import Column, Table, func, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from portal.extensions import Base
from portal.models import (
    Appearance,
    District,
    Institution,
    Lecturer,
    Occurrence,
    Offer,
    OfferTerm,
    Place,
    Run,
    SlugRedirect,
    Term,
)
from portal.search.snapshot import KnownInstitution, KnownLocation, KnownTerm, Snapshot
from portal.vocabulary.offers import Step
from portal.vocabulary.terms import Scheme

Record: TypeAlias = Row[Any]
_RENAMED = (
    select(SlugRedirect.old_slug, Term.code)
    .join(Term, Term.id == SlugRedirect.target_id)
    .where(SlugRedirect.thing == "topic")
    .order_by(SlugRedirect.old_slug)
)

BATCH = 1_000
# What the public never sees, or what says nothing about the content.
_UNSEEN = frozenset(
    "uuid created_at updated_at maintenance_name maintenance_email is_demo source reminded_at standing".split()
)


@dataclass(frozen=True, slots=True)
class Described:
    """A row of a table that many offers share (place, institution, term), with the text that its digest is made of."""

    row: Record
    print: str
    district: Record | None = None


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run with its place and its occurrences, each with the place that it has of its own."""

    row: Record
    place: Described | None
    occurrences: tuple[tuple[Record, Described | None], ...]


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """All rows that make an offer. `terms` includes no broader ones; `broader` gives these by id. `speakers`: the names of
    lecturers who consented to be named."""

    row: Record
    institution: Described
    place: Described | None
    terms: tuple[Described, ...]
    broader: tuple[Record, ...]
    runs: tuple[RunRecord, ...]
    speakers: tuple[str, ...] = ()

    @property
    def places(self) -> list[Described]:
        """The places of the offer, its runs and their dates, each once."""
        found = [self.place]
        for run in self.runs:
            found.append(run.place)
            found += [place for _, place in run.occurrences]
        return list({place.row.id: place for place in found if place}.values())


class Source:
    """Reads through one session and remembers the rows that offers share: use one for one piece of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._places: dict[int, Described] = {}
        self._institutions: dict[int, Described] = {}

    def public_ids(self) -> list[int]:
        """The ids of all offers that the index shall hold, ascending."""
        return list(self._session.scalars(_public(select(Offer.id)).order_by(Offer.id)))

    def records(self, offer_ids: Sequence[int]) -> Iterator[OfferRecord]:
        """The offers among these that are public, in batches, by id."""
        ordered = sorted(set(offer_ids))
        for at in range(0, len(ordered), BATCH):
            yield from self._batch(ordered[at : at + BATCH])

    def _batch(self, offer_ids: Sequence[int]) -> list[OfferRecord]:
        ask = self._session.execute
        offers = ask(
            _public(select(*_seen(Offer), Offer.created_at)).where(Offer.id.in_(offer_ids)).order_by(Offer.id)
        ).all()
        runs = ask(
            select(*_seen(Run))
            .where(Run.offer_id.in_(offer_ids))
            .order_by(Run.offer_id, Run.position, Run.id)
        ).all()
        of_run = _grouped(
            ask(
                select(*_seen(Occurrence))
                .join(Run, Run.id == Occurrence.run_id)
                .where(Run.offer_id.in_(offer_ids))
                .order_by(Occurrence.run_id, Occurrence.starts_at, Occurrence.id)
            ),
            lambda row: row.run_id,
        )
        of_offer = _grouped(
            ask(
                select(OfferTerm.offer_id, OfferTerm.term_id)
                .where(OfferTerm.offer_id.in_(offer_ids))
                .order_by(OfferTerm.offer_id, OfferTerm.term_id)
            ),
            lambda row: row.offer_id,
        )
        speakers = self._speakers(offer_ids)
        self._remember_shared(offers, runs, [row for rows in of_run.values() for row in rows])
        runs_of_offer = _grouped(runs, lambda row: row.offer_id)
        return [
            self._record(
                offer,
                runs_of_offer.get(offer.id, []),
                of_run,
                of_offer.get(offer.id, []),
                speakers.get(offer.id, ()),
            )
            for offer in offers
        ]

    def _record(
        self,
        offer: Record,
        runs: list[Record],
        of_run: dict[int, list[Record]],
        pairs: list[Record],
        speakers: tuple[str, ...],
    ) -> OfferRecord:
        terms = tuple(self._terms[pair.term_id] for pair in pairs if pair.term_id in self._terms)
        parents = {term.row.parent_id for term in terms} - {None} - {term.row.id for term in terms}
        return OfferRecord(
            row=offer,
            institution=self._institutions[offer.institution_id],
            place=self._place(offer),
            terms=terms,
            broader=tuple(self._terms[parent].row for parent in sorted(parents) if parent in self._terms),
            runs=tuple(
                RunRecord(
                    run, self._place(run), tuple((each, self._place(each)) for each in of_run.get(run.id, []))
                )
                for run in runs
            ),
            speakers=speakers,
        )

    def _speakers(self, offer_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Who may be named as speaking in these offers."""
        named = (
            select(Appearance.offer_id, Lecturer.name)
            .join(Lecturer, Lecturer.id == Appearance.lecturer_id)
            .where(Appearance.offer_id.in_(offer_ids), Lecturer.consented_on.is_not(None))
            .order_by(Appearance.offer_id, Appearance.position, Appearance.id)
        )
        rows = _grouped(self._session.execute(named), lambda row: row.offer_id)
        return {offer_id: tuple(dict.fromkeys(row.name for row in of)) for offer_id, of in rows.items()}

    def _place(self, row: Record) -> Described | None:
        return None if row.place_id is None else self._places.get(row.place_id)

    def _remember_shared(self, *groups: Sequence[Record]) -> None:
        """Fetches the places and institutions that these rows name and that are not known yet."""
        places = {
            row.place_id for rows in groups for row in rows if row.place_id is not None
        } - self._places.keys()
        for part in _parts(sorted(places)):
            for row in self._session.execute(select(*_seen(Place)).where(Place.id.in_(part))):
                district = self._districts.get(row.district_id)
                self._places[row.id] = Described(
                    row, printed(row) + (printed(district) if district else ""), district
                )
        wanted = {row.institution_id for row in groups[0]} - self._institutions.keys()
        for part in _parts(sorted(wanted)):
            for row in self._session.execute(select(*_seen(Institution)).where(Institution.id.in_(part))):
                self._institutions[row.id] = Described(row, printed(row))

    @cached_property
    def _districts(self) -> dict[int, Record]:
        rows = self._session.execute(select(*_seen(District)).order_by(District.position, District.id))
        return {row.id: row for row in rows}

    @cached_property
    def _terms(self) -> dict[int, Described]:
        rows = self._session.execute(select(*_seen(Term)).order_by(Term.scheme, Term.position, Term.id))
        return {row.id: Described(row, printed(row)) for row in rows}

    def snapshot(self) -> Snapshot:
        """Terms, districts, institutions and locations as they are now."""
        rows = [term.row for term in self._terms.values()]
        code_of = {row.id: row.code for row in rows}
        institutions = self._session.execute(
            select(Institution.slug, Institution.name, Institution.short_name)
            .where(Institution.is_public)
            .order_by(func.lower(Institution.name), Institution.id)
        )
        return Snapshot(
            terms=tuple(
                KnownTerm(
                    scheme=Scheme(row.scheme).value,
                    code=row.code,
                    label=row.label,
                    label_en=row.label_en,
                    synonyms=tuple(row.synonyms or ()),
                    parent=code_of.get(row.parent_id),
                )
                for row in _broader_first(rows)
            ),
            districts=tuple((row.slug, row.name) for row in self._districts.values()),
            institutions=tuple(KnownInstitution(*row) for row in institutions),
            locations=tuple(self._locations()),
            renamed=tuple((row.old_slug, row.code) for row in self._session.execute(_RENAMED)),
        )

    def _locations(self) -> list[KnownLocation]:
        """Districts by slug and name, then postal codes and towns at the middle of what lies there; the first of a name wins."""
        found: dict[str, KnownLocation] = {}
        codes: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        for row in self._districts.values():
            for name in (row.slug, row.name.casefold()):
                found.setdefault(name, KnownLocation(name, row.name, row.latitude, row.longitude))
            for code in row.postal_codes or ():
                codes[code].append((row.latitude, row.longitude))
        for code, points in codes.items():
            found.setdefault(
                code,
                KnownLocation(code, code, *(sum(axis) / len(points) for axis in zip(*points, strict=True))),
            )
        for column in (Place.postal_code, Place.town):
            middles = self._session.execute(
                select(column, func.avg(Place.latitude), func.avg(Place.longitude))
                .where(
                    column.is_not(None),
                    column != "",
                    Place.latitude.is_not(None),
                    Place.longitude.is_not(None),
                )
                .group_by(column)
                .order_by(column)
            )
            for name, latitude, longitude in middles:
                key = name.casefold()
                found.setdefault(key, KnownLocation(key, name, float(latitude), float(longitude)))
        return list(found.values())


def printed(row: Record) -> str:
    """A row as text, for digests: the same for the same content."""
    return "\x1f".join(map(str, row))


def _public(statement: Any) -> Any:
    """Restricts a statement on offers to those that everybody may see."""
    return statement.join(Institution, Institution.id == Offer.institution_id).where(
        Offer.step == Step.PUBLISHED, Institution.is_public
    )


def _seen(model: type[Base]) -> list[Column[Any]]:
    table = model.__table__
    assert isinstance(table, Table)
    return [column for column in table.columns if column.name not in _UNSEEN]


def _grouped(rows: Iterable[Record], key: Callable[[Record], int]) -> dict[int, list[Record]]:
    groups: defaultdict[int, list[Record]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), BATCH):
        yield ids[at : at + BATCH]


def _broader_first(rows: list[Record]) -> list[Record]:
    """Each broader term followed by its narrower ones, as a list shows them."""
    narrower = _grouped((row for row in rows if row.parent_id is not None), lambda row: row.parent_id)
    return [each for row in rows if row.parent_id is None for each in (row, *narrower.get(row.id, []))]
