"""Makes offers and what belongs to them for tests: every value has a believable default, every call gives a new row."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from portal import clock, text
from portal.models import District, Institution, Occurrence, Offer, Place, Run, Term
from portal.vocabulary.offers import OfferKind, Step
from portal.vocabulary.terms import Scheme

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, 10:00 on the town's clocks
_T = TypeVar("_T")
_numbers = count(1)


def _added(session: Session, row: _T) -> _T:
    session.add(row)
    session.flush()
    return row


def make_institution(session: Session, **values: Any) -> Institution:
    """A public institution."""
    name = values.setdefault("name", f"Bildungsverein {next(_numbers)}")
    values.setdefault("slug", f"{text.slugify(name)}-{next(_numbers)}")
    return _added(session, Institution(**values))


def make_district(session: Session, **values: Any) -> District:
    """A district near the middle of the town."""
    name = values.setdefault("name", f"Viertel {next(_numbers)}")
    values.setdefault("slug", text.slugify(name))
    values.setdefault("latitude", 51.83)
    values.setdefault("longitude", 12.24)
    return _added(session, District(**values))


def make_place(session: Session, **values: Any) -> Place:
    """A place without coordinates or district."""
    values.setdefault("name", f"Haus {next(_numbers)}")
    return _added(session, Place(**values))


def make_term(session: Session, scheme: Scheme = Scheme.TOPIC, label: str = "", **values: Any) -> Term:
    """A term of a list."""
    label = label or f"Begriff {next(_numbers)}"
    values.setdefault("code", text.slugify(label))
    values.setdefault("position", next(_numbers))
    return _added(session, Term(scheme=scheme, label=label, **values))


def make_offer(session: Session, title: str = "", **values: Any) -> Offer:
    """A published course of an institution of its own, without runs."""
    title = title or f"Angebot {next(_numbers)}"
    values.setdefault("institution", None)
    if values["institution"] is None:
        values["institution"] = make_institution(session)
    values.setdefault("kind", OfferKind.COURSE)
    values.setdefault("step", Step.PUBLISHED)
    values.setdefault("slug", text.slugify(title))
    values.setdefault("published_at", NOW - timedelta(days=10))
    return _added(session, Offer(title=title, **values))


def make_run(session: Session, offer: Offer, **values: Any) -> Run:
    """A run without dates."""
    return _added(session, Run(offer=offer, **values))


def make_occurrence(session: Session, run: Run, start: datetime, **values: Any) -> Occurrence:
    """A date of ninety minutes."""
    end = values.pop("end", start + timedelta(minutes=90))
    values.setdefault("first_day", clock.local(start).date())
    values.setdefault("last_day", clock.local(end).date())
    return _added(session, Occurrence(run=run, starts_at=start, ends_at=end, **values))


def make_dated_offer(session: Session, title: str, start: datetime, **values: Any) -> Offer:
    """An offer with one run of one date."""
    of_date = {name: values.pop(name) for name in ("status", "end", "room") if name in values}
    offer = make_offer(session, title, **values)
    run = make_run(session, offer)
    make_occurrence(session, run, start, **of_date)
    return offer
