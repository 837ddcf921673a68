"""The one table of rights. A view names the right it needs (web/kit/guards.py); nothing else decides who may do what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.vocabulary.people import MembershipRole, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account with its role, and with its part in each institution (by id). Only institutions that are not
    suspended are given."""

    user_id: int
    name: str
    role: Role
    memberships: Mapping[int, MembershipRole] = field(default_factory=dict)

    @property
    def is_editor(self) -> bool:
        return self.role in (Role.EDITOR, Role.ADMINISTRATOR)

    @property
    def is_administrator(self) -> bool:
        return self.role is Role.ADMINISTRATOR


class Party(StrEnum):
    """As what somebody has a right."""

    MEMBER = "member"
    MANAGER = "manager"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """Everything that not everybody may do."""

    USE_DESK = "use_desk"  # see the providers' desk at all
    EDIT_OFFER = "edit_offer"  # see, create, change, submit, withdraw an institution's offers, confirm them, set free places
    EDIT_INSTITUTION = "edit_institution"  # profile and places
    MANAGE_MEMBERS = "manage_members"
    SEE_PARTICIPANTS = (
        "see_participants"  # who registered with an institution: list, letters, presence, statements
    )
    REVIEW = "review"  # decide about submissions, see everything that is not public
    PUBLISH = "publish"  # make public without review by somebody else
    ADVISE = "advise"  # requests for an appointment at a B-Punkt
    CURATE = "curate"  # words, topics, days, pages, collections, duplicates, reports, links
    APPROVE_INSTITUTION = "approve_institution"
    ADMINISTER = "administer"  # accounts, roles, settings, merging institutions, letters, journal


_PROVIDERS = frozenset({Party.MEMBER, Party.MANAGER})
_EDITORS = frozenset({Party.EDITOR, Party.ADMINISTRATOR})
TABLE: Mapping[Right, frozenset[Party]] = {
    Right.USE_DESK: _PROVIDERS | _EDITORS,
    Right.EDIT_OFFER: _PROVIDERS | _EDITORS,
    Right.EDIT_INSTITUTION: frozenset({Party.MANAGER}) | _EDITORS,
    Right.MANAGE_MEMBERS: frozenset({Party.MANAGER, Party.ADMINISTRATOR}),
    Right.SEE_PARTICIPANTS: _PROVIDERS | _EDITORS,
    Right.REVIEW: _EDITORS,
    Right.PUBLISH: _EDITORS,
    Right.ADVISE: _EDITORS,
    Right.CURATE: _EDITORS,
    Right.APPROVE_INSTITUTION: _EDITORS,
    Right.ADMINISTER: frozenset({Party.ADMINISTRATOR}),
}
_MEMBERSHIPS = {MembershipRole.MEMBER: Party.MEMBER, MembershipRole.MANAGER: Party.MANAGER}
_ROLES = {Role.EDITOR: Party.EDITOR, Role.ADMINISTRATOR: Party.ADMINISTRATOR}


def parties(actor: Actor, institution_id: int | None = None) -> frozenset[Party]:
    """As what somebody acts: towards one institution, or, without one, anywhere."""
    kept = (
        actor.memberships.values()
        if institution_id is None
        else (role for key, role in actor.memberships.items() if key == institution_id)
    )
    found = {_MEMBERSHIPS[role] for role in kept}
    if actor.role in _ROLES:
        found.add(_ROLES[actor.role])
    return frozenset(found)


def may(actor: Actor | None, right: Right, institution_id: int | None = None) -> bool:
    """Whether somebody has a right, towards one institution or, without one, anywhere."""
    return actor is not None and bool(parties(actor, institution_id) & TABLE[right])
