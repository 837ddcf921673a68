"""OfferFilter and the address: what is read is written back the same, and whatever is not understood is named, never fatal."""

from datetime import date
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import text
from portal.offers.filters import (
    FLAGS,
    MAX_PER_PAGE,
    MAX_TEXT,
    MAX_VALUES,
    Facet,
    Notice,
    OfferFilter,
    Reason,
    parse,
)
from portal.vocabulary.offers import Sort


class Everything:
    """Knows every value and every place, so that nothing is dropped for being unknown."""

    def has(self, facet: Facet, value: str) -> bool:
        return True

    def current(self, facet: Facet, value: str) -> str:
        return value

    def has_location(self, name: str) -> bool:
        return True


class Some:
    """Knows two topics, a place, and the weekdays."""

    def has(self, facet: Facet, value: str) -> bool:
        return (facet, value) in {
            (Facet.TOPIC, "sprachen"),
            (Facet.TOPIC, "musik"),
            (Facet.WEEKDAY, "sa"),
            (Facet.WEEKDAY, "so"),
        }

    def current(self, facet: Facet, value: str) -> str:
        return "sprachen" if (facet, value) == (Facet.TOPIC, "fremdsprachen") else value

    def has_location(self, name: str) -> bool:
        return name in ("sued", "06842")


def read(query: str, known: Everything | Some | None = None) -> tuple[OfferFilter, tuple[Notice, ...]]:
    return parse(parse_qs(query, keep_blank_values=True), known or Some())


def reasons(query: str) -> list[Reason]:
    return [notice.reason for notice in read(query)[1]]


anything = st.text(st.characters(codec="utf-8"), max_size=30)
names = st.one_of(
    st.sampled_from(
        [facet.value for facet in Facet] + ["q", "von", "bis", "ort", "umkreis", "sort", "seite", "pro_seite"]
    ),
    anything,
)
values = st.one_of(
    anything,
    st.sampled_from(
        [
            "",
            " ",
            "1",
            "0",
            "-1",
            "007",
            "1e9",
            "9" * 30,
            "٣",
            "²",
            "2026-11-23",
            "23.11.2026",
            "9999-12-31",
            "1.1.99999999999999999999",
        ]
    ),
    st.sampled_from(
        [
            "preis",
            "PREIS",
            "gratis",
            "wochenende",
            "ja",
            "sprachen",
            "Straße",
            "a\u200e\u0308",
            "\u212b",
            "\u0345",
            "ΐ",
            "İ",
            "\ufffe",
            "a\u00a0b",
        ]
    ),
    st.text("ab ", min_size=195, max_size=260),
)
addresses = st.dictionaries(names, st.lists(values, max_size=4), max_size=8)


@settings(max_examples=400, derandomize=True, deadline=None, database=None)
@given(parameters=addresses)
def test_what_was_read_is_written_so_that_it_is_read_the_same(parameters: dict[str, list[str]]) -> None:
    wanted, _notices = parse(parameters, Everything())
    again, notices = read(urlencode(wanted.to_pairs()), Everything())
    assert again == wanted
    assert notices == ()
    assert again.to_pairs() == wanted.to_pairs()


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(parameters=addresses)
def test_whatever_is_not_known_is_named_and_ignored(parameters: dict[str, list[str]]) -> None:
    wanted, notices = parse(parameters, Some())
    known = {facet.value for facet in Facet} | {
        "q",
        "von",
        "bis",
        "ort",
        "umkreis",
        "sort",
        "seite",
        "pro_seite",
    }
    named = {notice.parameter for notice in notices if notice.reason is Reason.UNKNOWN_PARAMETER}
    unknown = {
        name
        for name, given in parameters.items()
        if name not in known and any(text.one_line(value) for value in given)
    }
    assert len(named) <= len(unknown)
    assert bool(named) == bool(unknown)
    assert len(wanted.text) <= MAX_TEXT
    assert 1 <= wanted.per_page <= MAX_PER_PAGE
    assert all(len(notice.value) <= 70 and len(notice.parameter) <= 70 for notice in notices)


def test_an_empty_address_is_an_empty_filter() -> None:
    wanted, notices = read("q=&von=&thema=&seite=")
    assert wanted == OfferFilter()
    assert wanted.is_empty
    assert notices == ()


def test_every_facet_has_its_parameter_and_repeats() -> None:
    for facet in Facet:
        value = "1" if facet in FLAGS else "20" if facet is Facet.COST else "x"
        other = "1" if facet in FLAGS else "50" if facet is Facet.COST else "y"
        wanted, notices = read(
            f"{facet.value}={value}&{facet.value}={other}&{facet.value}={value}", Everything()
        )
        assert wanted.values(facet) == tuple(dict.fromkeys((value, other)))
        assert notices == ()


