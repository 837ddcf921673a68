"""Collections: what may be saved, which versions are kept, when the public sees what, and where old addresses lead."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import versions
from portal.errors import Conflict, NotFound
from portal.models import Collection, JournalEntry, SlugRedirect, TextVersion
from portal.pages import collection_actions as actions
from portal.pages import collections
from portal.pages.drafts import CollectionDraft, draft_of, state_of
from portal.permissions.policy import Actor
from portal.vocabulary.pages import CollectionState
from portal.vocabulary.terms import Scheme
from portal.vocabulary.workflow import Act, Thing
from tests.factories import offers as make
from tests.factories.offers import NOW

TODAY = date(2026, 11, 23)
DRAFT = CollectionDraft("Energie sparen", "energie-sparen", summary="Kurz.", query="q=energie")


def added(session: Session, editor: Actor, draft: CollectionDraft = DRAFT) -> Collection:
    return actions.add(session, editor, draft=draft, now=NOW)


def revised(session: Session, editor: Actor, row: Collection, draft: CollectionDraft) -> Collection:
    return actions.revise(
        session,
        editor,
        collection_id=row.id,
        draft=draft,
        revision=row.revision,
        now=NOW + timedelta(hours=1),
    )


def published(session: Session, editor: Actor, row: Collection, *, is_public: bool = True) -> Collection:
    return actions.publish(
        session, editor, collection_id=row.id, revision=row.revision, is_public=is_public, now=NOW
    )


def test_what_is_saved_is_read_back_with_its_picks_in_order(session: Session, editor: Actor) -> None:
    ids = [make.make_offer(session).id for _ in range(3)]
    draft = replace(DRAFT, query="", offer_ids=(ids[2], ids[0], ids[1]), first_day=TODAY)
    row = added(session, editor, draft)
    session.expire_all()
    assert draft_of(collections.by_id(session, row.id) or row) == draft


def test_every_save_is_a_version_and_a_line_of_the_journal(session: Session, editor: Actor) -> None:
    row = added(session, editor)
    revised(session, editor, row, replace(DRAFT, title="Strom sparen"))
    kept = versions.of(session, Thing.COLLECTION, row.id)
    assert [one.number for one in kept] == [2, 1]
    assert [one.content["title"] for one in kept] == ["Strom sparen", "Energie sparen"]
    assert [one.author for one in kept] == ["Erika", "Erika"]
    lines = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [line.act for line in lines] == [Act.CREATED, Act.CHANGED]
    assert lines[1].changes == {"title": ["Energie sparen", "Strom sparen"]}


def test_saving_without_a_change_keeps_no_version(session: Session, editor: Actor) -> None:
    row = added(session, editor)
    revised(session, editor, row, DRAFT)
    assert len(versions.of(session, Thing.COLLECTION, row.id)) == 1


def test_what_was_there_before_the_first_change_is_kept_too(session: Session, editor: Actor) -> None:
    row = Collection(slug="alt", title="Aus der Demo", query="q=x")
    session.add(row)
    session.flush()
    revised(session, editor, row, replace(draft_of(row), title="Neu"))
    kept = versions.of(session, Thing.COLLECTION, row.id)
    assert [(one.number, one.content["title"], one.author) for one in kept] == [
        (2, "Neu", "Erika"),
        (1, "Aus der Demo", "Portal"),
    ]


def test_an_earlier_version_comes_back_as_a_new_one_without_what_is_gone(
    session: Session, editor: Actor
) -> None:
    stays, goes = make.make_offer(session), make.make_offer(session)
    row = added(session, editor, replace(DRAFT, query="", offer_ids=(goes.id, stays.id), image_id=None))
    revised(session, editor, row, replace(DRAFT, title="Anders"))
    session.delete(goes)
    session.flush()
    back = actions.restore(
        session, editor, collection_id=row.id, number=1, revision=row.revision, now=NOW + timedelta(hours=2)
    )
    assert (back.title, draft_of(back).offer_ids, back.query) == ("Energie sparen", (stays.id,), None)
    latest = versions.of(session, Thing.COLLECTION, row.id)[0]
    assert (latest.number, latest.note) == (3, versions.RESTORED)


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_version_that_does_not_exist_is_not_restored(session: Session, editor: Actor, number: int) -> None:
    row = added(session, editor)
    with pytest.raises(NotFound):
        actions.restore(session, editor, collection_id=row.id, number=number, revision=row.revision, now=NOW)


def test_of_two_editors_the_slower_overwrites_nothing(session: Session, editor: Actor) -> None:
    row = added(session, editor)
    seen = row.revision
    revised(session, editor, row, replace(DRAFT, title="Schneller"))
    for act in (
        lambda: actions.revise(session, editor, collection_id=row.id, draft=DRAFT, revision=seen, now=NOW),
        lambda: actions.publish(
            session, editor, collection_id=row.id, revision=seen, is_public=True, now=NOW
        ),
        lambda: actions.remove(session, editor, collection_id=row.id, revision=seen, now=NOW),
    ):
        with pytest.raises(Conflict) as problem:
            act()
        assert problem.value.field == "revision"
    assert row.title == "Schneller"


def test_a_change_of_picks_alone_counts_as_a_change(session: Session, editor: Actor) -> None:
    ids = [make.make_offer(session).id for _ in range(2)]
    row = added(session, editor, replace(DRAFT, query="", offer_ids=tuple(ids)))
    seen = row.revision
    revised(session, editor, row, replace(DRAFT, query="", offer_ids=(ids[1], ids[0])))
    assert row.revision == seen + 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"slug": "sprachen"}, "slug"),
        ({"slug": "alte-sprachen"}, "slug"),
        ({"slug": "vergeben"}, "slug"),
        ({"first_day": TODAY, "last_day": TODAY - timedelta(days=1)}, "last_day"),
        ({"offer_ids": tuple(range(1, 62))}, "numbers"),
    ],
)
def test_what_does_not_fit_names_its_field(
    session: Session, editor: Actor, change: dict[str, object], field: str
) -> None:
    topic = make.make_term(session, Scheme.TOPIC, "Sprachen")
    session.add(SlugRedirect(thing="topic", old_slug="alte-sprachen", target_id=topic.id))
    added(session, editor, replace(DRAFT, slug="vergeben"))
    with pytest.raises(Conflict) as problem:
        added(session, editor, replace(DRAFT, **change))  # type: ignore[arg-type]
    assert problem.value.field == field


def test_a_collection_that_shows_nothing_is_not_published(session: Session, editor: Actor) -> None:
    row = added(session, editor, replace(DRAFT, query=""))
    with pytest.raises(Conflict):
        published(session, editor, row)
    assert not row.is_public


def test_an_address_that_was_public_leads_on_until_it_is_taken_again(session: Session, editor: Actor) -> None:
    row = published(session, editor, added(session, editor))
    revised(session, editor, row, replace(DRAFT, slug="strom"))
    assert collections.slug_after(session, "energie-sparen") == "strom"
    other = published(session, editor, added(session, editor))
    assert other.slug == "energie-sparen"
    assert collections.slug_after(session, "energie-sparen") is None, "what is there goes before what was"


def test_the_address_of_a_draft_leaves_nothing_behind(session: Session, editor: Actor) -> None:
    row = added(session, editor)
    revised(session, editor, row, replace(DRAFT, slug="strom"))
    assert session.scalars(select(SlugRedirect)).all() == []


def test_a_deleted_collection_leaves_no_versions_to_the_next(session: Session, editor: Actor) -> None:
    row = published(session, editor, added(session, editor))
    revised(session, editor, row, replace(DRAFT, slug="strom"))
    assert (
        actions.remove(session, editor, collection_id=row.id, revision=row.revision, now=NOW)
        == "Energie sparen"
    )
    for model in (Collection, TextVersion, SlugRedirect):
        assert session.scalars(select(model)).all() == []
    assert session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)).all()[-1] is Act.DELETED


@pytest.mark.parametrize(
    ("first", "last", "is_public", "expected"),
    [
        (None, None, False, CollectionState.DRAFT),
        (None, None, True, CollectionState.CURRENT),
        (0, 0, True, CollectionState.CURRENT),
        (1, None, True, CollectionState.COMING),
        (None, -1, True, CollectionState.OVER),
        (1, 2, False, CollectionState.DRAFT),
    ],
)
def test_state_and_list_agree_on_every_day(
    session: Session,
    editor: Actor,
    first: int | None,
    last: int | None,
    is_public: bool,
    expected: CollectionState,
) -> None:
    days = [None if each is None else TODAY + timedelta(days=each) for each in (first, last)]
    row = added(session, editor, replace(DRAFT, first_day=days[0], last_day=days[1]))
    if is_public:
        published(session, editor, row)
    assert state_of(row, TODAY) is expected
    listed = [one.slug for one in collections.current(session, TODAY)]
    assert listed == (["energie-sparen"] if expected is CollectionState.CURRENT else [])


texts = st.text(max_size=60)
days = st.none() | st.dates()


@given(
    st.builds(
        CollectionDraft,
        texts, texts, texts, texts, texts, texts, texts, texts,
        st.lists(st.integers(1, 2**31 - 1), max_size=8).map(tuple),
        days, days, st.none() | st.integers(1, 999),
    )
)  # fmt: skip
def test_a_draft_survives_the_way_into_a_version_and_back(draft: CollectionDraft) -> None:
    assert CollectionDraft.of_content(draft.content()) == draft
    assert CollectionDraft.of_content({**draft.content(), "unknown": 1}) == draft
