"""Invitations: only who may invites, they lead where they say and nowhere else, and they take nothing away."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import actions, invitations, passwords, registration
from portal.errors import Conflict, NotAllowed, NotFound
from portal.models import AccountTicket, Institution, User
from portal.permissions.policy import Actor
from portal.vocabulary.people import MembershipRole, Role

from .people import GOOD, NOW, acting, application, demo, lines, member, parts_of, somebody


@pytest.fixture
def manager(session: Session) -> Actor:
    return acting(session, demo(session, "anbieter@demo.example"))


@pytest.fixture
def administrator(session: Session) -> Actor:
    return acting(session, demo(session, "verwaltung@demo.example"))


@pytest.fixture
def school(session: Session) -> Institution:
    return session.scalars(select(Institution).where(Institution.slug == "volkshochschule")).one()


def ticket(session: Session, token: str, days: float = 0) -> AccountTicket | None:
    return invitations.find(session, token, NOW + timedelta(days=days))


def test_a_new_person_joins_with_name_and_password(
    session: Session, manager: Actor, school: Institution
) -> None:
    token = invitations.invite(
        session, email="Neu@Beispiel.example", by=manager, institution_id=school.id, now=NOW
    )
    invited = ticket(session, token, 13)
    assert invited is not None
    user = invitations.accept_anew(session, ticket=invited, name="Neu", password=GOOD, locale="en", now=NOW)
    assert (user.email, user.locale, user.address_confirmed_at) == ("neu@beispiel.example", "en", NOW)
    assert parts_of(session, user) == {"volkshochschule": MembershipRole.MEMBER}
    assert passwords.is_right(GOOD, user.password_hash)
    assert [line[0] for line in lines(session)] == ["invited", "joined"]
    assert ticket(session, token) is None, "once"


def test_somebody_with_an_account_joins_and_keeps_the_rest(
    session: Session, manager: Actor, school: Institution
) -> None:
    user = somebody(session)
    elsewhere = session.scalars(select(Institution).where(Institution.id != school.id)).first()
    assert elsewhere is not None
    member(session, user, elsewhere.slug)
    token = invitations.invite(
        session,
        email=user.email,
        by=manager,
        institution_id=school.id,
        membership_role=MembershipRole.MANAGER,
        now=NOW,
    )
    invited = ticket(session, token)
    assert invited is not None
    with pytest.raises(Conflict):
        invitations.accept_anew(session, ticket=invited, name="Fremd", password=GOOD, locale="de", now=NOW)
    invitations.accept(session, ticket=invited, user=user, now=NOW)
    assert parts_of(session, user) == {
        elsewhere.slug: MembershipRole.MANAGER,
        school.slug: MembershipRole.MANAGER,
    }
    assert user.role is Role.PROVIDER


def test_another_account_cannot_use_it(session: Session, manager: Actor, school: Institution) -> None:
    other = somebody(session)
    invited = ticket(
        session,
        invitations.invite(session, email="neu@x.example", by=manager, institution_id=school.id, now=NOW),
    )
    assert invited is not None
    with pytest.raises(NotAllowed):
        invitations.accept(session, ticket=invited, user=other, now=NOW)
    assert parts_of(session, other) == {}


@pytest.mark.parametrize("who", ["member", "stranger", "editor", "other manager"])
def test_only_managers_of_the_institution_and_administrators_invite(
    session: Session, school: Institution, who: str
) -> None:
    user = somebody(session, role=Role.EDITOR if who == "editor" else Role.PROVIDER)
    if who == "member":
        member(session, user, school.slug, MembershipRole.MEMBER)
    if who == "other manager":
        member(
            session,
            user,
            session.scalars(select(Institution.slug).where(Institution.id != school.id)).first() or "",
        )
    with pytest.raises(NotAllowed):
        invitations.invite(
            session, email="neu@x.example", by=acting(session, user), institution_id=school.id, now=NOW
        )
    with pytest.raises(NotAllowed):
        invitations.invite(
            session, email="neu@x.example", by=acting(session, user), role=Role.EDITOR, now=NOW
        )
    assert not session.scalars(select(AccountTicket)).all()


def test_a_role_is_given_by_the_administration_alone_and_never_taken_away(
    session: Session, manager: Actor, administrator: Actor
) -> None:
    with pytest.raises(NotAllowed):
        invitations.invite(session, email="neu@x.example", by=manager, role=Role.ADMINISTRATOR, now=NOW)
    token = invitations.invite(session, email="neu@x.example", by=administrator, role=Role.EDITOR, now=NOW)
    invited = ticket(session, token)
    assert invited is not None
    user = invitations.accept_anew(session, ticket=invited, name="Neu", password=GOOD, locale="de", now=NOW)
    assert user.role is Role.EDITOR
    user.role = Role.ADMINISTRATOR
    with pytest.raises(Conflict):
        invitations.invite(session, email="neu@x.example", by=administrator, role=Role.EDITOR, now=NOW)


def test_who_became_more_meanwhile_stays_that(session: Session, administrator: Actor) -> None:
    user = somebody(session)
    invited = ticket(
        session, invitations.invite(session, email=user.email, by=administrator, role=Role.EDITOR, now=NOW)
    )
    user.role = Role.ADMINISTRATOR
    assert invited is not None
    invitations.accept(session, ticket=invited, user=user, now=NOW)
    assert user.role is Role.ADMINISTRATOR


def test_a_member_is_not_invited_again(session: Session, manager: Actor, school: Institution) -> None:
    with pytest.raises(Conflict) as refused:
        invitations.invite(
            session, email="ANBIETER@demo.example", by=manager, institution_id=school.id, now=NOW
        )
    assert refused.value.field == "email"


def test_a_closed_account_is_not_invited(session: Session, manager: Actor, school: Institution) -> None:
    somebody(session, is_active=False)
    with pytest.raises(Conflict):
        invitations.invite(
            session, email="anna@beispiel.example", by=manager, institution_id=school.id, now=NOW
        )


def test_a_second_invitation_takes_the_place_of_the_first(
    session: Session, manager: Actor, school: Institution
) -> None:
    first = invitations.invite(session, email="neu@x.example", by=manager, institution_id=school.id, now=NOW)
    second = invitations.invite(session, email="neu@x.example", by=manager, institution_id=school.id, now=NOW)
    assert ticket(session, first) is None
    assert ticket(session, second) is not None
    assert [one.email for one in invitations.open_invitations(session, school.id, NOW)] == ["neu@x.example"]
    assert invitations.open_invitations(session, None, NOW) == []


def test_an_invitation_ends_after_fourteen_days(
    session: Session, manager: Actor, school: Institution
) -> None:
    token = invitations.invite(session, email="neu@x.example", by=manager, institution_id=school.id, now=NOW)
    assert ticket(session, token, 14) is None
    assert invitations.open_invitations(session, school.id, NOW + timedelta(days=14)) == []


def test_an_invitation_is_taken_back_where_it_was_made(
    session: Session, manager: Actor, school: Institution
) -> None:
    token = invitations.invite(session, email="neu@x.example", by=manager, institution_id=school.id, now=NOW)
    [invited] = invitations.open_invitations(session, school.id, NOW)
    other = session.scalars(select(Institution.id).where(Institution.id != school.id)).first()
    with pytest.raises((NotAllowed, NotFound)):
        invitations.revoke(session, ticket_id=invited.id, institution_id=other, by=manager, now=NOW)
    with pytest.raises(NotAllowed):
        invitations.revoke(session, ticket_id=invited.id, institution_id=None, by=manager, now=NOW)
    invitations.revoke(session, ticket_id=invited.id, institution_id=school.id, by=manager, now=NOW)
    assert ticket(session, token) is None
    with pytest.raises(NotFound):
        invitations.revoke(session, ticket_id=invited.id, institution_id=school.id, by=manager, now=NOW)


def test_an_account_that_nobody_confirmed_is_begun_anew_by_the_invited_person(
    session: Session, manager: Actor, school: Institution
) -> None:
    """A stranger may have registered the address first; the password must be that of who reads its mail."""
    registration.apply(
        session, application=application(email="neu@x.example", password="das des Fremden"), now=NOW
    )
    token = invitations.invite(session, email="neu@x.example", by=manager, institution_id=school.id, now=NOW)
    invited = ticket(session, token)
    assert invited is not None
    user = invitations.accept_anew(session, ticket=invited, name="Neu", password=GOOD, locale="de", now=NOW)
    assert passwords.is_right(GOOD, user.password_hash)
    assert len(session.scalars(select(User).where(User.email == "neu@x.example")).all()) == 1


def test_a_command_invites_for_an_account_that_waits_for_its_password(session: Session) -> None:
    user = actions.add_user(
        session, email="leitung@x.example", name="Leitung", password_hash="", role=Role.ADMINISTRATOR
    )
    invited = ticket(
        session, invitations.invite(session, email=user.email, by=None, role=Role.ADMINISTRATOR, now=NOW)
    )
    assert invited is not None
    assert invitations.is_new(invitations.guest(session, invited))
    done = invitations.accept_anew(
        session, ticket=invited, name="Leitung", password=GOOD, locale="de", now=NOW
    )
    assert (done.id, done.role) == (user.id, Role.ADMINISTRATOR)


@pytest.mark.parametrize("kwargs", [{}, {"institution_id": 1, "role": Role.EDITOR}])
def test_an_invitation_leads_to_exactly_one_thing(
    session: Session, administrator: Actor, kwargs: dict[str, object]
) -> None:
    with pytest.raises(Conflict):
        invitations.invite(session, email="neu@x.example", by=administrator, now=NOW, **kwargs)  # type: ignore[arg-type]
