"""The entries of the Jahres-Berufswahl-Kalender: what is read, in which order, with which words of the provider."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from portal import clock
from portal.careers.queries import entries
from portal.careers.year import YearEntry
from portal.extensions import Model
from portal.models import Offer
from portal.vocabulary.calendar import EntryKind
from portal.vocabulary.offers import AttendanceMode, Availability, OccurrenceStatus, OfferKind, Step
from portal.vocabulary.terms import Scheme
from tests.factories import offers as make
from tests.factories.offers import NOW

FIRST, LAST = date(2026, 8, 1), date(2027, 7, 31)
SOON = NOW + timedelta(days=3)


@pytest.fixture
def session() -> Iterator[Session]:
    """An empty database in memory: these tests need neither a portal nor an index."""
    engine = create_engine("sqlite://")
    Model.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def found(session: Session, *offers: Offer) -> tuple[YearEntry, ...]:
    session.flush()
    session.expire_all()
    return entries(session, [offer.id for offer in offers], FIRST, LAST)


def careers(session: Session, title: str, start: datetime = SOON, **values: object) -> Offer:
    return make.make_dated_offer(session, title, start, **{"kind": OfferKind.CAREERS_EVENT, **values})


def test_an_event_says_when_where_and_for_whom(session: Session) -> None:
    district = make.make_district(session, name="Roßlau")
    place = make.make_place(session, name="Rathaus Roßlau", district_id=district.id)
    terms = [
        make.make_term(session, Scheme.GRADE, "Klasse 9", code="9"),
        make.make_term(session, Scheme.GRADE, "Klasse 10", code="10"),
        make.make_term(session, Scheme.SCHOOL_FORM, "Gymnasium"),
        make.make_term(session, Scheme.ACTION, "Messe"),
        make.make_term(session, Scheme.TOPIC, "Handwerk"),
    ]
    offer = careers(session, "Messe", place=place, terms=terms)
    [entry] = found(session, offer)
    assert (entry.kind, entry.offer_id, entry.title) == (EntryKind.OCCURRENCE, offer.id, "Messe")
    assert (entry.first_day, entry.starts_at) == (date(2026, 11, 26), SOON)
    assert (entry.place, entry.district) == ("Rathaus Roßlau", "Roßlau")
    assert (entry.grades, entry.school_forms, entry.actions) == (("9", "10"), ("gymnasium",), ("messe",))
    assert not entry.is_registration


def test_entries_stand_by_day_and_whole_days_before_hours(session: Session) -> None:
    late = careers(session, "Spät", SOON + timedelta(hours=5))
    early = careers(session, "Früh", SOON)
    whole = make.make_offer(session, "Ganzer Tag", kind=OfferKind.CAREERS_EVENT)
    day = clock.local(SOON).date()
    make.make_occurrence(
        session,
        make.make_run(session, whole),
        clock.as_utc(day, 0, 0),
        all_day=True,
        first_day=day,
        last_day=day,
    )
    before = careers(session, "Davor", SOON - timedelta(days=2))
    assert [entry.title for entry in found(session, late, early, whole, before)] == [
        "Davor",
        "Ganzer Tag",
        "Früh",
        "Spät",
    ]


def test_registering_is_told_apart(session: Session) -> None:
    offer = make.make_offer(session, "Praxistag", kind=OfferKind.CAREERS_EVENT)
    run = make.make_run(
        session, offer, registration_opens_on=date(2026, 10, 1), registration_closes_on=date(2026, 11, 20)
    )
    make.make_occurrence(session, run, SOON)
    kinds = [(entry.kind, entry.is_registration, entry.first_day) for entry in found(session, offer)]
    assert kinds == [
        (EntryKind.WINDOW, True, date(2026, 10, 1)),
        (EntryKind.DEADLINE, True, date(2026, 11, 20)),
        (EntryKind.OCCURRENCE, False, date(2026, 11, 26)),
    ]


def test_only_what_touches_the_period(session: Session) -> None:
    offer = make.make_offer(session, "Reihe", kind=OfferKind.CAREERS_EVENT)
    run = make.make_run(session, offer, registration_closes_on=date(2027, 7, 31))
    for day in (date(2026, 7, 31), date(2026, 8, 1), date(2027, 7, 31), date(2027, 8, 1)):
        make.make_occurrence(session, run, clock.as_utc(day, 9, 0))
    assert [entry.first_day for entry in found(session, offer) if not entry.is_registration] == [FIRST, LAST]
    assert [entry.last_day for entry in found(session, offer) if entry.is_registration] == [LAST]


def test_what_is_not_public_is_left_out(session: Session) -> None:
    quiet = make.make_institution(session, is_public=False)
    hidden = careers(session, "Verborgen", institution=quiet)
    withdrawn = careers(session, "Zurückgezogen", step=Step.WITHDRAWN)
    assert found(session, hidden, withdrawn) == ()
    assert entries(session, [], FIRST, LAST) == ()
    assert entries(session, [99_999], FIRST, LAST) == ()


def test_a_cancelled_run_gives_its_reason_to_its_dates(session: Session) -> None:
    offer = make.make_offer(session, "Messe", kind=OfferKind.CAREERS_EVENT)
    run = make.make_run(session, offer, status=OccurrenceStatus.CANCELLED, note="Die Halle ist gesperrt.")
    make.make_occurrence(session, run, SOON)
    [entry] = found(session, offer)
    assert (entry.status, entry.note) == (OccurrenceStatus.CANCELLED, "Die Halle ist gesperrt.")


def test_the_note_of_a_run_that_is_held_is_no_reason(session: Session) -> None:
    offer = make.make_offer(session, "Messe", kind=OfferKind.CAREERS_EVENT)
    run = make.make_run(session, offer, note="Für Gruppen ab zehn.")
    make.make_occurrence(session, run, SOON)
    make.make_occurrence(
        session, run, SOON + timedelta(days=1), status=OccurrenceStatus.MOVED, note="Jetzt in der Aula."
    )
    assert [entry.note for entry in found(session, offer)] == ["", "Jetzt in der Aula."]


@pytest.mark.parametrize(
    ("availability", "status"),
    [
        (Availability.FREE, OccurrenceStatus.PLANNED),
        (Availability.FEW, OccurrenceStatus.FEW_PLACES),
        (Availability.FULL, OccurrenceStatus.FULL),
        (Availability.WAITING_LIST, OccurrenceStatus.FULL),
    ],
)
def test_places_of_the_run_speak_for_its_dates(
    session: Session, availability: Availability, status: OccurrenceStatus
) -> None:
    offer = make.make_offer(session, "Rundgang", kind=OfferKind.CAREERS_EVENT)
    make.make_occurrence(session, make.make_run(session, offer, availability=availability), SOON)
    assert [entry.status for entry in found(session, offer)] == [status]


def test_the_nearest_place_counts(session: Session) -> None:
    of_offer, of_run, of_day = (
        make.make_place(session, name=name) for name in ("Angebot", "Durchführung", "Termin")
    )
    offer = make.make_offer(session, "Rundgang", kind=OfferKind.CAREERS_EVENT, place=of_offer)
    near, nearer = make.make_run(session, offer, place=of_run), make.make_run(session, offer)
    make.make_occurrence(session, near, SOON)
    make.make_occurrence(session, near, SOON + timedelta(days=1), place=of_day)
    make.make_occurrence(session, nearer, SOON + timedelta(days=2))
    online = make.make_run(session, offer, attendance_mode=AttendanceMode.ONLINE, place=of_run)
    make.make_occurrence(session, online, SOON + timedelta(days=3))
    assert [entry.place for entry in found(session, offer)] == ["Durchführung", "Termin", "Angebot", "online"]


def test_a_full_year_takes_three_statements(session: Session) -> None:
    offers = [
        careers(session, f"Messe {number}", SOON + timedelta(days=number % 200)) for number in range(120)
    ]
    session.flush()
    ids = [offer.id for offer in offers]
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    assert len(entries(session, ids, FIRST, LAST)) == 120
    assert len(statements) == 3
