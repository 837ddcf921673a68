"""Offers that look like the one being written: the same course in other words, never merely the same topic."""

import time
from datetime import timedelta

import pytest

from tests.factories.offers import NOW, make_dated_offer, make_institution, make_offer
from tests.rooms.search.engine import Town

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "there", "is_alike"),
    [
        ("Yoga für Senioren", "Yoga für Senioren", True),
        ("Yoga fuer Senioren", "Yoga für Senioren", True),
        ("Aquarell: Malen am Fluss", "Malen am Fluss (Aquarell)", True),
        ("Nähen für Anfänger", "Nähen für Anfängerinnen", True),
        ("Englisch A1", "Englisch A2", False),
        ("Excel Teil 1", "Excel Teil 2", False),
        ("Yoga", "Yoga in der Schwangerschaft am Vormittag", False),
        ("Töpfern", "Schach", False),
    ],
)
def test_titles_are_compared_with_sense(town: Town, typed: str, there: str, is_alike: bool) -> None:
    offer = make_dated_offer(town.session, there, NOW + DAY)
    make_dated_offer(town.session, "Gitarre lernen", NOW + DAY)
    town.indexed()
    found = [one.offer_id for one in town.service.similar(typed, now=NOW)]
    assert found == ([offer.id] if is_alike else [])


def test_it_says_whose_offer_it_is_and_when(town: Town) -> None:
    school = make_institution(town.session, name="Malschule", slug="malschule")
    offer = make_dated_offer(town.session, "Malen am Fluss", NOW + 3 * DAY, institution=school)
    own = make_offer(town.session, "Malen am Fluss")
    town.indexed()
    (found,) = town.service.similar("Malen am Fluss", now=NOW, leave_out={own.id})
    assert (found.offer_id, found.title, found.score) == (offer.id, "Malen am Fluss", 100)
    assert (found.institution, found.institution_name) == ("malschule", "Malschule")
    assert found.next_start == NOW + 3 * DAY


def test_the_same_day_decides_between_titles_that_are_nearly_alike(town: Town) -> None:
    other = make_dated_offer(town.session, "Aquarell malen am Fluss", NOW + DAY)
    same = make_dated_offer(town.session, "Aquarell malen am See", NOW + 3 * DAY)
    for number in range(20):
        make_offer(town.session, f"Gitarre lernen {number}")
    town.indexed()
    day = (NOW + 3 * DAY).date()
    found = [one.offer_id for one in town.service.similar("Aquarell malen am Bach", now=NOW, first_day=day)]
    assert found[0] == same.id
    assert other.id in found


@pytest.mark.parametrize(
    "typed", ["", "  ", "ab", "der die das", "\x00\u202e", "🙂🙂🙂", "x" * 10_000, "' OR 1=1 --"]
)
def test_anything_typed_is_answered(town: Town, typed: str) -> None:
    make_offer(town.session, "Yoga")
    assert town.indexed().service.similar(typed, now=NOW) == ()


def test_without_an_index_nothing_is_alike(town: Town) -> None:
    assert town.service.similar("Yoga", now=NOW) == ()


def test_it_is_fast_enough_for_a_form(town: Town) -> None:
    for number in range(400):
        make_dated_offer(town.session, f"Yoga für alle am Morgen {number}", NOW + DAY)
    town.indexed()
    town.service.similar("Yoga für alle am Abend", now=NOW)
    began = time.process_time()
    town.service.similar("Yoga für alle am Mittag", now=NOW)
    assert time.process_time() - began < 0.05
