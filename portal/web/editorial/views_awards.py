"""Who bears a seal: find the holder by name and award it, renew it, withdraw it."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.errors import Conflict
from portal.extensions import db
from portal.permissions.policy import Right
from portal.seals import actions, queries
from portal.seals.queries import Award
from portal.vocabulary.guidance import SealHolder
from portal.web.editorial import blueprint, seal_views, version_views, views_seals
from portal.web.editorial.forms_seals import AwardForm
from portal.web.editorial.pages_points import AwardPage
from portal.web.editorial.pages_versions import SurePage
from portal.web.kit import desk, guards, languages, seals
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

ONE = "/siegel/verleihungen/<int(max=2147483647):award_id>"
Answer = str | Response | tuple[str, int]


@blueprint.get(f"{views_seals.ONE}/verleihen")
@needs(Right.CURATE)
def new_award(seal_id: int) -> str:
    return ask(seal_id, AwardForm(data={"checked_on": clock.today(), "valid_from": clock.today()}))


@blueprint.post(f"{views_seals.ONE}/verleihen")
@needs(Right.CURATE)
def add_award(seal_id: int) -> Answer:
    form, (kind, number) = AwardForm(), chosen()
    if not form.validate_on_submit() or kind is None:
        return ask(seal_id, form, nobody=kind is None), 400
    me = guards.me()
    try:
        actions.award(
            db.session(),
            me,
            seal_id=seal_id,
            kind=kind,
            holder_id=number,
            draft=form.draft(me.name),
            now=clock.now(),
        )
    except Conflict as problem:
        if problem.field == "holder":
            return ask(seal_id, form, nobody=True), 409
        field = form[problem.field or "valid_from"]
        field.errors = [*field.errors, _(str(problem))]
        return ask(seal_id, form), 409
    return done(seal_id, _("Das Siegel ist verliehen."))


def chosen() -> tuple[SealHolder | None, int]:
    """Who was ticked: 'institution:12'."""
    kind, _colon, number = request.form.get("traeger", "").partition(":")
    known = kind in set(SealHolder) and number.isascii() and number.isdigit() and len(number) < 10
    return (SealHolder(kind), int(number)) if known else (None, 0)


def ask(seal_id: int, form: AwardForm, *, nobody: bool = False) -> str:
    """The form with whom the words in the address or in the form find."""
    desk.stand_under(views_seals.LIST)
    seal = views_seals.stored(seal_id)
    words = text.one_line(request.values.get("wer", ""))[:100]
    found = queries.find_holders(db.session(), words)
    ticked = request.form.get("traeger", "") or (seal_views.value(found[0]) if len(found) == 1 else "")
    said = (
        [p.Notice(_("Wer bekommt es? Bitte suchen Sie den Namen und wählen Sie aus."), "", "stop")]
        if nobody
        else []
    )
    if words and not found:
        said.append(p.Notice(_("„%(words)s“ steht in keinem Namen.", words=words), "", "warn"))
    page = AwardPage(
        title=_("„%(name)s“ verleihen", name=seal.name),
        back_url=url_for("editorial.edit_seal", seal_id=seal_id),
        save_label=_("Verleihen"),
        words=words,
        find_url=url_for("editorial.new_award", seal_id=seal_id),
        choices=tuple(seal_views.choice(one, ticked) for one in found),
        notices=tuple(said),
        lang=languages.of_content(),
    )
    return render_template("editorial/award.html", page=page, form=form)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_award(award_id: int) -> str:
    award = stored(award_id)
    data = {name: getattr(award, name) for name in ("valid_from", "valid_until", "proof")}
    return renewal(award, AwardForm(data={**data, "checked_on": clock.today()}))


@blueprint.post(ONE)
@needs(Right.CURATE)
def renew_award(award_id: int) -> Answer:
    award, form, me = stored(award_id), AwardForm(), guards.me()
    began = version_views.revision()
    if not form.validate_on_submit():
        return renewal(award, form, revision=began), 400
    try:
        actions.renew(
            db.session(), me, award_id=award_id, draft=form.draft(me.name), revision=began, now=clock.now()
        )
    except Conflict as problem:
        if problem.field == "revision":
            flash(_(str(problem)) + " " + _("Hier steht, was jetzt gilt."), "warn")
            return redirect(url_for("editorial.edit_award", award_id=award_id), 303)
        field = form[problem.field or "valid_from"]
        field.errors = [*field.errors, _(str(problem))]
        return renewal(award, form, revision=began), 409
    return done(award.seal_id, _("Gespeichert."))


def renewal(award: Award, form: AwardForm, *, revision: int | None = None) -> str:
    desk.stand_under(views_seals.LIST)
    page = AwardPage(
        title=_("„%(name)s“ verlängern oder ändern", name=award.seal_name),
        back_url=url_for("editorial.edit_seal", seal_id=award.seal_id),
        save_label=_("Speichern"),
        revision=award.revision if revision is None else revision,
        holder=award.holder.name if award.holder else _("gibt es nicht mehr"),
        lang=languages.of_content(),
    )
    return render_template("editorial/award.html", page=page, form=form)


@blueprint.get(f"{ONE}/entziehen")
@needs(Right.CURATE)
def ask_withdraw_award(award_id: int) -> str:
    desk.stand_under(views_seals.LIST)
    award = stored(award_id)
    row = seal_views.award_row(award)
    page = SurePage(
        title=_("„%(name)s“ entziehen?", name=award.seal_name),
        text=_("Es verschwindet sofort von allen Seiten. Im Protokoll bleibt stehen, dass es galt."),
        label=_("Entziehen"),
        back_url=url_for("editorial.edit_seal", seal_id=award.seal_id),
        opened=str(award.revision),
        lines=((_("Wer es trägt"), row.holder), (_("Gültig"), row.days)),
    )
    return render_template("editorial/sure.html", page=page)


@blueprint.post(f"{ONE}/entziehen")
@needs(Right.CURATE)
def withdraw_award(award_id: int) -> Response:
    award, began = stored(award_id), version_views.revision()
    try:
        actions.withdraw(db.session(), guards.me(), award_id=award_id, revision=began, now=clock.now())
    except Conflict as problem:
        flash(_(str(problem)) + " " + _("Hier steht, was jetzt gilt."), "warn")
        return redirect(url_for("editorial.edit_award", award_id=award_id), 303)
    return done(award.seal_id, _("Das Siegel ist entzogen."))


def done(seal_id: int, said: str) -> Response:
    seals.read_again_after_commit()
    flash(said, "ok")
    return redirect(url_for("editorial.edit_seal", seal_id=seal_id), 303)


def stored(award_id: int) -> Award:
    return queries.award_by_id(db.session(), award_id) or abort(404)
