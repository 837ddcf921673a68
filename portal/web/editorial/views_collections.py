"""Themed pages: list, write, pick, make public, look at, delete. Their kept versions: views_collection_versions.py."""

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.models import Collection
from portal.pages import collection_actions, collections
from portal.pages.drafts import draft_of, state_of
from portal.permissions.policy import Right
from portal.vocabulary.pages import CollectionState
from portal.web.editorial import blueprint, collection_views, picking, version_views
from portal.web.editorial.forms_collections import CollectionForm, blank_form, form_of
from portal.web.editorial.pages_collections import (
    Around,
    CollectionEditing,
    CollectionsPage,
    SearchLook,
)
from portal.web.editorial.pages_versions import SurePage, TwoVersions
from portal.web.kit import addresses, desk, guards, languages, parking, unsaved
from portal.web.kit import collections as shown
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

ONE = "/themenseiten/<int(max=2147483647):collection_id>"
LIST = "editorial.list_collections"
Answer = str | Response | tuple[str, int]


@blueprint.get("/themenseiten")
@needs(Right.CURATE)
def list_collections() -> str:
    rows = tuple(collection_views.row(one) for one in collections.everything(db.session()))
    page = CollectionsPage(rows, url_for("editorial.new_collection"))
    return render_template("editorial/collections.html", page=page)


@blueprint.get("/themenseiten/neu")
@needs(Right.CURATE)
def new_collection() -> str:
    unsaved.keeps_drafts()
    return show(blank_form(), None, kept_picks(()))


@blueprint.post("/themenseiten/neu")
@needs(Right.CURATE)
def add_collection() -> Answer:
    if target := unsaved.taken():
        return redirect(target, 303)
    form, picks = CollectionForm(), picking.read(request.form)
    if is_step():
        return step(form, None, picks)
    unsaved.keeps_drafts()
    if not is_valid(form, picks):
        return show(form, None, picks), 400
    try:
        row = collection_actions.add(
            db.session(), guards.me(), draft=form.draft(picks.offer_ids, form.take_picture()), now=clock.now()
        )
    except Conflict as problem:
        return refused(form, None, picks, problem)
    flash(_("„%(title)s“ ist als Entwurf gespeichert.", title=row.title), "ok")
    return redirect(unsaved.take(url_for("editorial.edit_collection", collection_id=row.id)), 303)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_collection(collection_id: int) -> str:
    unsaved.keeps_drafts()
    row = stored(collection_id)
    return show(form_of(row), row, kept_picks(draft_of(row).offer_ids))


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_collection(collection_id: int) -> Answer:
    form, picks, row = CollectionForm(), picking.read(request.form), stored(collection_id)
    if is_step():
        return step(form, row, picks)
    unsaved.keeps_drafts()
    if not is_valid(form, picks):
        return show(form, row, picks, revision=version_views.revision()), 400
    try:
        row = collection_actions.revise(
            db.session(),
            guards.me(),
            collection_id=collection_id,
            draft=form.draft(picks.offer_ids, form.take_picture()),
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, stored(collection_id), picks, problem)
    flash(_("„%(title)s“ ist gespeichert.", title=row.title), "ok")
    return redirect(url_for("editorial.edit_collection", collection_id=row.id), 303)


@blueprint.post(f"{ONE}/veroeffentlichen")
@needs(Right.CURATE)
def publish_collection(collection_id: int) -> Response:
    """Show it or take it back, as the button says."""
    is_public = request.form.get("public") == "1"
    try:
        row = collection_actions.publish(
            db.session(),
            guards.me(),
            collection_id=collection_id,
            revision=version_views.revision(),
            is_public=is_public,
            now=clock.now(),
        )
    except Conflict as problem:
        return look_again(collection_id, problem)
    said = _("„%(title)s“ ist öffentlich.") if is_public else _("„%(title)s“ ist nicht mehr öffentlich.")
    flash(said % {"title": row.title}, "ok")
    return redirect(url_for("editorial.edit_collection", collection_id=collection_id), 303)


