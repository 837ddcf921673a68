"""The lines of a class's checklist: when they are due, for whom, in which order, and who was faster."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.careers import checklist_actions as actions
from portal.careers import checklist_queries as queries
from portal.careers import checklist_rules as rules
from portal.careers.checklist_actions import TaskDraft, draft_of
from portal.careers.checklist_rules import Due
from portal.errors import Conflict, NotFound
from portal.models import ClassTask, JournalEntry
from portal.vocabulary.workflow import Act, Thing
from tests.rooms.workflow.conftest import Town, open_town

months = st.lists(st.integers(1, 12), max_size=12)
DRAFT = TaskDraft("8", "Auf eine Messe gehen", "Drei Stände.", months=(9, 10), query="klasse=8&aktion=messe")


@pytest.fixture
def town() -> Iterator[Town]:
    found = open_town()
    yield found
    found.session.close()


def add(town: Town, **changes: object) -> ClassTask:
    draft = replace(DRAFT, **changes)  # type: ignore[arg-type]
    return actions.add(town.session, town.editor, draft=draft, now=town.later())


def titles(session: Session, grade: str = "8") -> list[str]:
    return [one.title for one in queries.of_grade(session, grade)]


@dataclass(frozen=True)
class Line:
    months: tuple[int, ...] = ()
    school_forms: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("wanted", "month", "due"),
    [
        ((), 11, Due.ALL_YEAR),
        ((11,), 11, Due.NOW),
        ((9, 10, 11), 11, Due.NOW),
        ((12,), 11, Due.NEXT),
        ((1,), 11, Due.NEXT),
        ((2,), 11, Due.LATER),
        ((9,), 11, Due.OVER),
        ((7,), 8, Due.LATER),
        ((8,), 7, Due.OVER),
        ((9, 1), 11, Due.NEXT),
    ],
)
def test_when_a_line_is_due(wanted: tuple[int, ...], month: int, due: Due) -> None:
    assert rules.check(wanted, month).due is due


@given(months, st.integers(1, 12))
def test_a_line_is_due_now_just_in_its_months(wanted: list[int], month: int) -> None:
    due = rules.check(wanted, month).due
    assert (due is Due.NOW) == (month in wanted)
    assert (due is Due.ALL_YEAR) == (not wanted)


@given(st.lists(st.builds(Line, months.map(tuple)), max_size=8), st.integers(1, 12))
def test_every_line_stands_in_one_place(lines: list[Line], month: int) -> None:
    found = rules.sorted_out(lines, month)
    assert sorted((one for group in found.values() for one in group), key=str) == sorted(lines, key=str)


def test_a_school_form_gets_its_own_lines_and_those_for_all() -> None:
    everyone, one = Line(), Line(school_forms=("gymnasium",))
    assert rules.for_school_form([everyone, one], "gymnasium") == [everyone, one]
    assert rules.for_school_form([everyone, one], "sekundarschule") == [everyone]
    assert rules.for_school_form([everyone, one], "") == [everyone, one]


def test_a_new_line_stands_at_the_end_and_moves_up(town: Town) -> None:
    for title in ("A", "B", "C"):
        add(town, title=title)
    add(town, title="X", grade="9")
    last = town.session.scalars(select(ClassTask).where(ClassTask.title == "C")).one()
    actions.move(town.session, town.editor, task_id=last.id, up=True, now=town.later())
    assert titles(town.session) == ["A", "C", "B"]
    first = town.session.scalars(select(ClassTask).where(ClassTask.title == "A")).one()
    actions.move(town.session, town.editor, task_id=first.id, up=True, now=town.later())
    assert titles(town.session) == ["A", "C", "B"]
    assert titles(town.session, "9") == ["X"]


def test_in_another_class_it_goes_to_the_end_there(town: Town) -> None:
    row = add(town)
    add(town, title="X", grade="9")
    actions.revise(
        town.session,
        town.editor,
        task_id=row.id,
        draft=replace(DRAFT, grade="9"),
        revision=row.revision,
        now=town.later(),
    )
    assert (titles(town.session), titles(town.session, "9")) == ([], ["X", DRAFT.title])


def test_the_slower_of_two_editors_is_told(town: Town) -> None:
    row = add(town)
    opened = row.revision
    change = {"task_id": row.id, "revision": opened, "now": town.later()}
    actions.revise(town.session, town.editor, draft=replace(DRAFT, title="Neu"), **change)  # type: ignore[arg-type]
    assert row.revision > opened
    with pytest.raises(Conflict) as told:
        actions.revise(town.session, town.editor, draft=DRAFT, **change)  # type: ignore[arg-type]
    assert told.value.field == "revision"
    with pytest.raises(Conflict):
        actions.remove(town.session, town.editor, **change)  # type: ignore[arg-type]
    assert draft_of(row).title == "Neu"


def test_removing_is_told_to_the_journal_and_final(town: Town) -> None:
    row = add(town)
    number = row.id
    assert (
        actions.remove(town.session, town.editor, task_id=number, revision=row.revision, now=town.later())
        == DRAFT.title
    )
    with pytest.raises(NotFound):
        actions.move(town.session, town.editor, task_id=number, up=True, now=town.later())
    acts = town.session.scalars(
        select(JournalEntry.act).where(JournalEntry.thing == Thing.CLASS_TASK).order_by(JournalEntry.id)
    ).all()
    assert acts == [Act.CREATED, Act.DELETED]


def test_a_list_has_an_end(town: Town) -> None:
    for number in range(actions.MOST_LINES):
        add(town, title=str(number))
    with pytest.raises(Conflict) as told:
        add(town)
    assert told.value.field == "grade"
