"""Ideas of citizens: no state is reached past the table, votes are only counted, addresses go, the journal tells no words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Conflict
from portal.models import Idea, JournalEntry, Letter, OutboxEntry
from portal.participation import actions, queries, retention, rules
from portal.participation.actions import IdeaDraft
from portal.participation.queries import Order
from portal.participation.rules import Step
from portal.permissions.policy import Actor
from portal.vocabulary.letters import LetterState
from portal.vocabulary.participation import PUBLIC_IDEAS, IdeaKind, IdeaState
from portal.vocabulary.workflow import Act
from tests.factories import offers as make
from tests.factories.offers import NOW

MAIL = "wer@demo.example"


def propose(session: Session, title: str = "Imkern", **values: Any) -> Idea:
    email, at = values.pop("email", ""), values.pop("now", NOW)
    return actions.propose(
        session, draft=IdeaDraft(IdeaKind.OFFER, title, **values), email=email, locale="de", now=at
    )


def act(session: Session, editor: Actor, name: str, row: Idea, **values: Any) -> Idea:
    function: Callable[..., Idea] = getattr(actions, name)
    return function(
        session, editor, idea_id=row.id, revision=values.pop("revision", row.revision), now=NOW, **values
    )


def test_a_new_idea_is_nobodys_to_read_or_support(session: Session) -> None:
    row = propose(session)
    assert row.state is IdeaState.WAITING
    assert queries.public_by_uuid(session, row.uuid) is None
    assert queries.public(session, state=None, order=Order.NEWEST, page=1) == ((), 0)
    assert not actions.support(session, uuid=row.uuid)
    assert queries.titles(session) == ()


def test_the_same_idea_sent_twice_is_one(session: Session) -> None:
    first, second = propose(session, text="Bienen"), propose(session, text="Bienen")
    assert first.id == second.id
    assert propose(session, text="Wespen").id != first.id
    assert propose(session, text="Bienen", now=NOW + timedelta(hours=2)).id != first.id


def test_a_flood_is_stopped(session: Session) -> None:
    for number in range(actions.MOST_PER_HOUR):
        propose(session, f"Idee {number}")
    with pytest.raises(Conflict) as problem:
        propose(session, "Noch eine")
    assert problem.value.field == "title"
    propose(session, "Später", now=NOW + timedelta(hours=2))


def test_support_is_a_number_and_disturbs_no_editor(session: Session, editor: Actor) -> None:
    row = act(session, editor, "publish", propose(session))
    opened, changed = row.revision, row.updated_at
    assert [actions.support(session, uuid=row.uuid) for _each in range(3)] == [True] * 3
    session.refresh(row)
    assert (row.supports, row.revision, row.updated_at) == (3, opened, changed)
    act(session, editor, "answer", row, said="Kommt.", revision=opened)


def test_public_ideas_come_by_day_or_by_support(session: Session, editor: Actor) -> None:
    rows = [act(session, editor, "publish", propose(session, title)) for title in ("a", "b", "c")]
    actions.support(session, uuid=rows[0].uuid)

    def titles(order: Order, state: IdeaState | None = None) -> list[str]:
        return [one.idea.title for one in queries.public(session, state=state, order=order, page=1)[0]]

    assert titles(Order.NEWEST) == ["c", "b", "a"]
    assert titles(Order.SUPPORTED) == ["a", "c", "b"]
    assert titles(Order.NEWEST, IdeaState.ANSWERED) == []
    assert len(titles(Order.NEWEST, IdeaState.WAITING)) == 3, "no address shows what is not public"


@given(st.lists(st.sampled_from(Step), max_size=8))
def test_no_sequence_of_steps_leads_past_the_table(steps: list[Step]) -> None:
    state = IdeaState.WAITING
    for step in steps:
        may = step in rules.steps_from(state)
        try:
            new = rules.after(state, step)
        except Conflict:
            assert not may
            continue
        assert may
        assert new in PUBLIC_IDEAS or step is Step.REFUSE
        assert not (state is IdeaState.WAITING and step in (Step.ANSWER, Step.LINK_OFFER))
        state = new


def test_a_refused_idea_keeps_its_reason_from_the_public(session: Session, editor: Actor) -> None:
    row = act(session, editor, "refuse", propose(session), reason="Werbung.")
    assert queries.public_by_uuid(session, row.uuid) is None
    act(session, editor, "publish", row)
    assert (row.state, row.answer, row.answered_at) == (IdeaState.PUBLIC, None, None)


def test_the_slower_of_two_editors_changes_nothing(session: Session, editor: Actor) -> None:
    row = propose(session)
    opened = row.revision
    act(session, editor, "publish", row)
    for name, values in (("refuse", {"reason": "x"}), ("answer", {"said": "x"}), ("publish", {})):
        with pytest.raises(Conflict) as problem:
            act(session, editor, name, row, revision=opened, **values)
        assert problem.value.field == "revision"
    assert row.state is IdeaState.PUBLIC


def test_only_a_public_offer_can_come_of_an_idea(session: Session, editor: Actor) -> None:
    row = act(session, editor, "publish", propose(session))
    offer = make.make_offer(session, "Imkern für alle")
    hidden = make.make_offer(session, "Geheim", step="draft")
    suspended = make.make_offer(session, "Ausgesetzt")
    suspended.institution.is_public = False
    session.flush()
    for number in (hidden.id, suspended.id, 4711):
        with pytest.raises(Conflict) as problem:
            act(session, editor, "link_offer", row, offer_id=number)
        assert problem.value.field == "offer"
    act(session, editor, "link_offer", row, offer_id=offer.id)
    found = queries.public_by_uuid(session, row.uuid)
    assert found is not None
    assert found.offer == (offer.id, offer.slug, "Imkern für alle")
    assert not actions.support(session, uuid=row.uuid), "it is there already"
    offer.institution.is_public = False
    session.flush()
    found = queries.public_by_uuid(session, row.uuid)
    assert found is not None
    assert found.offer is None, "its provider is public no more"


def test_an_answer_wishes_for_a_letter_only_where_there_is_an_address(
    session: Session, editor: Actor
) -> None:
    for email in ("", MAIL):
        row = act(session, editor, "publish", propose(session, email or "ohne", email=email))
        act(session, editor, "answer", row, said="Kommt.")
    [wish] = session.scalars(select(OutboxEntry.payload))
    assert wish == {"idea_id": row.id, "kind": actions.ANSWERED}


def test_the_journal_knows_neither_words_nor_address(session: Session, editor: Actor) -> None:
    row = propose(session, "Frau Muster, Ringstraße 5, vermisst Yoga", email=MAIL)
    act(session, editor, "revise", row, draft=IdeaDraft(IdeaKind.OFFER, "Yoga"))
    act(session, editor, "publish", row)
    act(session, editor, "answer", row, said="Kommt.")
    actions.forget_address(session, row, NOW)
    actions.forget_address(session, row, NOW)
    lines = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [line.act for line in lines] == [Act.CHANGED, Act.PUBLISHED, Act.ANSWERED, Act.ERASED]
    told = str([(line.title, line.changes, line.note) for line in lines])
    assert not any(word in told for word in ("Muster", "Yoga", "wer@"))


def test_addresses_go_after_the_answer_or_after_ninety_days(session: Session, editor: Actor) -> None:
    waiting = propose(session, "wartet", email=MAIL)
    answered = act(session, editor, "publish", propose(session, "beantwortet", email=MAIL))
    act(session, editor, "answer", answered, said="Ja.")
    retention.forget_addresses(session, NOW + timedelta(hours=5))
    assert (waiting.email, answered.email) == (MAIL, MAIL), "the letter is still to be written"
    assert retention.forget_addresses(session, NOW + timedelta(days=2)) == 1
    assert (waiting.email, answered.email) == (MAIL, None)
    assert retention.forget_addresses(session, NOW + timedelta(days=91)) == 1
    assert retention.forget_addresses(session, NOW + timedelta(days=91)) == 0
    assert waiting.email is None


def test_refused_ideas_and_old_letters_go(session: Session, editor: Actor) -> None:
    row = act(session, editor, "refuse", propose(session), reason="Werbung.")
    kept = act(session, editor, "publish", propose(session, "bleibt"))
    for at, about in enumerate((f"idea:{row.id}", "registration:1")):
        values = {
            "message_id": str(at),
            "kind": "x",
            "recipient": MAIL,
            "subject": "x",
            "text": "x",
            "html": "x",
        }
        session.add(Letter(**values, about=about, state=LetterState.SENT, created_at=NOW))
    session.flush()
    assert len(retention.forget_letters(session, NOW + timedelta(days=31))) == 1
    assert session.scalars(select(Letter.about)).all() == ["registration:1"]
    assert retention.forget_refused(session, NOW + timedelta(days=89)) == []
    assert retention.forget_refused(session, NOW + timedelta(days=91)) == [row.id]
    assert session.scalars(select(Idea.id)).all() == [kept.id]


def test_offers_are_found_by_words_of_their_title(session: Session) -> None:
    make.make_offer(session, "Töpfern am 100%-Tisch")
    make.make_offer(session, "Töpfern geheim", step="draft")
    assert [title for _number, title, _who in queries.offers_like(session, "tisch TÖPFERN"[:5])] == [
        "Töpfern am 100%-Tisch"
    ]
    assert [title for _n, title, _w in queries.offers_like(session, "100%")] == ["Töpfern am 100%-Tisch"]
    assert queries.offers_like(session, "_") == ()
    make.make_offer(session, "Ölmalerei")
    assert [title for _n, title, _w in queries.offers_like(session, "ölmalerei")] == ["Ölmalerei"]
