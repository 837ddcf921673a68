"""What the administration and the digests ask, on PostgreSQL as well: search in any size of letters, counts, merging, what is due."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from portal.accounts import directory as accounts
from portal.accounts.directory import AccountFilter, AccountState
from portal.audit import journal
from portal.audit import queries as journals
from portal.audit.queries import JournalFilter
from portal.extensions import Base
from portal.institutions import directory, merging
from portal.institutions.directory import InstitutionFilter
from portal.mail import listing
from portal.models import Letter, MailSubscription, Membership, Offer, User
from portal.permissions.policy import Actor
from portal.subscriptions import actions, queries, rules
from portal.town import districts
from portal.town import settings as town_settings
from portal.town.districts import DistrictDraft
from portal.vocabulary.letters import LetterState, Rhythm
from portal.vocabulary.people import MembershipRole, Role
from portal.vocabulary.workflow import Act, Thing
from tests.factories import offers as make

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def administrator(session: Session) -> Actor:
    user = User(email="amt@stadt.example", name="Özlem Ünal", password_hash="", role=Role.ADMINISTRATOR)
    session.add(user)
    session.flush()
    return Actor(user.id, user.name, user.role)


def test_people_and_institutions_are_found_whatever_the_size_of_letters(
    session: Session, administrator: Actor
) -> None:
    make.make_institution(session, name="Öffentliche Bücherei", slug="buecherei")
    for words in ("özlem", "ÜNAL", "Ünal", "amt@STADT"):
        wanted = AccountFilter(words, Role.ADMINISTRATOR, AccountState.UNCONFIRMED)
        assert accounts.count(session, wanted) == 1, words
        assert accounts.page(session, wanted, number=1, size=5)[0].name == "Özlem Ünal"
    for words, found in (("öffent", 1), ("BÜCHEREI", 1), ("%", 0), ("_", 0)):
        assert directory.count(session, InstitutionFilter(words)) == found
        assert len(directory.page(session, InstitutionFilter(words), number=1, size=5)) == found


def test_the_journal_is_narrowed(session: Session, administrator: Actor) -> None:
    journal.record(
        session,
        administrator,
        Act.CHANGED,
        Thing.PAGE,
        thing_id=1,
        title="x",
        now=NOW,
        changes={"a": (None, 1)},
    )
    session.flush()
    wanted = JournalFilter(
        "ÖZLEM", administrator.user_id, Act.CHANGED, Thing.PAGE, 1, None, NOW.date(), NOW.date()
    )
    assert journals.count(session, wanted) == 1
    [line] = journals.everything(session, wanted, most=10)
    assert line == journals.page(session, wanted, number=1, size=10)[0] == journals.line(session, line.id)
    assert line.changes == {"a": (None, 1)}


def test_two_institutions_become_one(session: Session, administrator: Actor) -> None:
    kept, dropped = (
        make.make_institution(session, name=name, slug=name.lower()) for name in ("Haus", "Verein")
    )
    for institution in (kept, dropped):
        make.make_offer(session, institution=institution, external_id="1")
        session.add(
            Membership(
                user_id=administrator.user_id, institution_id=institution.id, role=MembershipRole.MANAGER
            )
        )
    make.make_place(session, institution_id=dropped.id)
    session.flush()
    moved = merging.merge(session, administrator, kept=kept, dropped=dropped, now=NOW)
    assert (moved.offers, moved.places, [one.new_external_id for one in moved.same_numbers]) == (
        1,
        1,
        ["1@verein"],
    )
    assert session.scalar(select(func.count(Offer.id)).where(Offer.institution_id == kept.id)) == 2
    assert session.scalar(select(func.count(Membership.id))) == 1
    assert [one.name for one in directory.page(session, InstitutionFilter(), number=1, size=5)] == ["Haus"]


def test_settings_and_districts(session: Session, administrator: Actor) -> None:
    changed = town_settings.change(session, administrator, values={"town.name": "Stadt lernt"}, now=NOW)
    assert changed == {"town.name": ("Agora des Lernens", "Stadt lernt")}
    row = districts.add(session, administrator, draft=DistrictDraft("Nord", 51.8, 12.2, ("06844",)), now=NOW)
    place = make.make_place(session, district_id=row.id)
    offer = make.make_offer(session, place=place)
    assert districts.offers_in(session, row.id) == {offer.id}
    assert [one.uses for one in districts.everything(session)] == [1]


def test_what_is_due_and_what_is_forgotten(session: Session) -> None:
    def subscription(rhythm: Rhythm, told: datetime | None, *, is_confirmed: bool = True) -> int:
        row = MailSubscription(
            key=f"{session.scalar(select(func.count(MailSubscription.id)))}",
            email="a@b.example",
            query="",
            rhythm=rhythm,
            asked_at=NOW,
        )
        row.confirmed_at, row.told_until = (NOW - timedelta(days=30) if is_confirmed else None), told
        session.add(row)
        session.flush()
        return row.id

    due = subscription(Rhythm.DAILY, NOW - timedelta(days=2))
    never_told = subscription(Rhythm.WEEKLY, None)
    subscription(Rhythm.DAILY, rules.told_by(NOW))
    subscription(Rhythm.WEEKLY, NOW - timedelta(days=1))
    subscription(Rhythm.DAILY, None, is_confirmed=False)
    assert queries.due(session, NOW) == (due, never_told)
    assert queries.open_lately(session, NOW) == 1
    assert actions.forget_unconfirmed(session, NOW + timedelta(days=8)) == 1


def test_letters_are_counted_by_state(session: Session) -> None:
    for number, state in enumerate((LetterState.DEAD, LetterState.DEAD, LetterState.SENT)):
        session.add(
            Letter(
                message_id=str(number),
                kind="x",
                recipient="a@b.example",
                subject="s",
                text="",
                html="",
                state=state,
            )
        )
    session.flush()
    assert listing.counts(session) == {LetterState.DEAD: 2, LetterState.SENT: 1}
    assert len(listing.page(session, LetterState.DEAD, number=1, size=1)) == 1
    assert len(listing.page(session, None, number=2, size=2)) == 1
