"""The radar finds what was entered twice and nothing else, in nearly linear time; what editors decided stays decided."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import DuplicatePair, JournalEntry, Offer
from portal.permissions.policy import Actor
from portal.upkeep import duplicates
from portal.upkeep.likeness import ALIKE, Traits, score, traits
from portal.vocabulary.offers import OfferKind, Step
from portal.vocabulary.people import Role
from tests.factories.offers import (
    NOW,
    make_dated_offer,
    make_institution,
    make_occurrence,
    make_place,
)
from tests.rooms.search.engine import Town

DAY = timedelta(days=1)
EDITOR = Actor(7, "Redaktion", Role.EDITOR)
ONE: dict[str, Any] = {
    "title": "Malen am Fluss",
    "kind": OfferKind.COURSE,
    "institution_id": 1,
    "places": frozenset({"markt 1"}),
    "starts": frozenset({100, 20_000}),
    "body": "Mit Wasser und Farbe am Ufer der Mulde.",
}


def worth(**other: Any) -> int:
    return score(traits(id=1, **ONE), traits(id=2, **{**ONE, **other}))


@pytest.mark.parametrize(
    ("other", "is_alike"),
    [
        ({}, True),
        ({"institution_id": 2}, True),
        ({"institution_id": 2, "places": frozenset()}, True),
        ({"body": ""}, True),
        ({"title": "Am Fluss malen"}, True),
        ({"starts": frozenset({100})}, True),
        ({"starts": frozenset({700, 20_300})}, True),  # the same days, at another hour
        ({"starts": frozenset({400_000})}, False),
        ({"starts": frozenset()}, False),
        ({"title": "Malen am Fluss 2"}, False),
        ({"title": "Malen am Fluss, Gruppe B2"}, False),
        ({"title": "Töpfern am Fluss"}, True),  # the very same text, only renamed
        ({"title": "Töpfern am Fluss", "body": "Mit Ton und Scheibe in der Werkstatt."}, False),
        ({"institution_id": 2, "places": frozenset({"markt 2"}), "body": "Ganz anders."}, False),
    ],
)
def test_what_is_known_of_both_decides(other: dict[str, Any], is_alike: bool) -> None:
    assert (worth(**other) >= ALIKE) is is_alike, worth(**other)


def test_two_without_dates_are_alike_when_the_rest_is() -> None:
    undated = {**ONE, "starts": frozenset()}
    assert score(traits(id=1, **undated), traits(id=2, **undated)) == 100
    other = {**undated, "institution_id": 2, "places": frozenset({"markt 2"}), "body": "Beratung im Rathaus."}
    assert score(traits(id=1, **undated), traits(id=2, **other)) < ALIKE


@settings(max_examples=60)
@given(st.lists(st.text(max_size=60), min_size=2, max_size=2), st.sampled_from(OfferKind))
def test_the_score_is_the_same_both_ways_and_within_bounds(titles: list[str], kind: OfferKind) -> None:
    one, other = (traits(id=at, title=title, kind=kind, institution_id=1) for at, title in enumerate(titles))
    assert 0 <= score(one, other) <= 100
    assert score(one, other) == score(other, one)


def pair(session: Session, **second: Any) -> tuple[Offer, Offer]:
    """The same evening, entered by two institutions."""
    place = make_place(session)
    one = make_dated_offer(session, "Malen am Fluss", NOW + 3 * DAY, place=place)
    other = make_dated_offer(session, "Malen am Fluss", NOW + 3 * DAY, **{"place": place, **second})
    session.commit()
    return one, other


def kept(session: Session) -> list[tuple[int, int]]:
    rows = session.execute(select(DuplicatePair.first_id, DuplicatePair.second_id))
    return sorted((row.first_id, row.second_id) for row in rows)


def test_a_pair_is_found_once_and_kept(session: Session) -> None:
    one, other = pair(session)
    make_dated_offer(session, "Töpfern", NOW + 3 * DAY)
    assert duplicates.look(session, NOW) == 1
    assert kept(session) == [(one.id, other.id)]
    assert duplicates.look(session, NOW + DAY) == 0
    (found,) = duplicates.waiting(session)
    assert (found.first.id, found.second.id, found.found_at) == (one.id, other.id, NOW)
    assert found.score >= ALIKE


def test_a_pair_that_no_longer_holds_goes_and_a_dismissed_one_stays(session: Session) -> None:
    one, other = pair(session)
    third = make_dated_offer(session, "Malen am Fluss", NOW + 3 * DAY, place=one.place)
    duplicates.look(session, NOW)
    assert len(kept(session)) == 3
    found = duplicates.by_ids(session, one.id, other.id)
    assert found is not None
    duplicates.dismiss(session, EDITOR, pair=found, now=NOW)
    one.title = other.title = third.title = "Etwas"
    third.title = "Ganz anders"
    one.title = "Noch anders"
    session.flush()
    assert duplicates.look(session, NOW) == 0
    assert kept(session) == [(one.id, other.id)]
    assert duplicates.waiting(session) == []
    assert duplicates.by_ids(session, one.id, other.id) is None
    assert session.scalars(select(JournalEntry.note)).all() == [f"{other.id}: Malen am Fluss"]


def test_offers_that_are_not_public_or_long_over_are_left_out(session: Session) -> None:
    pair(session, step=Step.DRAFT)
    hidden = make_institution(session, is_public=False)
    pair(session, institution=hidden)
    make_dated_offer(session, "Schach", NOW - 40 * DAY)
    make_dated_offer(session, "Schach", NOW - 40 * DAY)
    session.commit()
    assert duplicates.look(session, NOW) == 0


def test_a_look_at_what_changed_leaves_the_rest_alone(session: Session) -> None:
    one, other = pair(session)
    for offer in (one, other):
        offer.updated_at = NOW - DAY
    session.commit()
    assert duplicates.look_at_changed(session, NOW, since=NOW - timedelta(hours=1)) == 0
    assert kept(session) == []
    other.updated_at = NOW
    session.commit()
    assert duplicates.look_at_changed(session, NOW, since=NOW - timedelta(hours=1)) == 1
    other.step = Step.WITHDRAWN
    session.commit()
    assert duplicates.look_at_changed(session, NOW, since=NOW - timedelta(hours=1)) == 0
    assert kept(session) == []


def test_the_same_house_entered_twice_is_the_same_place(session: Session) -> None:
    house = {"name": "Rathaus", "street": "Zerbster Straße 4"}
    make_dated_offer(session, "Malen am Fluss", NOW + DAY, place=make_place(session, **house))
    again = make_place(session, name="Rathaus Dessau", street="Zerbster Str. 4")
    make_dated_offer(session, "Malen am Fluss", NOW + DAY, place=again)
    other = make_place(session, name="Rathaus", street="Am Wall 1")
    make_dated_offer(session, "Malen am Fluss", NOW + DAY, place=other)
    session.commit()
    assert duplicates.look(session, NOW) == 1


def test_dates_of_runs_count_together(session: Session) -> None:
    one, other = pair(session)
    make_occurrence(session, one.runs[0], NOW + 9 * DAY)
    make_occurrence(session, other.runs[0], NOW - 90 * DAY)
    session.commit()
    assert duplicates.look(session, NOW) == 1


def test_the_hint_says_whose_the_similar_offer_is(tmp_path: Path, session: Session) -> None:
    town = Town(session, tmp_path / "index")
    own = make_institution(session, name="Wir", slug="wir")
    mine = make_dated_offer(session, "Malen am Fluss", NOW + DAY, institution=own)
    theirs = make_dated_offer(session, "Malen am Fluss", NOW + DAY)
    town.indexed()
    found = duplicates.similar(session, town.service, title="Malen am Fluss", institution_id=own.id, now=NOW)
    assert {one.offer_id: one.is_own for one in found} == {mine.id: True, theirs.id: False}
    assert duplicates.similar(session, town.service, title="Schach", now=NOW) == []


def catalogue(number: int, start: datetime) -> list[Traits]:
    """Titles as catalogues have them: many alike, in many places and at many times."""
    subjects = (
        "Yoga",
        "Englisch",
        "Malen",
        "Excel",
        "Kochen",
        "Gitarre",
        "Deutsch",
        "Rücken",
        "Töpfern",
        "Python",
    )
    ways = (
        "am Morgen",
        "für Anfänger",
        "in der Gruppe",
        "im Beruf",
        "am Wochenende",
        "für Senioren",
        "kompakt",
    )
    base = int(start.timestamp()) // 60
    return [
        traits(
            id=at,
            title=f"{subjects[at % 10]} {ways[at // 10 % 7]} {'Kurs' if at % 3 else 'Workshop'}",
            kind=OfferKind.COURSE,
            institution_id=at % 40,
            places=frozenset({f"haus {at % 90}"}),
            starts=frozenset(base + (at * 37 % 200) * 1440 + week * 10_080 for week in range(8)),
            body=f"Beschreibung {at % 500} mit einigen Worten über den Ablauf und das Ziel.",
        )
        for at in range(number)
    ]


def test_ten_thousand_offers_take_seconds_and_planted_doubles_are_found() -> None:
    offers = catalogue(10_000, NOW)
    planted = [
        traits(
            id=20_000 + at,
            title=one.title,
            kind=one.kind,
            institution_id=99,
            places=one.places,
            starts=one.starts,
            body=one.body,
        )
        for at, one in enumerate(offers[:4000:200])
    ]
    began = time.process_time()
    found = duplicates.pairs([*offers, *planted])
    assert time.process_time() - began < 20
    seconds = {pair[1] for pair in found} | {pair[0] for pair in found}
    assert all(one.id in seconds for one in planted)
