"""Between sheets and tables: reads the public offer as a sheet, and writes a sheet into the tables, keeping what stays.

Rows keep their identity by uuid, so that a changed date stays the same date for calendars. Words to search and calendars are
left by the caller (offers/outbox.py). Flushes, never commits. Where people register here, free places are counted
(attendance/seating.py) and no content: no sheet holds or overwrites them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.models import Image, Institution, Occurrence, Offer, Place, Run, SlugRedirect, Term
from portal.offers.sheet import (
    DATE_FIELDS,
    OFFER_FIELDS,
    RUN_FIELDS,
    TERM_SCHEMES,
    DateSheet,
    OfferSheet,
    RunSheet,
)
from portal.text import slugify
from portal.vocabulary.offers import OccurrenceStatus, RegistrationWay
from portal.vocabulary.terms import Scheme

COUNTED = frozenset({"availability", "places_left"})


def offer(session: Session, offer_id: int) -> Offer | None:
    """The offer with everything that its sheet needs, in a fixed number of statements."""
    return session.get(
        Offer,
        offer_id,
        options=[selectinload(Offer.terms), selectinload(Offer.runs).selectinload(Run.occurrences)],
    )


def read(offer: Offer) -> OfferSheet:
    """The offer as the tables have it."""
    terms: dict[Scheme, tuple[str, ...]] = {
        scheme: codes
        for scheme in TERM_SCHEMES
        if (codes := tuple(sorted(term.code for term in offer.terms if term.scheme is scheme)))
    }
    return OfferSheet(
        **{name: getattr(offer, name) for name in OFFER_FIELDS},
        terms=terms,
        runs=tuple(_run_sheet(run, offer) for run in offer.runs),
    )


def _run_sheet(run: Run, offer: Offer) -> RunSheet:
    dates = sorted(run.occurrences, key=lambda one: (one.starts_at, str(one.uuid)))
    return RunSheet(
        **{name: getattr(run, name) for name in _run_fields(offer)},
        dates=tuple(
            DateSheet(**{name: getattr(one, name) for name in DATE_FIELDS}, uuid=str(one.uuid))
            for one in dates
        ),
        uuid=str(run.uuid),
    )


def _run_fields(offer: Offer) -> tuple[str, ...]:
    """What of a run is content."""
    is_counted = offer.registration_way is RegistrationWay.HERE
    return tuple(name for name in RUN_FIELDS if name not in COUNTED) if is_counted else RUN_FIELDS


def create(session: Session, institution: Institution, sheet: OfferSheet) -> Offer:
    """A new offer that is not public: only what lists show of it is in the tables until it is published."""
    made = Offer(institution=institution, title=sheet.title, kind=sheet.kind, slug=slugify(sheet.title, 100))
    session.add(made)
    session.flush()
    return made


def write(session: Session, offer: Offer, sheet: OfferSheet) -> None:
    """Make the tables say what the sheet says. Places and images that are gone since are left out."""
    for name in OFFER_FIELDS:
        _set(offer, name, _reference(session, name, getattr(sheet, name)))
    _set(offer, "slug", slugify(sheet.title, 100))
    wanted = _terms(session, sheet)
    if [term.id for term in offer.terms] != [term.id for term in wanted]:
        offer.terms = wanted
    _sync(
        offer.runs,
        sheet.runs,
        lambda run: Run(uuid=UUID(run.uuid)),
        lambda row, run: _write_run(session, row, run, _run_fields(offer)),
    )
    for position, uuid in enumerate(run.uuid for run in sheet.runs):
        row = next(one for one in offer.runs if str(one.uuid) == uuid)
        _set(row, "position", position)
    session.flush()


def _write_run(session: Session, row: Run, sheet: RunSheet, names: Iterable[str]) -> None:
    for name in names:
        _set(row, name, _reference(session, name, getattr(sheet, name)))
    _sync(
        row.occurrences,
        sheet.dates,
        lambda one: Occurrence(uuid=UUID(one.uuid)),
        lambda date_row, one: _write_date(session, date_row, one),
    )


def _write_date(session: Session, row: Occurrence, sheet: DateSheet) -> None:
    for name in DATE_FIELDS:
        _set(row, name, _reference(session, name, getattr(sheet, name)))


def _sync(
    rows: list[Any], sheets: Sequence[Any], make: Callable[[Any], Any], fill: Callable[[Any, Any], None]
) -> None:
    """Rows for sheets by uuid: kept ones are filled, new ones made, others taken away."""
    known = {str(row.uuid): row for row in rows}
    wanted = {sheet.uuid for sheet in sheets}
    for row in [row for row in rows if str(row.uuid) not in wanted]:
        rows.remove(row)
    for sheet in sheets:
        row = known.get(sheet.uuid) or make(sheet)
        fill(row, sheet)
        if sheet.uuid not in known:
            rows.append(row)


def _set(row: Any, name: str, value: Any) -> None:
    if getattr(row, name) != value:
        setattr(row, name, value)


def _reference(session: Session, name: str, value: Any) -> Any:
    kind = {"place_id": Place, "image_id": Image}.get(name)
    if value is None or kind is None:
        return value
    return value if session.get(kind, value) else None


def _terms(session: Session, sheet: OfferSheet) -> list[Term]:
    wanted = {(scheme, code) for scheme, codes in sheet.terms.items() for code in codes}
    if not wanted:
        return []
    rows: Iterable[Term] = session.scalars(
        select(Term)
        .where(Term.code.in_({code for _scheme, code in wanted}))
        .order_by(Term.scheme, Term.position, Term.id)
    )
    found = [row for row in rows if (row.scheme, row.code) in wanted]
    known = {row.code for row in found if row.scheme is Scheme.TOPIC}
    merged = {code for scheme, code in wanted if scheme is Scheme.TOPIC} - known
    return [*found, *_merged_into(session, merged, known)] if merged else found


def _merged_into(session: Session, codes: set[str], known: set[str]) -> list[Term]:
    """The topics into which those with these codes were put since the sheet was written, but those that it has anyway."""
    rows: Iterable[Term] = session.scalars(
        select(Term)
        .join(SlugRedirect, SlugRedirect.target_id == Term.id)
        .where(SlugRedirect.thing == "topic", SlugRedirect.old_slug.in_(codes), Term.code.not_in(known))
        .order_by(Term.position, Term.id)
    )
    return list(dict.fromkeys(rows))


def copied(sheet: OfferSheet, title: str = "") -> OfferSheet:
    """The same offer anew, without dates, under a title of its own: what "duplicate" starts from."""
    return replace(sheet, runs=(), title=title or sheet.title)


def without_state(run: RunSheet) -> RunSheet:
    """A run as if nothing had happened to it yet: places free, dates as planned, identities of its own."""
    fresh = RunSheet()
    return replace(
        run,
        uuid=fresh.uuid,
        availability=fresh.availability,
        places_left=None,
        status=OccurrenceStatus.PLANNED,
        dates=tuple(
            DateSheet(
                one.starts_at, one.ends_at, one.first_day, one.last_day, one.all_day, one.zone,
                place_id=one.place_id, room=one.room, online_url=one.online_url,
            )
            for one in run.dates
        ),
    )  # fmt: skip
