"""Where a date goes in the next school year: what stays, what moves, over many years, with leap years and daylight saving."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.careers import rollover_rules as rules
from portal.careers import rollover_words as words
from portal.careers.rollover_days import ActionDay, NamedSpan, SchoolCalendar
from portal.careers.rollover_rules import Past, Shifted, shift
from portal.careers.rollover_sheet import Planned, slot
from portal.careers.rollover_words import Said, said
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind

EVENT, DEADLINE, WINDOW = EntryKind.OCCURRENCE, EntryKind.DEADLINE, EntryKind.WINDOW
BERLIN = ZoneInfo("Europe/Berlin")
days = st.dates(date(2021, 8, 1), date(2060, 7, 31))
PLAIN = SchoolCalendar()


def calendar_of(year: int) -> SchoolCalendar:
    """Invented special days round a school year and the next: fixed holidays, breaks that begin on Saturdays."""
    holidays, breaks = [], []
    for start in (year - 1, year, year + 1, year + 2):
        holidays += [
            NamedSpan(name, date(start, month, day), date(start, month, day))
            for name, month, day in (
                ("Einheit", 10, 3),
                ("Reformation", 10, 31),
                ("Neujahr", 1, 1),
                ("Maifeiertag", 5, 1),
            )
        ]
        for name, month, day, weeks in (
            ("Herbst", 10, 15, 1),
            ("Weihnachten", 12, 20, 2),
            ("Winter", 2, 5, 1),
            ("Sommer", 7, 5, 6),
        ):
            first = date(start, month, day)
            first += timedelta(days=(5 - first.weekday()) % 7)
            breaks.append(NamedSpan(name, first, first + timedelta(days=7 * weeks + 1)))
    return SchoolCalendar(tuple(holidays), tuple(breaks))


def event(day: date, calendar: SchoolCalendar = PLAIN, **more: object) -> Shifted:
    return shift(Past(EVENT, day, day, **more), calendar)  # type: ignore[arg-type]


def rule(found: Shifted) -> str:
    return words.stored(found.rule)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (date(2026, 11, 26), date(2027, 11, 25), "Vierter Donnerstag im November, wie im Vorjahr"),
        (date(2027, 1, 29), date(2028, 1, 28), "Letzter Freitag im Januar, wie im Vorjahr"),
        (date(2026, 9, 1), date(2027, 9, 7), "Erster Dienstag im September, wie im Vorjahr"),
        (date(2028, 2, 29), date(2029, 2, 27), "Letzter Dienstag im Februar, wie im Vorjahr"),
        (date(2027, 7, 31), date(2028, 7, 29), "Letzter Samstag im Juli, wie im Vorjahr"),
        (date(2026, 8, 1), date(2027, 8, 7), "Erster Samstag im August, wie im Vorjahr"),
    ],
)
def test_an_event_keeps_its_weekday_in_the_month(old: date, new: date, sentence: str) -> None:
    found = event(old)
    assert (found.first_day, rule(found), found.warnings) == (new, sentence, ())


def test_a_fourth_that_was_also_the_last_says_so() -> None:
    found = event(date(2027, 1, 25))  # the fourth and last Monday; January 2028 has five
    assert found.first_day == date(2028, 1, 24)
    assert words.stored(found.warnings).endswith("Das wäre der 31.1.2028")


@given(days)
def test_an_event_is_52_or_53_weeks_later_in_the_same_month_and_the_next_school_year(day: date) -> None:
    found = event(day)
    assert (found.first_day - day).days in (364, 371)
    assert (found.first_day.month, found.first_day.weekday()) == (day.month, day.weekday())
    assert SchoolYear.of(found.first_day) == SchoolYear.of(day).next


@given(days, st.sampled_from([EVENT, DEADLINE, WINDOW]), st.integers(0, 90))
def test_every_answer_lies_in_the_next_school_year_and_runs_forwards(
    day: date, kind: EntryKind, length: int
) -> None:
    calendar = calendar_of(day.year)
    found = shift(Past(kind, day, day + timedelta(days=length)), calendar)
    begins = found.last_day if kind is DEADLINE else found.first_day
    source = day + timedelta(days=length) if kind is DEADLINE else day
    assert SchoolYear.of(begins) == SchoolYear.of(source).next
    assert found.first_day <= found.last_day
    assert found.rule
    assert len(words.stored(found.rule)) <= words.MOST


@given(days)
def test_what_was_on_a_school_day_is_on_one_or_warns(day: date) -> None:
    calendar = calendar_of(day.year)
    found = event(day, calendar)
    if calendar.is_school_day(day) and not found.warnings:
        assert calendar.is_school_day(found.first_day)
    if not found.warnings and day.weekday() < 5:
        assert found.first_day.weekday() < 5


@given(days)
def test_a_deadline_keeps_day_and_month_or_is_on_the_next_working_day(day: date) -> None:
    calendar = calendar_of(day.year)
    found = shift(Past(DEADLINE, day, day), calendar)
    target = rules.same_date(day)
    if not calendar.is_working_day(day):
        assert found.last_day == target
        return
    assert calendar.is_working_day(found.last_day)
    between = range(1, (found.last_day - target).days)
    assert not any(calendar.is_working_day(target + timedelta(days=n)) for n in between)
    if found.last_day < target:  # only where the school year ends
        assert SchoolYear.of(target + timedelta(days=7)) != SchoolYear.of(target)
    assert (found.last_day == target) == (found.rule == (said(words.FIXED),))


def test_29_february_becomes_the_last_of_the_month() -> None:
    assert rules.same_date(date(2028, 2, 29)) == date(2029, 2, 28)
    assert shift(Past(DEADLINE, date(2028, 2, 29), date(2028, 2, 29)), PLAIN).last_day == date(2029, 2, 28)


def test_a_time_to_register_keeps_both_its_days() -> None:
    found = shift(Past(DEADLINE, date(2026, 10, 1), date(2026, 11, 27)), PLAIN)
    assert (found.first_day, found.last_day) == (date(2027, 10, 1), date(2027, 11, 29))


def test_a_date_that_would_fall_into_a_break_goes_to_the_next_such_weekday_outside() -> None:
    calendar = SchoolCalendar(breaks=(NamedSpan("Winterferien", date(2028, 2, 5), date(2028, 2, 13)),))
    found = event(date(2027, 2, 10), calendar)
    assert found.first_day == date(2028, 2, 16)
    assert rule(found) == "Dritter Mittwoch im Februar, verlegt wegen: Winterferien"


def test_a_public_holiday_is_avoided_and_one_that_was_one_before_is_not() -> None:
    labour = (
        NamedSpan("Tag der Arbeit", date(2027, 5, 1), date(2027, 5, 1)),
        NamedSpan("Tag der Arbeit", date(2028, 5, 1), date(2028, 5, 1)),
    )
    found = event(date(2027, 5, 3), SchoolCalendar(labour))  # Monday; 1 May 2028 is a Monday
    assert (found.first_day, "Tag der Arbeit" in rule(found)) == (date(2028, 5, 8), True)
    stays = SchoolCalendar((NamedSpan("Fest", date(2027, 5, 3), date(2027, 5, 3)), *labour))
    assert event(date(2027, 5, 3), stays).first_day == date(2028, 5, 1)


def test_where_nothing_is_free_it_stays_and_warns() -> None:
    calendar = SchoolCalendar(breaks=(NamedSpan("Lange Ferien", date(2028, 1, 1), date(2028, 4, 30)),))
    found = event(date(2027, 3, 3), calendar)
    assert (found.first_day, words.stored(found.warnings)) == (
        date(2028, 3, 1),
        "In den Ferien: Lange Ferien",
    )


def test_what_was_in_a_break_stays_in_it() -> None:
    calendar = SchoolCalendar(
        breaks=(
            NamedSpan("Herbstferien", date(2026, 10, 19), date(2026, 10, 30)),
            NamedSpan("Herbstferien", date(2027, 10, 11), date(2027, 10, 22)),
        )
    )
    found = event(date(2026, 10, 21), calendar)
    assert (found.first_day, rule(found)) == (
        date(2027, 10, 13),
        "Gleiche Stelle in den Ferien: Herbstferien",
    )


@pytest.mark.parametrize(
    "title", ["Girls'Day in der Feuerwache", "Girls’ Day und Boys’ Day", "BOYS-DAY 2027"]
)
def test_an_action_day_is_followed_by_name(title: str) -> None:
    calendar = SchoolCalendar(
        action_days=(ActionDay("Girls'Day und Boys'Day", date(2027, 4, 22), date(2028, 4, 27)),)
    )
    found = event(date(2027, 4, 22), calendar, title=title)
    assert (found.first_day, found.warnings) == (date(2028, 4, 27), ())
    before = event(date(2027, 4, 15), calendar, title=title)
    assert before.first_day == date(2028, 4, 20), "what prepares for it keeps its distance"
    assert event(date(2027, 4, 22), calendar, title="Bäckerei").first_day == date(2028, 4, 27)
    assert rule(event(date(2027, 4, 22), calendar, title="Bäckerei")).startswith("Vierter Donnerstag")


def test_an_action_day_that_only_a_rule_knows_warns() -> None:
    calendar = SchoolCalendar(
        action_days=(ActionDay("Girls'Day", date(2027, 4, 22), date(2028, 4, 27), is_stored=False),)
    )
    assert event(date(2027, 4, 22), calendar, title="Girls'Day").warnings == (said(words.RULE_ONLY),)


@given(st.dates(date(2021, 8, 1), date(2059, 5, 1)), st.integers(2, 12), st.sampled_from([1, 7, 14]))
def test_a_series_keeps_its_rhythm(first: date, count: int, every: int) -> None:
    dates = [first + timedelta(days=every * n) for n in range(count)]
    if len({SchoolYear.of(day) for day in dates}) > 1:
        return
    calendar, together = calendar_of(first.year), (dates[0], dates[-1])
    found = [event(day, calendar, series=together) for day in dates]
    gaps = {(after.first_day - before.first_day).days for before, after in pairwise(found)}
    assert gaps == {every}


def test_practice_weeks_keep_their_school_days_round_a_holiday() -> None:
    calendar = SchoolCalendar((NamedSpan("Feiertag", date(2028, 3, 8), date(2028, 3, 8)),))
    found = shift(Past(WINDOW, date(2027, 3, 8), date(2027, 3, 19)), calendar)  # two weeks from Monday
    assert (found.first_day, found.last_day) == (date(2028, 3, 13), date(2028, 3, 24))
    beside = shift(Past(WINDOW, date(2027, 3, 1), date(2027, 3, 12)), calendar)
    assert (beside.first_day, beside.last_day) == (date(2028, 3, 6), date(2028, 3, 20))
    assert rule(beside).endswith("gleich viele Schultage: 10")


@given(st.dates(date(2021, 8, 1), date(2059, 6, 1)), st.integers(1, 27))
def test_a_short_window_outside_breaks_has_as_many_school_days(first: date, length: int) -> None:
    calendar, last = calendar_of(first.year), first + timedelta(days=length)
    found = shift(Past(WINDOW, first, last), calendar)
    if any(one.template == words.SCHOOL_DAYS for one in found.rule):
        before = calendar.school_days(first, last)
        assert calendar.school_days(found.first_day, found.last_day) == before > 0
    else:
        assert found.last_day - found.first_day == last - first


def test_a_long_window_begins_on_its_date_and_lasts_as_long() -> None:
    found = shift(Past(WINDOW, date(2026, 9, 1), date(2027, 1, 15)), PLAIN)
    assert (found.first_day, found.last_day) == (date(2027, 9, 1), date(2028, 1, 15))


@given(days, st.integers(0, 1439), st.integers(0, 600))
def test_the_clock_shows_the_same_time_whatever_daylight_saving_does(
    day: date, start: int, length: int
) -> None:
    planned = Planned("2027-28", UUID(int=1), uuid4(), day, day, start, min(start + length, 1440))
    when = slot(planned)
    assert when.starts_at.tzinfo is UTC
    assert when.ends_at >= when.starts_at
    local = when.starts_at.astimezone(BERLIN)
    wanted = datetime(day.year, day.month, day.day, start // 60, start % 60)  # noqa: DTZ001  the wall's
    exists = wanted.replace(tzinfo=BERLIN).astimezone(UTC).astimezone(BERLIN).replace(tzinfo=None) == wanted
    if exists:
        assert local.replace(tzinfo=None) == wanted


def test_six_in_the_evening_is_six_in_the_evening_in_winter_and_summer() -> None:
    for day, utc_hour in ((date(2027, 3, 25), 17), (date(2028, 3, 30), 16)):
        planned = Planned("2027-28", UUID(int=1), uuid4(), day, day, 18 * 60, 19 * 60)
        assert slot(planned).starts_at.hour == utc_hour


@given(st.lists(st.sampled_from(words.TEMPLATES), min_size=1, max_size=3), st.text(max_size=40))
def test_what_is_kept_is_read_again_whatever_a_name_holds(templates: list[str], name: str) -> None:
    values = {
        "name": f"x{name}",
        "nth": "Letzter",
        "weekday": "Freitag",
        "month": "Mai",
        "day": "1.2.2028",
        "days": "5",
        "weeks": 52,
    }
    sentences = [
        said(one, **{key: value for key, value in values.items() if f"%({key})s" in one}) for one in templates
    ]
    kept = words.stored(sentences)
    assert len(kept) <= words.MOST
    assert "; ".join(str(one) for one in words.read(kept)) == kept


def test_sentences_that_nobody_knows_stand_as_they_are() -> None:
    [found] = words.read("100 % von Hand")
    assert str(found) == "100 % von Hand"
    assert found == Said("100 %% von Hand")
    assert list(words.read(None)) == []
