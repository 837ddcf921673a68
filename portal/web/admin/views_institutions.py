"""Institutions: the list, how far they are trusted, and two that are the same made one."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.institutions import actions, directory, merging
from portal.models import Institution
from portal.permissions.policy import Right
from portal.vocabulary.labels import N_
from portal.web.admin import blueprint
from portal.web.admin import institution_words as words
from portal.web.admin.forms_institutions import InstitutionFilterForm, MergeForm, StandingForm, SureForm
from portal.web.admin.pages_institutions import InstitutionsPage, MergePage
from portal.web.kit import desk, paging, provider_letters
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

LIST = "/anbieter"
ONE = f"{LIST}/<int(max=2147483647):institution_id>"
PER_PAGE = 40
Answer = str | Response | tuple[str, int]
Decided = tuple[Callable[..., Any], str, str]
NO_DECISION = N_("Bitte wählen Sie eine der Möglichkeiten.")
# What is done, which letter tells its managers of it, and what the page says.
PLAIN: Mapping[str, Decided] = {
    words.APPROVE: (
        actions.approve,
        provider_letters.APPROVED,
        N_("„%(name)s“ ist freigegeben und öffentlich."),
    ),
    words.TRUST: (
        actions.trust,
        provider_letters.TRUSTED,
        N_("„%(name)s“ veröffentlicht von nun an ohne Prüfung vorher."),
    ),
    words.DISTRUST: (
        actions.distrust,
        "",
        N_("Angebote von „%(name)s“ prüft die Redaktion wieder vorher."),
    ),
    words.RESUME: (
        actions.resume,
        provider_letters.RESUMED,
        N_("„%(name)s“ ist wieder öffentlich."),
    ),
}
WITH_REASON: Mapping[str, Decided] = {
    words.REFUSE: (actions.refuse, provider_letters.REFUSED, N_("„%(name)s“ ist abgelehnt.")),
    words.SUSPEND: (
        actions.suspend,
        provider_letters.SUSPENDED,
        N_("„%(name)s“ ist gesperrt und nicht mehr öffentlich."),
    ),
}


@blueprint.get(LIST)
@needs(Right.ADMINISTER)
def list_institutions() -> str:
    form = InstitutionFilterForm()
    notices = form.ignored()
    wanted, session = form.wanted(), db.session()
    total = directory.count(session, wanted)
    pages = paging.pages_of(total, PER_PAGE)
    number = min(paging.asked(), pages)
    rows = directory.page(session, wanted, number=number, size=PER_PAGE)
    page = InstitutionsPage(
        heading=ngettext("%(num)s Anbieter", "%(num)s Anbieter", total),
        rows=tuple(map(words.line, rows)),
        pagination=paging.links(number, pages, lambda at: form.url(f"{blueprint.url_prefix}{LIST}", at)),
        all_url=url_for("admin.list_institutions"),
        new_url=url_for("admin.new_institution"),
        notices=notices,
    )
    return render_template("admin/institutions.html", page=page, form=form)


@blueprint.get(ONE)
@needs(Right.ADMINISTER)
def show_institution(institution_id: int) -> str:
    return show(institution_id, StandingForm())


@blueprint.post(f"{ONE}/stand")
@needs(Right.ADMINISTER)
def decide_institution(institution_id: int) -> Answer:
    institution, form = stored(institution_id), StandingForm()
    if not form.validate_on_submit():
        return show(institution_id, form), 400
    try:
        said = decide(institution, request.form.get("entscheidung", ""), form.reason.data or "")
    except Conflict as problem:
        form.reason.errors = [_(str(problem))]
        return show(institution_id, form), 409
    flash(said, "ok")
    if db.session().get(Institution, institution_id) is None:
        return redirect(url_for("admin.list_institutions"), 303)
    return redirect(url_for("admin.show_institution", institution_id=institution_id), 303)


def decide(institution: Institution, decision: str, reason: str) -> str:
    """Do what was decided and tell its managers; what to say about it. Raises Conflict for what cannot be."""
    session, actor, now, name = db.session(), me(), clock.now(), institution.name
    people = provider_letters.readers(institution)
    if decision in WITH_REASON:
        do, letter, done = WITH_REASON[decision]
        do(session, actor, institution=institution, reason=reason, now=now)
    elif decision in PLAIN:
        do, letter, done = PLAIN[decision]
        do(session, actor, institution=institution, now=now)
    else:
        raise Conflict(NO_DECISION)
    if letter:
        still_there = None if decision == words.REFUSE else institution.id
        provider_letters.tell_readers(letter, people, name, institution_id=still_there, said=reason)
    return _(done, name=name)


@blueprint.get(f"{ONE}/zusammenlegen")
@needs(Right.ADMINISTER)
def choose_merge(institution_id: int) -> str:
    dropped = stored(institution_id)
    return show_choice(dropped, MergeForm(others(dropped)))


@blueprint.post(f"{ONE}/zusammenlegen")
@needs(Right.ADMINISTER)
def check_merge(institution_id: int) -> Answer:
    dropped = stored(institution_id)
    form = MergeForm(others(dropped))
    if not form.validate_on_submit():
        return show_choice(dropped, form), 400
    url = url_for("admin.ask_merge", institution_id=institution_id, kept_id=int(form.kept.data))
    return redirect(url, 303)


@blueprint.get(f"{ONE}/zusammenlegen/<int(max=2147483647):kept_id>")
@needs(Right.ADMINISTER)
def ask_merge(institution_id: int, kept_id: int) -> str:
    return show_merge(stored(kept_id), stored(institution_id), SureForm())


@blueprint.post(f"{ONE}/zusammenlegen/<int(max=2147483647):kept_id>")
@needs(Right.ADMINISTER)
def merge_institutions(institution_id: int, kept_id: int) -> Answer:
    kept, dropped, form = stored(kept_id), stored(institution_id), SureForm()
    if not form.validate_on_submit():
        return show_merge(kept, dropped, form), 400
    name = dropped.name
    try:
        merging.merge(db.session(), me(), kept=kept, dropped=dropped, now=clock.now())
    except Conflict as problem:
        flash(_(str(problem)), "stop")
        return redirect(url_for("admin.choose_merge", institution_id=institution_id), 303)
    flash(_("„%(dropped)s“ ist in „%(kept)s“ aufgegangen.", dropped=name, kept=kept.name), "ok")
    return redirect(url_for("admin.show_institution", institution_id=kept_id), 303)


def show(institution_id: int, form: StandingForm) -> str:
    desk.stand_under("admin.list_institutions")
    found = directory.one(db.session(), institution_id) or abort(404)
    return render_template("admin/institution.html", page=words.page(found), form=form)


def show_choice(dropped: Institution, form: MergeForm) -> str:
    desk.stand_under("admin.list_institutions")
    page = MergePage(
        title=_("„%(name)s“ mit einem anderen Anbieter zusammenlegen", name=dropped.name),
        lead=_(
            "Wenn derselbe Anbieter zweimal im Portal steht. Auf der nächsten Seite sehen Sie, was umzieht."
        ),
        back_url=url_for("admin.show_institution", institution_id=dropped.id),
    )
    return render_template("admin/merge.html", page=page, form=form)


def show_merge(kept: Institution, dropped: Institution, form: SureForm) -> str:
    if kept.id == dropped.id:
        abort(404)
    desk.stand_under("admin.list_institutions")
    merger = merging.preview(db.session(), kept=kept, dropped=dropped)
    return render_template("admin/merge.html", page=words.merge_page(kept, dropped, merger), form=form)


def others(dropped: Institution) -> list[tuple[int, str]]:
    return [pair for pair in directory.names(db.session()) if pair[0] != dropped.id]


def stored(institution_id: int) -> Institution:
    return db.session().get(Institution, institution_id) or abort(404)