@blueprint.get(f"{ONE}/vorschau")
@needs(Right.CURATE)
def preview_collection(collection_id: int) -> str:
    """As it will look, whether or not the public sees it yet."""
    page = shown.build(stored(collection_id), clock.now())
    steps = (p.Crumb(_("Themenseiten"), url_for(LIST)), p.Crumb(page.title.text))
    return render_template("public/collection.html", page=page, breadcrumb=steps)


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.CURATE)
def ask_remove_collection(collection_id: int) -> str:
    desk.stand_under(LIST)
    row = stored(collection_id)
    page = SurePage(
        title=_("„%(title)s“ löschen?", title=row.title),
        text=_("Auch alle früheren Fassungen sind dann weg. Die Adresse führt ins Leere."),
        label=_("Löschen"),
        back_url=url_for("editorial.edit_collection", collection_id=row.id),
        opened=str(row.revision),
        lines=(
            (_("Stand"), collection_views.status(state_of(row, clock.today())).label),
            (_("Zeigt"), collection_views.shows(row)),
        ),
    )
    return render_template("editorial/sure.html", page=page)


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.CURATE)
def remove_collection(collection_id: int) -> Response:
    try:
        title = collection_actions.remove(
            db.session(),
            guards.me(),
            collection_id=collection_id,
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        return look_again(collection_id, problem)
    flash(_("„%(title)s“ ist gelöscht.", title=title), "ok")
    return redirect(url_for(LIST), 303)


def is_step() -> bool:
    """Whether a button was pressed that only rearranges or looks: everything typed comes back, nothing is stored. The Enter
    key looks for offers where words for them stand in the form, and saves otherwise."""
    act = picking.first(request.form, "act")
    if act == "enter":
        return bool(picking.first(request.form, "woerter").strip())
    return act not in ("", "save")


def step(form: CollectionForm, row: Collection | None, picks: picking.Picking) -> str:
    """The form after such a button. What was typed is kept as a draft; a picture that came along is kept, too."""
    form.validate()
    for field in form:
        if field is not form.picture:
            field.errors = []
    now = clock.now()
    unsaved.keep_draft(guards.me().user_id, request.path, parking.pairs_of(request.form), now)
    return show(form, row, picks, revision=version_views.revision() if row else None)


def kept_picks(stored_ids: tuple[int, ...]) -> picking.Picking:
    """What is picked when the form is opened: as it was left, or as it is stored."""
    kept = unsaved.restored()
    return picking.read(kept) if kept is not None else picking.Picking(stored_ids)


def is_valid(form: CollectionForm, picks: picking.Picking) -> bool:
    """The fields, and that each line of numbers names an offer."""
    is_fine = bool(form.validate_on_submit())
    if picks.odd:
        form.numbers.errors = [*form.numbers.errors, odd_words(picks)]
    return is_fine and not picks.odd


def odd_words(picks: picking.Picking) -> str:
    return _("Das ist keine Nummer und keine Adresse eines Angebots: %(odd)s", odd=", ".join(picks.odd[:5]))


def show(
    form: CollectionForm,
    row: Collection | None,
    picks: picking.Picking,
    *,
    revision: int | None = None,
    differences: tuple[TwoVersions, ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new collection or a stored one. `revision` is the one that one began with, if not the stored."""
    desk.stand_under(LIST)
    now = clock.now()
    if not form.is_submitted() or is_step():
        form.numbers.data = "\n".join(picks.odd)  # what was understood stands in the list now
    words = picks.words if picks.words and form.is_by_hand else ""
    page = CollectionEditing(
        around=around(row, revision, differences, notices),
        picks=collection_views.picked_rows(picks.offer_ids, now),
        odd=odd_words(picks) if picks.odd and not form.numbers.errors else "",
        found=collection_views.found_offers(words, picks.offer_ids, now) if words else None,
        look=look(form, now),
    )
    return render_template("editorial/collection.html", page=page, form=form)


def look(form: CollectionForm, now: datetime) -> SearchLook | None:
    """What the search in the form finds, where the page is to show one."""
    return collection_views.look(form.query.data, now) if form.query.data and not form.is_by_hand else None


def around(
    row: Collection | None,
    revision: int | None,
    differences: tuple[TwoVersions, ...],
    notices: tuple[p.Notice, ...],
) -> Around:
    """Title, ways out and state of the form."""
    if row is None:
        return Around(_("Neue Themenseite"), url_for(LIST), ticket=unsaved.new_ticket(), notices=notices)
    state = state_of(row, clock.today())
    is_open = state in (CollectionState.CURRENT, CollectionState.OVER)
    return Around(
        title=row.title,
        back_url=url_for(LIST),
        revision=row.revision if revision is None else revision,
        history_url=url_for("editorial.list_collection_versions", collection_id=row.id),
        preview_url=addresses.topic(row.slug)
        if is_open
        else url_for("editorial.preview_collection", collection_id=row.id),
        remove_url=url_for("editorial.ask_remove_collection", collection_id=row.id),
        publish_url=url_for("editorial.publish_collection", collection_id=row.id),
        state=collection_views.status(state),
        is_public=row.is_public,
        differences=differences,
        notices=notices,
        lang=languages.of_content(),
    )


def refused(
    form: CollectionForm, row: Collection | None, picks: picking.Picking, problem: Conflict
) -> tuple[str, int]:
    """The form again: with the message at its field, or with both versions when somebody else was faster."""
    if problem.field == "revision" and row:
        notice = p.Notice(
            _(str(problem)),
            _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
            "warn",
        )
        typed = form.draft(picks.offer_ids, row.image_id)
        both = collection_views.titled_lines(draft_of(row).content(), typed.content())
        return show(form, row, picks, differences=version_views.differences(*both), notices=(notice,)), 409
    field = form[problem.field or "title"]
    field.errors = [*field.errors, _(str(problem))]
    return show(form, row, picks, revision=version_views.revision() if row else None), 409


def look_again(collection_id: int, problem: Conflict) -> Response:
    """Nobody publishes or deletes what they have not seen: show what is stored now."""
    flash(_(str(problem)), "warn")
    return redirect(url_for("editorial.edit_collection", collection_id=collection_id), 303)


def stored(collection_id: int) -> Collection:
    return collections.by_id(db.session(), collection_id) or abort(404)
