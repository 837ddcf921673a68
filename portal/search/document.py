"""What the index keeps of an offer: its facet values, dates, price, points and codes, its digest, and the texts to analyse.

Pure: from the rows that `source` read, without database or clock.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from portal import clock
from portal.offers.filters import FREE, REDUCED, Facet
from portal.search import row
from portal.search.dates import minute_of
from portal.search.row import Date, Document, code_of
from portal.search.snapshot import COST_STEPS, ONLINE, SCHEME_FACETS
from portal.search.source import Described, OfferRecord, Record, RunRecord, printed
from portal.search.texts import AnalysedText, Field, analyse
from portal.vocabulary.offers import (
    BOOKABLE,
    DATELESS_KINDS,
    OFF,
    AttendanceMode,
    Daytime,
    OccurrenceStatus,
)
from portal.vocabulary.places import AccessFeature
from portal.vocabulary.terms import Scheme

_MARKUP = re.compile(r"\]\([^)\s]*\)|<[^<>]*>|https?://\S+")
_GERMAN = "de"
_DAYTIMES = tuple(Daytime)
_ALMOST_A_MINUTE = timedelta(seconds=59)  # an end within a minute counts to the end of that minute
# Schemes whose labels and synonyms people type. Grades are numbers, which say nothing alone; the names of occupation fields
# list whole trades (organisation, bookkeeping, law), of which an offer may have to do with one.
_SPOKEN = (
    Scheme.TARGET_GROUP,
    Scheme.LIFE_PHASE,
    Scheme.LANGUAGE,
    Scheme.SCHOOL_FORM,
    Scheme.PROGRAMME,
    Scheme.FUNDING,
    Scheme.ACTION,
)
_CHILDCARE = (
    Facet.ACCESS,
    AccessFeature.CHILDCARE.slug,
)  # an offer that says "no" has none, whatever its place has
_WITH_SYNONYMS = frozenset({Scheme.TARGET_GROUP, Scheme.PROGRAMME, Scheme.FUNDING, Scheme.ACTION})


def document(record: OfferRecord) -> Document:
    """The document of an offer."""
    offer = record.row
    runs = record.runs
    dates = tuple(_date(each, run) for run in runs for each, _ in run.occurrences)
    price = _price(record)
    ends = [run.row.ends_on for run in runs if run.row.ends_on]
    return Document(
        offer_id=offer.id,
        revision=offer.revision,
        digest=digest(record),
        title=offer.title,
        values=tuple(dict.fromkeys(f"{facet.value}={value}" for facet, value in _values(record, price))),
        dates=dates,
        points=tuple(dict.fromkeys(point for place in record.places if (point := _point(place)))),
        codes=tuple(dict.fromkeys(code_of(text) for text in _numbers(record))),
        price=price,
        published=int(offer.published_at.timestamp()) if offer.published_at else 0,
        expires=_ordinal(offer.expires_on),
        confirmed=_confirmed_on(offer).toordinal(),
        undated_until=0 if dates else (_ordinal(max(ends)) if ends else row.FOREVER),
        is_undated=not dates,
        is_undated_bookable=not dates and any(_is_bookable(run) for run in runs),
        is_dateless_kind=offer.kind in DATELESS_KINDS,
    )


def digest(record: OfferRecord) -> int:
    """A number that changes whenever anything shown of the offer changes."""
    parts = [printed(record.row), record.institution.print]
    parts += [place.print for place in record.places]
    parts += [term.print for term in record.terms]
    parts += [printed(each) for each in record.broader]
    for run in record.runs:
        parts.append(printed(run.row))
        parts += [printed(each) for each, _ in run.occurrences]
    parts += record.speakers
    content = "\x1e".join(parts).encode(errors="replace")
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "little") >> 1


def packed(record: OfferRecord) -> bytes:
    """The row that the durable index keeps: the document and its analysed text."""
    return row.pack(document(record), analysed(record).pack())


def analysed(record: OfferRecord) -> AnalysedText:
    """The words of an offer."""
    return analyse(texts(record))


def texts(record: OfferRecord) -> dict[Field, str]:
    """What there is to find of an offer, by field."""
    offer = record.row
    institution = record.institution.row
    topics = [term.row for term in record.terms if term.row.scheme == Scheme.TOPIC]
    topic_words = [word for topic in topics for word in (topic.label, *(topic.synonyms or ()))]
    topic_words += [each.label for each in record.broader if each.scheme == Scheme.TOPIC]
    return {
        Field.TITLE: offer.title,
        Field.TOPIC: _listed(topic_words),
        Field.LABEL: _listed(_labels(record, _price(record))),
        Field.INSTITUTION: _listed([institution.name, institution.short_name or "", *record.speakers]),
        Field.SUMMARY: _without_markup(offer.summary),
        Field.DESCRIPTION: "\n".join(
            _without_markup(each)
            for each in (offer.description, offer.goal, offer.prerequisites, offer.plain_text)
            if each
        ),
        Field.ENGLISH: _listed(_english_names(record)),
    }


def _english_names(record: OfferRecord) -> Iterator[str]:
    for each in (*(term.row for term in record.terms), *record.broader):
        if each.scheme == Scheme.TOPIC or _is_spoken(each):
            yield each.label_en or ""


def _listed(words: Iterable[str]) -> str:
    """Each once, apart from each other, so that no phrase runs from one into the next."""
    return ", ".join(dict.fromkeys(word for word in words if word))


def _without_markup(text: str | None) -> str:
    """Markdown without what a reader does not see; signs between words need no removal."""
    if not text:
        return ""
    return _MARKUP.sub(" ", text) if "](" in text or "<" in text or "://" in text else text


def _labels(record: OfferRecord, price: int) -> Iterator[str]:
    offer = record.row
    yield offer.kind.label
    for term in record.terms:
        yield from _term_words(term)
    if offer.cefr_level:
        yield offer.cefr_level.label
    if _modes(record) & {AttendanceMode.ONLINE, AttendanceMode.HYBRID}:
        yield "online"
    if offer.educational_leave:
        yield from ("Bildungsfreistellung", "Bildungsurlaub")
    if price == 0:
        yield FREE
    for place in record.places:
        yield place.row.name
        yield place.row.town or ""
        yield place.district.name if place.district else ""


def _term_words(term: Described) -> tuple[str, ...]:
    """What people type for a term that is no topic."""
    row = term.row
    if not _is_spoken(row):
        return ()
    return (row.label, *(row.synonyms or ())) if row.scheme in _WITH_SYNONYMS else (row.label,)


def _is_spoken(row: Record) -> bool:
    """Whether people type the name of a term; German, as the language of nearly everything, is no news."""
    return row.scheme in _SPOKEN and not (row.scheme is Scheme.LANGUAGE and row.code == _GERMAN)


def _values(record: OfferRecord, price: int) -> Iterator[tuple[Facet, str]]:
    offer = record.row
    yield Facet.INSTITUTION, record.institution.row.slug
    yield Facet.KIND, offer.kind.slug
    for term in (*(each.row for each in record.terms), *record.broader):
        if term.scheme in SCHEME_FACETS:
            yield SCHEME_FACETS[term.scheme], term.code
    modes = _modes(record)
    for mode in AttendanceMode:
        if mode in modes:
            yield Facet.MODE, mode.slug
    if AttendanceMode.ONLINE in modes:
        yield Facet.DISTRICT, ONLINE
    for place in record.places:
        yield from (
            pair for pair in _place_values(place) if pair != _CHILDCARE or offer.childcare is not False
        )
    if offer.childcare:
        yield _CHILDCARE
    if offer.cefr_level:
        yield Facet.LEVEL, offer.cefr_level.value
    if offer.educational_leave:
        yield Facet.EDUCATIONAL_LEAVE, "1"
    for cost in _costs(record, price):
        yield Facet.COST, cost


def _place_values(place: Described) -> Iterator[tuple[Facet, str]]:
    if place.district:
        yield Facet.DISTRICT, place.district.slug
    for feature in AccessFeature:
        if getattr(place.row, feature.value):
            yield Facet.ACCESS, feature.slug


def _costs(record: OfferRecord, price: int) -> Iterator[str]:
    if price == 0:
        yield FREE
    if price >= 0:
        yield from (step for step in COST_STEPS if price <= int(step) * 100)
    if any(each.reduced_price_cents is not None for each in (record.row, *(run.row for run in record.runs))):
        yield REDUCED


def _price(record: OfferRecord) -> int:
    """The lowest price known of the offer and its runs, in cents."""
    if record.row.is_free:
        return 0
    known = [
        each.price_cents
        for each in (record.row, *(run.row for run in record.runs))
        if each.price_cents is not None
    ]
    return min(max(0, min(known)), row.FOREVER) if known else row.NO_PRICE


def _modes(record: OfferRecord) -> set[AttendanceMode]:
    own = record.row.attendance_mode
    return {run.row.attendance_mode or own for run in record.runs} or {own}


def _numbers(record: OfferRecord) -> Iterator[str]:
    for text in (
        record.row.external_id,
        *(each for run in record.runs for each in (run.row.number, run.row.external_id)),
    ):
        if text and text.strip():
            yield text


def _point(place: Described) -> tuple[float, float] | None:
    """Where a place is: its own coordinates, else the middle of its district."""
    if place.row.latitude is not None and place.row.longitude is not None:
        return place.row.latitude, place.row.longitude
    return (place.district.latitude, place.district.longitude) if place.district else None


def _is_bookable(run: RunRecord) -> bool:
    return run.row.availability in BOOKABLE and run.row.status not in OFF


def _date(occurrence: Record, run: RunRecord) -> Date:
    """A cancelled run cancels its dates; a date that is full has no free place, whatever its run says."""
    off = bool(OFF & {occurrence.status, run.row.status})
    start = minute_of(occurrence.starts_at)
    weekdays, daytime = _all_day(occurrence) if occurrence.all_day else _timed(occurrence)
    return Date(
        start=start,
        end=max(start, minute_of(occurrence.ends_at + _ALMOST_A_MINUTE)),
        weekdays=weekdays,
        daytime=daytime,
        is_cancelled=off,
        is_bookable=_is_bookable(run) and not off and occurrence.status is not OccurrenceStatus.FULL,
    )


def _all_day(occurrence: Record) -> tuple[int, int]:
    """A bit for every weekday from the first day to the last, Monday the lowest; and no part of the day."""
    days = min(max((occurrence.last_day - occurrence.first_day).days, 0), 6)
    first = occurrence.first_day.weekday()
    return sum(1 << (first + day) % 7 for day in range(days + 1)), row.ALL_DAY


def _timed(occurrence: Record) -> tuple[int, int]:
    """The bit of the weekday, and the part of the day, in which a date begins on the clocks of its zone."""
    start = occurrence.starts_at.astimezone(_zone(occurrence.zone))
    return 1 << start.weekday(), _DAYTIMES.index(Daytime.of_minute(start.hour * 60 + start.minute))


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return clock.TOWN_ZONE


def _confirmed_on(offer: Record) -> date:
    """The town's day of the last confirmation; publishing was one too, and so was writing it down."""
    return clock.local(offer.confirmed_at or offer.published_at or offer.created_at).date()


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
