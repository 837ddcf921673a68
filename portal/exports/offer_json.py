"""One offer as plain JSON, with its runs and dates: the answer of /angebote/<id>-<slug>.json.

Money in cents, days as dates, moments in ISO 8601 with the town's offset; what is unknown is null. Never the maintenance contact.
"""

from typing import Any

from portal import clock
from portal.offers.detail import DateDetail, OfferDetail, PlaceDetail, RunDetail
from portal.vocabulary.places import AccessFeature
from portal.vocabulary.terms import Scheme

Json = dict[str, Any]


def offer(thing: OfferDetail, *, url: str, institution_url: str) -> Json:
    """The public facts of an offer."""
    return {
        "id": thing.id,
        "url": url,
        "kind": thing.kind.value,
        "title": thing.title,
        "summary": thing.summary,
        "description": thing.description,
        "plain_text": thing.plain_text,
        "goal": thing.goal,
        "prerequisites": thing.prerequisites,
        "certificate": thing.certificate,
        "institution": {"name": thing.institution.name, "url": institution_url},
        "terms": {
            scheme.value: [
                {"code": term.code, "label": term.label} for term in thing.terms if term.scheme is scheme
            ]
            for scheme in Scheme
            if scheme is not Scheme.SYNONYM
        },
        "attendance_mode": thing.attendance_mode.value,
        "cefr_level": thing.cefr_level.value if thing.cefr_level else None,
        "age_min": thing.age_min,
        "age_max": thing.age_max,
        "price_cents": 0 if thing.is_free else thing.price_cents,
        "reduced_price_cents": thing.reduced_price_cents,
        "price_note": thing.price_note,
        "educational_leave": thing.educational_leave,
        "educational_leave_number": thing.educational_leave_number,
        "childcare": thing.childcare,
        "insurance_note": thing.insurance_note,
        "guests": {"places": thing.guest_places, "conditions": thing.guest_conditions},
        "material": {
            "url": thing.material_url,
            "licence": thing.material_licence,
            "access": thing.material_access,
        },
        "registration": _registration(thing),
        "contact": {"name": thing.contact_name, "phone": thing.contact_phone, "email": thing.contact_email},
        "place": _place(thing.place),
        "confirmed_at": clock.local(thing.confirmed_at).isoformat() if thing.confirmed_at else None,
        "external_id": thing.external_id,
        "revision": thing.revision,
        "is_demo": thing.is_demo,
        "runs": [_run(run) for run in thing.runs],
    }


def _registration(thing: OfferDetail) -> Json:
    return {
        "way": thing.registration_way.value,
        "url": thing.registration_url,
        "email": thing.registration_email,
        "phone": thing.registration_phone,
    }


def _run(run: RunDetail) -> Json:
    return {
        "number": run.number,
        "status": run.status.value,
        "availability": run.availability.value,
        "places_left": run.places_left,
        "starts_on": run.starts_on.isoformat() if run.starts_on else None,
        "ends_on": run.ends_on.isoformat() if run.ends_on else None,
        "price_cents": run.price_cents,
        "registration_closes_on": run.registration_closes_on.isoformat()
        if run.registration_closes_on
        else None,
        "place": _place(run.place),
        "dates": [_date(day) for day in run.occurrences],
    }


def _date(day: DateDetail) -> Json:
    return {
        "uid": f"occurrence-{day.uuid}@agora",
        "all_day": day.all_day,
        "start": day.first_day.isoformat() if day.all_day else clock.local(day.starts_at).isoformat(),
        "end": day.last_day.isoformat() if day.all_day else clock.local(day.ends_at).isoformat(),
        "status": day.status.value,
        "room": day.room,
        "note": day.note,
    }


def _place(place: PlaceDetail | None) -> Json | None:
    if place is None:
        return None
    return {
        "name": place.name,
        "street": place.street,
        "postal_code": place.postal_code,
        "town": place.town,
        "district": place.district.name if place.district else None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "transit_stop": place.transit_stop,
        "access": {feature.value: getattr(place, feature.value) for feature in AccessFeature},
    }
