"""Dates, times, money and telephone numbers as people write them in German and English. Cached: pages repeat them."""

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from portal import clock
from portal.web.kit import languages
from portal.web.kit.words import gettext as _


def long_date(day: date, *, weekday: bool = True, year: bool = True) -> str:
    """'Dienstag, 12. Januar 2027' / 'Tuesday, 12 January 2027'; `year` False leaves it out."""
    return _date(
        day, ("EEEE, " if weekday else "") + _day_month() + (" y" if year else ""), languages.current()
    )


def short_date(day: date, *, year: bool = False) -> str:
    """'Di, 12. Januar' / 'Tue, 12 January'."""
    return _date(
        day,
        ("EE, " if languages.current() != "de" else "ccc, ") + _day_month() + (" y" if year else ""),
        languages.current(),
    )


def weekday_name(day: date) -> str:
    return _date(day, "EEEE", languages.current())


def weekday_short(day: date) -> str:
    return _date(day, "ccc", languages.current()).rstrip(".")


def month_short(day: date, today: date) -> str:
    """'Jan', with the year when it is not this one."""
    return _date(day, "LLL" if day.year == today.year else "LLL y", languages.current()).replace(".", "")


def month_name(day: date) -> str:
    """'Januar 2027'."""
    return _date(day, "LLLL y", languages.current())


def _day_month() -> str:
    return "d. MMMM" if languages.current() == "de" else "d MMMM"


@lru_cache(maxsize=4096)
def _date(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


def span(first: date, last: date, *, today: date) -> str:
    """'12. Januar bis 2. März 2027'; one day is one date; the year stands once, and only when it helps."""
    if first == last:
        return long_date(first, year=first.year != today.year)
    same_year = first.year == last.year
    begin = long_date(first, weekday=False, year=not same_year)
    if same_year and first.month == last.month and languages.current() == "de":
        begin = f"{first.day}."
    return _("%(first)s bis %(last)s", first=begin, last=long_date(last, weekday=False))


def clock_time(moment: datetime | time) -> str:
    """'10:00', on the town's clock when a moment is given."""
    shown = clock.local(moment) if isinstance(moment, datetime) else moment
    return f"{shown.hour}:{shown.minute:02}"


def time_span(start: datetime, end: datetime) -> str:
    """'10:00 bis 11:30 Uhr'."""
    return _("%(start)s bis %(end)s Uhr", start=clock_time(start), end=clock_time(end))


def money(cents: int) -> str:
    """'42 €', '42,50 €', 'kostenlos'."""
    return _("kostenlos") if cents == 0 else _money(cents, languages.current())


@lru_cache(maxsize=1024)
def _money(cents: int, locale: str) -> str:
    if locale == "de":
        whole, rest = divmod(cents, 100)
        return (
            f"{format_decimal(whole, locale='de')},{rest:02} €"
            if rest
            else f"{format_decimal(whole, locale='de')} €"
        )
    return format_currency(
        cents / 100,
        "EUR",
        locale=locale,
        format="¤#,##0" if cents % 100 == 0 else None,
        currency_digits=cents % 100 != 0,
    )


def telephone_link(number: str) -> str:
    """A `tel:` address with the German country code: '0340 0000-100' -> 'tel:+493400000100'."""
    digits = "".join(character for character in number if character.isdigit())
    if number.strip().startswith("+"):
        return f"tel:+{digits}"
    return f"tel:+49{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"
