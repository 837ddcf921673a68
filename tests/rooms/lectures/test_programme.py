"""Which dates a semester has, what is said of them, who is named, and how many statements that takes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.lectures import lecturers, semesters
from portal.lectures.entries import counted
from portal.lectures.programme import offer_ids, programme
from portal.models import Offer, Semester
from portal.vocabulary.lectures import SemesterKind
from portal.vocabulary.offers import Availability, OccurrenceStatus, OfferKind, Step
from portal.vocabulary.places import AccessFeature
from portal.vocabulary.terms import Scheme
from tests.factories import offers as make
from tests.factories.offers import NOW
from tests.rooms.lectures.conftest import FIRST, University, days


def titles(session: Session, semester: Semester) -> list[str]:
    return [entry.title for entry in programme(session, semester=semester).entries]


def test_a_regular_semester_takes_in_what_is_public_in_the_programme_and_in_its_period(
    session: Session, university: University
) -> None:
    university.lecture("zwei Termine", days(9), days(2))
    university.lecture("vorher", NOW - timedelta(days=90))
    university.lecture("nachher", days(400))
    university.lecture("Entwurf", days(3), step=Step.DRAFT)
    hidden = make.make_institution(session, is_public=False)
    university.lecture("verborgen", days(3), institution=hidden)
    make.make_dated_offer(session, "nicht im Programm", days(3))
    semester = university.semester()
    assert titles(session, semester) == ["zwei Termine", "zwei Termine"]
    entries = programme(session, semester=semester).entries
    assert [entry.starts_at for entry in entries] == [days(2), days(9)], "by time, not by the run's order"


def test_the_first_and_the_last_day_belong_to_the_semester(session: Session, university: University) -> None:
    first = NOW.replace(year=2026, month=10, day=1)
    last = NOW.replace(year=2027, month=3, day=31)
    university.lecture("am ersten", first)
    university.lecture("am letzten", last)
    university.lecture("am Tag danach", last + timedelta(days=1))
    university.lecture("am Tag davor", first - timedelta(days=1))
    assert titles(session, university.semester()) == ["am ersten", "am letzten"]


def test_a_compact_semester_takes_in_what_was_chosen_and_only_its_days(
    session: Session, university: University
) -> None:
    chosen = university.lecture("ausgewählt", days(1), days(30))
    outside = make.make_dated_offer(session, "ohne Programm, aber ausgewählt", days(1))
    university.lecture("im Programm, nicht ausgewählt", days(1))
    draft = university.lecture("zurückgezogen", days(1), step=Step.WITHDRAWN)
    semester = university.semester(
        chosen,
        outside,
        draft,
        kind=SemesterKind.AUTUMN,
        first_day=date(2026, 11, 24),
        last_day=date(2026, 11, 26),
    )
    assert sorted(titles(session, semester)) == ["ausgewählt", "ohne Programm, aber ausgewählt"]
    assert set(offer_ids(session, semester)) == {chosen.id, outside.id}
    assert semesters.item_ids(session, semester) == (chosen.id, outside.id, draft.id)


def test_nobody_is_named_without_consent(session: Session, university: University) -> None:
    offer = university.lecture("Vortrag", days(1))
    university.speaker("Dr. Ja", offer)
    university.speaker("Dr. Nein", offer, consented=False)
    [entry] = programme(session, semester=university.semester()).entries
    assert [one.name for one in entry.speakers] == ["Dr. Ja"]
    assert [one.speaker.name for one in lecturers.named(session, offer.id)] == ["Dr. Ja"]


def test_who_speaks_on_one_date_is_named_only_there(session: Session, university: University) -> None:
    offer = university.lecture("Reihe", days(1), days(8))
    first, second = sorted(offer.runs[0].occurrences, key=lambda one: one.starts_at)
    university.speaker("Dr. Immer", offer)
    university.speaker("Dr. Einmal", offer, day=second.uuid)
    one, two = programme(session, semester=university.semester()).entries
    assert one.uuid == first.uuid
    assert [each.name for each in one.speakers] == ["Dr. Immer"]
    assert [each.name for each in two.speakers] == ["Dr. Immer", "Dr. Einmal"]
    assert [each.days for each in lecturers.named(session, offer.id)] == [(), (second.uuid,)]


@pytest.mark.parametrize(
    ("of_date", "of_run", "availability", "expected"),
    [
        (OccurrenceStatus.PLANNED, OccurrenceStatus.PLANNED, Availability.FREE, OccurrenceStatus.PLANNED),
        (
            OccurrenceStatus.CONFIRMED,
            OccurrenceStatus.CANCELLED,
            Availability.FREE,
            OccurrenceStatus.CANCELLED,
        ),
        (OccurrenceStatus.CANCELLED, OccurrenceStatus.PLANNED, Availability.FULL, OccurrenceStatus.CANCELLED),
        (OccurrenceStatus.MOVED, OccurrenceStatus.PLANNED, Availability.FULL, OccurrenceStatus.MOVED),
        (OccurrenceStatus.PLANNED, OccurrenceStatus.PLANNED, Availability.FEW, OccurrenceStatus.FEW_PLACES),
        (OccurrenceStatus.PLANNED, OccurrenceStatus.FULL, Availability.FREE, OccurrenceStatus.FULL),
        (
            OccurrenceStatus.CONFIRMED,
            OccurrenceStatus.PLANNED,
            Availability.WAITING_LIST,
            OccurrenceStatus.FULL,
        ),
    ],
)
def test_a_date_stands_as_the_nearest_that_knows_says(
    session: Session,
    university: University,
    of_date: OccurrenceStatus,
    of_run: OccurrenceStatus,
    availability: Availability,
    expected: OccurrenceStatus,
) -> None:
    offer = university.lecture("Vortrag", days(1))
    run = offer.runs[0]
    run.status, run.availability, run.occurrences[0].status = of_run, availability, of_date
    session.flush()
    [entry] = programme(session, semester=university.semester()).entries
    assert entry.status is expected


def test_the_nearest_place_and_price_count(session: Session, university: University) -> None:
    of_offer = make.make_place(session, name="Haus", step_free=False)
    of_date = make.make_place(
        session, name="Saal", step_free=True, hearing_loop=True, lift=False, access_note="Klingeln."
    )
    offer = university.lecture(
        "Vortrag", days(1), days(2), place=of_offer, price_cents=900, guest_places=5, guest_conditions="Vorn."
    )
    first = min(offer.runs[0].occurrences, key=lambda one: one.starts_at)
    first.place, offer.runs[0].price_cents = of_date, 300
    session.flush()
    one, two = programme(session, semester=university.semester()).entries
    assert one.venue and two.venue
    assert (one.venue.name, two.venue.name) == ("Saal", "Haus")
    assert one.venue.access == (AccessFeature.STEP_FREE, AccessFeature.HEARING_LOOP)
    assert one.venue.lacking == (AccessFeature.LIFT,)
    assert (one.price_cents, one.guest_places, one.guest_conditions) == (300, 5, "Vorn.")


def test_topics_know_their_broad_one_and_are_counted_by_offers(
    session: Session, university: University
) -> None:
    broad = make.make_term(session, Scheme.TOPIC, "Umwelt", label_en="Environment")
    narrow = make.make_term(session, Scheme.TOPIC, "Klima", parent=broad)
    university.lecture("Reihe", days(1), days(2), days(3), terms=[narrow])
    university.lecture("Rundgang", days(4), terms=[broad], kind=OfferKind.GUIDED_TOUR)
    university.lecture("Ohne Thema", days(5))
    found = programme(session, semester=university.semester())
    assert [(topic.code, count) for topic, count in counted(found.entries)] == [("umwelt", 2), ("klima", 1)]
    assert [entry.title for entry in found.about("klima").entries] == ["Reihe"] * 3
    assert len(found.about("umwelt").entries) == 4, "a broad topic takes in those below it"
    assert found.knows_topic("klima")
    assert not found.knows_topic("musik")
    assert found.entries[0].topics[0].broad_in_language("en") == "Environment"
    assert [entry.is_excursion for entry in found.about("umwelt").entries] == [False] * 3 + [True]


def test_its_size_costs_no_more_statements(session: Session, university: University) -> None:
    topic = make.make_term(session, Scheme.TOPIC)
    for number in range(15):
        offer = university.lecture(f"Vortrag {number}", days(number), days(number + 1), terms=[topic])
        university.speaker(f"Dr. {number}", offer)
    semester = university.semester()
    session.commit()
    seen: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: seen.append(given[2]))
    session.refresh(semester)
    seen.clear()
    assert len(programme(session, semester=semester).entries) == 30
    assert len(seen) == 3


def test_the_running_semester_is_shown_before_the_next_and_a_whole_one_before_a_few_days(
    university: University, session: Session
) -> None:
    today = NOW.date()
    assert semesters.current(session, today) is None
    old = university.semester(slug="alt", first_day=date(2026, 4, 1), last_day=date(2026, 9, 30))
    assert semesters.current(session, today) is old, "rather the last one than nothing"
    later = university.semester(slug="sommer", first_day=date(2027, 4, 1), last_day=date(2027, 9, 30))
    assert semesters.current(session, today) is later
    compact = university.semester(slug="herbst", kind=SemesterKind.AUTUMN, first_day=today, last_day=today)
    assert semesters.current(session, today) is compact
    running = university.semester()
    assert semesters.current(session, today) is running
    running.is_public = False
    session.flush()
    assert semesters.current(session, today) is compact
    assert [one.slug for one in semesters.public(session)] == ["alt", "herbst", "sommer"]
    assert semesters.public_by_slug(session, "winter") is None


def test_institutions_that_have_nothing_yet_are_known(session: Session, university: University) -> None:
    university.lecture("da", days(1))
    other = make.make_institution(session, name="Archiv", short_name="Das Archiv")
    late = university.lecture("zu spät", days(400), institution=other)
    found = {host.name: host.has_date for host in semesters.hosts(session, FIRST, date(2027, 3, 31))}
    assert found == {"Museum am Wall": True, "Das Archiv": False}
    assert semesters.with_dates(session, [late.id], FIRST, date(2027, 3, 31)) == frozenset()
    assert isinstance(late, Offer)
