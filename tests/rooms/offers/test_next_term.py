"""The next time an offer is held: same weekday, days off left out, nothing taken over that belongs to the old one."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from portal import clock
from portal.offers import next_term, series
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.vocabulary.offers import Availability, OccurrenceStatus, OfferKind

FIRST = date(2026, 9, 22)  # a Tuesday


def evening(day: date, **more: object) -> DateSheet:
    slot = series.timed(day, time(18), time(19, 30))
    return DateSheet(**{name: getattr(slot, name) for name in slot.__slots__}, **more)  # type: ignore[arg-type]  # fields by name


def course(*days: date, **more: object) -> OfferSheet:
    run = RunSheet(number="26-1", dates=tuple(evening(day) for day in days), **more)  # type: ignore[arg-type]  # fields by name
    return OfferSheet("Nähen", OfferKind.COURSE, runs=(run,))


def weekly(count: int, every: int = 1) -> list[date]:
    return [FIRST + timedelta(weeks=every * number) for number in range(count)]


def test_a_regular_course_keeps_its_weekday_its_times_and_its_number_of_dates() -> None:
    off = {date(2027, 4, 6): "Osterferien"}
    [run] = next_term.propose(course(*weekly(10)), 26, off)
    held = [one for one in run.dates if not one.day_off]
    assert len(held) == 10
    assert {one.slot.first_day.weekday() for one in run.dates} == {1}
    assert held[0].slot.first_day == date(2027, 3, 23)
    assert {f"{clock.local(one.slot.starts_at):%H:%M}" for one in held} == {"18:00"}, "across summer time"
    assert [(one.slot.first_day, one.day_off) for one in run.dates if one.day_off] == [
        (date(2027, 4, 6), "Osterferien")
    ]


def test_irregular_dates_move_one_by_one_and_are_marked_on_days_off() -> None:
    days = [FIRST, FIRST + timedelta(days=3), FIRST + timedelta(days=30)]
    [run] = next_term.propose(course(*days), 52, {days[1] + timedelta(weeks=52): "Feiertag"})
    assert [one.slot.first_day for one in run.dates] == [day + timedelta(weeks=52) for day in days]
    assert [one.day_off for one in run.dates] == ["", "Feiertag", ""]


def test_only_the_last_term_is_followed() -> None:
    old, new = course(*weekly(3)).runs[0], course(*[day + timedelta(weeks=26) for day in weekly(3)]).runs[0]
    sheet = OfferSheet("Nähen", OfferKind.COURSE, runs=(old, new, RunSheet()))
    assert next_term.latest_runs(sheet) == (new,)
    assert next_term.usual_distance(sheet) == 26
    yearly = OfferSheet(
        "Sommer",
        OfferKind.COURSE,
        runs=(old, course(*[day + timedelta(weeks=52) for day in weekly(3)]).runs[0]),
    )
    assert next_term.usual_distance(yearly) == 52
    assert next_term.propose(OfferSheet("Ohne", OfferKind.COUNSELLING), 26, {}) == ()


def test_a_new_run_begins_as_if_nothing_had_happened() -> None:
    before = replace(
        course(*weekly(3)).runs[0],
        availability=Availability.FULL,
        places_left=0,
        status=OccurrenceStatus.CANCELLED,
        starts_on=FIRST,
        ends_on=FIRST + timedelta(weeks=2),
        registration_closes_on=FIRST - timedelta(days=7),
    )
    dates = [evening(FIRST + timedelta(weeks=26))]
    after = next_term.run_after(before, dates, 26)
    assert after.uuid != before.uuid
    assert (after.number, after.availability, after.places_left, after.status) == (
        None, Availability.FREE, None, OccurrenceStatus.PLANNED,
    )  # fmt: skip
    assert (after.starts_on, after.ends_on) == (dates[0].first_day, dates[0].first_day)
    assert after.registration_closes_on == FIRST - timedelta(days=7) + timedelta(weeks=26)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 12),
    st.sampled_from([1, 2]),
    st.integers(1, 104),
    st.sets(st.integers(0, 800), max_size=60),
)
def test_whatever_is_off_no_ticked_date_is_on_a_day_off(
    count: int, every: int, weeks: int, off: set[int]
) -> None:
    days_off = {FIRST + timedelta(days=number): "frei" for number in off}
    sheet = course(*weekly(count, every))
    [run] = next_term.propose(sheet, weeks, days_off)
    ticked = [one.slot.first_day for one in run.dates if not one.day_off]
    assert not set(ticked) & set(days_off)
    assert all(day.weekday() == FIRST.weekday() for day in ticked)
    assert len(set(ticked)) == len(ticked)
    first, last = next_term.horizon(sheet, weeks)
    assert all(first <= one.slot.first_day <= last for one in run.dates), "every day off was asked for"
