"""Entering, changing, confirming and removing special days; and reading them for the public and for series."""

from datetime import date, time

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.errors import Conflict, NotFound
from portal.holidays import actions, loading, queries, removed
from portal.holidays.actions import DayDraft
from portal.models import Holiday
from portal.offers import series
from portal.vocabulary.calendar import HolidayKind

TODAY = date(2026, 11, 23)
DAY = date(2027, 4, 22)


def draft(
    name: str = "Tag der Lehre", first: date = DAY, last: date | None = None, **values: object
) -> DayDraft:
    kind = values.pop("kind", HolidayKind.ACTION_DAY)
    return DayDraft(kind, name, first, last or first, "Kammer", **values)  # type: ignore[arg-type]


def test_an_entered_day_is_read_back_as_it_was_said(session: Session) -> None:
    row = actions.add(session, draft=draft(name_en="Training Day", checked_on=TODAY, note="nur vormittags"))
    day = queries.day(session, row.id)
    assert day is not None
    assert (day.name, day.name_en, day.note, day.checked_on) == (
        "Tag der Lehre",
        "Training Day",
        "nur vormittags",
        TODAY,
    )
    assert queries.day(session, row.id + 1) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (draft(last=date(2027, 4, 21)), "last_day"),
        (draft(last=date(2028, 4, 22)), "last_day"),
        (draft(), "name"),
    ],
)
def test_what_cannot_be_is_refused_and_names_its_field(session: Session, wrong: DayDraft, field: str) -> None:
    actions.add(session, draft=draft())
    with pytest.raises(Conflict) as problem:
        actions.add(session, draft=wrong)
    assert problem.value.field == field


def test_a_day_may_keep_its_own_name_when_it_is_changed(session: Session) -> None:
    row = actions.add(session, draft=draft())
    actions.revise(session, day_id=row.id, draft=draft(note="neu"), revision=1)
    assert (row.note, row.revision) == ("neu", 2)


def test_a_stale_revision_is_refused_by_every_write(session: Session) -> None:
    row = actions.add(session, draft=draft())
    actions.revise(session, day_id=row.id, draft=draft(note="schneller"), revision=1)
    for write in (
        lambda: actions.revise(session, day_id=row.id, draft=draft(note="zu spät"), revision=1),
        lambda: actions.confirm(session, day_id=row.id, revision=1, today=TODAY),
        lambda: actions.remove(session, day_id=row.id, revision=1),
    ):
        with pytest.raises(Conflict) as problem:
            write()
        assert problem.value.field == "revision"
    assert row.note == "schneller"


def test_a_write_between_reading_and_flushing_is_refused_too(session: Session) -> None:
    row = actions.add(session, draft=draft())
    session.commit()
    assert row.revision == 1
    session.execute(update(Holiday).values(revision=7).execution_options(synchronize_session=False))
    with pytest.raises(Conflict) as problem:
        actions.revise(session, day_id=row.id, draft=draft(note="zu spät"), revision=1)
    assert problem.value.field == "revision"


def test_what_is_gone_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        actions.confirm(session, day_id=4711, revision=1, today=TODAY)


def test_only_confirmed_days_are_public(session: Session) -> None:
    [suggestion, *_more] = loading.suggest_by_rule(session, today=TODAY).added
    assert queries.between(session, DAY, DAY) == ()
    assert queries.between(session, DAY, DAY, confirmed_only=False) == (suggestion,)
    actions.confirm(session, day_id=suggestion.id, revision=suggestion.revision, today=TODAY)
    [public] = queries.between(session, DAY, DAY)
    assert (public.is_confirmed, public.checked_on) == (True, TODAY)


def test_a_span_is_found_by_any_of_its_days_and_by_its_kind(session: Session) -> None:
    actions.add(session, draft=draft("Ferien", DAY, date(2027, 4, 30), kind=HolidayKind.SCHOOL_BREAK))
    for first, last, found in [
        (DAY, DAY, 1), (date(2027, 4, 30), date(2027, 5, 9), 1), (date(2027, 4, 1), date(2027, 4, 21), 0),
        (date(2027, 4, 24), date(2027, 4, 25), 1), (date(2027, 5, 1), date(2027, 5, 1), 0),
    ]:  # fmt: skip
        assert len(queries.between(session, first, last)) == found
    assert queries.between(session, DAY, DAY, kinds=[HolidayKind.ACTION_DAY]) == ()


def test_days_off_are_named_by_day_and_a_holiday_goes_before_a_break(session: Session) -> None:
    loading.load_from_package(session, land="ST", years=[2026, 2027], today=TODAY)
    actions.add(session, draft=draft("Messe", date(2026, 12, 19)))
    off = queries.days_off(session, date(2026, 12, 18), date(2027, 1, 4))
    assert off[date(2026, 12, 24)] == "Weihnachtsferien"
    assert off[date(2026, 12, 25)] == "Erster Weihnachtstag"
    assert off[date(2027, 1, 1)] == "Neujahr"
    assert min(off) == date(2026, 12, 21)
    assert max(off) == date(2027, 1, 2)
    assert list(off) == sorted(off)


def test_every_tuesday_but_not_in_the_breaks_becomes_dates_through_one_function(session: Session) -> None:
    """Jeden Dienstag 18 bis 19:30 Uhr, nicht in den Ferien: what a provider says, with what the table knows."""
    loading.load_from_package(session, land="ST", years=[2026], today=TODAY)
    first, last = date(2026, 10, 6), date(2026, 11, 10)
    rule = series.SeriesRule(first, frozenset({1}), time(18), time(19, 30), last=last)
    found = series.expand(rule, queries.days_off(session, first, last))
    assert [slot.first_day.isoformat() for slot in found.slots] == [
        "2026-10-06",
        "2026-10-13",
        "2026-11-03",
        "2026-11-10",
    ]
    assert found.skipped == ((date(2026, 10, 20), "Herbstferien"), (date(2026, 10, 27), "Herbstferien"))


def test_only_days_with_an_id_of_their_own_are_remembered_as_removed(session: Session) -> None:
    by_hand = actions.add(session, draft=draft())
    actions.remove(session, day_id=by_hand.id, revision=1)
    assert removed.ids(session) == frozenset()
