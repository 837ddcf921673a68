"""schema.org JSON-LD of offers and institutions: Course with CourseInstance, or EducationEvent per date.

Sources: schema.org/Course, schema.org/CourseInstance, schema.org/EducationEvent, schema.org/EducationalOrganization.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from portal import clock, text
from portal.offers import rules
from portal.offers.detail import DateDetail, OfferDetail, PlaceDetail, RunDetail
from portal.vocabulary.offers import AttendanceMode, Availability, OccurrenceStatus, OfferKind

COURSE_KINDS = frozenset(
    {
        OfferKind.COURSE,
        OfferKind.LECTURE_SERIES,
        OfferKind.PARENT_TRAINING,
        OfferKind.WORKSHOP,
        OfferKind.HOLIDAY_PROGRAMME,
    }
)
_MODES = {AttendanceMode.ON_SITE: "Onsite", AttendanceMode.ONLINE: "Online", AttendanceMode.HYBRID: "Blended"}
_EVENT_MODES = {
    AttendanceMode.ON_SITE: "OfflineEventAttendanceMode",
    AttendanceMode.ONLINE: "OnlineEventAttendanceMode",
    AttendanceMode.HYBRID: "MixedEventAttendanceMode",
}
_STATUS = {
    OccurrenceStatus.CANCELLED: "EventCancelled",
    OccurrenceStatus.POSTPONED: "EventPostponed",
    OccurrenceStatus.MOVED: "EventRescheduled",
}
_SOLD = frozenset({Availability.FULL, Availability.WAITING_LIST})
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Json = dict[str, Any]


class Provider(Protocol):
    """What is told of an institution, whether a row or an object of the database."""

    @property
    def name(self) -> str: ...
    @property
    def website(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def street(self) -> str | None: ...
    @property
    def postal_code(self) -> str | None: ...
    @property
    def town(self) -> str | None: ...


def script(data: Json | list[Json]) -> str:
    """JSON for a <script> block: nothing in it can close the block or begin a comment."""
    return (
        _COMPACT.encode(data)
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def offer(thing: OfferDetail, *, url: str, institution_url: str, now: datetime) -> Json:
    """An offer: a Course with its instances still to come, or a graph of its EducationEvents."""
    upcoming = [(run, day) for run in thing.runs for day in run.occurrences if day.ends_at > now]
    provider = organization(thing.institution, url=institution_url)
    if thing.kind in COURSE_KINDS or not upcoming:
        return {"@context": "https://schema.org", **_course(thing, url, provider, now)}
    shared = {"name": thing.title, "description": description(thing), "organizer": provider}
    events = [_event(thing, run, day, url, shared) for run, day in upcoming]
    return {"@context": "https://schema.org", "@graph": events}


def with_people(data: Json, names: Sequence[str]) -> Json:
    """The same with who speaks: instructors of a course's instances, performers of events. Whom to name is for others to say."""
    people = [{"@type": "Person", "name": name} for name in names]
    if people:
        for instance in data.get("hasCourseInstance", ()):
            instance["instructor"] = people
        for event in data.get("@graph", ()):
            event["performer"] = people
    return data


def organization(thing: Provider, *, url: str) -> Json:
    """An institution as EducationalOrganization."""
    return _filled(
        {
            "@type": "EducationalOrganization",
            "name": thing.name,
            "url": url,
            "sameAs": text.web_link(thing.website),
            "telephone": thing.phone,
            "email": thing.email,
            "address": _address(thing.street, thing.postal_code, thing.town),
        }
    )


def _course(thing: OfferDetail, url: str, provider: Json, now: datetime) -> Json:
    ahead = [run for run in thing.runs if any(day.ends_at > now for day in run.occurrences)]
    return _filled(
        {
            "@type": "Course",
            "@id": url,
            "url": url,
            "name": thing.title,
            "description": description(thing),
            "provider": provider,
            "inLanguage": [term.code for term in thing.terms if term.scheme == "language"],
            "about": [term.label for term in thing.terms if term.scheme == "topic"],
            "educationalLevel": thing.cefr_level.label if thing.cefr_level else None,
            "coursePrerequisites": thing.prerequisites,
            "educationalCredentialAwarded": thing.certificate,
            "license": thing.material_licence,
            "conditionsOfAccess": thing.material_access,
            "offers": _price(thing, None, url),
            "hasCourseInstance": [_instance(thing, run, url, now) for run in ahead],
        }
    )


