"""Writing semesters: periods that fit, choices that exist, two editors, a journal."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Conflict, NotFound
from portal.lectures import semester_actions, semesters
from portal.lectures.semester_actions import SemesterDraft, draft_of
from portal.models import JournalEntry, Offer, Semester
from portal.permissions.policy import Actor
from portal.vocabulary.lectures import SemesterKind
from portal.vocabulary.workflow import Act, Thing
from tests.factories.offers import NOW
from tests.rooms.lectures.conftest import University, days

WINTER = SemesterDraft(
    SemesterKind.REGULAR, "Wintersemester 2026/27", date(2026, 10, 1), date(2027, 3, 31), is_public=True
)
AUTUMN = SemesterDraft(SemesterKind.AUTUMN, "Wandel", date(2026, 11, 23), date(2026, 11, 27))


def acts(session: Session) -> list[Act]:
    rows = session.scalars(
        select(JournalEntry).where(JournalEntry.thing == Thing.SEMESTER).order_by(JournalEntry.id)
    )
    return [row.act for row in rows]


def test_a_semester_is_written_changed_and_removed_with_a_journal(session: Session, editor: Actor) -> None:
    row = semester_actions.add(session, editor, draft=WINTER, now=NOW)
    assert row.slug == "wintersemester-2026-27"
    renamed = replace(WINTER, title="Winter", is_public=False)
    semester_actions.revise(
        session, editor, semester_id=row.id, draft=renamed, revision=row.revision, now=NOW
    )
    assert row.slug == "wintersemester-2026-27", "an address that was told stays"
    assert draft_of(row) == renamed
    title = semester_actions.remove(session, editor, semester_id=row.id, revision=row.revision, now=NOW)
    assert title == "Winter"
    assert acts(session) == [Act.CREATED, Act.WITHDRAWN, Act.DELETED]
    assert session.scalars(select(Semester)).all() == []


def test_saving_the_same_again_changes_nothing(session: Session, editor: Actor) -> None:
    row = semester_actions.add(session, editor, draft=WINTER, now=NOW)
    before = row.revision
    semester_actions.revise(
        session, editor, semester_id=row.id, draft=draft_of(row), revision=before, now=NOW
    )
    assert (row.revision, acts(session)) == (before, [Act.CREATED])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"last_day": date(2026, 9, 30)}, "last_day"),
        ({"last_day": date(2027, 10, 2)}, "last_day"),
        ({"kind": SemesterKind.SPRING, "last_day": date(2026, 11, 1)}, "last_day"),
        ({"kind": SemesterKind.SPRING, "last_day": date(2026, 10, 3)}, "numbers"),
        (
            {"kind": SemesterKind.SPRING, "last_day": date(2026, 10, 3), "offer_ids": tuple(range(1, 62))},
            "numbers",
        ),
    ],
)
def test_a_period_or_choice_that_cannot_be_names_its_field(
    session: Session, editor: Actor, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Conflict) as problem:
        semester_actions.add(session, editor, draft=replace(WINTER, **change), now=NOW)
    assert problem.value.field == field
    assert session.scalars(select(Semester)).all() == []


def test_two_regular_semesters_share_no_day_but_a_compact_one_may_lie_in_one(
    session: Session, editor: Actor
) -> None:
    row = semester_actions.add(session, editor, draft=WINTER, now=NOW)
    overlapping = replace(WINTER, title="Sommer", first_day=WINTER.last_day, last_day=date(2027, 9, 1))
    with pytest.raises(Conflict) as problem:
        semester_actions.add(session, editor, draft=overlapping, now=NOW)
    assert problem.value.field == "first_day"
    following = replace(overlapping, first_day=WINTER.last_day + timedelta(days=1))
    semester_actions.add(session, editor, draft=following, now=NOW)
    semester_actions.add(session, editor, draft=AUTUMN, now=NOW)
    longer = replace(WINTER, title="länger", last_day=WINTER.last_day - timedelta(days=1))
    semester_actions.revise(session, editor, semester_id=row.id, draft=longer, revision=row.revision, now=NOW)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(0, 200)), min_size=1, max_size=8
    )
)
def test_whatever_is_entered_a_day_is_in_at_most_one_regular_semester(
    session: Session, editor: Actor, periods: list[tuple[date, int]]
) -> None:
    with session.begin_nested() as point:
        for first, length in periods:
            draft = replace(WINTER, first_day=first, last_day=first + timedelta(days=length))
            try:
                semester_actions.add(session, editor, draft=draft, now=NOW)
            except Conflict as problem:
                assert problem.field == "first_day"
        rows = sorted(semesters.everything(session), key=lambda one: one.first_day)
        assert rows
        for one, other in pairwise(rows):
            assert one.last_day < other.first_day
        assert len({one.slug for one in rows}) == len(rows)
        point.rollback()


def test_what_is_chosen_keeps_its_order_and_a_regular_semester_chooses_nothing(
    session: Session, editor: Actor, university: University
) -> None:
    one, two, three = (university.lecture(title, days(1)) for title in ("a", "b", "c"))
    draft = replace(AUTUMN, offer_ids=(three.id, one.id, 999_999, three.id), is_public=True)
    row = semester_actions.add(session, editor, draft=draft, now=NOW)
    assert semesters.item_ids(session, row) == (three.id, one.id)
    before = row.revision
    turned = replace(draft, offer_ids=(one.id, two.id, three.id))
    semester_actions.revise(session, editor, semester_id=row.id, draft=turned, revision=before, now=NOW)
    assert semesters.item_ids(session, row) == (one.id, two.id, three.id)
    assert row.revision == before + 1, "calendars are kept by it"
    regular = replace(turned, kind=SemesterKind.REGULAR)
    semester_actions.revise(
        session, editor, semester_id=row.id, draft=regular, revision=row.revision, now=NOW
    )
    assert semesters.item_ids(session, row) == ()
    assert session.scalars(select(Offer)).all(), "the lectures stay"


def test_compact_semesters_are_addressed_by_season_and_year(session: Session, editor: Actor) -> None:
    first = semester_actions.add(session, editor, draft=AUTUMN, now=NOW)
    second = semester_actions.add(session, editor, draft=replace(AUTUMN, title="Noch einer"), now=NOW)
    assert (first.slug, second.slug) == ("herbstuniversitaet-2026", "herbstuniversitaet-2026-2")


def test_who_is_slower_is_told_and_who_comes_too_late_too(session: Session, editor: Actor) -> None:
    row = semester_actions.add(session, editor, draft=WINTER, now=NOW)
    with pytest.raises(Conflict) as problem:
        semester_actions.revise(
            session, editor, semester_id=row.id, draft=replace(WINTER, title="x"), revision=0, now=NOW
        )
    assert problem.value.field == "revision"
    with pytest.raises(Conflict):
        semester_actions.remove(session, editor, semester_id=row.id, revision=99, now=NOW)
    with pytest.raises(NotFound):
        semester_actions.remove(session, editor, semester_id=row.id + 1, revision=1, now=NOW)
