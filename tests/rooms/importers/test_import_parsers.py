"""Dates, times, weekdays, prices and texts as people write them; and that nothing anyone writes brings them
down."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.importers import countries, dates, money, prose
from portal.importers.dates import Unreadable
from portal.importers.money import Price
from portal.text import markdown_html
from portal.text import plain as markdown_words

VALUES = st.one_of(
    st.text(),
    st.text(alphabet="0123456789.,:-/ €Uhr'"),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.lists(st.integers() | st.text()),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23.11.2026", date(2026, 11, 23)),
        ("23.11.26", date(2026, 11, 23)),
        ("1.2.99", date(1999, 2, 1)),
        ("Mo, 23.11.2026", date(2026, 11, 23)),
        ("2026-11-23", date(2026, 11, 23)),
        ("23. November 2026", date(2026, 11, 23)),
        ("3. März 2027", date(2027, 3, 3)),
        ("23.11.2026, 18.30 Uhr", datetime.fromisoformat("2026-11-23T18:30")),
        ("2026-11-23T18:30:00", datetime.fromisoformat("2026-11-23T18:30")),
    ],
)
def test_german_and_iso_dates_are_read(text: str, expected: date) -> None:
    assert dates.day_or_moment(text) == expected


@pytest.mark.parametrize(
    "text", ["31.02.2026", "gestern", "", "2026-13-01", "0001-01-01", "32.1.2026", "9999-12-31"]
)
def test_impossible_dates_are_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        dates.day_or_moment(text)


def test_a_format_of_the_mapping_goes_first() -> None:
    assert dates.day("11/12/2026", ("%m/%d/%Y",)) == date(2026, 11, 12)
    assert dates.day("11/12/2026") == date(2026, 12, 11)


def test_an_offset_in_the_file_is_believed() -> None:
    moment = dates.day_or_moment("2026-11-23T18:30:00+00:00", (), ZoneInfo("Europe/Berlin"))
    assert isinstance(moment, datetime)
    assert moment.astimezone(ZoneInfo("Europe/Berlin")).hour == 19


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18.30 Uhr", time(18, 30)),
        ("18 Uhr", time(18)),
        ("9:05", time(9, 5)),
        ("18:30:00", time(18, 30)),
        ("24:00", time(0)),
    ],
)
def test_times_are_read(text: str, expected: time) -> None:
    assert dates.clock_time(text) == expected
    assert dates.clock_span(text) == (expected, None)


@pytest.mark.parametrize(
    "text", ["18:00-20:30", "18 – 20.30 Uhr", "18:00 Uhr bis 20:30 Uhr", "18.00 bis 20.30"]
)
def test_from_when_until_when_may_stand_in_one_column(text: str) -> None:
    assert dates.clock_span(text) == (time(18), time(20, 30))


@pytest.mark.parametrize(
    ("value", "numbers", "expected"),
    [
        ("Mo, Mi", "monday0", {0, 2}),
        ("Montag und Donnerstag", "monday0", {0, 3}),
        ("dienstags", "monday0", {1}),
        ("Fr-So", "monday0", {4, 5, 6}),
        ("Mo.–Fr.", "monday0", {0, 1, 2, 3, 4}),
        ([0], "sunday0", {6}),
        ([2], "sunday0", {1}),
        ("1", "monday1", {0}),
    ],
)
def test_weekdays_are_read(value: object, numbers: str, expected: set[int]) -> None:
    assert dates.weekdays(value, numbers) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,50 €", Price(123450)),
        ("42,-", Price(4200)),
        ("12,50", Price(1250)),
        ("entgeltfrei entgeltfrei / free of charge", Price(0)),
        ("kostenlos", Price(0)),
        ("50 € / ermäßigt 30 €", Price(5000, 3000, "50 € / ermäßigt 30 €")),
        ("50/30", Price(5000, 3000)),
        ("ab 50 €", Price(5000, None, "ab 50 €")),
        ("nur mit Semesterkarte", Price(None, None, "nur mit Semesterkarte")),
        ("10/ 10 € 10 € für Studierende 10 € für Externe", Price(1000)),
        (
            "7/ 15 € 7 € für Studierende 15 € für Externe",
            Price(1500, 700, "7 € für Studierende; 15 € für Externe"),
        ),
        ("15/ -- € 15 € für Studierende", Price(1500, None, "15 € für Studierende")),
    ],
)
def test_prices_in_words_are_read(text: str, expected: Price) -> None:
    assert money.price(text) == expected


def test_prices_in_numbers_are_read_in_their_unit() -> None:
    assert money.price("12.50", "euro", ".") == Price(1250)
    assert money.price(280, "euro") == Price(28000)
    assert money.price("280", "cents") == Price(280)
    assert money.price("1.234", "euro", ",") == Price(123400)
    with pytest.raises(Unreadable):
        money.price(-1, "euro")
    with pytest.raises(Unreadable):
        money.price("auf Anfrage", "euro")


@settings(deadline=None)
@given(VALUES)
def test_no_value_brings_a_parser_down(value: object) -> None:
    readers = (
        dates.day_or_moment,
        dates.clock_time,
        dates.clock_span,
        dates.weekdays,
        money.number,
        money.whole,
        money.price,
        lambda it: money.price(it, "euro"),
    )
    for read in readers:
        try:
            read(value)
        except Unreadable as problem:
            assert str(problem)


@settings(deadline=None)
@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_every_day_survives_each_way_of_writing_it(day: date) -> None:
    for pattern in ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"):
        assert dates.day(day.strftime(pattern)) == day


@settings(deadline=None)
@given(st.integers(0, 1_000_000))
def test_every_amount_survives_being_written_in_german(cents: int) -> None:
    german = f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))
    assert money.price(f"{german} €").cents == cents


def test_html_becomes_paragraphs_bullets_and_link_targets() -> None:
    html = '<p>Wir <b>nähen</b>.</p><ul><li>Schere</li><li>Garn</li></ul><a href="https://vhs.example/x">mehr</a><script>x()</script>'
    assert prose.plain(html) == "Wir nähen.\n\n- Schere\n- Garn\n\nmehr (https://vhs.example/x)"
    assert prose.plain("K&auml;se &amp; Brot\x00\u202e") == "Käse & Brot"


@pytest.mark.parametrize(
    "text",
    [
        "Schüler*innen und Lehrer*innen",
        "1. Schritt",
        "# kein Titel",
        "a < b & c > d",
        "[nicht](verlinkt)",
        "snake_case_name",
        "3 - 4 Treffen",
        "Titel\n=====",
        "&lt;b&gt;",
    ],
)
def test_signs_of_the_source_mean_themselves_in_markdown(text: str) -> None:
    words = " ".join(prose.plain(text).split())
    assert markdown_words(prose.markdown(text)) == words
    assert "<em>" not in markdown_html(prose.markdown(text))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_no_text_becomes_markup(text: str) -> None:
    html = markdown_html(prose.markdown(text))
    assert not [
        tag
        for tag in ("<em>", "<strong>", "<a ", "<code>", "<h3>", "<h4>", "<hr>", "<blockquote>")
        if tag in html
    ]


def test_countries_are_known_by_their_usual_names() -> None:
    assert [countries.code(name) for name in ("Deutschland", "U.K.", "at", "Atlantis")] == [
        "DE",
        "GB",
        "AT",
        None,
    ]
