"""Structured data: safe inside a script, complete where something is known, silent where nothing is."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.exports import jsonld
from portal.extensions import Base
from portal.models import Offer
from portal.offers import detail
from portal.vocabulary.offers import AttendanceMode, Availability, OccurrenceStatus, OfferKind
from tests.factories import offers as make
from tests.factories.offers import NOW

URL, HOUSE = "https://bildung.stadt.example/angebote/1-x", "https://bildung.stadt.example/anbieter/y"
SOON = NOW + timedelta(days=3)


@pytest.fixture
def db() -> Session:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    session = Session(engine)
    yield session
    session.close()
    engine.dispose()


def described(db: Session, offer: Offer) -> jsonld.Json:
    db.flush()
    found = detail.by_id(db.connection(), offer.id)
    assert found is not None
    return jsonld.offer(found, url=URL, institution_url=HOUSE, now=NOW)


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(
    st.recursive(
        st.text(max_size=20) | st.none() | st.booleans(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
)
def test_any_data_come_back_from_the_script_and_cannot_close_it(data: object) -> None:
    source = jsonld.script({"x": data})
    assert not set(source) & set("<>&\u2028\u2029")
    assert json.loads(source) == {"x": data}


def test_what_is_not_known_is_left_out(db: Session) -> None:
    data = described(db, make.make_dated_offer(db, "Kurs", SOON))
    assert data["@type"] == "Course"
    assert not {"offers", "educationalLevel", "coursePrerequisites", "inLanguage", "about"} & set(data)
    assert None not in data.values()
    assert "location" not in data["hasCourseInstance"][0]


@pytest.mark.parametrize("kind", list(OfferKind))
def test_every_kind_is_a_course_or_events(db: Session, kind: OfferKind) -> None:
    data = described(db, make.make_dated_offer(db, "Etwas", SOON, kind=kind))
    if kind in jsonld.COURSE_KINDS:
        assert data["@type"] == "Course"
    else:
        assert [event["@type"] for event in data["@graph"]] == ["EducationEvent"]
        assert data["@graph"][0]["@id"].startswith(f"{URL}#termin-")


def test_what_is_over_is_not_offered(db: Session) -> None:
    data = described(db, make.make_dated_offer(db, "Vorbei", NOW - timedelta(days=9), kind=OfferKind.LECTURE))
    assert data["@type"] == "Course"
    assert "hasCourseInstance" not in data


def test_whole_days_are_dates_and_timed_ones_have_the_towns_offset(db: Session) -> None:
    offer = make.make_offer(db, "Frist", kind=OfferKind.DEADLINE)
    make.make_occurrence(db, make.make_run(db, offer), SOON, all_day=True)
    [event] = described(db, offer)["@graph"]
    assert event["startDate"] == event["endDate"] == "2026-11-26"
    summer = make.make_dated_offer(db, "Sommer", NOW + timedelta(days=220), kind=OfferKind.LECTURE)
    assert described(db, summer)["@graph"][0]["startDate"].endswith("+02:00")


def test_one_cancelled_date_of_three_does_not_cancel_the_course(db: Session) -> None:
    offer = make.make_dated_offer(db, "Kurs", SOON, status=OccurrenceStatus.CANCELLED)
    for week in (1, 2):
        make.make_occurrence(db, offer.runs[0], SOON + timedelta(weeks=week))
    db.refresh(offer.runs[0])
    assert described(db, offer)["hasCourseInstance"][0]["eventStatus"].endswith("EventScheduled")


def test_a_cancelled_run_cancels_its_dates(db: Session) -> None:
    offer = make.make_dated_offer(db, "Vortrag", SOON, kind=OfferKind.LECTURE)
    offer.runs[0].status = OccurrenceStatus.CANCELLED
    assert described(db, offer)["@graph"][0]["eventStatus"].endswith("EventCancelled")


def test_prices_are_decimal_and_a_full_run_is_sold_out(db: Session) -> None:
    offer = make.make_dated_offer(db, "Kurs", SOON, price_cents=1999)
    offer.runs[0].availability = Availability.FULL
    data = described(db, offer)
    assert (data["offers"]["price"], data["offers"]["priceCurrency"]) == ("19.99", "EUR")
    assert data["hasCourseInstance"][0]["offers"]["availability"].endswith("SoldOut")


def test_free_is_a_price_of_nothing(db: Session) -> None:
    data = described(db, make.make_dated_offer(db, "Kurs", SOON, is_free=True))
    assert (data["offers"]["price"], data["offers"]["category"]) == ("0.00", "Free")


def test_online_is_a_place_of_its_own(db: Session) -> None:
    data = described(db, make.make_dated_offer(db, "Kurs", SOON, attendance_mode=AttendanceMode.ONLINE))
    instance = data["hasCourseInstance"][0]
    assert instance["courseMode"] == "Online"
    assert instance["location"] == {"@type": "VirtualLocation", "url": URL}


def test_the_maintenance_contact_is_never_told(db: Session) -> None:
    club = make.make_institution(db, name="Verein", maintenance_email="intern@verein.example")
    offer = make.make_dated_offer(
        db,
        "Kurs",
        SOON,
        institution=club,
        maintenance_name="Frau Intern",
        maintenance_email="pflege@verein.example",
    )
    told = json.dumps(described(db, offer))
    assert "intern" not in told.casefold()
    assert "pflege@" not in told


def test_links_that_run_are_not_passed_on(db: Session) -> None:
    club = make.make_institution(db, name="Verein", website="javascript:alert(1)")
    offer = make.make_dated_offer(
        db, "Kurs", SOON, institution=club, price_cents=1, registration_url="javascript:alert(2)"
    )
    assert "javascript" not in json.dumps(described(db, offer))
