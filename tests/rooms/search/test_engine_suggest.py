"""Suggestions while typing, and the way out of an empty list."""

from datetime import timedelta

import pytest

from portal.offers.filters import Facet, OfferFilter
from portal.search.results import DropKind, SuggestionKind
from tests.factories.offers import (
    NOW,
    make_dated_offer,
    make_district,
    make_institution,
    make_offer,
    make_place,
    make_term,
)
from tests.rooms.search.engine import Town

DAY = timedelta(days=1)


def _lines(town: Town, text: str, limit: int = 8) -> list[tuple[str, str]]:
    return [(line.kind.value, line.label) for line in town.service.suggest(text, now=NOW, limit=limit)]


def test_an_unfinished_word_suggests_topics_offers_institutions_and_places(town: Town) -> None:
    topic = make_term(town.session, label="Musik", label_en="Music")
    school = make_institution(town.session, name="Musikschule")
    district = make_district(town.session, name="Museumsviertel")
    offer = make_offer(
        town.session,
        "Musizieren für Kinder",
        institution=school,
        terms=[topic],
        place=make_place(town.session, district=district),
    )
    town.indexed()
    assert _lines(town, "mus") == [
        ("topic", "Musik"),
        ("offer", "Musizieren für Kinder"),
        ("institution", "Musikschule"),
        ("place", "Museumsviertel"),
    ]
    assert [line.value for line in town.service.suggest("mus", now=NOW)] == [
        topic.code,
        str(offer.id),
        school.slug,
        "museumsviertel",
    ]


def test_a_later_word_of_a_name_is_suggested_too_and_umlauts_in_any_spelling(town: Town) -> None:
    topic = make_term(town.session, label="Kochen und Ernährung", synonyms=["Küche"])
    make_offer(town.session, "A", terms=[topic])
    town.indexed()
    for typed in ("ernä", "ernae", "ERNA", "Küch", "kuech"):
        assert ("topic", "Kochen und Ernährung") in _lines(town, typed), typed


def test_nothing_is_suggested_that_leads_to_no_offer(town: Town) -> None:
    make_term(town.session, label="Segeln")
    make_institution(town.session, name="Segelverein")
    make_dated_offer(town.session, "Segeln", NOW - DAY)
    town.indexed()
    assert _lines(town, "seg") == []


def test_equal_titles_are_suggested_once_and_the_limit_holds(town: Town) -> None:
    for _ in range(3):
        make_offer(town.session, "Gitarre für alle")
    for number in range(9):
        make_offer(town.session, f"Gitarre {number}")
    town.indexed()
    lines = _lines(town, "gitar", limit=5)
    assert len(lines) == len(set(lines)) == 5


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00\x01", "„“", '"', "%_*", "😀", "ا" * 300, "a" * 10_000, "- AND OR ("]
)
def test_whatever_is_typed_neither_suggestions_nor_search_fail(town: Town, text: str) -> None:
    make_offer(town.session, "Gitarre")
    town.indexed()
    assert isinstance(_lines(town, text), list)
    assert town.search(text).total in (0, 1)
    assert isinstance(town.service.alternatives(OfferFilter(text=text), now=NOW), tuple)


def test_an_empty_list_says_which_word_or_filter_to_drop_the_most_fruitful_first(town: Town) -> None:
    for _ in range(3):
        make_offer(town.session, "Gitarre für Kinder", price_cents=5_000)
    make_offer(town.session, "Bogenschießen", is_free=True)
    town.indexed()
    wanted = OfferFilter(text="Gitarre", chosen={Facet.COST: ("kostenlos",)}, page=3)
    assert town.service.count(wanted, now=NOW) == 0
    drops = town.service.alternatives(wanted, now=NOW)
    assert [(drop.kind, drop.facet, drop.count) for drop in drops] == [(DropKind.FACET, Facet.COST, 3)]
    assert drops[0].without == OfferFilter(text="Gitarre")


def test_a_word_to_drop_comes_with_the_search_without_it(town: Town) -> None:
    make_offer(town.session, "Gitarre für Kinder")
    town.indexed()
    drops = town.service.alternatives(OfferFilter(text="Gitarre Hauptuntersuchung Zylinderkopf"), now=NOW)
    assert all(drop.count > 0 and drop.word not in drop.without.text for drop in drops)


def test_period_and_radius_can_be_dropped(town: Town) -> None:
    district = make_district(town.session, slug="nord", latitude=52.5)
    make_district(town.session, slug="mitte", latitude=51.8)
    make_dated_offer(town.session, "A", NOW + DAY, place=make_place(town.session, district=district))
    town.indexed()
    near = OfferFilter(near="mitte", radius_km=5)
    assert [drop.kind for drop in town.service.alternatives(near, now=NOW)] == [DropKind.SURROUNDINGS]
    later = OfferFilter(date_from=NOW.date() + 9 * DAY)
    assert [drop.kind for drop in town.service.alternatives(later, now=NOW)] == [DropKind.PERIOD]


def test_where_no_single_condition_helps_all_filters_are_dropped_at_once(town: Town) -> None:
    make_offer(town.session, "Gitarre", price_cents=5_000)
    town.indexed()
    wanted = OfferFilter(text="Gitarre", chosen={Facet.COST: ("kostenlos",), Facet.KIND: ("frist",)})
    drops = town.service.alternatives(wanted, now=NOW)
    assert next((drop.without, drop.count) for drop in drops) == (OfferFilter(text="Gitarre"), 1)


def test_the_label_in_english_comes_with_a_topic(town: Town) -> None:
    make_offer(town.session, "A", terms=[make_term(town.session, label="Musik", label_en="Music")])
    town.indexed()
    (line,) = town.service.suggest("music", now=NOW)
    assert (line.kind, line.label_en) == (SuggestionKind.TOPIC, "Music")
