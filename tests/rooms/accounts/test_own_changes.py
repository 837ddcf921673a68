"""What people change about themselves: a new password ends what the old one opened, a new address has to be read first, and
nobody leaves an institution without a head."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import passwords, profile, recovery, registration, sessions, tickets
from portal.errors import Conflict
from portal.models import Institution, JournalEntry, Membership, User
from portal.models.account import TicketKind
from portal.vocabulary.people import MembershipRole, Role
from tests.factories import offers as make

from .people import GOOD, NOW, application, demo, lines, member, somebody

NEW = "vier ganz andere Wörter"


def begin(session: Session, user: User) -> str:
    return sessions.begin(session, user=user, device="Firefox/Linux", is_remembered=True, now=NOW)


def is_open(session: Session, token: str) -> bool:
    return sessions.find(session, token, NOW) is not None


def test_a_new_password_ends_all_other_sessions_and_every_link(session: Session) -> None:
    user = somebody(session)
    here, there = begin(session, user), begin(session, user)
    asked = recovery.ask(session, email=user.email, now=NOW)
    moved = profile.ask_address(session, user=user, email="neu@x.example", now=NOW)
    assert asked is not None
    profile.change_password(session, user=user, password=NEW, keep_token=here)
    assert (is_open(session, here), is_open(session, there)) == (True, False)
    assert passwords.is_right(NEW, user.password_hash)
    assert recovery.find(session, asked[1], NOW) is None
    assert profile.change_address(session, token=moved, now=NOW) is None


def test_a_bad_new_password_names_its_field(session: Session) -> None:
    with pytest.raises(Conflict) as refused:
        profile.change_password(session, user=somebody(session), password="kurz", keep_token="")
    assert refused.value.field == "new_password"


def test_a_reset_ends_every_session_and_works_once(session: Session) -> None:
    user = somebody(session)
    token = begin(session, user)
    _, link = recovery.ask(session, email=f" {user.email.upper()}", now=NOW) or (None, "")
    done = recovery.reset(session, token=link, password=NEW, now=NOW + timedelta(minutes=119))
    assert done is not None
    assert passwords.is_right(NEW, user.password_hash)
    assert not is_open(session, token)
    assert recovery.reset(session, token=link, password=GOOD, now=NOW) is None


def test_a_bad_password_does_not_use_the_link_up(session: Session) -> None:
    _, link = recovery.ask(session, email=somebody(session).email, now=NOW) or (None, "")
    with pytest.raises(Conflict):
        recovery.reset(session, token=link, password="kurz", now=NOW)
    assert recovery.reset(session, token=link, password=NEW, now=NOW) is not None


def test_asking_again_does_not_make_the_first_link_useless(session: Session) -> None:
    """Else a stranger could keep somebody out by asking every minute."""
    user = somebody(session)
    links = [recovery.ask(session, email=user.email, now=NOW) for _ in range(3)]
    assert links[0] is not None
    assert recovery.reset(session, token=links[0][1], password=NEW, now=NOW) is not None
    assert links[2] is not None
    assert recovery.find(session, links[2][1], NOW) is None, "the others end with it"


def test_a_reset_ends_after_two_hours_and_needs_an_open_account(session: Session) -> None:
    user = somebody(session)
    _, link = recovery.ask(session, email=user.email, now=NOW) or (None, "")
    assert recovery.find(session, link, NOW + timedelta(hours=2)) is None
    user.is_active = False
    assert recovery.find(session, link, NOW) is None
    assert recovery.ask(session, email=user.email, now=NOW) is None


def test_a_reset_confirms_the_address_it_was_sent_to(session: Session) -> None:
    user = registration.apply(session, application=application(), now=NOW).user
    _, link = recovery.ask(session, email=user.email, now=NOW) or (None, "")
    done = recovery.reset(session, token=link, password=NEW, now=NOW)
    assert done is not None
    assert [one.name for one in done.waiting] == ["Töpferkreis Kleinkühnau"]
    assert user.address_confirmed_at == NOW


def test_a_new_address_counts_when_it_was_read(session: Session) -> None:
    user = somebody(session)
    token = profile.ask_address(session, user=user, email="Neu@X.example", now=NOW)
    assert user.email == "anna@beispiel.example"
    assert profile.change_address(session, token=token, now=NOW + timedelta(hours=23)) is user
    assert user.email == "neu@x.example"
    [line] = session.scalars(select(JournalEntry))
    assert line.changes == {"email": ["anna@beispiel.example", "neu@x.example"]}
    assert profile.change_address(session, token=token, now=NOW) is None


def test_only_the_last_wish_for_an_address_counts(session: Session) -> None:
    user = somebody(session)
    first = profile.ask_address(session, user=user, email="eins@x.example", now=NOW)
    profile.ask_address(session, user=user, email="zwei@x.example", now=NOW)
    assert profile.change_address(session, token=first, now=NOW) is None


def test_an_address_with_an_account_is_not_told_and_not_taken(session: Session) -> None:
    user, other = somebody(session), somebody(session, "berta@x.example")
    assert profile.ask_address(session, user=user, email=other.email, now=NOW) == ""
    token = profile.ask_address(session, user=user, email="frei@x.example", now=NOW)
    other.email = "frei@x.example"
    session.flush()
    assert profile.change_address(session, token=token, now=NOW) is None, "taken meanwhile"


def test_the_same_address_is_no_change(session: Session) -> None:
    with pytest.raises(Conflict):
        profile.ask_address(session, user=somebody(session), email="Anna@beispiel.example", now=NOW)


def test_the_last_manager_names_another_first(session: Session) -> None:
    user = demo(session, "anbieter@demo.example")
    with pytest.raises(Conflict):
        profile.close(session, user=user, now=NOW)
    other = somebody(session)
    member(session, other, role=MembershipRole.MEMBER)
    with pytest.raises(Conflict):
        profile.close(session, user=user, now=NOW)
    session.scalars(
        select(Membership).where(Membership.user_id == other.id)
    ).one().role = MembershipRole.MANAGER
    session.flush()
    profile.close(session, user=user, now=NOW)
    assert session.scalar(select(User.id).where(User.email == "anbieter@demo.example")) is None
    assert lines(session) == [("deleted", "account", "Demo Anbieter")]
    [line] = session.scalars(select(JournalEntry))
    assert (line.actor_name, line.actor_id) == ("Demo Anbieter", None)


def test_the_last_administrator_stays(session: Session) -> None:
    user = demo(session, "verwaltung@demo.example")
    with pytest.raises(Conflict):
        profile.close(session, user=user, now=NOW)
    somebody(session, role=Role.ADMINISTRATOR)
    profile.close(session, user=user, now=NOW)


def test_an_application_goes_with_its_only_member_unless_something_hangs_on_it(session: Session) -> None:
    user = registration.apply(session, application=application(), now=NOW).user
    [institution] = registration.applied_with(session, user)
    offer = make.make_offer(session, "Begonnen", institution=institution)
    with pytest.raises(Conflict):
        profile.close(session, user=user, now=NOW)
    session.delete(offer)
    session.flush()
    number = institution.id
    profile.close(session, user=user, now=NOW)
    session.expire_all()
    assert session.get(Institution, number) is None


def test_everything_that_opens_an_account_goes_with_it(session: Session) -> None:
    user = somebody(session)
    token = begin(session, user)
    link = tickets.issue(session, kind=TicketKind.RESET_PASSWORD, email=user.email, now=NOW, user=user)
    profile.close(session, user=user, now=NOW)
    assert not is_open(session, token)
    assert recovery.find(session, link, NOW) is None
