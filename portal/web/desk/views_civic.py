"""Fields of civic activity at the desk: list, enter, change, show or take off, remove; and who would like to help."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.institutions import queries
from portal.lectures import civic, civic_actions, civic_interests
from portal.models import CivicInterest, CivicOpening, Institution
from portal.permissions import policy
from portal.permissions.policy import Right
from portal.web.desk import blueprint, civic_words, form_choices, whose
from portal.web.desk.forms_civic import OpeningForm, opening_data
from portal.web.desk.pages_civic import InterestsPage, OpeningPage, OpeningsPage
from portal.web.desk.pages_institution import RemovePage
from portal.web.kit import civic_work, desk, guards, languages, revisions, unsaved
from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

LIST = "/taetigkeitsfelder"
ONE = f"{LIST}/<int(max=2147483647):opening_id>"
INTERESTS = f"{LIST}/interesse"
HOME = "desk.list_civic"
Answer = str | Response | tuple[str, int]


def within() -> tuple[int, ...] | None:
    """The institutions whose openings somebody sees; None: all, for editors."""
    actor = guards.me()
    return None if policy.may(actor, Right.REVIEW) else tuple(actor.memberships)


@blueprint.get(LIST)
@needs(Right.EDIT_OFFER)
def list_civic() -> str:
    found = civic.of_institutions(db.session(), within())
    waiting = civic.waiting(db.session(), [one.id for one in found])
    page = OpeningsPage(
        rows=tuple(civic_words.row(one, waiting, clock.today()) for one in found),
        new_url=url_for("desk.new_civic"),
        interests_url=url_for("desk.list_interests"),
        waiting=sum(waiting.values()),
        lang=languages.of_content(),
    )
    return render_template("desk/civic.html", page=page)


@blueprint.get(f"{LIST}/neu")
@needs(Right.EDIT_OFFER)
def new_civic() -> str:
    unsaved.keeps_drafts()
    institutions = whose.to_choose()
    return show(form_with(institutions, {"is_public": True}), institutions, None)


@blueprint.post(f"{LIST}/neu")
@needs(Right.EDIT_OFFER)
def add_civic() -> Answer:
    if target := unsaved.taken():
        return redirect(target, 303)
    unsaved.keeps_drafts()
    institutions = whose.to_choose()
    form = form_with(institutions)
    institution_id = form.chosen_institution()
    is_valid = form.validate_on_submit()
    if institution_id is None:
        form.institution.errors = [_("Bitte wählen Sie, für welchen Anbieter.")]
    if not is_valid or institution_id is None:
        return show(form, institutions, None), 400
    guards.allow(Right.EDIT_OFFER, institution_id)
    try:
        made = civic_actions.add(
            db.session(), guards.me(), institution_id=institution_id, draft=form.draft(), now=clock.now()
        )
    except Conflict as problem:
        return refused(form, institutions, None, problem)
    flash(_("„%(title)s“ ist eingetragen.", title=made.title), "ok")
    return redirect(unsaved.take(url_for(HOME)), 303)


@blueprint.get(ONE)
@needs(Right.EDIT_OFFER)
def edit_civic(opening_id: int) -> str:
    opening = stored(opening_id)
    unsaved.keeps_drafts()
    institutions = [opening.institution]
    return show(form_with(institutions, opening_data(opening)), institutions, opening)


@blueprint.post(ONE)
@needs(Right.EDIT_OFFER)
def revise_civic(opening_id: int) -> Answer:
    opening = stored(opening_id)
    unsaved.keeps_drafts()
    institutions, began = [opening.institution], revisions.posted()
    form = form_with(institutions)
    if not form.validate_on_submit():
        return show(form, institutions, opening, revision=began), 400
    try:
        civic_actions.revise(
            db.session(),
            guards.me(),
            opening_id=opening_id,
            draft=form.draft(),
            revision=began,
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, institutions, opening, problem)
    flash(_("„%(title)s“ ist gespeichert.", title=form.title.data), "ok")
    return redirect(url_for(HOME), 303)


@blueprint.post(f"{ONE}/zeigen")
@needs(Right.EDIT_OFFER)
def show_civic(opening_id: int) -> Answer:
    """Put it on the public pages or take it off them, with one click."""
    opening = stored(opening_id)
    is_public = bool(request.form.get("zeigen"))
    try:
        civic_actions.show(
            db.session(),
            guards.me(),
            opening_id=opening_id,
            is_public=is_public,
            revision=revisions.posted(),
            now=clock.now(),
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return redirect(url_for(HOME), 303)
    said = (
        _("„%(title)s“ ist jetzt öffentlich.", title=opening.title)
        if is_public
        else _("„%(title)s“ ist nicht mehr öffentlich.", title=opening.title)
    )
    flash(said, "ok")
    return redirect(url_for(HOME), 303)


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.EDIT_OFFER)
def ask_remove_civic(opening_id: int) -> str:
    return ask(stored(opening_id))


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.EDIT_OFFER)
def remove_civic(opening_id: int) -> Answer:
    opening, began = stored(opening_id), revisions.posted()
    title = opening.title
    try:
        erased = civic_actions.remove(
            db.session(), guards.me(), opening_id=opening_id, revision=began, now=clock.now()
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return ask(opening), 409
    civic_work.gone(erased)
    flash(_("„%(title)s“ ist gelöscht.", title=title), "ok")
    return redirect(url_for(HOME), 303)


def ask(opening: CivicOpening) -> str:
    """Whether one is sure, and what goes with it."""
    desk.stand_under(HOME)
    waiting = civic.waiting(db.session(), [opening.id]).get(opening.id, 0)
    text = _("Das Tätigkeitsfeld verschwindet, mit allen Nachrichten dazu.")
    if waiting:
        text += " " + ngettext(
            "%(num)s Nachricht ist noch nicht abgehakt.",
            "%(num)s Nachrichten sind noch nicht abgehakt.",
            waiting,
        )
    page = RemovePage(
        institution=opening.institution.name,
        title=_("„%(title)s“ löschen?", title=opening.title),
        text=text,
        label=_("Löschen"),
        back_url=url_for("desk.edit_civic", opening_id=opening.id),
        revision=opening.revision,
    )
    return render_template("desk/remove.html", page=page)


@blueprint.get(INTERESTS)
@needs(Right.SEE_PARTICIPANTS)
def list_interests() -> str:
    desk.stand_under(HOME)
    rows = civic_interests.of_institutions(db.session(), within())
    page = InterestsPage(
        rows=tuple(civic_words.interest_row(one) for one in rows),
        back=p.Link(_("Tätigkeitsfelder"), url_for(HOME)),
        lang=languages.of_content(),
    )
    return render_template("desk/civic_interests.html", page=page)


@blueprint.post(f"{INTERESTS}/<int(max=2147483647):interest_id>")
@needs(Right.SEE_PARTICIPANTS)
def handle_interest(interest_id: int) -> Answer:
    row = db.session.get(CivicInterest, interest_id) or abort(404)
    guards.allow(Right.SEE_PARTICIPANTS, row.opening.institution_id)
    civic_interests.handle(db.session(), guards.me(), interest_id=interest_id, now=clock.now())
    flash(_("Abgehakt. Das Portal löscht die Angaben in 30 Tagen."), "ok")
    return redirect(url_for("desk.list_interests"), 303)


def stored(opening_id: int) -> CivicOpening:
    """An opening, for somebody who may change it."""
    desk.stand_under(HOME)
    opening = db.session.get(CivicOpening, opening_id) or abort(404)
    guards.allow(Right.EDIT_OFFER, opening.institution_id)
    return opening


def form_with(institutions: Sequence[Institution], data: Mapping[str, object] | None = None) -> OpeningForm:
    return OpeningForm(data=data, institutions=institutions, districts=queries.districts(db.session()))


def refused(
    form: OpeningForm, institutions: Sequence[Institution], opening: CivicOpening | None, problem: Conflict
) -> tuple[str, int]:
    """The form again: with the message at its field, or with both versions when somebody else was faster."""
    if problem.field == "revision" and opening:
        db.session.refresh(opening)
        flash(_(str(problem)), "warn")
        draft = form.draft()
        districts = dict(form.district.choices)
        district = districts[str(draft.district_id)] if draft.district_id else ""
        changes = civic_words.changes(opening, draft, district)
        return show(form, institutions, opening, changes=changes), 409
    field = form[problem.field or "title"]
    field.errors = [*field.errors, _(str(problem))]
    return show(form, institutions, opening, revision=revisions.posted()), 400


def show(
    form: OpeningForm,
    institutions: Sequence[Institution],
    opening: CivicOpening | None,
    *,
    revision: int | None = None,
    changes: tuple[ChangeRow, ...] = (),
) -> str:
    """The form for a new opening or a stored one; `revision` is the one that one began with, if not the stored."""
    desk.stand_under(HOME)
    page = OpeningPage(
        title=_("„%(title)s“ ändern", title=opening.title) if opening else _("Neues Tätigkeitsfeld"),
        eyebrow=institutions[0].name if len(institutions) == 1 else "",
        save_label=_("Speichern") if opening else _("Eintragen"),
        back_url=url_for(HOME),
        ticket=unsaved.new_ticket(),
        topics=form_choices.topics(cast(Any, form)),  # asks a form for nothing but its topics
        has_choice=len(institutions) != 1,
        revision=(opening.revision if revision is None else revision) if opening else 0,
        remove_url=url_for("desk.ask_remove_civic", opening_id=opening.id) if opening else "",
        changes=changes,
    )
    return render_template("desk/civic_form.html", page=page, form=form)
