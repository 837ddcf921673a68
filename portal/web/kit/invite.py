"""Invites somebody by mail into an institution or a role: for the desk's members page and for the administration alike."""

from portal import clock
from portal.accounts import invitations, queries, tickets
from portal.extensions import db
from portal.models import Institution
from portal.models.account import TicketKind
from portal.permissions.policy import Actor
from portal.vocabulary.people import MEMBERSHIP_LABELS, ROLE_LABELS, MembershipRole, Role
from portal.web.kit import addresses, languages, letters
from portal.web.kit.words import gettext as _


def send_invitation(
    email: str,
    *,
    by: Actor,
    institution_id: int | None = None,
    membership_role: MembershipRole = MembershipRole.MEMBER,
    role: Role | None = None,
) -> None:
    """Writes the invitation and its letter. Raises NotAllowed, and Conflict (field `email`) with a sentence that the view
    translates."""
    session = db.session()
    token = invitations.invite(
        session,
        email=email,
        by=by,
        now=clock.now(),
        institution_id=institution_id,
        membership_role=membership_role,
        role=role,
    )
    institution = session.get(Institution, institution_id) if institution_id else None
    ticket = invitations.find(session, token, clock.now())
    assert ticket is not None
    guest = queries.by_email(session, ticket.email)
    locale = guest.locale if guest else languages.current()
    with languages.speaking(locale):
        part = _(ROLE_LABELS[role] if role else MEMBERSHIP_LABELS[membership_role])
    letters.post(
        "account_invitation",
        to=ticket.email,
        locale=locale,
        by=by.name,
        institution=institution.name if institution else "",
        part=part,
        path=addresses.own_path("accounts.invitation", token=token),
        days=tickets.LIFETIMES[TicketKind.INVITATION].days,
    )
