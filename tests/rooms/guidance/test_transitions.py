"""Guides in their room: kept as versions, guarded against two editors, with deadlines that come from the calendar."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.audit import versions
from portal.errors import Conflict, NotFound
from portal.guidance import transition_actions as actions
from portal.guidance import transition_drafts as drafts
from portal.guidance import transition_queries as queries
from portal.guidance.transition_drafts import StepDraft, TransitionDraft, draft_of
from portal.guidance.wayfinder import Answer, Question
from portal.models import Body, JournalEntry, TextVersion, Transition, TransitionStep
from portal.permissions.policy import Actor
from portal.vocabulary.guidance import BodyKind
from portal.vocabulary.offers import OccurrenceStatus, OfferKind
from portal.vocabulary.workflow import Act, Thing
from tests.factories import offers as make
from tests.factories.offers import NOW

QUESTION = Question(
    "alter", "Wie alt?", "Sagen Sie das Alter.",
    answers=(Answer("ja", "Ja", query="art=kurs"), Answer("nein", "Nein", focus="familie")),
)  # fmt: skip
DRAFT = TransitionDraft(
    "Von hier nach dort", "Wie geht das?", "Schritt für Schritt.",
    life_phases=("kita", "grundschule"), focus=("familie",), query="thema=schulstart",
    steps=(
        StepDraft(
            "Zuerst", "Fragen", documents=("Ausweis",), documents_en=("passport",), contact="Amt", contact_en="office",
            phone="0340 0000-1",
        ),
        StepDraft("Dann", "Handeln", deadlines="art=frist", text_en="Act"),
    ),
    wayfinder=(QUESTION,),
)  # fmt: skip
TODAY = clock.local(NOW).date()
TEXT = st.text(max_size=20)
DRAFTS = st.builds(
    TransitionDraft,
    name=TEXT, title=TEXT, lead=TEXT, name_en=TEXT, plain_text=TEXT, plain_text_en=TEXT, query=TEXT,
    life_phases=st.lists(TEXT, max_size=2).map(tuple),
    focus=st.lists(TEXT, max_size=2).map(tuple),
    steps=st.lists(
        st.builds(
            StepDraft, when=TEXT, title=TEXT, text=TEXT, body_id=st.none() | st.integers(1, 9), contact=TEXT,
            contact_en=TEXT, documents=st.lists(TEXT, max_size=2).map(tuple),
            documents_en=st.lists(TEXT, max_size=2).map(tuple), deadlines=TEXT, query=TEXT,
        ),
        max_size=3,
    ).map(tuple),
    wayfinder=st.lists(st.just(QUESTION), max_size=2).map(tuple),
)  # fmt: skip


@pytest.fixture
def guide(session: Session, editor: Actor) -> Transition:
    return actions.add(session, editor, slug="hier-dort", draft=DRAFT, now=NOW)


def revise(session: Session, editor: Actor, row: Transition, draft: TransitionDraft) -> Transition:
    return actions.revise(
        session,
        editor,
        transition_id=row.id,
        draft=draft,
        revision=row.revision,
        now=NOW + timedelta(hours=1),
    )


@given(DRAFTS)
def test_a_draft_comes_back_from_a_version_unchanged(draft: TransitionDraft) -> None:
    assert TransitionDraft.of_content(draft.content()) == draft


def test_a_version_from_before_there_was_english_still_comes_back() -> None:
    content = replace(DRAFT, plain_text="Einfach.").content()
    del content["plain_text_en"]
    for step in content["steps"]:
        del step["contact_en"], step["documents_en"]
    draft = TransitionDraft.of_content(content)
    assert (draft.plain_text, draft.plain_text_en) == ("Einfach.", "")
    assert draft.steps[0] == replace(DRAFT.steps[0], contact_en="", documents_en=())


def test_a_new_guide_is_not_public_and_is_kept(session: Session, editor: Actor, guide: Transition) -> None:
    assert draft_of(guide) == DRAFT
    assert queries.public_by_slug(session, "hier-dort") is None
    assert queries.guides(session) == ()
    [kept] = versions.of(session, Thing.TRANSITION, guide.id)
    assert TransitionDraft.of_content(kept.content) == DRAFT
    second = actions.add(session, editor, slug="noch-einer", draft=DRAFT, now=NOW)
    assert second.position == guide.position + 1
    with pytest.raises(Conflict) as refused:
        actions.add(session, editor, slug="hier-dort", draft=DRAFT, now=NOW)
    assert refused.value.field == "slug"


def test_a_public_guide_is_named_with_where_it_leads(
    session: Session, editor: Actor, guide: Transition
) -> None:
    actions.publish(session, editor, transition_id=guide.id, revision=guide.revision, is_public=True, now=NOW)
    [known] = queries.guides(session)
    assert (known.slug, known.leads_into, known.is_loop) == ("hier-dort", "grundschule", False)
    assert (known.has_wayfinder, known.is_plain) == (True, False)
    revise(session, editor, guide, replace(DRAFT, life_phases=("beruf", "beruf"), plain_text="Einfach."))
    [known] = queries.guides(session)
    assert (known.leads_into, known.is_loop, known.is_plain) == ("beruf", True, True)


def test_a_guide_without_steps_is_not_made_public(session: Session, editor: Actor) -> None:
    row = actions.add(session, editor, slug="leer", draft=replace(DRAFT, steps=()), now=NOW)
    with pytest.raises(Conflict) as refused:
        actions.publish(session, editor, transition_id=row.id, revision=row.revision, is_public=True, now=NOW)
    assert refused.value.field == "steps"


def test_steps_are_rewritten_added_and_taken_out_in_their_order(
    session: Session, editor: Actor, guide: Transition
) -> None:
    first, second = DRAFT.steps
    third = StepDraft("Zuletzt", "Ausruhen")
    kept_row = guide.steps[0]
    for wanted in (
        (second, first),
        drafts.put((second, first), None, third),
        drafts.moved((second, first, third), 2, -1),
        drafts.without((second, third, first), 0),
    ):
        revise(session, editor, guide, replace(DRAFT, steps=wanted))
        session.expire_all()
        found = queries.by_id(session, guide.id)
        assert found is not None
        assert draft_of(found).steps == tuple(wanted)
    assert session.get(TransitionStep, kept_row.id) is kept_row, "rows are filled anew, not made anew"
    assert len(session.scalars(select(TransitionStep)).all()) == 2, "nothing is left behind"


def test_the_slower_of_two_editors_is_told_so(session: Session, editor: Actor, guide: Transition) -> None:
    opened = guide.revision
    revise(session, editor, guide, replace(DRAFT, steps=DRAFT.steps[:1]))
    assert guide.revision > opened, "a change of the steps alone counts, too"
    with pytest.raises(Conflict) as refused:
        actions.revise(session, editor, transition_id=guide.id, draft=DRAFT, revision=opened, now=NOW)
    assert refused.value.field == "revision"


def test_a_former_version_comes_back_with_steps_and_questions(
    session: Session, editor: Actor, guide: Transition
) -> None:
    revise(session, editor, guide, replace(DRAFT, title="Anders?", steps=DRAFT.steps[1:], wayfinder=()))
    actions.restore(
        session,
        editor,
        transition_id=guide.id,
        number=1,
        revision=guide.revision,
        now=NOW + timedelta(hours=2),
    )
    assert draft_of(guide) == DRAFT
    assert [one.number for one in versions.of(session, Thing.TRANSITION, guide.id)] == [3, 2, 1]
    acts = session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)).all()
    assert acts == [Act.CREATED, Act.CHANGED, Act.RESTORED]
    with pytest.raises(NotFound):
        actions.restore(session, editor, transition_id=guide.id, number=9, revision=guide.revision, now=NOW)


def test_nothing_changed_makes_no_version(session: Session, editor: Actor, guide: Transition) -> None:
    before = guide.revision
    revise(session, editor, guide, DRAFT)
    assert guide.revision == before
    assert len(versions.of(session, Thing.TRANSITION, guide.id)) == 1


def test_questions_that_lead_astray_and_too_many_steps_are_refused(
    session: Session, editor: Actor, guide: Transition
) -> None:
    for draft, field in (
        (replace(DRAFT, wayfinder=(replace(QUESTION, answers=QUESTION.answers[:1]),)), "wayfinder"),
        (replace(DRAFT, steps=(DRAFT.steps[0],) * 21), "steps"),
    ):
        with pytest.raises(Conflict) as refused:
            revise(session, editor, guide, draft)
        assert refused.value.field == field


def test_a_body_that_is_gone_is_left_out(session: Session, editor: Actor) -> None:
    office = Body(slug="amt", kind=BodyKind.OFFICE, name="Schulamt", summary="Plant Schulen.")
    session.add(office)
    session.flush()
    steps = (
        StepDraft("Jetzt", "Fragen", body_id=office.id),
        StepDraft("Später", "Fragen", body_id=office.id + 99),
    )
    row = actions.add(session, editor, slug="mit-amt", draft=replace(DRAFT, steps=steps), now=NOW)
    assert [step.body_id for step in row.steps] == [office.id, None]
    assert queries.bodies(session) == ((office.id, "Schulamt"),)


def test_a_removed_guide_leaves_nothing_but_a_line_in_the_journal(
    session: Session, editor: Actor, guide: Transition
) -> None:
    assert (
        actions.remove(session, editor, transition_id=guide.id, revision=guide.revision, now=NOW)
        == DRAFT.name
    )
    for model in (Transition, TransitionStep, TextVersion):
        assert session.scalars(select(model)).all() == []
    assert session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)).all()[-1] is Act.DELETED


def whole_day(session: Session, offer_kind: OfferKind, first: date, last: date, **values: object) -> int:
    """An offer with one span of whole days; its number."""
    offer = make.make_offer(session, f"Frist {first}", kind=offer_kind)
    run = make.make_run(session, offer)
    make.make_occurrence(
        session, run, clock.as_utc(first, 0, 0), end=clock.as_utc(last + timedelta(days=1), 0, 0),
        all_day=True, first_day=first, last_day=last, **values,
    )  # fmt: skip
    return offer.id


def test_deadlines_are_those_ahead_of_the_calendar(session: Session) -> None:
    ahead, week = TODAY + timedelta(days=30), timedelta(days=7)
    day = whole_day(session, OfferKind.DEADLINE, ahead, ahead)
    window = whole_day(session, OfferKind.DEADLINE, TODAY - week, ahead + week)
    past = whole_day(session, OfferKind.DEADLINE, TODAY - week, TODAY - timedelta(days=1))
    off = whole_day(session, OfferKind.DEADLINE, ahead, ahead, status=OccurrenceStatus.CANCELLED)
    practice = whole_day(session, OfferKind.CAREERS_EVENT, ahead, ahead + week)
    course = make.make_offer(session, "Kurs")
    make.make_run(session, course, registration_closes_on=ahead)
    hidden = make.make_offer(
        session, "Versteckt", institution=make.make_institution(session, is_public=False)
    )
    make.make_run(session, hidden, registration_closes_on=ahead)
    found = queries.deadlines(session, [day, window, past, off, practice, course.id, hidden.id], TODAY)
    assert set(found) == {day, window, course.id}, "what is over, off, hidden or no deadline is left out"
    assert [(one.first_day, one.last_day) for one in found[window]] == [(TODAY - week, ahead + week)]
    assert found[course.id][0].is_registration
    assert queries.deadlines(session, [], TODAY) == {}


def test_today_is_still_in_time(session: Session) -> None:
    offer_id = whole_day(session, OfferKind.DEADLINE, TODAY, TODAY)
    assert queries.deadlines(session, [offer_id], TODAY)
    assert not queries.deadlines(session, [offer_id], TODAY + timedelta(days=1))
