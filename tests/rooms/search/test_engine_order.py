"""Orders and pages: by relevance, date, age, price, distance; never random, pages never overlap; the radius search."""

from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

import pytest

from portal.vocabulary.offers import OccurrenceStatus, Sort
from tests.factories.offers import (
    NOW,
    make_dated_offer,
    make_district,
    make_occurrence,
    make_offer,
    make_place,
    make_run,
)
from tests.rooms.search.engine import Town

DAY = timedelta(days=1)


def test_by_date_dated_offers_come_first_then_undated_then_cancelled_ones(town: Town) -> None:
    off = make_dated_offer(town.session, "Abgesagt", NOW + DAY, status=OccurrenceStatus.CANCELLED)
    undated = make_offer(town.session, "Laufend")
    late = make_dated_offer(town.session, "Spät", NOW + 9 * DAY)
    soon = make_dated_offer(town.session, "Bald", NOW + 2 * DAY)
    assert town.indexed().ids() == [soon.id, late.id, undated.id, off.id]


def test_relevance_puts_the_title_before_the_description_and_then_the_next_date(town: Town) -> None:
    mentioned = make_dated_offer(
        town.session, "Musik am Abend", NOW + DAY, description="Wir spielen Gitarre."
    )
    late = make_dated_offer(town.session, "Gitarre lernen", NOW + 9 * DAY)
    soon = make_dated_offer(town.session, "Gitarre lernen", NOW + 2 * DAY)
    assert town.indexed().ids("Gitarre") == [soon.id, late.id, mentioned.id]


def test_relevance_without_words_is_the_order_by_date(town: Town) -> None:
    late = make_dated_offer(town.session, "Spät", NOW + 9 * DAY)
    soon = make_dated_offer(town.session, "Bald", NOW + 2 * DAY)
    town.indexed()
    assert town.ids(sort=Sort.RELEVANCE) == [soon.id, late.id]


def test_by_price_the_cheapest_comes_first_and_an_unknown_price_last(town: Town) -> None:
    unknown = make_dated_offer(town.session, "A", NOW + DAY)
    dear = make_dated_offer(town.session, "B", NOW + DAY, price_cents=9_900)
    free = make_dated_offer(town.session, "C", NOW + DAY, is_free=True, price_cents=5_000)
    assert town.indexed().ids(sort=Sort.PRICE) == [free.id, dear.id, unknown.id]


def test_by_newest_the_latest_publication_comes_first_and_an_unknown_one_last(town: Town) -> None:
    unknown = make_dated_offer(town.session, "A", NOW + DAY, published_at=None)
    old = make_dated_offer(town.session, "B", NOW + DAY, published_at=NOW - 20 * DAY)
    new = make_dated_offer(town.session, "C", NOW + DAY, published_at=NOW - DAY)
    assert town.indexed().ids(sort=Sort.NEWEST) == [new.id, old.id, unknown.id]


@pytest.mark.parametrize("sort", list(Sort))
def test_equals_are_ordered_by_next_date_and_then_by_id(town: Town, sort: Sort) -> None:
    late = make_dated_offer(town.session, "Yoga", NOW + 5 * DAY)
    twins = [make_dated_offer(town.session, "Yoga", NOW + DAY) for _ in range(2)]
    assert town.indexed().ids("Yoga", sort=sort) == [*(twin.id for twin in twins), late.id]


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["", "Yoga"])
def test_pages_never_overlap_and_leave_nothing_out(town: Town, sort: Sort, text: str) -> None:
    made = {make_dated_offer(town.session, "Yoga", NOW + (1 + number % 3) * DAY).id for number in range(23)}
    town.indexed()
    pages = [town.ids(text, sort=sort, page=page, per_page=5) for page in range(1, 6)]
    assert [len(page) for page in pages] == [5, 5, 5, 5, 3]
    assert {offer_id for page in pages for offer_id in page} == made
    assert [offer_id for page in pages for offer_id in page] == town.ids(text, sort=sort, per_page=100)


def test_a_page_beyond_the_last_is_empty_with_the_true_total(town: Town) -> None:
    make_offer(town.session)
    result = town.indexed().search(page=100_000, per_page=100)
    assert (result.total, result.hits) == (1, ())


def _kilometres(first: tuple[float, float], second: tuple[float, float]) -> float:
    lat1, lon1, lat2, lon2 = (radians(each) for each in (*first, *second))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(chord))


def test_the_radius_counts_from_the_district_to_the_nearest_place_of_an_offer(town: Town) -> None:
    middle = make_district(
        town.session, name="Mitte", latitude=51.83, longitude=12.24, postal_codes=["06844"]
    )
    north = make_district(town.session, name="Nord", latitude=51.93, longitude=12.24)
    near = make_offer(town.session, "Nah", place=make_place(town.session, latitude=51.84, longitude=12.25))
    far = make_offer(town.session, "Fern", place=make_place(town.session, district=north))
    both = make_offer(town.session, "Beides", place=make_place(town.session, district=north))
    make_run(town.session, both, place=make_place(town.session, district=middle))
    nowhere = make_offer(town.session, "Nirgends")
    town.indexed()
    hits = town.search(near="mitte", sort=Sort.DISTANCE).hits
    assert [hit.offer_id for hit in hits] == [both.id, near.id, far.id, nowhere.id]
    assert hits[1].distance_km == pytest.approx(_kilometres((51.83, 12.24), (51.84, 12.25)), abs=0.01)
    assert hits[3].distance_km is None
    assert set(town.ids(near="06844", radius_km=5)) == {both.id, near.id}
    assert town.search(near="mitte", radius_km=15).total == 3


def test_a_place_without_coordinates_stands_at_the_middle_of_its_district(town: Town) -> None:
    district = make_district(town.session, name="Süd", slug="sued")
    make_offer(town.session, "A", place=make_place(town.session, district=district))
    assert town.indexed().search(near="sued").hits[0].distance_km == pytest.approx(0, abs=0.001)


def test_a_run_number_typed_exactly_finds_its_offer_first(town: Town) -> None:
    offer = make_dated_offer(town.session, "Töpfern", NOW + DAY, external_id="VHS-2026/114")
    run = make_run(town.session, offer, number="26H 3041")
    make_occurrence(town.session, run, NOW + DAY)
    make_dated_offer(town.session, "Töpfern", NOW + DAY)
    town.indexed()
    assert [town.ids(text) for text in ("26H3041", "26h 3041", "vhs-2026/114")] == [[offer.id]] * 3
