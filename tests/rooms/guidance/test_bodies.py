"""Bodies of the town: no circles, nobody is lost when one goes, two editors do not overwrite each other, the public sees what is public."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Conflict, NotFound
from portal.guidance import bodies, body_actions, body_tree
from portal.guidance.body_actions import BodyDraft, DocumentDraft, MeetingDraft
from portal.models import Body, JournalEntry, Transition, TransitionStep, User
from portal.permissions.policy import Actor
from portal.vocabulary.guidance import BodyKind
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act, Thing
from tests.factories.offers import NOW


@pytest.fixture
def editor(session: Session) -> Actor:
    user = User(email="e@demo.example", name="Erika", password_hash="", role=Role.EDITOR)
    session.add(user)
    session.flush()
    return Actor(user.id, user.name, user.role)


def draft(name: str, **values: object) -> BodyDraft:
    return replace(BodyDraft(name, BodyKind.OFFICE, f"{name} ist da."), **values)  # type: ignore[arg-type]


def add(session: Session, editor: Actor, name: str, **values: object) -> Body:
    return body_actions.add(session, editor, draft=draft(name, **values), now=NOW)


def revise(session: Session, editor: Actor, row: Body, change: BodyDraft, revision: int = 0) -> Body:
    opened = revision or row.revision
    return body_actions.revise(session, editor, body_id=row.id, draft=change, revision=opened, now=NOW)


parents = st.integers(2, 8).flatmap(
    lambda size: st.lists(st.none() | st.integers(1, size), min_size=size, max_size=size)
)


def rows_of(given_parents: list[int | None]) -> list[Body]:
    return [
        Body(id=at, name=str(at), kind=BodyKind.OFFICE, parent_id=parent)
        for at, parent in enumerate(given_parents, start=1)
    ]


@given(parents)
def test_a_tree_holds_every_body_once_whatever_stands_in_the_table(found: list[int | None]) -> None:
    """Even circles, bodies under themselves and parents that do not exist."""
    tree = body_tree.tree(rows_of(found))
    assert sorted(one.body.id for one in body_tree.flat(tree)) == list(range(1, len(found) + 1))
    assert all(one.level == 0 for one in tree)


@given(parents, st.integers(1, 8), st.none() | st.integers(1, 8))
def test_a_change_that_is_let_through_closes_no_circle(
    found: list[int | None], body_id: int, parent_id: int | None
) -> None:
    known = dict(enumerate(found, start=1))
    if body_tree.closes_circle(known, body_id, parent_id):
        return
    known[body_id] = parent_id
    seen, at = set(), parent_id
    while at is not None:
        assert at != body_id
        if at in seen:
            return  # an older circle elsewhere
        seen.add(at)
        at = known.get(at)


def test_a_body_never_comes_to_stand_under_itself(session: Session, editor: Actor) -> None:
    top = add(session, editor, "Oben")
    middle = add(session, editor, "Mitte", parent_id=top.id)
    low = add(session, editor, "Unten", parent_id=middle.id)
    for parent in (top, middle, low):
        with pytest.raises(Conflict) as problem:
            revise(session, editor, top, draft("Oben", parent_id=parent.id))
        assert problem.value.field == "parent"
    with pytest.raises(Conflict) as problem:
        revise(session, editor, low, draft("Unten", parent_id=4711))
    assert problem.value.field == "parent"
    assert top.parent_id is None


def test_two_bodies_of_one_name_have_two_addresses_and_keep_them(session: Session, editor: Actor) -> None:
    first, second = add(session, editor, "Beirat"), add(session, editor, "Beirat")
    assert (first.slug, second.slug) == ("beirat", "beirat-2")
    revise(session, editor, first, draft("Bildungsbeirat"))
    assert first.slug == "beirat"


def test_the_slower_of_two_editors_is_told(session: Session, editor: Actor) -> None:
    row = add(session, editor, "Amt")
    opened = row.revision
    revise(session, editor, row, draft("Amt eins"))
    with pytest.raises(Conflict) as problem:
        revise(session, editor, row, draft("Amt zwei"), opened)
    assert problem.value.field == "revision"
    assert row.name == "Amt eins"
    before = row.revision
    assert revise(session, editor, row, body_actions.draft_of(row)).revision == before, "nothing changed"


def test_a_meeting_counts_as_a_change_of_its_body(session: Session, editor: Actor) -> None:
    row = add(session, editor, "Konferenz")
    opened = row.revision
    meeting = MeetingDraft(NOW + timedelta(days=3), "Rathaus", notes="- geheim")
    ids = {"body_id": row.id, "now": NOW}
    kept = body_actions.keep_meeting(session, editor, meeting_id=None, draft=meeting, revision=opened, **ids)
    with pytest.raises(Conflict):
        body_actions.keep_meeting(session, editor, meeting_id=None, draft=meeting, revision=opened, **ids)
    session.refresh(row)
    later = replace(meeting, starts_at=NOW + timedelta(days=4))
    body_actions.keep_meeting(session, editor, meeting_id=kept.id, draft=later, revision=row.revision, **ids)
    assert [one.starts_at for one in bodies.next_meetings(session, NOW)[row.id]] == [later.starts_at]
    body_actions.remove_meeting(session, editor, meeting_id=kept.id, revision=row.revision, **ids)
    assert bodies.next_meetings(session, NOW) == {}
    lines = session.scalars(select(JournalEntry).where(JournalEntry.thing == Thing.BODY)).all()
    assert [line.act for line in lines] == [Act.CREATED, *[Act.CHANGED] * 3]
    assert "geheim" not in str([line.changes for line in lines]), "what was said stays in the minutes"


def test_only_public_meetings_to_come_are_shown_the_next_few(session: Session, editor: Actor) -> None:
    row = add(session, editor, "Beirat")
    for days, is_public in ((-1, True), (9, True), (2, False), (3, True), (5, True), (7, True)):
        meeting = MeetingDraft(NOW + timedelta(days=days), is_public=is_public)
        body_actions.keep_meeting(
            session, editor, body_id=row.id, meeting_id=None, draft=meeting, revision=row.revision, now=NOW
        )
    found = bodies.next_meetings(session, NOW)[row.id]
    assert [(one.starts_at - NOW).days for one in found] == [3, 5, 7]


def test_a_document_of_another_body_is_not_found(session: Session, editor: Actor) -> None:
    one, other = add(session, editor, "Eins"), add(session, editor, "Zwei")
    document = DocumentDraft("Bericht", "https://stadt.example/bericht.pdf")
    kept = body_actions.keep_document(
        session, editor, body_id=one.id, document_id=None, draft=document, revision=one.revision, now=NOW
    )
    with pytest.raises(NotFound):
        body_actions.remove_document(
            session, editor, body_id=other.id, document_id=kept.id, revision=other.revision, now=NOW
        )
    assert [each.title for each in bodies.public(session)[0].documents] == ["Bericht"]


def test_what_stood_under_a_removed_body_stays(session: Session, editor: Actor) -> None:
    top = add(session, editor, "Oben")
    below = add(session, editor, "Unten", parent_id=top.id)
    guide = Transition(slug="weg", name="Weg", title="Wie?", lead="So.")
    guide.steps = [TransitionStep(when="bald", title="Fragen", body_id=top.id)]
    session.add(guide)
    session.flush()
    assert [step.title for step in bodies.steps_of(session, top.id)] == ["Fragen"]
    with pytest.raises(Conflict):
        body_actions.remove(session, editor, body_id=top.id, revision=99, now=NOW)
    body_actions.remove(session, editor, body_id=top.id, revision=top.revision, now=NOW)
    session.expire_all()
    assert [body.name for body in bodies.everything(session)] == ["Unten"]
    assert below.parent_id is None
    assert guide.steps[0].body_id is None


def test_bodies_change_places_only_with_those_beside_them(session: Session, editor: Actor) -> None:
    top = add(session, editor, "Oben")
    rows = [add(session, editor, name, parent_id=top.id) for name in ("a", "b", "c")]
    body_actions.move(session, editor, body_id=rows[2].id, up=True, now=NOW)
    body_actions.move(session, editor, body_id=rows[0].id, up=True, now=NOW)
    assert [one.name for one in bodies.siblings(session, rows[0])] == ["a", "c", "b"]
    assert [one.body.name for one in body_tree.flat(body_tree.tree(bodies.everything(session)))] == [
        "Oben",
        "a",
        "c",
        "b",
    ]


def test_too_many_lines_are_refused_at_their_field(session: Session, editor: Actor) -> None:
    with pytest.raises(Conflict) as problem:
        add(session, editor, "Amt", tasks=tuple(str(number) for number in range(31)))
    assert problem.value.field == "tasks"


def test_hidden_bodies_answer_for_nothing_in_public(session: Session, editor: Actor) -> None:
    add(session, editor, "Jugendamt", topics=("familie",))
    hidden = add(session, editor, "Geheimrat", topics=("familie",), is_public=False)
    assert [one.name for one in bodies.responsible(session)] == ["Jugendamt"]
    assert bodies.public_by_slug(session, hidden.slug) is None