@pytest.mark.parametrize(
    ("query", "facet", "found"),
    [
        ("wochentag=Wochenende", Facet.WEEKDAY, ("sa", "so")),
        ("wochentag=Sonnabend", Facet.WEEKDAY, ("sa",)),
        ("kosten=gratis&kosten=frei", Facet.COST, ("kostenlos",)),
        ("kosten=0", Facet.COST, ("kostenlos",)),
        ("kosten=007", Facet.COST, ("7",)),
        ("thema=SPRACHEN", Facet.TOPIC, ("sprachen",)),
        ("freie_plaetze=ja", Facet.FREE_PLACES, ("1",)),
        ("format=präsenz", Facet.MODE, ("vor-ort",)),
    ],
)
def test_usual_spellings_are_understood(query: str, facet: Facet, found: tuple[str, ...]) -> None:
    wanted, notices = read(query)
    assert wanted.values(facet) == found
    assert notices == ()


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("thema=fliegen", Reason.UNKNOWN_VALUE),
        ("kosten=-5", Reason.UNKNOWN_VALUE),
        ("kosten=9999999", Reason.UNKNOWN_VALUE),
        ("freie_plaetze=nein", Reason.UNKNOWN_VALUE),
        ("sort=zufall", Reason.UNKNOWN_VALUE),
        ("ort=atlantis", Reason.UNKNOWN_PLACE),
        ("farbe=blau", Reason.UNKNOWN_PARAMETER),
        ("von=2026-02-30", Reason.NO_DATE),
        ("bis=1.1.99999999999999999999", Reason.NO_DATE),
        ("von=" + "9" * 5000, Reason.NO_DATE),
        ("seite=0", Reason.NO_NUMBER),
        ("seite=1000000000", Reason.NO_NUMBER),
        ("pro_seite=101", Reason.NO_NUMBER),
        ("pro_seite=%D9%A3", Reason.NO_NUMBER),
        ("umkreis=5", Reason.NEEDS_PLACE),
        ("sort=entfernung", Reason.NO_DISTANCE),
        ("von=2026-12-01&bis=2026-11-01", Reason.TURNED_AROUND),
        ("q=" + "wort " * 100, Reason.SHORTENED),
        ("&".join(f"thema=x{number}" for number in range(MAX_VALUES + 1)), Reason.TOO_MANY),
    ],
)
def test_each_misunderstanding_has_its_reason(query: str, reason: Reason) -> None:
    assert reason in reasons(query)


def test_an_unknown_value_leaves_the_known_ones() -> None:
    wanted, notices = read("thema=sprachen&thema=fliegen&thema=musik")
    assert wanted.values(Facet.TOPIC) == ("sprachen", "musik")
    assert [notice.value for notice in notices] == ["fliegen"]


def test_dates_are_read_as_people_write_them() -> None:
    wanted, _notices = read("von=1.2.2027&bis=2027-02-28")
    assert (wanted.date_from, wanted.date_to) == (date(2027, 2, 1), date(2027, 2, 28))


def test_a_period_written_backwards_is_turned_around() -> None:
    wanted, _notices = read("von=2027-03-01&bis=2027-01-01")
    assert (wanted.date_from, wanted.date_to) == (date(2027, 1, 1), date(2027, 3, 1))


def test_a_long_query_is_cut_at_a_word() -> None:
    wanted, _notices = read("q=" + "langeswort+" * 40)
    assert len(wanted.text) <= MAX_TEXT
    assert wanted.text.endswith("langeswort")


def test_a_radius_needs_a_place_and_then_stays() -> None:
    wanted, notices = read("ort=Sued&umkreis=5")
    assert (wanted.near, wanted.radius_km) == ("sued", 5)
    assert notices == ()


def test_an_unknown_place_is_quoted_as_it_was_typed_and_the_radius_falls_with_it() -> None:
    wanted, notices = read("ort=Mauerstraße&umkreis=3&sort=entfernung")
    assert (wanted.near, wanted.radius_km, wanted.order) == ("", None, Sort.DATE)
    assert notices == (Notice("ort", "Mauerstraße", Reason.UNKNOWN_PLACE),)


def test_the_order_by_distance_ends_with_the_place() -> None:
    wanted, notices = read("ort=sued&umkreis=5&sort=entfernung&seite=3")
    assert (wanted.order, notices) == (Sort.DISTANCE, ())
    anywhere = wanted.without_place()
    assert (anywhere.near, anywhere.radius_km, anywhere.sort, anywhere.page) == ("", None, None, 1)
    assert wanted.without_filters().sort is None


def test_the_order_follows_the_words_unless_chosen() -> None:
    assert read("q=yoga")[0].order is Sort.RELEVANCE
    assert read("")[0].order is Sort.DATE
    assert read("q=yoga&sort=preis")[0].order is Sort.PRICE


def test_changing_a_filter_leads_back_to_the_first_page() -> None:
    wanted, _notices = read("thema=sprachen&thema=musik&seite=3&sort=preis&pro_seite=50&q=yoga")
    fewer = wanted.without_value(Facet.TOPIC, "musik")
    assert (fewer.page, fewer.values(Facet.TOPIC)) == (1, ("sprachen",))
    assert fewer.without_value(Facet.TOPIC, "sprachen").chosen == {}
    assert wanted.without_filters() == OfferFilter(text="yoga", sort=Sort.PRICE, per_page=50)
    assert wanted.on_page(7).page == 7


def test_a_topic_that_was_merged_into_another_goes_on_finding_it() -> None:
    wanted, notices = read("thema=fremdsprachen&thema=sprachen")
    assert wanted.values(Facet.TOPIC) == ("sprachen",)
    assert notices == ()
