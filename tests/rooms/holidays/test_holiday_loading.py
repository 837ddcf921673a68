"""Loading again and again adds what is missing and never touches what an editor changed, entered or removed."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cli import seed_vocabularies
from portal.errors import SettingsProblem
from portal.holidays import actions, loading, queries
from portal.holidays.actions import DayDraft
from portal.models import Holiday, Setting
from portal.vocabulary.calendar import HolidayKind

TODAY = date(2026, 11, 23)
YEARS = range(2024, 2030)


def load(session: Session) -> loading.LoadReport:
    return loading.load_from_package(session, land="ST", years=YEARS, today=TODAY)


def named(session: Session, name: str, year: int) -> Holiday:
    rows = session.scalars(select(Holiday).where(Holiday.name == name))
    return next(row for row in rows if row.first_day.year == year)


def draft_of(row: Holiday, **changes: object) -> DayDraft:
    values = {
        "kind": row.kind,
        "name": row.name,
        "first_day": row.first_day,
        "last_day": row.last_day,
        "source": row.source,
    }
    return DayDraft(**(values | changes))  # type: ignore[arg-type]


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Holiday)) or 0


def test_the_first_load_adds_and_reports_the_second_changes_nothing(session: Session) -> None:
    first = load(session)
    assert len(first.added) == count(session) > 90
    autumn = named(session, "Herbstferien", 2026)
    assert (autumn.name_en, autumn.checked_on, autumn.is_confirmed) == ("Autumn Break", TODAY, True)
    assert load(session) == loading.LoadReport()


def test_years_loaded_one_by_one_are_the_same_as_all_at_once(session: Session) -> None:
    for year in YEARS:
        loading.load_from_package(session, land="ST", years=[year], today=TODAY)
    assert load(session) == loading.LoadReport()


def test_what_an_editor_changed_stays_and_is_reported(session: Session) -> None:
    load(session)
    row, before = named(session, "Herbstferien", 2026), count(session)
    changed = draft_of(
        row, name="Herbstferien (neu)", first_day=date(2026, 10, 12), source="Erlass vom 1. Juli"
    )
    actions.revise(session, day_id=row.id, draft=changed, revision=row.revision)
    report = load(session)
    assert (count(session), report.added) == (before, ())
    assert [one.name for one in report.differing] == ["Herbstferien (neu)"]
    assert (row.first_day, row.source) == (date(2026, 10, 12), "Erlass vom 1. Juli")


def test_a_break_entered_by_hand_with_other_days_is_not_doubled(session: Session) -> None:
    own = DayDraft(HolidayKind.SCHOOL_BREAK, "Sommerferien", date(2026, 7, 3), date(2026, 8, 15), "Schulamt")
    actions.add(session, draft=own)
    report = load(session)
    assert [one.source for one in report.differing] == ["Schulamt"]
    assert len(session.scalars(select(Holiday).where(Holiday.name == "Sommerferien")).all()) == len(YEARS)


def test_what_an_editor_removed_does_not_come_back(session: Session) -> None:
    load(session)
    row = named(session, "Winterferien", 2027)
    actions.remove(session, day_id=row.id, revision=row.revision)
    assert load(session) == loading.LoadReport()
    with pytest.raises(StopIteration):
        named(session, "Winterferien", 2027)


def test_rules_suggest_for_three_school_years_unconfirmed_and_once(session: Session) -> None:
    report = loading.suggest_by_rule(session, today=TODAY)
    assert [one.first_day for one in report.added] == [
        date(2027, 4, 22),
        date(2028, 4, 27),
        date(2029, 4, 26),
    ]
    assert not any(one.is_confirmed for one in report.added)
    assert loading.suggest_by_rule(session, today=TODAY) == loading.LoadReport()


def test_a_day_that_is_past_is_not_suggested(session: Session) -> None:
    report = loading.suggest_by_rule(session, today=date(2027, 4, 23))
    assert [one.first_day.year for one in report.added] == [2028, 2029]


def test_a_rejected_suggestion_is_not_made_again(session: Session) -> None:
    [first, *_more] = loading.suggest_by_rule(session, today=TODAY).added
    actions.remove(session, day_id=first.id, revision=first.revision)
    assert loading.suggest_by_rule(session, today=TODAY) == loading.LoadReport()


def test_an_announced_date_silences_the_rule(session: Session) -> None:
    own = DayDraft(HolidayKind.ACTION_DAY, "Girls' Day", date(2027, 4, 8), date(2027, 4, 8), "Ankündigung")
    actions.add(session, draft=own)
    assert [one.first_day.year for one in loading.suggest_by_rule(session, today=TODAY).added] == [2028, 2029]


def test_seeding_fills_the_table_for_the_town_and_again_changes_nothing(session: Session) -> None:
    assert seed_vocabularies.load(session) > 200
    assert session.get(Setting, queries.LAND).value == "ST"  # type: ignore[union-attr]
    [girls_day] = queries.between(session, date(2025, 4, 1), date(2025, 4, 5), kinds=[HolidayKind.ACTION_DAY])
    assert girls_day.first_day == date(2025, 4, 3)
    assert girls_day.source == "bekannt gegebener Termin 2025; sonst vierter Donnerstag im April"
    assert max(one.last_day.year for one in queries.everything(session)) == 2029
    assert seed_vocabularies.load(session) == 0


def test_a_town_without_a_land_is_told_what_to_set(session: Session) -> None:
    with pytest.raises(SettingsProblem, match=r"town\.land"):
        queries.land(session)