def _instance(thing: OfferDetail, run: RunDetail, url: str, now: datetime) -> Json:
    return _filled(
        {
            "@type": "CourseInstance",
            "courseMode": _MODES[run.attendance_mode or thing.attendance_mode],
            "startDate": _start(run.occurrences[0]),
            "endDate": _end(run.occurrences[-1]),
            "eventStatus": _schema(_run_status(run, now)),
            "courseSchedule": {
                "@type": "Schedule",
                "repeatCount": len(run.occurrences),
                "repeatFrequency": "P1W",
            }
            if len(run.occurrences) > 1
            else None,
            "location": _location(run.place or thing.place, thing, url),
            "offers": _price(thing, run, url),
        }
    )


def _event(thing: OfferDetail, run: RunDetail, day: DateDetail, url: str, shared: Json) -> Json:
    return _filled(
        {
            "@type": "EducationEvent",
            "@id": f"{url}#termin-{day.id}",
            "url": url,
            **shared,
            "startDate": _start(day),
            "endDate": _end(day),
            "previousStartDate": clock.local(day.moved_from).isoformat() if day.moved_from else None,
            "eventStatus": _schema(_day_status(run, day)),
            "eventAttendanceMode": _schema(_EVENT_MODES[run.attendance_mode or thing.attendance_mode]),
            "location": _location(day.place or run.place or thing.place, thing, url),
            "offers": _price(thing, run, url),
            "isAccessibleForFree": thing.is_free or thing.price_cents == 0,
        }
    )


def _run_status(run: RunDetail, now: datetime) -> str:
    """A run whose coming dates are all cancelled is cancelled itself."""
    ahead = [_day_status(run, day) for day in run.occurrences if day.ends_at > now]
    return ahead[0] if len(set(ahead)) == 1 else _STATUS.get(run.status, "EventScheduled")


def _day_status(run: RunDetail, day: DateDetail) -> str:
    return _STATUS.get(rules.off_status(run.status, day.status) or day.status, "EventScheduled")


def description(thing: OfferDetail) -> str:
    """The summary, else the beginning of the description, as plain text."""
    return text.one_line(thing.summary or text.plain(thing.description or thing.title), 300)


def _schema(name: str) -> str:
    return f"https://schema.org/{name}"


def _start(day: DateDetail) -> str:
    return day.first_day.isoformat() if day.all_day else clock.local(day.starts_at).isoformat()


def _end(day: DateDetail) -> str:
    return day.last_day.isoformat() if day.all_day else clock.local(day.ends_at).isoformat()


def _price(thing: OfferDetail, run: RunDetail | None, url: str) -> Json | None:
    cents = run.price_cents if run and run.price_cents is not None else thing.price_cents
    if cents is None and not thing.is_free:
        return None
    return _filled(
        {
            "@type": "Offer",
            "price": f"{(0 if thing.is_free else cents or 0) / 100:.2f}",
            "priceCurrency": "EUR",
            "category": "Free" if thing.is_free or not cents else "Paid",
            "availability": _schema("SoldOut" if run.availability in _SOLD else "InStock") if run else None,
            "url": text.web_link(thing.registration_url) or url,
        }
    )


def _location(place: PlaceDetail | None, thing: OfferDetail, url: str) -> Json | None:
    if thing.attendance_mode is AttendanceMode.ONLINE or place is None:
        return (
            {"@type": "VirtualLocation", "url": url}
            if thing.attendance_mode is AttendanceMode.ONLINE
            else None
        )
    geo = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return _filled(
        {
            "@type": "Place",
            "name": place.name,
            "address": _address(place.street, place.postal_code, place.town, place.country),
            "geo": geo if place.latitude is not None and place.longitude is not None else None,
        }
    )


def _address(
    street: str | None, postal_code: str | None, town: str | None, country: str = "DE"
) -> Json | None:
    if not (street or postal_code or town):
        return None
    return _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": street,
            "postalCode": postal_code,
            "addressLocality": town,
            "addressCountry": country,
        }
    )


def _filled(values: Mapping[str, Any]) -> Json:
    """Only what is known; schema.org has no 'unknown'."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
