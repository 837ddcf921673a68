"""Figures of parent education: what counts and what does not, half years that meet without a gap, small groups that stay untold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.models import MissedQuery, Offer, Registration
from portal.monitoring import suppression
from portal.monitoring.half_year import HalfYear
from portal.monitoring.parent_education import report
from portal.monitoring.suppression import People
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.offers import AttendanceMode, OccurrenceStatus, OfferKind, Step
from portal.vocabulary.terms import Scheme
from tests.factories import offers as make

AUTUMN = HalfYear(2026, 2)
DAY = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_lies_in_one_half_year_and_they_meet(day: date) -> None:
    half = HalfYear.of(day)
    assert half.has(day)
    assert HalfYear.parse(half.slug) == half
    assert half.before.next == half.next.before == half
    assert half.before.last_day + timedelta(days=1) == half.first_day
    assert not half.before.has(day)
    assert not half.next.has(day)


@given(st.text(max_size=8) | st.sampled_from(["2026-3", "2026-0", "1999-1", "2026-22", "²026-1", "2026-1\n"]))
def test_nothing_else_is_a_half_year(given_text: str) -> None:
    found = HalfYear.parse(given_text)
    assert found is None or found.slug == given_text


@given(st.lists(st.integers(0, 12), max_size=6))
def test_no_small_group_can_be_told_from_what_is_shown(groups: list[int]) -> None:
    shown, whole = [suppression.told(one) for one in groups], suppression.total(groups)
    assert all(one.is_few == (0 < number < 3) for one, number in zip(shown, groups, strict=True))
    if any(one.is_few for one in shown):
        assert not whole.is_exact, "the difference would tell"
        assert whole.number == sum(one.number for one in shown)
    else:
        assert whole == People(sum(groups))


def training(session: Session, title: str = "Grenzen setzen", **values: Any) -> Offer:
    values.setdefault("kind", OfferKind.PARENT_TRAINING)
    return make.make_dated_offer(session, title, values.pop("start", DAY), **values)


def registered(session: Session, offer: Offer, *rows: tuple[int, RegistrationState]) -> None:
    run_id = offer.runs[0].id
    for at, (persons, state) in enumerate(rows):
        key = f"{run_id}-{at}"
        session.add(Registration(key=key, run_id=run_id, name="x", persons=persons, state=state))
    session.flush()


def test_trainings_and_offers_about_families_count_and_others_do_not(session: Session) -> None:
    family = make.make_term(session, label="Familie", code="familie")
    narrower = make.make_term(session, label="Eltern-Kind", code="eltern-kind", parent_id=family.id)
    parents = make.make_term(session, Scheme.TARGET_GROUP, "Eltern")
    kept = [
        training(session),
        make.make_dated_offer(session, "Krabbeln", DAY, terms=[narrower]),
        make.make_dated_offer(session, "Elternabend", DAY, terms=[parents]),
    ]
    make.make_dated_offer(session, "Gitarre", DAY)
    make.make_dated_offer(session, "Messe", DAY, kind=OfferKind.CAREERS_EVENT, terms=[parents])
    training(session, "Entwurf", step=Step.DRAFT)
    training(session, "Fällt aus", status=OccurrenceStatus.CANCELLED)
    training(session, "Früher", start=DAY - timedelta(days=200))
    found = report(session, AUTUMN)
    assert {one.offer_id for one in found.held} == {one.id for one in kept}
    assert (found.now.offers, found.now.trainings, found.now.teams) == (3, 1, 1)
    assert (found.before.offers, found.before.dates) == (1, 1)


def test_the_place_of_a_date_goes_before_that_of_its_run_and_offer(session: Session) -> None:
    places = [
        make.make_place(session, district=make.make_district(session, name=name, position=at))
        for at, name in enumerate(("Alten", "Roßlau", "Süd"))
    ]
    offer = training(session, place=places[0])
    run = make.make_run(session, offer, place=places[1])
    make.make_occurrence(session, run, DAY + timedelta(days=1))
    make.make_occurrence(session, run, DAY + timedelta(days=8), place=places[2])
    online = training(session, "Am Bildschirm", place=places[0], attendance_mode=AttendanceMode.ONLINE)
    found = report(session, AUTUMN)
    assert found.by_district == (("Alten", 1), ("Roßlau", 1), ("Süd", 1))
    assert found.districts_without == ()
    assert found.online_dates == 1
    [row] = [one for one in found.held if one.offer_id == online.id]
    assert row.districts == ("",)


def test_languages_districts_and_words_that_nothing_is_offered_for(session: Session) -> None:
    german, arabic = (
        make.make_term(session, Scheme.LANGUAGE, label, code=code)
        for label, code in (("Deutsch", "de"), ("Arabisch", "ar"))
    )
    make.make_district(session, name="Roßlau")
    training(session, terms=[german], childcare=True)
    for words, days, outcome in (
        ("babyschwimmen", 0, None),
        ("krabbelgruppe", 0, "lacking"),
        ("kinderyoga", 0, "synonym"),
        ("drohnen", 0, None),
        ("elterngeld", 300, None),
    ):
        day = DAY.date() - timedelta(days=days)
        session.add(MissedQuery(words=words, times=3, first_on=day, last_on=day, outcome=outcome))
    session.flush()
    found = report(session, AUTUMN)
    assert found.languages_without == (arabic.code,)
    assert found.districts_without == ("Roßlau",)
    assert [one.words for one in found.missed] == ["babyschwimmen", "krabbelgruppe"]
    assert found.now.with_childcare == 1


def test_people_are_counted_by_place_and_line_and_small_groups_not_told(session: Session) -> None:
    placed, waiting, offered = (
        RegistrationState.PLACED,
        RegistrationState.WAITING,
        RegistrationState.OFFERED,
    )
    first, second = training(session, "Eins"), training(session, "Zwei")
    registered(session, first, (2, placed), (3, placed), (1, waiting), (4, RegistrationState.ASKED))
    registered(session, second, (4, placed), (2, RegistrationState.CANCELLED), (2, offered), (2, waiting))
    found = report(session, AUTUMN)
    by_title = {one.title: one for one in found.held}
    assert by_title["Eins"].placed == People(5)
    assert by_title["Eins"].waiting == People(0, is_few=True)
    assert by_title["Zwei"].waiting == People(4)
    assert found.now.placed == People(9)
    assert found.now.waiting == People(4, is_least=True)


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("offers", [1, 12])
def test_the_number_of_statements_does_not_grow_with_the_offers(session: Session, offers: int) -> None:
    for number in range(offers):
        registered(session, training(session, f"Training {number}"), (3, RegistrationState.PLACED))
    session.expire_all()
    with counted(session) as said:
        report(session, AUTUMN)
    assert len(said) == 6
    assert all(one.lstrip().upper().startswith("SELECT") for one in said)
