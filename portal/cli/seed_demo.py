"""Loads seed/demo: fictional institutions, offers and dates around today, marked as demo. Loading it again in a later
week moves everything along; within the same week it changes nothing."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import actions as accounts
from portal.accounts import queries as account_queries
from portal.cli import (
    demo_applications,
    demo_bodies,
    demo_careers,
    demo_civic,
    demo_collections,
    demo_guidance,
    demo_ideas,
    demo_lectures,
    demo_magazine,
    demo_registrations,
    demo_seals,
    demo_transitions,
    demo_upkeep,
    demo_workflow,
)
from portal.cli.demo_dates import DemoCalendar
from portal.cli.demo_runs import build_run
from portal.cli.seed_vocabularies import pages, read
from portal.models import District, Institution, Offer, Place, Run, Setting, Term
from portal.offers.outbox import note_change
from portal.paths import resource_dir
from portal.text import slugify
from portal.town.queries import DEMO_MARK as ANCHOR
from portal.vocabulary.offers import AttendanceMode, CefrLevel, OfferKind, RegistrationWay, Step
from portal.vocabulary.people import InstitutionKind, MembershipRole, Role
from portal.vocabulary.terms import Scheme

PASSWORD = "agora-demo-2026"  # noqa: S105  printed at every start; demo accounts exist only where the demo is loaded
LOGINS = (
    ("anbieter@demo.example", "Demo Anbieter", Role.PROVIDER, "volkshochschule"),
    ("redaktion@demo.example", "Demo Redaktion", Role.EDITOR, None),
    ("verwaltung@demo.example", "Demo Verwaltung", Role.ADMINISTRATOR, None),
)
_SCHEMES = {
    "topics": Scheme.TOPIC,
    "life_phases": Scheme.LIFE_PHASE,
    "target_groups": Scheme.TARGET_GROUP,
    "school_forms": Scheme.SCHOOL_FORM,
    "grades": Scheme.GRADE,
    "occupation_fields": Scheme.OCCUPATION_FIELD,
    "funding": Scheme.FUNDING,
    "programmes": Scheme.PROGRAMME,
    "languages": Scheme.LANGUAGE,
    "actions": Scheme.ACTION,
}
_TEXTS = (
    "title summary description plain_text goal prerequisites certificate age_min age_max price_cents "
    "reduced_price_cents price_note min_participants max_participants registration_url registration_email "
    "registration_phone childcare insurance_note guest_places guest_conditions material_url material_licence "
    "material_access"
).split()


@dataclass(frozen=True, slots=True)
class Lookup:
    """Rows that the files name by code."""

    terms: dict[tuple[Scheme, str], Term]
    districts: dict[str, District]
    calendar: DemoCalendar
    places: dict[str, Place] = field(default_factory=dict)

    def district(self, slug: str | None) -> District | None:
        return self.districts[slug] if slug else None


def is_current(session: Session, *, today: date) -> bool:
    """Whether the demo is loaded and counted from the present week."""
    anchor = session.get(Setting, ANCHOR)
    return anchor is not None and anchor.value == DemoCalendar(today).monday.isoformat()


def load(session: Session, *, today: date) -> str:
    """Load or move along the demo; returns what was loaded, in words."""
    if not is_current(session, today=today):
        lookup = Lookup(
            terms={(term.scheme, term.code): term for term in session.scalars(select(Term))},
            districts={district.slug: district for district in session.scalars(select(District))},
            calendar=DemoCalendar(today),
        )
        _forget(session)
        for path in sorted((resource_dir("seed") / "demo").glob("*.yaml")):
            _load_file(session, path, lookup)
        demo_collections.load(session, lookup.calendar)
        demo_magazine.load(session, lookup.calendar)
        demo_guidance.load(session, lookup.calendar)
        demo_seals.load(session, lookup.calendar)
        demo_bodies.load(session, lookup.calendar)
        demo_transitions.load(session, lookup.calendar)
        demo_ideas.load(session, lookup.calendar)
        _logins(session)
        demo_registrations.load(session, lookup.calendar)
        demo_workflow.load(session, lookup.calendar)
        demo_careers.load(session, lookup.calendar)
        demo_upkeep.load(session, today=today)
        demo_applications.load(session)
        demo_lectures.load(session, lookup.calendar)
        demo_civic.load(session, lookup.calendar)
        _town(session)
        session.merge(Setting(name=ANCHOR, value=lookup.calendar.monday.isoformat()))
        session.flush()
    public = select(func.count(Offer.id)).where(Offer.is_demo, Offer.step == Step.PUBLISHED)
    offers = session.scalar(public)
    return f"{offers} Angebote"


def _forget(session: Session) -> None:
    """Runs are rebuilt around the new week; offers, institutions and places keep their ids and addresses."""
    demo_offers = select(Offer.id).where(Offer.is_demo)
    for run in session.scalars(select(Run).where(Run.offer_id.in_(demo_offers))):
        session.delete(run)
    session.flush()


def _load_file(session: Session, path: Path, lookup: Lookup) -> None:
    data = read(path)
    if "offers" not in data:  # has a loader of its own
        return
    institution = _institution(session, data["institution"], lookup)
    lookup.places.clear()
    for row in data["places"]:
        lookup.places[row["key"]] = _place(session, row, institution, lookup)
    offers = [_offer(session, row, institution, lookup) for row in data["offers"]]
    session.flush()
    note_change(session, (offer.id for offer in offers))


def _institution(session: Session, row: dict[str, Any], lookup: Lookup) -> Institution:
    values = {**row, "district": lookup.district(row.get("district")), "kind": InstitutionKind(row["kind"])}
    found = session.scalar(select(Institution).where(Institution.slug == row["slug"]))
    institution = found or Institution(is_demo=True)
    for name, value in values.items():
        setattr(institution, name, value)
    institution.confirmed_at = _moment(lookup.calendar.monday - timedelta(days=6))
    session.add(institution)
    session.flush()
    return institution


def _place(session: Session, row: dict[str, Any], institution: Institution, lookup: Lookup) -> Place:
    same = select(Place).where(Place.institution_id == institution.id, Place.external_id == row["key"])
    place = session.scalar(same) or Place(institution_id=institution.id, external_id=row["key"])
    district = lookup.district(row.get("district"))
    place.name, place.district = row["name"], district
    place.street, place.postal_code = row.get("street"), row.get("postal_code")
    place.town = row.get("town", "Dessau-Roßlau")
    place.latitude = row.get("lat") or (district.latitude if district else None)
    place.longitude = row.get("lon") or (district.longitude if district else None)
    place.transit_stop, place.access_note = row.get("transit_stop"), row.get("access_note")
    for feature, answer in (row.get("access") or {}).items():
        setattr(place, feature, answer)
    session.add(place)
    session.flush()
    return place


def _offer(session: Session, row: dict[str, Any], institution: Institution, lookup: Lookup) -> Offer:
    same = select(Offer).where(Offer.institution_id == institution.id, Offer.external_id == row["key"])
    offer = session.scalar(same) or Offer(institution=institution, external_id=row["key"])
    for name in _TEXTS:
        setattr(offer, name, row.get(name))
    offer.slug = slugify(offer.title)
    offer.kind, offer.step, offer.is_demo, offer.source = OfferKind(row["kind"]), Step.PUBLISHED, True, "demo"
    offer.is_free = offer.price_cents == 0
    offer.attendance_mode = AttendanceMode(row.get("attendance_mode") or "on_site")
    offer.cefr_level = CefrLevel(row["cefr_level"]) if row.get("cefr_level") else None
    offer.registration_way = RegistrationWay(row.get("registration_way") or "none")
    offer.place = lookup.places[row["place"]] if row.get("place") else None
    offer.terms = [
        lookup.terms[scheme, str(code)] for key, scheme in _SCHEMES.items() for code in row.get(key) or ()
    ]
    _contact(offer, row.get("contact") or {})
    _validity(offer, row, lookup.calendar)
    session.add(offer)
    session.flush()
    offer.runs = [
        build_run(run, offer, index, lookup.calendar) for index, run in enumerate(row.get("runs") or ())
    ]
    return offer


def _contact(offer: Offer, contact: dict[str, Any]) -> None:
    offer.contact_name, offer.contact_phone = contact.get("name"), contact.get("phone")
    offer.contact_email = contact.get("email")


def _validity(offer: Offer, row: dict[str, Any], calendar: DemoCalendar) -> None:
    """When it was confirmed and first published (the same span before, so that "neu" has an order), and its recognition."""
    confirmed = calendar.day(row.get("confirmed") or {"weeks": -3})
    offer.confirmed_at = _moment(min(confirmed, calendar.today))
    offer.published_at = _moment(min(confirmed, calendar.today) - timedelta(days=30 + len(offer.title)))
    leave = row.get("educational_leave") or {}
    offer.educational_leave = bool(leave)
    offer.educational_leave_number = leave.get("number")
    offer.educational_leave_until = calendar.day(leave["valid_until"]) if leave.get("valid_until") else None


def _moment(day: date) -> datetime:
    return clock.as_utc(day, 9, 0)


def _logins(session: Session) -> None:
    for email, name, role, institution in LOGINS:
        if account_queries.by_email(session, email) is None:
            user = accounts.create_user(session, email=email, name=name, password=PASSWORD, role=role)
            user.is_demo = True
            if institution:
                accounts.join_institution(
                    session, user=user, institution_slug=institution, role=MembershipRole.MANAGER
                )


def _town(session: Session) -> None:
    """Pages that call themselves a demo, and a telephone and an address where the town has none."""
    pages(session, is_demo=True)
    for name, value in read(resource_dir("seed") / "demo" / "town.yaml").items():
        found = session.get(Setting, name)
        if found is None or not found.value:
            session.merge(Setting(name=name, value=value))
