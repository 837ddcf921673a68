"""Fields of civic activity: who may write them, what is public, and that what people write about them is erased in time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from portal.app import tune_sqlite
from portal.audit import wishes
from portal.errors import Conflict, NotAllowed, NotFound
from portal.extensions import Base
from portal.lectures import civic, civic_actions, civic_interests
from portal.lectures.civic_actions import OpeningDraft
from portal.lectures.civic_interests import Interest
from portal.models import CivicInterest, CivicOpening, Institution, JournalEntry, Letter, OutboxEntry, User
from portal.permissions.policy import Actor
from portal.vocabulary.people import MembershipRole, Role
from portal.vocabulary.workflow import Act, Thing
from tests.factories.offers import NOW, make_district, make_institution

DRAFT = OpeningDraft("Vorlesen", "Kindern vorlesen.", topics=("familie",))
PERSON = Interest("Erna Beispiel", email="erna@leser.example", message="Ich komme gern.")
TODAY = NOW.date()


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    tune_sqlite(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        opened.add(User(id=1, email="leitung@verein.example", name="Frau Leitung", password_hash=""))
        opened.flush()
        yield opened
    engine.dispose()


@pytest.fixture
def institution(session: Session) -> Institution:
    return make_institution(session)


@pytest.fixture
def actor(institution: Institution) -> Actor:
    return Actor(1, "Frau Leitung", Role.PROVIDER, {institution.id: MembershipRole.MEMBER})


@pytest.fixture
def opening(session: Session, institution: Institution, actor: Actor) -> CivicOpening:
    return civic_actions.add(session, actor, institution_id=institution.id, draft=DRAFT, now=NOW)


def ask(session: Session, opening: CivicOpening, **changes: str) -> CivicInterest:
    return civic_interests.ask(session, opening=opening, interest=replace(PERSON, **changes), now=NOW)


def acts(session: Session) -> list[tuple[Act, str, str | None]]:
    rows = session.scalars(
        select(JournalEntry).where(JournalEntry.thing == Thing.CIVIC_OPENING).order_by(JournalEntry.id)
    )
    return [(row.act, row.title, row.note) for row in rows]


def test_what_is_entered_is_public_until_it_is_taken_off(
    session: Session, actor: Actor, opening: CivicOpening
) -> None:
    assert [one.title for one in civic.public(session, TODAY)] == ["Vorlesen"]
    assert civic.topics(session, TODAY) == (("familie",),)
    civic_actions.show(
        session, actor, opening_id=opening.id, is_public=False, revision=opening.revision, now=NOW
    )
    assert civic.public(session, TODAY) == () and civic.topics(session, TODAY) == ()
    assert civic.public_by_uuid(session, opening.uuid, TODAY) is None
    assert [act for act, _title, _note in acts(session)] == [Act.CREATED, Act.WITHDRAWN]


def test_an_opening_is_over_after_its_last_day_and_with_its_institution(
    session: Session, institution: Institution, opening: CivicOpening
) -> None:
    opening.open_until = TODAY
    session.flush()
    assert civic.public(session, TODAY) and not civic.public(session, TODAY + timedelta(days=1))
    institution.is_public = False
    session.flush()
    assert not civic.public(session, TODAY)


def test_strangers_change_nothing(session: Session, opening: CivicOpening) -> None:
    stranger = Actor(1, "Fremd", Role.PROVIDER, {opening.institution_id + 1: MembershipRole.MANAGER})
    ids = {"opening_id": opening.id, "revision": opening.revision, "now": NOW}
    for attempt in (
        lambda: civic_actions.add(
            session, stranger, institution_id=opening.institution_id, draft=DRAFT, now=NOW
        ),
        lambda: civic_actions.revise(session, stranger, draft=DRAFT, **ids),
        lambda: civic_actions.show(session, stranger, is_public=False, **ids),
        lambda: civic_actions.remove(session, stranger, **ids),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    row = ask(session, opening)
    with pytest.raises(NotAllowed):
        civic_interests.handle(session, stranger, interest_id=row.id, now=NOW)


def test_a_change_from_an_old_form_is_refused(session: Session, actor: Actor, opening: CivicOpening) -> None:
    began = opening.revision
    changed = replace(DRAFT, title="Vorlesen und malen")
    civic_actions.revise(session, actor, opening_id=opening.id, draft=changed, revision=began, now=NOW)
    with pytest.raises(Conflict) as problem:
        civic_actions.revise(session, actor, opening_id=opening.id, draft=DRAFT, revision=began, now=NOW)
    assert (problem.value.field, opening.title) == ("revision", "Vorlesen und malen")


def test_the_end_must_not_be_past_unless_it_was_stored_before(
    session: Session, actor: Actor, opening: CivicOpening
) -> None:
    past = replace(DRAFT, open_until=TODAY - timedelta(days=1))
    with pytest.raises(Conflict) as problem:
        civic_actions.add(session, actor, institution_id=opening.institution_id, draft=past, now=NOW)
    assert problem.value.field == "open_until"
    opening.open_until = past.open_until
    session.flush()
    civic_actions.revise(
        session,
        actor,
        opening_id=opening.id,
        draft=replace(past, title="Nachlesen"),
        revision=opening.revision,
        now=NOW,
    )
    assert opening.title == "Nachlesen"


def test_a_district_that_is_gone_is_none(session: Session, actor: Actor, opening: CivicOpening) -> None:
    district = make_district(session)
    draft = replace(DRAFT, district_id=district.id)
    civic_actions.revise(
        session, actor, opening_id=opening.id, draft=draft, revision=opening.revision, now=NOW
    )
    assert opening.district_id == district.id
    draft = replace(DRAFT, district_id=district.id + 99)
    civic_actions.revise(
        session, actor, opening_id=opening.id, draft=draft, revision=opening.revision, now=NOW
    )
    assert opening.district_id is None


def test_an_interest_asks_for_a_letter_that_names_nobody(session: Session, opening: CivicOpening) -> None:
    row = ask(session, opening)
    (wish,) = session.scalars(select(OutboxEntry).where(OutboxEntry.topic == wishes.LETTER))
    assert wish.payload == {"kind": "civic_interest", "interest_id": row.id}
    assert civic.waiting(session, [opening.id]) == {opening.id: 1}


def test_nobody_can_be_answered_without_a_way(session: Session, opening: CivicOpening) -> None:
    with pytest.raises(Conflict) as problem:
        ask(session, opening, email="", phone="")
    assert problem.value.field == "email"


def test_a_flood_is_held_up_per_address_and_in_all(session: Session, opening: CivicOpening) -> None:
    for _time in range(civic_interests.OF_ONE_PER_HOUR):
        ask(session, opening)
    with pytest.raises(Conflict):
        ask(session, opening)
    for number in range(civic_interests.PER_HOUR - civic_interests.OF_ONE_PER_HOUR):
        ask(session, opening, email=f"a{number}@leser.example")
    with pytest.raises(Conflict):
        ask(session, opening, email="", phone="0340 0000-999")


def letter_about(session: Session, row: CivicInterest) -> None:
    session.add(
        Letter(
            message_id=f"{row.id}@agora",
            kind="civic_interest",
            recipient="verein@verein.example",
            subject="Jemand möchte mitmachen",
            text=PERSON.name,
            html=PERSON.name,
            about=civic_interests.about(row.id),
        )
    )
    session.flush()


@pytest.mark.parametrize(
    ("asked", "handled", "is_kept"),
    [(29, 29, True), (40, 31, False), (89, None, True), (91, None, False), (91, 1, False), (60, 29, True)],
)
def test_an_interest_goes_30_days_after_it_was_handled_and_after_90_at_the_latest(
    session: Session, opening: CivicOpening, asked: int, handled: int | None, is_kept: bool
) -> None:
    row = ask(session, opening)
    row.asked_at = NOW - timedelta(days=asked)
    row.handled_at = NOW - timedelta(days=handled) if handled is not None else None
    letter_about(session, row)
    done = civic_interests.forget(session, NOW)
    left = session.scalars(select(CivicInterest)).all(), session.scalars(select(Letter)).all()
    assert (done.interests, len(done.letter_ids)) == ((0, 0) if is_kept else (1, 1))
    assert [len(rows) for rows in left] == ([1, 1] if is_kept else [0, 0])
    proof = (Act.ERASED, "Vorlesen", "1")
    assert (proof in acts(session)) is not is_kept
    assert PERSON.name not in str(acts(session))


def test_removing_an_opening_takes_along_what_people_wrote(
    session: Session, actor: Actor, opening: CivicOpening
) -> None:
    letter_about(session, ask(session, opening))
    erased = civic_actions.remove(session, actor, opening_id=opening.id, revision=opening.revision, now=NOW)
    assert erased.interests == 1
    for table in (CivicOpening, CivicInterest, Letter):
        assert session.scalars(select(table)).all() == []
    assert [act for act, _title, _note in acts(session)] == [Act.CREATED, Act.ERASED, Act.DELETED]


def test_handling_twice_changes_nothing_and_a_lost_one_is_not_found(
    session: Session, actor: Actor, opening: CivicOpening
) -> None:
    row = ask(session, opening)
    civic_interests.handle(session, actor, interest_id=row.id, now=NOW)
    civic_interests.handle(session, actor, interest_id=row.id, now=NOW + timedelta(days=1))
    assert row.handled_at == NOW and civic.waiting(session, [opening.id]) == {}
    with pytest.raises(NotFound):
        civic_interests.handle(session, actor, interest_id=row.id + 1, now=NOW)
