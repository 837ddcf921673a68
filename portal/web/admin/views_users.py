"""Accounts: search, roles, parts in institutions, lock, invite, a letter to reset, a lost second factor."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import administration, directory, recovery, tickets
from portal.errors import Conflict
from portal.extensions import db
from portal.models import Institution, User
from portal.models.account import TicketKind
from portal.permissions.policy import Right
from portal.vocabulary.people import MembershipRole, Role
from portal.web.admin import blueprint, user_words
from portal.web.admin.forms_users import FactorForm, InviteForm, PartForm, RoleForm, UserFilterForm
from portal.web.admin.pages_users import AskPage, UsersPage
from portal.web.kit import addresses, desk, invite, languages, letters, paging
from portal.web.kit import parts as p
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

LIST = "/konten"
ONE = f"{LIST}/<int(max=2147483647):user_id>"
PER_PAGE = 40
Answer = str | Response | tuple[str, int]


@blueprint.get(LIST)
@needs(Right.ADMINISTER)
def list_users() -> str:
    form = UserFilterForm()
    notices = form.ignored()
    wanted, session = form.wanted(), db.session()
    total = directory.count(session, wanted)
    pages = paging.pages_of(total, PER_PAGE)
    number = min(paging.asked(), pages)
    rows = directory.page(session, wanted, number=number, size=PER_PAGE)
    page = UsersPage(
        heading=ngettext("%(num)s Konto", "%(num)s Konten", total),
        rows=tuple(map(user_words.row, rows)),
        pagination=paging.links(number, pages, lambda at: form.url(blueprint_path(LIST), at)),
        all_url=url_for("admin.list_users"),
        invite_url=url_for("admin.new_invitation"),
        notices=notices,
    )
    return render_template("admin/users.html", page=page, form=form)


def blueprint_path(path: str) -> str:
    return f"{blueprint.url_prefix}{path}"


@blueprint.get(ONE)
@needs(Right.ADMINISTER)
def edit_user(user_id: int) -> str:
    return show(stored(user_id))


@blueprint.post(f"{ONE}/rolle")
@needs(Right.ADMINISTER)
def change_role(user_id: int) -> Answer:
    user, form = stored(user_id), RoleForm()
    if not form.validate_on_submit():
        return show(user, role_form=form), 400
    try:
        changed = administration.change_role(
            db.session(), me(), user=user, role=Role(form.role.data), now=clock.now()
        )
    except Conflict as problem:
        form.role.errors = [_(str(problem))]
        return show(user, role_form=form), 409
    return done(user, _("Die Rolle ist geändert.") if changed else _("Es hat sich nichts geändert."))


@blueprint.post(f"{ONE}/anbieter")
@needs(Right.ADMINISTER)
def join_institution(user_id: int) -> Answer:
    user, session = stored(user_id), db.session()
    form = PartForm(directory.institutions(session))
    if not form.validate_on_submit():
        return show(user, part_form=form), 400
    institution = session.get(Institution, int(form.institution.data)) or abort(404)
    part = MembershipRole(form.part.data)
    administration.set_part(session, me(), user=user, institution=institution, role=part, now=clock.now())
    return done(
        user, _("%(name)s arbeitet nun für „%(institution)s“.", name=user.name, institution=institution.name)
    )


@blueprint.post(f"{ONE}/anbieter/<int(max=2147483647):institution_id>/entfernen")
@needs(Right.ADMINISTER)
def leave_institution(user_id: int, institution_id: int) -> Response:
    user, session = stored(user_id), db.session()
    institution = session.get(Institution, institution_id) or abort(404)
    administration.set_part(session, me(), user=user, institution=institution, role=None, now=clock.now())
    return done(
        user,
        _(
            "%(name)s arbeitet nicht mehr für „%(institution)s“.",
            name=user.name,
            institution=institution.name,
        ),
    )


@blueprint.post(f"{ONE}/sperren")
@needs(Right.ADMINISTER)
def lock_user(user_id: int) -> Response:
    """Lock, or unlock what is locked: the button says which."""
    user, session = stored(user_id), db.session()
    if not user.is_active:
        administration.unlock(session, me(), user=user, now=clock.now())
        return done(user, _("Das Konto ist wieder frei."))
    try:
        administration.lock(session, me(), user=user, now=clock.now())
    except Conflict as problem:
        return done(user, _(str(problem)), "stop")
    return done(user, _("Das Konto ist gesperrt und überall abgemeldet."))


@blueprint.post(f"{ONE}/passwort")
@needs(Right.ADMINISTER)
def send_reset(user_id: int) -> Response:
    """The same letter that somebody asks for who has forgotten the password."""
    user = stored(user_id)
    asked = recovery.ask(db.session(), email=user.email, now=clock.now())
    if asked is None:
        return done(user, _("Das Konto ist gesperrt. Geben Sie es zuerst frei."), "stop")
    letters.post(
        "account_reset",
        to=user.email,
        locale=user.locale,
        name=user.name,
        path=addresses.own_path("accounts.ask_new_password", token=asked[1]),
        hours=int(tickets.LIFETIMES[TicketKind.RESET_PASSWORD].total_seconds()) // 3600,
    )
    return done(user, _("Der Brief für ein neues Passwort ist unterwegs an %(email)s.", email=user.email))


@blueprint.get(f"{ONE}/zweiter-faktor")
@needs(Right.ADMINISTER)
def ask_drop_factor(user_id: int) -> str:
    return ask(stored(user_id), FactorForm())


@blueprint.post(f"{ONE}/zweiter-faktor")
@needs(Right.ADMINISTER)
def drop_factor(user_id: int) -> Answer:
    user, form, now = stored(user_id), FactorForm(), clock.now()
    if not form.validate_on_submit():
        return ask(user, form), 400
    reason = form.reason.data
    try:
        administration.drop_second_factor(db.session(), me(), user=user, reason=reason, now=now)
    except Conflict as problem:
        form.reason.errors = [_(str(problem))]
        return ask(user, form), 409
    with languages.speaking(user.locale):
        when = user_words.moment(now)
    letters.post(
        "account_factor_dropped",
        to=user.email,
        locale=user.locale,
        name=user.name,
        when=when,
        reason=reason,
        path=addresses.own_path("accounts.second_factor"),
        reset_path=addresses.own_path("accounts.ask_reset"),
    )
    return done(
        user, _("Der zweite Faktor ist ausgeschaltet. %(name)s bekommt einen Brief darüber.", name=user.name)
    )


@blueprint.get(f"{LIST}/einladen")
@needs(Right.ADMINISTER)
def new_invitation() -> str:
    return show_invitation(InviteForm(data={"role": Role.EDITOR.value}))


@blueprint.post(f"{LIST}/einladen")
@needs(Right.ADMINISTER)
def send_invitation() -> Answer:
    form = InviteForm()
    if not form.validate_on_submit():
        return show_invitation(form), 400
    try:
        invite.send_invitation(form.email.data, by=me(), role=Role(form.role.data))
    except Conflict as problem:
        form.email.errors = [_(str(problem))]
        return show_invitation(form), 409
    flash(_("Die Einladung an %(email)s ist unterwegs.", email=form.email.data), "ok")
    return redirect(url_for("admin.list_users"), 303)


def show_invitation(form: InviteForm) -> str:
    desk.stand_under("admin.list_users")
    page = AskPage(
        _("Jemanden einladen"),
        _("In die Redaktion oder die Verwaltung. Wer eingeladen ist, wählt selbst ein Passwort."),
        _("Einladen"),
        url_for("admin.list_users"),
    )
    return render_template("admin/ask.html", page=page, form=form)


def ask(user: User, form: FactorForm) -> str:
    desk.stand_under("admin.list_users")
    page = AskPage(
        _("Zweiten Faktor von %(name)s ausschalten?", name=user.name),
        _("Danach genügt das Passwort. Vergewissern Sie sich, dass Sie wirklich mit dieser Person sprechen."),
        _("Ausschalten"),
        url_for("admin.edit_user", user_id=user.id),
    )
    return render_template("admin/ask.html", page=page, form=form)


def show(user: User, role_form: RoleForm | None = None, part_form: PartForm | None = None) -> str:
    desk.stand_under("admin.list_users")
    session = db.session()
    parts = directory.parts_of(session, user)
    page = user_words.page(user, parts)
    return render_template(
        "admin/user.html",
        page=page,
        role_form=role_form or RoleForm(formdata=None, data={"role": user.role.value}),
        part_form=part_form
        or PartForm(
            directory.institutions(session), formdata=None, data={"part": MembershipRole.MEMBER.value}
        ),
    )


def done(user: User, said: str, tone: p.NoticeTone = "ok") -> Response:
    flash(said, tone)
    return redirect(url_for("admin.edit_user", user_id=user.id), 303)


def stored(user_id: int) -> User:
    return db.session().get(User, user_id) or abort(404)
