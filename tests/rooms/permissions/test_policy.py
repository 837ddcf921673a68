"""The table of rights: what each role has, towards its own institution and towards others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.permissions import policy
from portal.permissions.policy import TABLE, Actor, Right
from portal.vocabulary.people import MembershipRole, Role

OWN, OTHER = 1, 2
MEMBER = Actor(1, "m", Role.PROVIDER, {OWN: MembershipRole.MEMBER})
MANAGER = Actor(2, "l", Role.PROVIDER, {OWN: MembershipRole.MANAGER})
EDITOR = Actor(3, "r", Role.EDITOR)
ADMINISTRATOR = Actor(4, "v", Role.ADMINISTRATOR)
NOBODY = Actor(5, "n", Role.PROVIDER)
# Right: who has it towards the institution OWN.
EXPECTED = {
    Right.USE_DESK: (MEMBER, MANAGER, EDITOR, ADMINISTRATOR),
    Right.EDIT_OFFER: (MEMBER, MANAGER, EDITOR, ADMINISTRATOR),
    Right.EDIT_INSTITUTION: (MANAGER, EDITOR, ADMINISTRATOR),
    Right.MANAGE_MEMBERS: (MANAGER, ADMINISTRATOR),
    Right.SEE_PARTICIPANTS: (MEMBER, MANAGER, EDITOR, ADMINISTRATOR),
    Right.REVIEW: (EDITOR, ADMINISTRATOR),
    Right.ADVISE: (EDITOR, ADMINISTRATOR),
    Right.PUBLISH: (EDITOR, ADMINISTRATOR),
    Right.CURATE: (EDITOR, ADMINISTRATOR),
    Right.APPROVE_INSTITUTION: (EDITOR, ADMINISTRATOR),
    Right.ADMINISTER: (ADMINISTRATOR,),
}


def test_every_right_is_in_the_table() -> None:
    assert set(TABLE) == set(Right) == set(EXPECTED)


@pytest.mark.parametrize("right", Right)
def test_who_has_a_right_towards_the_own_institution(right: Right) -> None:
    everybody = (MEMBER, MANAGER, EDITOR, ADMINISTRATOR, NOBODY)
    assert tuple(one for one in everybody if policy.may(one, right, OWN)) == EXPECTED[right]


@pytest.mark.parametrize("right", Right)
def test_nobody_without_an_account_has_any(right: Right) -> None:
    assert not policy.may(None, right)
    assert not policy.may(None, right, OWN)


@given(right=st.sampled_from(Right), role=st.sampled_from(MembershipRole))
def test_a_part_in_one_institution_is_none_in_another(right: Right, role: MembershipRole) -> None:
    actor = Actor(9, "x", Role.PROVIDER, {OWN: role})
    assert not policy.may(actor, right, OTHER)
    assert policy.may(actor, right) == policy.may(actor, right, OWN)
