"""Where a topic or synonym ends: deleted when nothing uses it, or put into another, to which its address then leads."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.models import Term
from portal.pages import term_actions, terms
from portal.permissions.policy import Right
from portal.vocabulary.terms import Scheme
from portal.web.editorial import blueprint, term_effects
from portal.web.editorial.forms_terms import MergeForm
from portal.web.editorial.pages_terms import Effect, MergePage
from portal.web.editorial.pages_versions import SurePage
from portal.web.editorial.views_terms import LIST, ONE, stored
from portal.web.kit import desk, guards, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

Answer = str | Response | tuple[str, int]


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.CURATE)
def ask_remove_term(term_id: int) -> str | Response:
    """Asks; a term that is used leads to putting it together with another instead."""
    desk.stand_under(LIST)
    row = stored(term_id)
    if is_used(row):
        flash(_(term_actions.IN_USE), "info")
        return redirect(url_for("editorial.ask_merge_term", term_id=term_id), 303)
    page = SurePage(
        title=_("„%(label)s“ löschen?", label=row.label),
        text=_("Kein Angebot trägt diesen Begriff. Seine Adresse führt dann ins Leere.")
        if row.scheme is Scheme.TOPIC
        else _("Eine Suche nach einem dieser Wörter findet dann die anderen nicht mehr."),
        label=_("Löschen"),
        back_url=url_for("editorial.edit_term", term_id=term_id),
        opened=terms.draft_of(row).digest(),
        lines=((_("Synonyme"), ", ".join(row.synonyms) or _("keine")),),
    )
    return render_template("editorial/sure.html", page=page)


def is_used(row: Term) -> bool:
    session = db.session()
    return bool(terms.offers_of(session, [row.id]) or terms.narrower_ids(session, row.id))


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.CURATE)
def remove_term(term_id: int) -> Response:
    which = list_of(stored(term_id))
    try:
        label = term_actions.remove(
            db.session(),
            guards.me(),
            term_id=term_id,
            opened=request.form.get("revision", ""),
            now=clock.now(),
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return redirect(url_for("editorial.edit_term", term_id=term_id), 303)
    vocabulary.read_again_after_commit()
    flash(_("„%(label)s“ ist gelöscht.", label=label), "ok")
    return redirect(url_for(LIST, liste=which), 303)


@blueprint.get(f"{ONE}/zusammenlegen")
@needs(Right.CURATE)
def ask_merge_term(term_id: int) -> str:
    row = stored(term_id)
    return show(MergeForm(data={"opened": terms.draft_of(row).digest()}), row)


@blueprint.post(f"{ONE}/zusammenlegen")
@needs(Right.CURATE)
def merge_term(term_id: int) -> Answer:
    """First the effect, then, for the same choice, the merger itself."""
    row, form = stored(term_id), MergeForm()
    form.offer(others(row))
    if not form.validate_on_submit():
        return show(form, row), 400
    kept_id, which = int(form.kept.data), list_of(row)
    if request.form.get("act") != "save" or form.seen.data != form.kept.data:
        return effect_first(form, row, kept_id)
    try:
        kept = merged(form, term_id, kept_id)
    except Conflict as problem:
        return refused(form, stored(term_id), problem)
    vocabulary.read_again_after_commit()
    flash(_("Jetzt ist alles unter „%(label)s“ zusammengelegt.", label=kept.label), "ok")
    return redirect(url_for(LIST, liste=which), 303)


def merged(form: MergeForm, term_id: int, kept_id: int) -> Term:
    return term_actions.merge(
        db.session(),
        guards.me(),
        dropped_id=term_id,
        kept_id=kept_id,
        opened=form.opened.data or "",
        now=clock.now(),
    )


def effect_first(form: MergeForm, row: Term, kept_id: int) -> Answer:
    """The form with the effect of the choice; from here it can be done."""
    session, number = db.session(), row.id
    words = term_effects.each_once((form.probe.data or "", row.label, *row.synonyms))

    def change() -> list[int]:
        touched = terms.offers_of(session, [number, kept_id])
        merged(form, number, kept_id)
        return touched

    try:
        found = term_effects.effects(words, change, clock.now())
    except Conflict as problem:
        return refused(form, stored(number), problem)
    form.seen.data = str(kept_id)
    return show(form, stored(number), effects=found)


def show(
    form: MergeForm, row: Term, *, effects: tuple[Effect, ...] = (), notices: tuple[p.Notice, ...] = ()
) -> str:
    desk.stand_under(LIST)
    form.offer(others(row))
    count = len(terms.offers_of(db.session(), [row.id]))
    if row.scheme is Scheme.TOPIC:
        said = ngettext("Ein Angebot zieht um.", "%(num)s Angebote ziehen um.", count)
        said += " " + _("Der Name wird zum Synonym, und die alte Adresse führt zum neuen Thema.")
    else:
        said = _("Beide Gruppen von Wörtern werden eine.")
    page = MergePage(
        title=_("„%(label)s“ zusammenlegen", label=row.label),
        text=said,
        back_url=url_for("editorial.edit_term", term_id=row.id),
        effects=effects,
        notices=notices,
    )
    return render_template("editorial/term_merge.html", page=page, form=form)


def refused(form: MergeForm, row: Term, problem: Conflict) -> tuple[str, int]:
    if problem.field == "opened":
        form.opened.data, form.seen.data = terms.draft_of(row).digest(), ""
        return show(form, row, notices=(p.Notice(_(str(problem)), "", "warn"),)), 409
    form.kept.errors = [*form.kept.errors, _(str(problem))]
    return show(form, row), 409


def others(row: Term) -> tuple[tuple[int, str], ...]:
    """All terms of the same list but this one; narrower ones are set apart by a dash."""
    return tuple(
        (one.id, f"– {one.label}" if one.parent_id else one.label)
        for one in terms.listed(db.session(), row.scheme)
        if one.id != row.id
    )


def list_of(row: Term) -> str:
    return "themen" if row.scheme is Scheme.TOPIC else "synonyme"
