"""An offer read whole as rows: the same values as the models hold, in few statements, and nothing that is not public."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from portal.extensions import Base
from portal.models import Image, Offer
from portal.offers import detail
from portal.offers.detail import OfferDetail
from portal.vocabulary.offers import AttendanceMode, CefrLevel, OccurrenceStatus
from portal.vocabulary.terms import Scheme
from tests.factories import offers as make
from tests.factories.offers import NOW

SOON = NOW + timedelta(days=3)


@pytest.fixture
def db() -> Session:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    session = Session(engine)
    yield session
    session.close()
    engine.dispose()


@pytest.fixture
def offer(db: Session) -> Offer:
    """An offer with everything: picture, terms, two runs, a date in another place than its run."""
    house = make.make_place(db, name="Haus", district=make.make_district(db, name="Süd"), lift=False)
    hall = make.make_place(db, name="Halle")
    image = Image(path="a.jpg", alt="Bild", author="Wer", licence="CC0", width=4, height=3)
    offer = make.make_offer(
        db,
        "Keramik",
        place=house,
        image=image,
        cefr_level=CefrLevel.B1,
        maintenance_email="intern@verein.example",
    )
    topic = make.make_term(db, Scheme.TOPIC, "Töpfern")
    offer.terms = [
        make.make_term(db, Scheme.TARGET_GROUP, "Alle"),
        topic,
        make.make_term(db, Scheme.TOPIC, "Ton"),
    ]
    late = make.make_run(db, offer, position=2, number="B", attendance_mode=AttendanceMode.ONLINE)
    early = make.make_run(db, offer, position=1, number="A", place=hall)
    make.make_occurrence(db, early, SOON + timedelta(days=7), place=house, moved_from=SOON)
    make.make_occurrence(db, early, SOON, status=OccurrenceStatus.CANCELLED, room="2")
    db.flush()
    db.expire_all()
    assert late.occurrences == []
    return offer


def read(db: Session, offer: Offer) -> OfferDetail:
    found = detail.by_id(db.connection(), offer.id)
    assert found is not None
    return found


def listened(db: Session) -> list[str]:
    """The statements sent from now on."""
    asked: list[str] = []
    event.listen(db.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))
    return asked


def same(row: Any, thing: Any) -> None:
    """Every attribute of the row is the model's, all the way down."""
    for field in fields(row):
        ours, theirs = getattr(row, field.name), getattr(thing, field.name)
        if isinstance(ours, tuple):
            for one, other in zip(ours, theirs, strict=True):
                same(one, other)
        elif hasattr(ours, "__dataclass_fields__"):
            same(ours, theirs)
        else:
            assert ours == theirs, field.name


def test_every_value_is_the_models(db: Session, offer: Offer) -> None:
    same(read(db, offer), offer)


def test_a_bare_offer_has_nothing_beside_it(db: Session) -> None:
    offer = make.make_offer(db, "Nur ein Titel")
    found = read(db, offer)
    same(found, offer)
    assert (found.place, found.image, found.terms, found.runs) == (None, None, (), ())


def test_an_unknown_number_is_no_offer(db: Session) -> None:
    assert detail.by_id(db.connection(), 4711) is None


def test_runs_and_dates_stand_in_order_with_their_places(db: Session, offer: Offer) -> None:
    found = read(db, offer)
    first, second = found.runs
    assert (first.number, second.number, second.occurrences) == ("A", "B", ())
    assert [day.starts_at for day in first.occurrences] == [SOON, SOON + timedelta(days=7)]
    assert first.place is not None and first.place.name == "Halle"
    assert first.occurrences[0].place is None
    assert first.occurrences[1].place is found.place, "a place meant twice is one object"


def test_terms_are_asked_for_by_list(db: Session, offer: Offer) -> None:
    assert [term.label for term in read(db, offer).terms_of(Scheme.TOPIC)] == ["Töpfern", "Ton"]


def test_it_takes_three_statements_and_one_more_for_other_places(db: Session, offer: Offer) -> None:
    bare = make.make_dated_offer(db, "Schlicht", SOON)
    few, many = bare.id, offer.id
    asked = listened(db)
    detail.by_id(db.connection(), few)
    assert len(asked) == 3
    detail.by_id(db.connection(), many)
    assert len(asked) == 3 + 4


def test_what_is_never_public_is_not_even_read(db: Session, offer: Offer) -> None:
    number, asked = offer.id, listened(db)
    assert "intern@" not in repr(detail.by_id(db.connection(), number))
    assert not any("maintenance" in statement for statement in asked)
