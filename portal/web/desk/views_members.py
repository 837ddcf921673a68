"""Who works for an institution: the list, invitations by mail, roles. For its managers and the administration."""

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import invitations
from portal.errors import Conflict, NotFound
from portal.extensions import db
from portal.institutions import members
from portal.institutions.members import Member
from portal.models import AccountTicket, Institution
from portal.permissions.policy import Right
from portal.vocabulary.people import MEMBERSHIP_LABELS, MembershipRole
from portal.web.desk import blueprint, institution_frame
from portal.web.desk.institution_forms import InviteForm
from portal.web.desk.institution_frame import ONE, fetch
from portal.web.desk.pages_institution import InvitationRow, MemberRow, MembersPage, RemovePage
from portal.web.kit import formats, guards, invite
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

MEMBERS = f"{ONE}/mitglieder"
MEMBER = f"{MEMBERS}/<int(max=2147483647):member_id>"
INVITATION = f"{ONE}/einladungen/<int(max=2147483647):ticket_id>"
Answer = str | Response | tuple[str, int]


@blueprint.get(MEMBERS)
@needs(Right.USE_DESK)
def list_members(institution_id: int) -> str:
    return show(InviteForm(), fetch(institution_id, Right.MANAGE_MEMBERS))


@blueprint.post(MEMBERS)
@needs(Right.USE_DESK)
def invite_member(institution_id: int) -> Answer:
    institution = fetch(institution_id, Right.MANAGE_MEMBERS)
    form = InviteForm()
    if not form.validate_on_submit():
        return show(form, institution), 400
    try:
        invite.send_invitation(
            form.email.data,
            by=guards.me(),
            institution_id=institution_id,
            membership_role=MembershipRole(form.role.data),
        )
    except Conflict as problem:
        form.email.errors = [*form.email.errors, _(str(problem))]
        return show(form, institution), 400
    flash(_("Die Einladung an %(email)s ist unterwegs.", email=form.email.data), "ok")
    return to_list(institution_id)


@blueprint.post(f"{INVITATION}/zuruecknehmen")
@needs(Right.USE_DESK)
def revoke_invitation(institution_id: int, ticket_id: int) -> Response:
    fetch(institution_id, Right.MANAGE_MEMBERS)
    try:
        gone = invitations.revoke(
            db.session(), ticket_id=ticket_id, institution_id=institution_id, by=guards.me(), now=clock.now()
        )
    except NotFound as problem:  # accepted or taken back in the meantime: the list shows which
        flash(_(str(problem)), "warn")
        return to_list(institution_id)
    flash(_("Die Einladung an %(email)s gilt nicht mehr.", email=gone.email), "ok")
    return to_list(institution_id)


@blueprint.post(f"{MEMBER}/rolle")
@needs(Right.USE_DESK)
def change_role(institution_id: int, member_id: int) -> Response:
    fetch(institution_id, Right.MANAGE_MEMBERS)
    stored(institution_id, member_id)
    wanted = request.form.get("role", "")
    if wanted not in list(MembershipRole):
        abort(400)
    try:
        changed = members.set_role(
            db.session(), guards.me(), membership_id=member_id, role=MembershipRole(wanted), now=clock.now()
        )
    except Conflict as problem:
        flash(_(str(problem)), "stop")
        return to_list(institution_id)
    said = (
        _("%(name)s gehört jetzt zur Leitung.", name=changed.name)
        if changed.role is MembershipRole.MANAGER
        else _("%(name)s ist jetzt Mitglied.", name=changed.name)
    )
    flash(said, "ok")
    return to_list(institution_id)


@blueprint.get(f"{MEMBER}/entfernen")
@needs(Right.USE_DESK)
def ask_remove_member(institution_id: int, member_id: int) -> str:
    institution = fetch(institution_id, Right.MANAGE_MEMBERS)
    member = stored(institution_id, member_id)
    page = RemovePage(
        institution=institution.name,
        title=_("%(name)s entfernen?", name=member.name),
        text=_(
            "Das Konto bleibt. Die Person kann für „%(institution)s“ nichts mehr ändern.",
            institution=institution.name,
        ),
        label=_("Entfernen"),
        back_url=url_for("desk.list_members", institution_id=institution_id),
    )
    return render_template("desk/remove.html", page=page)


@blueprint.post(f"{MEMBER}/entfernen")
@needs(Right.USE_DESK)
def remove_member(institution_id: int, member_id: int) -> Response:
    fetch(institution_id, Right.MANAGE_MEMBERS)
    stored(institution_id, member_id)
    try:
        gone = members.remove(db.session(), guards.me(), membership_id=member_id, now=clock.now())
    except Conflict as problem:
        flash(_(str(problem)), "stop")
        return to_list(institution_id)
    if gone.user_id == guards.me().user_id and not guards.me().is_administrator:
        flash(_("Sie gehören nicht mehr dazu."), "ok")
        return redirect(url_for("accounts.home"), 303)
    flash(_("%(name)s gehört nicht mehr dazu.", name=gone.name), "ok")
    return to_list(institution_id)


def stored(institution_id: int, member_id: int) -> Member:
    return members.one(db.session(), member_id, institution_id) or abort(404)


def to_list(institution_id: int) -> Response:
    return redirect(url_for("desk.list_members", institution_id=institution_id), 303)


def show(form: InviteForm, institution: Institution) -> str:
    session = db.session()
    waiting = invitations.open_invitations(session, institution.id, clock.now())
    page = MembersPage(
        institution.name,
        institution_frame.tabs(institution.id),
        tuple(row(one, institution.id) for one in members.of_institution(session, institution.id)),
        tuple(invitation(one, institution.id) for one in waiting),
        url_for("desk.invite_member", institution_id=institution.id),
    )
    return render_template("desk/members.html", page=page, form=form)


def row(member: Member, institution_id: int) -> MemberRow:
    is_manager = member.role is MembershipRole.MANAGER
    here: dict[str, Any] = {"institution_id": institution_id, "member_id": member.id}
    role = _(MEMBERSHIP_LABELS[member.role])
    return MemberRow(
        id=member.id,
        name=member.name,
        email=member.email,
        role=role if member.is_active else _("%(role)s, Konto gesperrt", role=role),
        since=day(member.joined_at) if member.joined_at else _("nicht bekannt"),
        role_url=url_for("desk.change_role", **here),
        other_role=(MembershipRole.MEMBER if is_manager else MembershipRole.MANAGER).value,
        other_label=_("Zum Mitglied machen") if is_manager else _("Zur Leitung machen"),
        remove_url=url_for("desk.ask_remove_member", **here),
        is_oneself=member.user_id == guards.me().user_id,
    )


def invitation(ticket: AccountTicket, institution_id: int) -> InvitationRow:
    return InvitationRow(
        ticket.email,
        _(MEMBERSHIP_LABELS[ticket.membership_role or MembershipRole.MEMBER]),
        day(ticket.expires_at),
        url_for("desk.revoke_invitation", institution_id=institution_id, ticket_id=ticket.id),
    )


def day(moment: datetime) -> str:
    return formats.long_date(clock.local(moment).date(), weekday=False)
