"""Registration: who applies waits for two answers, who has an account changes nothing, and nobody gets in by another's mail."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import actions, passwords, queries, registration
from portal.errors import Conflict
from portal.models import AccountTicket, Institution, JournalEntry, SlugRedirect, User
from portal.vocabulary.people import MembershipRole, Standing
from tests.factories import offers as make

from .people import GOOD, NOW, application, lines, parts_of, somebody


def test_an_application_waits_and_is_not_public(session: Session) -> None:
    asked = registration.apply(session, application=application(), now=NOW)
    user = asked.user
    assert (user.email, user.address_confirmed_at) == ("berta@toepferkreis.example", None)
    assert parts_of(session, user) == {"toepferkreis-kleinkuehnau": MembershipRole.MANAGER}
    [institution] = registration.applied_with(session, user)
    assert (institution.standing, institution.is_public) == (Standing.APPLIED, False)
    assert institution.maintenance_email == user.email
    assert lines(session) == [], "nothing is known to anybody before the address is confirmed"


def test_the_link_confirms_once_and_the_journal_knows(session: Session) -> None:
    token = registration.apply(session, application=application(), now=NOW).token
    user = registration.confirm(session, token=token, now=NOW + timedelta(days=6))
    assert user is not None
    assert user.address_confirmed_at == NOW + timedelta(days=6)
    assert lines(session) == [("created", "institution", "Töpferkreis Kleinkühnau")]
    assert registration.confirm(session, token=token, now=NOW + timedelta(days=6)) is None


@pytest.mark.parametrize("token", ["", "x", "\udcff", "ä" * 500])
def test_a_wrong_link_confirms_nothing(session: Session, token: str) -> None:
    assert registration.confirm(session, token=token, now=NOW) is None


def test_a_link_ends_after_seven_days(session: Session) -> None:
    token = registration.apply(session, application=application(), now=NOW).token
    assert registration.confirm(session, token=token, now=NOW + timedelta(days=7)) is None


def test_an_address_with_an_account_changes_nothing(session: Session) -> None:
    user = somebody(session)
    before = session.scalars(select(Institution.id)).all()
    asked = registration.apply(session, application=application(email=" ANNA@beispiel.example"), now=NOW)
    assert (asked.user.id, asked.token) == (user.id, "")
    assert asked.user.name == "Anna Beispiel"
    assert session.scalars(select(Institution.id)).all() == before
    assert not session.scalars(select(AccountTicket)).all()


def test_of_two_applications_with_one_unconfirmed_address_the_later_counts(session: Session) -> None:
    """A stranger who registers somebody's address first must not be let in when its owner confirms."""
    stranger = registration.apply(
        session, application=application(password="das Passwort des Fremden"), now=NOW
    )
    owner = registration.apply(session, application=application(institution="Der echte Verein"), now=NOW)
    assert registration.confirm(session, token=stranger.token, now=NOW) is None
    user = registration.confirm(session, token=owner.token, now=NOW)
    assert user is not None
    assert passwords.is_right(GOOD, user.password_hash)
    assert not passwords.is_right("das Passwort des Fremden", user.password_hash)
    assert parts_of(session, user) == {"der-echte-verein": MembershipRole.MANAGER}
    assert len(session.scalars(select(User).where(User.email == user.email)).all()) == 1
    assert not session.scalars(select(Institution).where(Institution.slug.startswith("toepferkreis"))).all()


def test_an_invited_account_without_password_is_not_taken_over(session: Session) -> None:
    invited = actions.add_user(session, email="berta@toepferkreis.example", name="B", password_hash="")
    asked = registration.apply(session, application=application(), now=NOW)
    assert (asked.user.id, asked.token) == (invited.id, "")


@pytest.mark.parametrize(
    "email",
    [
        "",
        "x",
        "a@",
        "a b@c.example",
        "ä@b.example",
        "a@b.example\nBcc: c@d.example",
        "x" * 300 + "@b.example",
    ],
)
def test_an_unusable_address_is_refused_at_its_field(session: Session, email: str) -> None:
    with pytest.raises(Conflict) as refused:
        registration.apply(session, application=application(email=email), now=NOW)
    assert refused.value.field == "email"


def test_an_address_of_a_page_is_never_given_twice(session: Session) -> None:
    session.add(SlugRedirect(thing="institution", old_slug="verein-2", target_id=1))
    make.make_institution(session, name="Verein", slug="verein")
    assert registration.free_slug(session, "Verein") == "verein-3"
    assert registration.free_slug(session, "Vereinigung") == "vereinigung"
    assert registration.free_slug(session, "%_\\ 100%") == "100"
    assert registration.free_slug(session, "中文") == "angebot"


def test_a_new_link_is_sent_only_where_one_is_missing(session: Session) -> None:
    first = registration.apply(session, application=application(), now=NOW)
    again = registration.ask_again(session, email="berta@toepferkreis.example", now=NOW)
    assert again is not None
    assert again.token not in ("", first.token)
    somebody(session)
    known = registration.ask_again(session, email="anna@beispiel.example", now=NOW)
    assert known is not None
    assert known.token == ""
    assert registration.ask_again(session, email="niemand@x.example", now=NOW) is None


def test_forgetting_leaves_an_institution_with_offers_or_others_alone(session: Session) -> None:
    asked = registration.apply(session, application=application(), now=NOW)
    [institution] = registration.applied_with(session, asked.user)
    make.make_offer(session, "Schon begonnen", institution=institution)
    registration.forget(session, asked.user)
    assert queries.by_email(session, "berta@toepferkreis.example") is None
    assert session.get(Institution, institution.id) is not None


def test_two_at_the_same_moment_get_one_account(session: Session) -> None:
    actions.add_user(session, email="c@d.example", name="C", password_hash="x")
    with pytest.raises(Conflict):
        actions.add_user(session, email="c@d.example", name="D", password_hash="y")
    assert session.scalar(select(JournalEntry.id)) is None, "the session goes on"
