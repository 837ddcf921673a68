"""Dates, times, money and numbers as people write them, in German and in English."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from portal.web.kit import formats, languages

from .hall import Hall

TUESDAY, TODAY = date(2027, 1, 12), date(2026, 11, 23)


@pytest.fixture
def app_of_hall(built_hall: Hall) -> Flask:
    return built_hall.app


def said(app: Flask, locale: str, call: str, *values: object, **options: object) -> str:
    """What a function of formats says in a language."""
    with app.test_request_context("/"), languages.speaking(locale):
        return str(getattr(formats, call)(*values, **options))


@pytest.mark.parametrize(
    ("call", "values", "options", "german", "english"),
    [
        ("long_date", (TUESDAY,), {}, "Dienstag, 12. Januar 2027", "Tuesday, 12 January 2027"),
        ("long_date", (TUESDAY,), {"weekday": False}, "12. Januar 2027", "12 January 2027"),
        ("long_date", (TUESDAY,), {"year": False}, "Dienstag, 12. Januar", "Tuesday, 12 January"),
        ("short_date", (TUESDAY,), {}, "Di, 12. Januar", "Tue, 12 January"),
        ("weekday_name", (TUESDAY,), {}, "Dienstag", "Tuesday"),
        ("weekday_short", (TUESDAY,), {}, "Di", "Tue"),
        ("month_short", (TUESDAY, TODAY), {}, "Jan 2027", "Jan 2027"),
        ("month_short", (TODAY, TODAY), {}, "Nov", "Nov"),
        ("money", (4250,), {}, "42,50 €", "€42.50"),
        ("money", (4200,), {}, "42 €", "€42"),
        ("money", (120000,), {}, "1.200 €", "€1,200"),
        ("money", (5,), {}, "0,05 €", "€0.05"),
    ],
)
def test_values_are_written_as_in_the_language(
    app_of_hall: Flask,
    call: str,
    values: tuple[object, ...],
    options: dict[str, object],
    german: str,
    english: str,
) -> None:
    assert said(app_of_hall, "de", call, *values, **options) == german
    assert said(app_of_hall, "en", call, *values, **options) == english


def test_nothing_to_pay_is_a_word(app_of_hall: Flask) -> None:
    assert said(app_of_hall, "de", "money", 0) == "kostenlos"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), "Dienstag, 1. Dezember"),
        (date(2027, 1, 12), date(2027, 1, 12), "Dienstag, 12. Januar 2027"),
        (date(2026, 11, 23), date(2026, 11, 29), "23. bis 29. November 2026"),
        (date(2027, 1, 12), date(2027, 3, 2), "12. Januar bis 2. März 2027"),
        (date(2026, 12, 28), date(2027, 1, 3), "28. Dezember 2026 bis 3. Januar 2027"),
    ],
)
def test_a_period_names_the_year_once_and_only_where_it_helps(
    app_of_hall: Flask, first: date, last: date, words: str
) -> None:
    assert said(app_of_hall, "de", "span", first, last, today=TODAY) == words


def test_times_are_those_of_the_town(app_of_hall: Flask) -> None:
    summer, winter = datetime(2026, 7, 1, 8, 5, tzinfo=UTC), datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert said(app_of_hall, "de", "clock_time", summer) == "10:05"
    assert said(app_of_hall, "de", "clock_time", winter) == "10:00"
    assert (
        said(app_of_hall, "de", "time_span", winter, winter.replace(hour=10, minute=30))
        == "10:00 bis 11:30 Uhr"
    )


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("0340 0000-100", "tel:+493400000100"),
        ("+49 (340) 0000 100", "tel:+493400000100"),
        ("+43 1 2345", "tel:+4312345"),
        ("115", "tel:115"),
        ("<script>0340", "tel:+49340"),
    ],
)
def test_telephone_numbers_become_links_with_the_country(number: str, link: str) -> None:
    assert formats.telephone_link(number) == link
