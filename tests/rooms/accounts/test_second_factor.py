"""The second factor: a code opens once, within a minute and a half; recovery codes open once; the database alone makes none."""

from datetime import timedelta

import pyotp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import second_factor
from portal.errors import Conflict
from portal.models import RecoveryCode, User
from portal.vocabulary.people import Role

from .people import KEY, NOW, acting, lines, somebody


def code(user: User, *, seconds: int = 0, key: str = KEY) -> str:
    return pyotp.TOTP(second_factor.secret_of(user, key)).at(NOW + timedelta(seconds=seconds))


def switched_on(session: Session, user: User) -> list[str]:
    """On since a minute ago, so that the present step is not used yet."""
    second_factor.start(session, user=user)
    before = NOW - timedelta(minutes=2)
    codes = second_factor.confirm(
        session, user=user, actor=acting(session, user), code=code(user, seconds=-120), key=KEY, now=before
    )
    assert codes is not None
    return codes


def opens(session: Session, user: User, typed: str, *, seconds: int = 0) -> bool:
    return second_factor.check(session, user=user, code=typed, key=KEY, now=NOW + timedelta(seconds=seconds))


def test_it_counts_only_once_it_was_confirmed(session: Session) -> None:
    user = somebody(session)
    second_factor.start(session, user=user)
    assert not second_factor.is_on(user)
    assert not opens(session, user, code(user))
    assert switched_on(session, user)
    assert second_factor.is_on(user)
    assert lines(session) == [("secured", "account", "Anna Beispiel")]


def test_a_wrong_code_switches_nothing_on(session: Session) -> None:
    user = somebody(session)
    second_factor.start(session, user=user)
    wrong = f"{(int(code(user)) + 1) % 1_000_000:06}"
    assert (
        second_factor.confirm(session, user=user, actor=acting(session, user), code=wrong, key=KEY, now=NOW)
        is None
    )
    assert not second_factor.is_on(user)


def test_a_code_opens_once(session: Session) -> None:
    user = somebody(session)
    switched_on(session, user)
    assert opens(session, user, code(user))
    assert not opens(session, user, code(user)), "who looked over the shoulder comes too late"
    assert not opens(session, user, code(user, seconds=-30)), "nor with the one before"
    assert opens(session, user, code(user, seconds=30), seconds=30)


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(session: Session, seconds: int, fits: bool) -> None:
    user = somebody(session)
    switched_on(session, user)
    assert opens(session, user, code(user, seconds=seconds)) is fits


def test_people_type_codes_in_their_own_way(session: Session) -> None:
    user = somebody(session)
    codes = switched_on(session, user)
    typed = code(user)
    assert opens(session, user, f" {typed[:3]} {typed[3:]}")
    assert opens(session, user, codes[0].upper().replace("-", " "))
    assert opens(session, user, codes[1].replace("-", ""))


def test_ten_recovery_codes_open_once_each_and_only_their_hashes_are_kept(session: Session) -> None:
    user = somebody(session)
    codes = switched_on(session, user)
    assert len(set(codes)) == 10
    stored = session.scalars(select(RecoveryCode.code_hash)).all()
    assert not {second_factor.plain(one) for one in codes} & set(stored)
    assert opens(session, user, codes[3])
    assert not opens(session, user, codes[3])
    assert second_factor.codes_left(session, user) == 9


def test_new_codes_end_the_old_ones(session: Session) -> None:
    user = somebody(session)
    old = switched_on(session, user)
    new = second_factor.renew(session, user=user, actor=acting(session, user), now=NOW)
    assert not opens(session, user, old[0])
    assert opens(session, user, new[0])
    assert second_factor.are_codes_of(session, user, new)
    assert not second_factor.are_codes_of(session, user, old)
    assert not second_factor.are_codes_of(session, user, [])


def test_codes_of_somebody_else_open_nothing(session: Session) -> None:
    anna, berta = somebody(session), somebody(session, "berta@beispiel.example")
    codes, _ = switched_on(session, anna), switched_on(session, berta)
    assert not opens(session, berta, codes[0])
    assert not opens(session, berta, code(anna))


def test_switched_off_nothing_is_left(session: Session) -> None:
    user = somebody(session)
    codes = switched_on(session, user)
    second_factor.turn_off(session, user=user, actor=None, now=NOW)
    assert not second_factor.is_on(user)
    assert not opens(session, user, codes[0])
    assert not session.scalars(select(RecoveryCode)).all()


def test_what_is_on_is_not_begun_anew(session: Session) -> None:
    user = somebody(session)
    switched_on(session, user)
    with pytest.raises(Conflict):
        second_factor.start(session, user=user)
    assert second_factor.is_on(user)


def test_a_copy_of_the_database_makes_no_code(session: Session) -> None:
    user = somebody(session)
    switched_on(session, user)
    assert code(user) != code(user, key="another portal's key, long enough")


def test_the_address_for_the_app_names_portal_and_account(session: Session) -> None:
    user = somebody(session)
    second_factor.start(session, user=user)
    found = pyotp.parse_uri(second_factor.uri(user, KEY, issuer="Agora Musterstadt"))
    assert (found.issuer, found.name) == ("Agora Musterstadt", "anna@beispiel.example")
    assert isinstance(found, pyotp.TOTP)
    assert found.at(NOW) == code(user)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("is_production", [True, False])
def test_it_is_due_for_editors_and_administrators_in_production(role: Role, is_production: bool) -> None:
    user = User(role=role)
    assert second_factor.is_due(user, is_production=is_production) is (
        is_production and role is not Role.PROVIDER
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.text(max_size=60) | st.sampled_from(["٣٣٣٣٣٣", "", "000000", "-" * 60, "\udcff", "１２３４５６"])
)
def test_no_text_opens_or_breaks_anything(session: Session, typed: str) -> None:
    user = session.scalars(select(User).where(User.email == "z@z.example")).first()
    if user is None:
        user = somebody(session, "z@z.example")
        switched_on(session, user)
    if typed != code(user):
        assert not opens(session, user, typed)
