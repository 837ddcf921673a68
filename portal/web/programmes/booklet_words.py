"""The programme booklet of a semester in the reader's language: dates, topics, places with their access, institutions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from urllib.parse import urlsplit

from portal import text
from portal.lectures.entries import Programme, ProgrammeEntry, Topic, Venue
from portal.models import Institution
from portal.print.booklet import (
    Booklet,
    BookletWords,
    PrintedHost,
    PrintedLecture,
    PrintedPlace,
    PrintedTopic,
    PrintedWeek,
    TopicLine,
)
from portal.vocabulary.offers import (
    OFF,
    REGISTRATION_LABELS,
    AttendanceMode,
    OccurrenceStatus,
    RegistrationWay,
)
from portal.vocabulary.places import ACCESS_LABELS, AccessFeature
from portal.web.kit import addresses, formats, languages, semester_words
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.programmes import booklet_frame, seniors_rows

_FRAMED = OFF | {OccurrenceStatus.MOVED, OccurrenceStatus.FULL}


def booklet(found: Programme, institutions: Sequence[Institution], today: date) -> Booklet:
    """Everything that is printed."""
    words: BookletWords = booklet_frame.words(found.semester, today)
    return Booklet(
        words=words,
        welcome=booklet_frame.blocks(semester_words.intro(found.semester)),
        weeks=weeks(found.entries),
        topics=topics(found.entries),
        places=places(found.entries),
        hosts=tuple(host(one) for one in institutions),
    )


def mark(entry: ProgrammeEntry) -> str:
    return f"a{entry.offer_id}"


def weeks(entries: Sequence[ProgrammeEntry]) -> tuple[PrintedWeek, ...]:
    """Every date, each offer in full only once."""
    return tuple(
        PrintedWeek(
            _("Woche vom %(day)s", day=formats.long_date(monday, weekday=False)),
            tuple(lecture for _monday, lecture in of_week),
        )
        for monday, of_week in groupby(lectures(entries), key=lambda pair: pair[0])
    )


def lectures(entries: Sequence[ProgrammeEntry]) -> Iterator[tuple[date, PrintedLecture]]:
    """Monday and date. Of a short one only what is new is told: another place, other people."""
    told: dict[int, ProgrammeEntry] = {}
    for entry, (_day, row) in zip(entries, seniors_rows.rows(entries, entries), strict=True):
        first = told.setdefault(entry.offer_id, entry)
        is_first = first is entry
        people = () if not is_first and entry.speakers == first.speakers else entry.speakers
        framed = row.status.label if row.status and entry.status in _FRAMED else ""
        lines = [row.where, *((facts(entry, row.price), row.guests) if is_first else ())]
        yield (
            seniors_rows.monday_of(entry.first_day),
            PrintedLecture(
                mark=mark(entry),
                is_short=not is_first,
                day=row.day,
                time=row.time,
                shape=row.shape,
                kind=f"{row.kind}, {row.part}" if row.part else row.kind,
                title=row.title,
                url=addresses.absolute(row.url),
                is_off=row.is_off,
                status=framed,
                text=row.text,
                note=row.note,
                host=row.host,
                speakers=tuple((one.name, one.standing) for one in people),
                lines=tuple(line for line in lines if line),
            ),
        )


def facts(entry: ProgrammeEntry, price: str) -> str:
    """'Ohne Anmeldung, kostenlos' in one line; nothing for what does not take place."""
    if entry.status in OFF:
        return ""
    return ", ".join(part for part in (registering(entry), price) if part)


def registering(entry: ProgrammeEntry) -> str:
    """How one registers, for somebody who holds paper: 'Anmeldung hier' would lead nowhere, an address or a number does."""
    number = entry.registration_phone
    if entry.registration_way is RegistrationWay.HERE:
        whole = urlsplit(addresses.absolute(addresses.offer_by_id(entry.offer_id)))
        address = f"{whole.netloc}{whole.path}"
        if not number:
            return _("Anmeldung im Portal: %(address)s", address=address)
        return _("Anmeldung im Portal: %(address)s oder Telefon %(number)s", address=address, number=number)
    if entry.registration_way is RegistrationWay.PHONE and number:
        return _("Anmeldung per Telefon: %(number)s", number=number)
    return _(REGISTRATION_LABELS[entry.registration_way])


def topics(entries: Sequence[ProgrammeEntry]) -> tuple[PrintedTopic, ...]:
    """The broad topics by name, each with its offers by their first date."""
    locale = languages.current()
    by_offer: dict[int, list[ProgrammeEntry]] = {}
    named: dict[str, Topic] = {}
    below: dict[str, list[int]] = {}
    for entry in entries:
        by_offer.setdefault(entry.offer_id, []).append(entry)
        for topic in entry.topics:
            named.setdefault(topic.broad, topic)
            offers = below.setdefault(topic.broad, [])
            if entry.offer_id not in offers:
                offers.append(entry.offer_id)
    ordered = sorted(named, key=lambda code: text.slugify(named[code].broad_in_language(locale)))
    return tuple(
        PrintedTopic(
            named[code].broad_in_language(locale), tuple(line(by_offer[offer]) for offer in below[code])
        )
        for code in ordered
    )


def line(dates: Sequence[ProgrammeEntry]) -> TopicLine:
    """An offer: '26. November, 16:30 bis 18:00 Uhr', or '8 Termine vom 26. November bis 14. Januar'."""
    first, last = dates[0], dates[-1]
    if len(dates) == 1:
        day = formats.short_date(first.first_day)
        hours = formats.time_span(first.starts_at, first.ends_at) if first.starts_at and first.ends_at else ""
        when = ", ".join(part for part in (day, hours) if part)
    else:
        when = ngettext("%(num)s Termin", "%(num)s Termine", len(dates))
        when += ", " + formats.span(first.first_day, last.last_day, today=first.first_day)
    is_off = all(entry.status in OFF for entry in dates)
    if is_off:
        when += ", " + _("fällt aus")
    return TopicLine(mark(first), when, first.title, first.institution.short_name, is_off)


def places(entries: Iterable[ProgrammeEntry]) -> tuple[PrintedPlace, ...]:
    """The places by name, each with its access in words."""
    found = {
        entry.venue.id: entry.venue
        for entry in entries
        if entry.venue is not None and entry.mode is not AttendanceMode.ONLINE
    }
    return tuple(place(one) for one in sorted(found.values(), key=lambda one: text.slugify(one.name)))


def place(one: Venue) -> PrintedPlace:
    town = " ".join(part for part in (one.postal_code, one.town) if part)
    unknown = [feature for feature in AccessFeature if feature not in {*one.access, *one.lacking}]
    pairs = (
        (_("Vorhanden"), features(one.access)),
        (_("Nicht vorhanden"), features(one.lacking)),
        (_("Nicht bekannt, bitte nachfragen"), features(unknown)),
    )
    return PrintedPlace(
        name=one.name,
        address=", ".join(part for part in (one.street, town, one.district) if part),
        stop=stop(one.transit_stop),
        access=tuple(pair for pair in pairs if pair[1]),
        note=one.access_note,
    )


def stop(name: str) -> str:
    """'Haltestelle: Bauhaus'; providers often write the word themselves."""
    if not name or name.casefold().startswith("haltestelle"):
        return name
    return _("Haltestelle: %(name)s", name=name)


def features(some: Iterable[AccessFeature]) -> str:
    return ", ".join(_(ACCESS_LABELS[one]) for one in some)


def host(one: Institution) -> PrintedHost:
    town = " ".join(part for part in (one.postal_code, one.town) if part)
    return PrintedHost(
        name=one.name,
        address=", ".join(part for part in (one.street, town) if part),
        phone=one.phone or "",
        phone_link=formats.telephone_link(one.phone) if one.phone else "",
        email=one.email or "",
        website=text.web_link(one.website),
    )
