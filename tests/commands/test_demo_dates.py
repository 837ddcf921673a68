"""The demo's dates, seen from any day: nobody meets on a public holiday, on Christmas Eve or on New Year's Eve."""

from datetime import date, timedelta
from typing import Any

import pytest

from portal import clock
from portal.cli import demo_bodies
from portal.cli.demo_dates import DemoCalendar, is_closed, open_day
from portal.cli.demo_runs import build_run
from portal.cli.seed_vocabularies import read
from portal.models import Institution, Offer, Run
from portal.paths import resource_dir
from portal.vocabulary.offers import OfferKind


def rows() -> list[tuple[str, dict[str, Any]]]:
    """Every offer of the demo with its institution's slug."""
    files = [read(path) for path in sorted((resource_dir("seed") / "demo").glob("*.yaml"))]
    return [
        (data["institution"]["slug"], row) for data in files if "offers" in data for row in data["offers"]
    ]


def runs(today: date) -> list[tuple[str, Run]]:
    """All runs as they would be loaded on that day."""
    found = []
    for slug, row in rows():
        offer = Offer(
            institution=Institution(slug=slug),
            external_id=row["key"],
            kind=OfferKind(row["kind"]),
            title=row["title"],
        )
        found += [
            (row["title"], build_run(run, offer, index, DemoCalendar(today)))
            for index, run in enumerate(row.get("runs") or ())
        ]
    return found


TODAYS = [date(2026, 11, 23), date(2026, 12, 21), date(2027, 3, 22), date(2027, 5, 10), date(2028, 9, 25)]
BEFORE_A_CHRISTMAS_AT_THE_WEEKEND = [date(2027, 7, 26), date(2027, 9, 27), date(2027, 11, 8)]


@pytest.mark.parametrize("today", [*TODAYS, *BEFORE_A_CHRISTMAS_AT_THE_WEEKEND])
def test_nobody_meets_on_a_closed_day(today: date) -> None:
    loaded = runs(today)
    assert len(loaded) > 250
    closed = [
        (title, day.first_day)
        for title, run in loaded
        for day in run.occurrences
        if is_closed(day.first_day) and day.first_day == day.last_day
    ]
    assert closed == []
    deadlines = [run.registration_closes_on for _title, run in loaded if run.registration_closes_on]
    assert deadlines
    assert not [day for day in deadlines if is_closed(day)]


@pytest.mark.parametrize("today", TODAYS)
def test_no_body_of_the_town_meets_on_a_closed_day(today: date) -> None:
    bodies = read(resource_dir("seed") / "demo" / demo_bodies.FILE)["bodies"]
    meetings = [
        demo_bodies.meeting(one, DemoCalendar(today)) for row in bodies for one in row.get("meetings", ())
    ]
    assert meetings
    assert not [one for one in meetings if is_closed(clock.local(one.starts_at).date())]


def test_a_deadline_moves_to_a_working_day_and_a_meeting_keeps_its_weekday() -> None:
    good_friday, day = date(2027, 3, 26), timedelta(days=1)
    assert open_day(good_friday, step=day) == date(2027, 3, 30), "over Easter Monday"
    assert open_day(date(2027, 3, 29), step=-day) == date(2027, 3, 25)
    assert open_day(good_friday, step=7 * day) == date(2027, 4, 2)
    assert open_day(date(2027, 3, 27), step=day) == date(2027, 3, 27), "a Saturday that somebody chose"


def test_closed_days_are_those_of_the_land() -> None:
    assert is_closed(date(2027, 1, 6)), "Heilige Drei Könige, in Sachsen-Anhalt"
    assert is_closed(date(2026, 12, 24))
    assert not is_closed(date(2026, 12, 23))
