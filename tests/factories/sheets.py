"""Draws sheets of offers for property tests, and changes of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.vocabulary.offers import Availability, CefrLevel, OccurrenceStatus, OfferKind
from portal.vocabulary.terms import Scheme

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)
maybe = st.none() | words
cents = st.none() | st.integers(0, 100_000)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def dates(draw: st.DrawFn) -> DateSheet:
    """A timed date of an hour."""
    day = draw(days)
    start = datetime(day.year, day.month, day.day, draw(st.integers(6, 20)), tzinfo=UTC)
    return DateSheet(
        start,
        start + timedelta(hours=1),
        day,
        day,
        status=draw(st.sampled_from(OccurrenceStatus)),
        room=draw(maybe),
        note=draw(maybe),
    )


@st.composite
def runs(draw: st.DrawFn) -> RunSheet:
    found = draw(st.lists(dates(), max_size=3))
    return RunSheet(
        number=draw(maybe),
        starts_on=draw(st.none() | days),
        price_cents=draw(cents),
        availability=draw(st.sampled_from(Availability)),
        dates=tuple(sorted(found, key=lambda one: (one.starts_at, one.uuid))),
    )


codes = st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=3).map(
    lambda all_: tuple(sorted(all_))
)


@st.composite
def sheets(draw: st.DrawFn) -> OfferSheet:
    return OfferSheet(
        title=draw(words),
        kind=draw(st.sampled_from(OfferKind)),
        summary=draw(maybe),
        description=draw(maybe),
        price_cents=draw(cents),
        is_free=draw(st.booleans()),
        cefr_level=draw(st.none() | st.sampled_from(CefrLevel)),
        contact_phone=draw(maybe),
        expires_on=draw(st.none() | days),
        terms={scheme: kept for scheme in (Scheme.TOPIC, Scheme.GRADE) if (kept := draw(codes))},
        runs=tuple(draw(st.lists(runs(), max_size=3))),
    )


@st.composite
def changed(draw: st.DrawFn, sheet: OfferSheet) -> OfferSheet:
    """The same offer after somebody worked on it: fields, runs and dates changed, added, taken away."""
    other = draw(sheets())
    names = draw(
        st.sets(st.sampled_from(["title", "summary", "price_cents", "contact_phone", "terms", "kind"]))
    )
    fields = {name: getattr(other, name) for name in names}
    kept = []
    for run in sheet.runs:
        fate = draw(st.sampled_from(["keep", "keep", "change", "drop"]))
        if fate == "drop":
            continue
        if fate == "change":
            of_run = list(run.dates)
            if of_run and draw(st.booleans()):
                of_run.pop()
            if of_run and draw(st.booleans()):
                of_run[0] = replace(of_run[0], status=OccurrenceStatus.CANCELLED, note=draw(maybe))
            of_run += draw(st.lists(dates(), max_size=1))
            run = replace(
                run,
                availability=draw(st.sampled_from(Availability)),
                price_cents=draw(cents),
                dates=tuple(sorted(of_run, key=lambda one: (one.starts_at, one.uuid))),
            )
        kept.append(run)
    return replace(sheet, **fields, runs=(*kept, *draw(st.lists(runs(), max_size=1))))
