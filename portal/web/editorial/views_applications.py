"""New providers: who waits, what they resemble, the decision. The same page decides about known ones: trust, suspend, rename."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.audit import queries as journal
from portal.audit.queries import JournalFilter
from portal.errors import Conflict
from portal.extensions import db
from portal.institutions import actions, applications, queries
from portal.institutions.applications import Application
from portal.models import Institution
from portal.permissions.policy import Right
from portal.vocabulary.people import STANDING_LABELS, Standing
from portal.vocabulary.workflow import Thing
from portal.web.editorial import application_words as words
from portal.web.editorial import blueprint
from portal.web.editorial import forms_applications as f
from portal.web.editorial.forms_applications import JudgeForm, RenameForm
from portal.web.editorial.pages_applications import ApplicationsPage, JudgePage, KnownPage, KnownRow
from portal.web.kit import (
    addresses,
    desk,
    desk_links,
    guards,
    languages,
    provider_letters,
    vocabulary,
    workflow_words,
)
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

ONE = "/anbieter/<int(max=2147483647):institution_id>"
Answer = str | Response | tuple[str, int]
Act = Callable[..., Any]
# What is done, which letter tells of it, and what the editor reads.
ACTS: dict[str, tuple[Act, str]] = {
    f.APPROVE: (actions.approve, provider_letters.APPROVED),
    f.TRUST: (actions.trust, provider_letters.TRUSTED),
    f.RESUME: (actions.resume, provider_letters.RESUMED),
    f.DISTRUST: (actions.distrust, ""),
}


@blueprint.get("/neue-anbieter")
@needs(Right.APPROVE_INSTITUTION)
def list_applications() -> str:
    found, now = applications.waiting(db.session()), clock.now()
    page = ApplicationsPage(
        waiting=tuple(words.application_row(one, now) for one in found if one.is_confirmed),
        unconfirmed=tuple(words.application_row(one, now) for one in found if not one.is_confirmed),
        known_url=url_for("editorial.list_institutions"),
    )
    return render_template("editorial/applications.html", page=page)


@blueprint.get("/anbieter")
@needs(Right.APPROVE_INSTITUTION)
def list_institutions() -> str:
    desk.stand_under("editorial.list_applications")
    rows = tuple(
        KnownRow(
            one.name,
            url_for("editorial.judge_institution", institution_id=one.id),
            _(STANDING_LABELS[one.standing]),
            languages.of_content(),
        )
        for one in queries.all_of_them(db.session())
    )
    page = KnownPage(rows, url_for("editorial.list_applications"))
    return render_template("editorial/institutions.html", page=page)


@blueprint.get(ONE)
@needs(Right.APPROVE_INSTITUTION)
def judge_institution(institution_id: int) -> str:
    institution = stored(institution_id)
    return show(institution, JudgeForm(standing=institution.standing), rename_form(institution))


@blueprint.post(ONE)
@needs(Right.APPROVE_INSTITUTION)
def decide_institution(institution_id: int) -> Answer:
    institution = stored(institution_id)
    form = JudgeForm(standing=institution.standing)
    if not form.validate_on_submit():
        return show(institution, form, rename_form(institution)), 400
    name, was_waiting = institution.name, institution.standing is Standing.APPLIED
    try:
        said = act(institution, form.act.data, form.words.data or "")
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return show(institution, form, rename_form(institution)), 409
    vocabulary.read_again_after_commit()
    flash(_(words.DONE[form.act.data], name=name), "ok")
    if not said:
        flash(_("Kein Brief: Es gibt niemanden mit bestätigter Adresse, der diesen Anbieter leitet."), "warn")
    if was_waiting:
        return redirect(url_for("editorial.list_applications"), 303)
    return redirect(url_for("editorial.judge_institution", institution_id=institution_id), 303)


def act(institution: Institution, wanted: str, said: str) -> bool:
    """Do it and write the letter; whether everybody was told who should be. Raises Conflict."""
    session, me, now = db.session(), guards.me(), clock.now()
    if wanted == f.REFUSE:
        people, name = provider_letters.readers(institution), institution.name
        actions.refuse(session, me, institution=institution, reason=said, now=now)
        return bool(provider_letters.tell_readers(provider_letters.REFUSED, people, name, said=said))
    if wanted == f.ASK:
        actions.ask_back(session, me, institution=institution, question=said, now=now)
        return bool(provider_letters.tell(provider_letters.ASKED, institution, said=said))
    if wanted == f.SUSPEND:
        people = provider_letters.readers(institution)
        actions.suspend(session, me, institution=institution, reason=said, now=now)
        return bool(
            provider_letters.tell_readers(provider_letters.SUSPENDED, people, institution.name, said=said)
        )
    do, letter = ACTS[wanted]
    do(session, me, institution=institution, now=now)
    return bool(provider_letters.tell(letter, institution, said=said)) if letter else True


@blueprint.post(f"{ONE}/umbenennen")
@needs(Right.APPROVE_INSTITUTION)
def rename_institution(institution_id: int) -> Answer:
    institution = stored(institution_id)
    form = RenameForm()
    if not form.validate_on_submit():
        return show(institution, JudgeForm(formdata=None, standing=institution.standing), form), 400
    actions.rename(db.session(), guards.me(), institution=institution, name=form.name.data, now=clock.now())
    vocabulary.read_again_after_commit()
    flash(_("Der Anbieter heißt jetzt „%(name)s“.", name=institution.name), "ok")
    return redirect(url_for("editorial.judge_institution", institution_id=institution_id), 303)


def rename_form(institution: Institution) -> RenameForm:
    return RenameForm(formdata=None, data={"name": institution.name})


def stored(institution_id: int) -> Institution:
    desk.stand_under("editorial.list_applications")
    return queries.by_id(db.session(), institution_id) or abort(404)


def show(institution: Institution, form: JudgeForm, rename: RenameForm) -> str:
    session = db.session()
    found = applications.application(session, institution)
    lines = journal.page(
        session, JournalFilter(thing=Thing.INSTITUTION, thing_id=institution.id), number=1, size=20
    )
    page = JudgePage(
        title=institution.name,
        state=words.state(found),
        facts=words.facts(found),
        similar=tuple(words.similar_row(one) for one in found.similar) if is_asked(found) else (),
        journal=workflow_words.journal(lines),
        rename_url=url_for("editorial.rename_institution", institution_id=institution.id),
        back_url=url_for("editorial.list_applications"),
        links=links(institution),
        lang=languages.of_content(),
    )
    return render_template("editorial/institution.html", page=page, form=form, rename=rename)


def is_asked(found: Application) -> bool:
    """Doubles are looked for before somebody is let in; later they are the administration's work."""
    return found.institution.standing is Standing.APPLIED


def links(institution: Institution) -> tuple[p.Link, ...]:
    known = (
        (_("Profil ändern"), desk_links.to("desk.edit_institution", institution_id=institution.id)),
        (
            _("Öffentliche Seite"),
            addresses.institution(institution.slug) if institution.is_public else "",
        ),
    )
    return tuple(p.Link(label, url) for label, url in known if url)
