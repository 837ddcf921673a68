"""The demo's B-Punkte and the advice that is offered there say the same: nobody is asked to come when the door is shut."""

from datetime import date
from typing import Any

import pytest

from portal import clock
from portal.cli import demo_guidance
from portal.cli.demo_dates import LAND, DemoCalendar
from portal.cli.demo_runs import build_run
from portal.cli.seed_vocabularies import read
from portal.guidance.hours import DayPlan, plan_of, read_exceptions, read_hours
from portal.holidays import package
from portal.models import GuidancePoint, Institution, Occurrence, Offer
from portal.paths import resource_dir
from portal.vocabulary.offers import OfferKind

DEMO = resource_dir("seed") / "demo"
TODAYS = [date(2026, 11, 23), date(2026, 11, 27), date(2026, 12, 20), date(2027, 3, 24), date(2028, 4, 30)]


def points(calendar: DemoCalendar) -> dict[str, GuidancePoint]:
    """The B-Punkte of the demo by name, which is what their places are called as well."""
    found = {}
    for values in read(DEMO / demo_guidance.FILE)["guidance_points"]:
        point = GuidancePoint(slug=values["slug"])
        demo_guidance.fill(point, values, calendar)
        found[point.name] = point
    return found


def dates_at(name: str, calendar: DemoCalendar) -> list[Occurrence]:
    """What the demo offers at a place of this name."""
    found: list[Occurrence] = []
    for path in sorted(DEMO.glob("*.yaml")):
        data = read(path)
        if "offers" not in data:
            continue
        keys = {place["key"] for place in data["places"] if place["name"] == name}
        for row in data["offers"]:
            if row.get("place") in keys:
                found += [one for run in runs(data["institution"]["slug"], row, calendar) for one in run]
    return found


def runs(institution: str, row: dict[str, Any], calendar: DemoCalendar) -> list[list[Occurrence]]:
    offer = Offer(
        institution=Institution(slug=institution), external_id=row["key"], kind=OfferKind(row["kind"])
    )
    rows = enumerate(row.get("runs") or ())
    return [build_run(run, offer, index, calendar).occurrences for index, run in rows]


def plan(point: GuidancePoint, day: date) -> DayPlan:
    """What holds at a B-Punkt on a day, as its page says it."""
    off = {one.first_day: one.name for one in package.public_holidays(LAND, [day.year])}
    return plan_of(read_hours(point.hours), read_exceptions(point.exceptions), off, day)


def is_inside(one: Occurrence, of_day: DayPlan) -> bool:
    starts, ends = clock.local(one.starts_at), clock.local(one.ends_at)
    first, last = starts.hour * 60 + starts.minute, ends.hour * 60 + ends.minute
    return any(opens <= first and last <= closes for opens, closes in of_day.spans)


@pytest.mark.parametrize("today", TODAYS)
def test_no_date_of_an_offer_lies_where_its_point_is_closed(today: date) -> None:
    calendar = DemoCalendar(today)
    looked_at = 0
    for name, point in points(calendar).items():
        for one in dates_at(name, calendar):
            looked_at += 1
            assert is_inside(one, plan(point, one.first_day)), (name, one.first_day)
    assert looked_at > 25
