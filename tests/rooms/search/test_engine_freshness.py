"""What nobody confirmed for long sinks, then leaves every list; thresholds are settings that take effect at once."""

from datetime import timedelta

import pytest

from portal.offers.filters import OfferFilter
from portal.town.settings import Freshness
from portal.vocabulary.offers import Step
from tests.factories.offers import NOW, make_dated_offer, make_offer
from tests.rooms.search.engine import Town

DAY = timedelta(days=1)


def test_of_equal_worth_the_confirmed_one_comes_first(town: Town) -> None:
    old = make_dated_offer(town.session, "Yoga", NOW + DAY, confirmed_at=NOW - 151 * DAY)
    fresh = make_dated_offer(town.session, "Yoga", NOW + 9 * DAY, confirmed_at=NOW - 150 * DAY)
    assert town.indexed().ids("Yoga") == [fresh.id, old.id]


def test_a_much_better_answer_stays_before_a_confirmed_mention(town: Town) -> None:
    old = make_dated_offer(town.session, "Yoga", NOW + DAY, confirmed_at=NOW - 200 * DAY)
    mention = make_dated_offer(town.session, "Entspannen", NOW + DAY, description="Auch etwas Yoga.")
    assert town.indexed().ids("Yoga") == [old.id, mention.id]


def test_by_date_the_unconfirmed_one_comes_later_only_on_the_same_date(town: Town) -> None:
    old = make_dated_offer(town.session, "Yoga", NOW + 2 * DAY, confirmed_at=NOW - 200 * DAY)
    fresh = make_dated_offer(town.session, "Yoga", NOW + 2 * DAY, confirmed_at=NOW)
    first = make_dated_offer(town.session, "Yoga", NOW + DAY, confirmed_at=NOW - 300 * DAY)
    assert town.indexed().ids() == [first.id, fresh.id, old.id]


def test_after_a_year_it_is_in_no_list_no_count_and_no_calendar(town: Town) -> None:
    kept = make_dated_offer(town.session, "Yoga", NOW + DAY, confirmed_at=NOW - 365 * DAY)
    left = make_dated_offer(town.session, "Yoga", NOW + DAY, confirmed_at=NOW - 366 * DAY)
    town.indexed()
    everything = OfferFilter()
    assert town.ids() == town.ids("Yoga") == [kept.id]
    assert town.service.offer_ids(everything, now=NOW) == (kept.id,)
    assert town.service.in_calendar(everything, now=NOW) == (kept.id,)
    assert town.service.count(everything, now=NOW) == 1
    assert left.id not in {int(each.value) for each in town.service.suggest("Yoga", now=NOW)}


def test_a_withdrawn_one_is_told_to_calendars_however_old_its_word(town: Town) -> None:
    offer = make_dated_offer(town.session, "Yoga", NOW + DAY, confirmed_at=NOW - 400 * DAY)
    town.indexed()
    offer.step = Step.WITHDRAWN
    town.changed(offer)
    assert town.service.in_calendar(OfferFilter(), now=NOW) == (offer.id,)
    assert town.ids() == []


@pytest.mark.parametrize(
    "values",
    [
        {"confirmed_at": None, "published_at": NOW - 10 * DAY, "created_at": NOW - 900 * DAY},
        {"confirmed_at": None, "published_at": None, "created_at": NOW - 10 * DAY},
        {"confirmed_at": NOW - 10 * DAY, "published_at": NOW - 900 * DAY},
    ],
)
def test_publishing_and_writing_down_count_as_confirming(town: Town, values: dict[str, object]) -> None:
    offer = make_offer(town.session, "Yoga", **values)
    assert town.indexed().ids() == [offer.id]


def test_confirming_brings_it_back_and_the_index_stays_true(town: Town) -> None:
    offer = make_dated_offer(town.session, "Yoga", NOW + DAY, confirmed_at=NOW - 400 * DAY)
    town.indexed()
    assert town.ids() == []
    offer.confirmed_at = NOW
    assert not town.service.check(town.session).is_clean
    town.changed(offer)
    assert town.ids() == [offer.id]
    assert town.service.check(town.session).is_clean


def test_a_confirmation_goes_stale_by_itself_as_days_pass(town: Town) -> None:
    offer = make_offer(town.session, "Yoga", confirmed_at=NOW)
    town.indexed()
    assert town.ids(now=NOW + 365 * DAY) == [offer.id]
    assert town.ids(now=NOW + 366 * DAY) == []


def test_other_thresholds_hold_at_once_and_change_the_generation(town: Town) -> None:
    old = make_dated_offer(town.session, "Yoga", NOW + DAY, confirmed_at=NOW - 100 * DAY)
    fresh = make_dated_offer(town.session, "Yoga", NOW + 2 * DAY, confirmed_at=NOW)
    town.indexed()
    before = town.service.generation
    assert town.ids("Yoga") == [old.id, fresh.id]
    town.service.age_by(Freshness(sink_after_days=50))
    assert town.ids("Yoga") == [fresh.id, old.id]
    sunk = town.service.generation
    town.service.age_by(Freshness(sink_after_days=50, leave_after_days=90))
    assert town.ids() == [fresh.id]
    assert len({before, sunk, town.service.generation}) == 3
    town.changed(make_offer(town.session, "Schach", confirmed_at=NOW - 91 * DAY))
    assert town.ids() == [fresh.id], "the thresholds outlive a new state of the index"
    town.service.age_by(Freshness())
    assert town.service.search(OfferFilter(), now=NOW).total == 3


def test_an_index_of_another_format_asks_for_a_rebuild(town: Town) -> None:
    make_offer(town.session, "Yoga")
    town.indexed()
    pointer = town.folder / "CURRENT"
    folder, generation, _version = pointer.read_text().split()
    pointer.write_text(f"{folder} {generation} 2\n")
    neighbour = town.neighbour()
    assert not neighbour.is_ready
    assert "reindex" in neighbour.problem
