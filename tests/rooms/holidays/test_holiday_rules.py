"""Rules only suggest: the fourth Thursday in April, the exception of 2025, clashes with school breaks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.holidays import package, rules
from portal.holidays.queries import SpecialDay
from portal.vocabulary.calendar import HolidayKind


def stored(name: str, first: date, last: date | None = None, **values: object) -> SpecialDay:
    kind = values.pop("kind", HolidayKind.ACTION_DAY)
    confirmed = values.pop("is_confirmed", True)
    return SpecialDay(1, kind, name, "", first, last or first, "von Hand", None, confirmed, "", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("year", "day"), [(2024, 25), (2025, 24), (2026, 23), (2027, 22), (2028, 27), (2029, 26), (2032, 22)]
)
def test_girls_day_is_suggested_for_the_fourth_thursday_in_april(year: int, day: int) -> None:
    [suggestion] = rules.suggest(year)
    assert suggestion.day == date(year, 4, day)
    assert "vierte Donnerstag im April" in suggestion.sentence
    assert "3. April" in suggestion.sentence, "the rule says itself that it was broken"
    assert suggestion.source


def test_in_2025_the_stored_date_wins_over_the_rule() -> None:
    """It was 3 April, three weeks before the rule's 24 April: what is stored silences the rule for that year alone."""
    announced = stored("Girls'Day und Boys'Day", date(2025, 4, 3))
    assert rules.suggest(2025)[0].day == date(2025, 4, 24)
    assert rules.unanswered(2025, [announced]) == ()
    assert [one.day for one in rules.unanswered(2026, [announced])] == [date(2026, 4, 23)]


@pytest.mark.parametrize(
    "name", ["Girls'Day", "Girls’ Day 2025", "Boys Day", "girlsday", "Zukunftstag (Girls' Day)"]
)
def test_a_stored_day_answers_the_rule_in_any_spelling(name: str) -> None:
    assert rules.unanswered(2025, [stored(name, date(2025, 4, 3), is_confirmed=False)]) == ()


def test_a_stored_day_of_another_name_answers_by_its_id_alone() -> None:
    renamed = stored("Zukunftstag", date(2025, 4, 3), uuid=rules.identity(rules.GIRLS_DAY, 2025))
    assert rules.unanswered(2025, [renamed]) == ()
    assert rules.unanswered(2025, [stored("Zukunftstag", date(2025, 4, 3))])


def test_a_break_of_that_name_is_no_answer() -> None:
    other = stored("Girls'Day", date(2025, 4, 3), kind=HolidayKind.SCHOOL_BREAK)
    assert rules.unanswered(2025, [other])


def test_a_suggestion_in_a_school_break_says_so() -> None:
    breaks = [
        stored(one.name, one.first_day, one.last_day, kind=one.kind)
        for one in package.school_breaks("ST", [2019])
    ]
    [suggestion] = rules.unanswered(2019, breaks)
    assert (suggestion.day, suggestion.clash) == (date(2019, 4, 25), "Oster-/Frühjahrsferien")
    assert rules.unanswered(2026, breaks)[0].clash == ""


def test_only_confirmed_breaks_and_holidays_clash() -> None:
    day = date(2027, 4, 22)
    assert rules.clash(day, day, [stored("Messe", day)]) == ""
    assert (
        rules.clash(day, day, [stored("Ferien", day, kind=HolidayKind.SCHOOL_BREAK, is_confirmed=False)])
        == ""
    )
    both = [
        stored("Ferien", day - timedelta(1), day, kind=HolidayKind.SCHOOL_BREAK),
        stored("Feiertag", day, kind=HolidayKind.PUBLIC_HOLIDAY),
    ]
    assert rules.clash(day, day, both) == "Ferien, Feiertag"


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(0, 6), st.integers(1, 4))
def test_the_nth_weekday_is_in_its_month_its_week_and_on_its_weekday(
    year: int, month: int, weekday: int, n: int
) -> None:
    day = rules.nth_weekday(year, month, weekday, n)
    assert (day.year, day.month, day.weekday()) == (year, month, weekday)
    assert (day.day - 1) // 7 == n - 1
