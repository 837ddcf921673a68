"""schema.org JSON-LD of offers and institutions: Course with CourseInstance, or EducationEvent per date.

Sources: schema.org/Course, schema.org/CourseInstance, schema.org/EducationEvent, schema.org/EducationalOrganization.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal import clock, text
from portal.models import Institution, Occurrence, Offer, Place, Run
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
_STATUS = {OccurrenceStatus.CANCELLED: "EventCancelled", OccurrenceStatus.MOVED: "EventRescheduled"}
_SOLD = frozenset({Availability.FULL, Availability.WAITING_LIST})
Json = dict[str, Any]


def script(data: Json | list[Json]) -> str:
    """JSON for a <script> block: nothing in it can close the block or begin a comment."""
    dumped = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return (
        dumped.replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def offer(thing: Offer, *, url: str, institution_url: str, now: datetime) -> Json:
    """An offer: a Course with its instances still to come, or a graph of its EducationEvents."""
    upcoming = [(run, day) for run in thing.runs for day in run.occurrences if day.ends_at > now]
    provider = organization(thing.institution, url=institution_url)
    if thing.kind in COURSE_KINDS or not upcoming:
        return {"@context": "https://schema.org", **_course(thing, url, provider, now)}
    events = [_event(thing, run, day, url, provider) for run, day in upcoming]
    return {"@context": "https://schema.org", "@graph": events}


def organization(thing: Institution, *, url: str) -> Json:
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


def _course(thing: Offer, url: str, provider: Json, now: datetime) -> Json:
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
            "offers": _price(thing, None, url),
            "hasCourseInstance": [_instance(thing, run, url, now) for run in ahead],
        }
    )


def _instance(thing: Offer, run: Run, url: str, now: datetime) -> Json:
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


def _event(thing: Offer, run: Run, day: Occurrence, url: str, provider: Json) -> Json:
    return _filled(
        {
            "@type": "EducationEvent",
            "@id": f"{url}#termin-{day.id}",
            "url": url,
            "name": thing.title,
            "description": description(thing),
            "startDate": _start(day),
            "endDate": _end(day),
            "previousStartDate": clock.local(day.moved_from).isoformat() if day.moved_from else None,
            "eventStatus": _schema(_day_status(run, day)),
            "eventAttendanceMode": _schema(_EVENT_MODES[run.attendance_mode or thing.attendance_mode]),
            "location": _location(day.place or run.place or thing.place, thing, url),
            "organizer": provider,
            "offers": _price(thing, run, url),
            "isAccessibleForFree": thing.is_free or thing.price_cents == 0,
        }
    )


def _run_status(run: Run, now: datetime) -> str:
    """A run whose coming dates are all cancelled is cancelled itself."""
    ahead = [_day_status(run, day) for day in run.occurrences if day.ends_at > now]
    return ahead[0] if len(set(ahead)) == 1 else _STATUS.get(run.status, "EventScheduled")


def _day_status(run: Run, day: Occurrence) -> str:
    cancelled = OccurrenceStatus.CANCELLED in (run.status, day.status)
    return _STATUS.get(OccurrenceStatus.CANCELLED if cancelled else day.status, "EventScheduled")


def description(thing: Offer) -> str:
    """The summary, else the beginning of the description, as plain text."""
    return text.one_line(thing.summary or text.plain(thing.description or thing.title), 300)


def _schema(name: str) -> str:
    return f"https://schema.org/{name}"


def _start(day: Occurrence) -> str:
    return day.first_day.isoformat() if day.all_day else clock.local(day.starts_at).isoformat()


def _end(day: Occurrence) -> str:
    return day.last_day.isoformat() if day.all_day else clock.local(day.ends_at).isoformat()


def _price(thing: Offer, run: Run | None, url: str) -> Json | None:
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


def _location(place: Place | None, thing: Offer, url: str) -> Json | None:
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
