"""The places of an institution: list, enter, change, delete. A place in the same house as another is asked about once."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.institutions import places, queries
from portal.institutions.places import PlaceDraft, UsingOffer
from portal.models import Institution, Place
from portal.permissions.policy import Right
from portal.vocabulary.places import ACCESS_LABELS, AccessFeature
from portal.web.desk import blueprint, institution_frame
from portal.web.desk.institution_forms import PlaceForm, place_data
from portal.web.desk.institution_frame import ONE, fetch
from portal.web.desk.pages_institution import PlacePage, PlaceRow, PlacesPage, RemovePage
from portal.web.desk.place_words import changes
from portal.web.kit import desk_links, guards, languages, revisions, unsaved
from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

PLACES = f"{ONE}/lernorte"
PLACE = f"{PLACES}/<int(max=2147483647):place_id>"
ALL_THE_SAME = "trotzdem"  # the field that says: this house has two places, and that is right
SHOWN = 5
Answer = str | Response | tuple[str, int]


@blueprint.get(PLACES)
@needs(Right.USE_DESK)
def list_places(institution_id: int) -> str:
    institution = fetch(institution_id, Right.EDIT_INSTITUTION)
    found = places.of_institution(db.session(), institution_id)
    users = places.using(db.session(), [one.id for one in found])
    page = PlacesPage(
        institution.name,
        institution_frame.tabs(institution_id),
        tuple(row(one, users[one.id]) for one in found),
        url_for("desk.new_place", institution_id=institution_id),
    )
    return render_template("desk/places.html", page=page)


def row(place: Place, users: list[UsingOffer]) -> PlaceRow:
    known = [feature for feature in AccessFeature if getattr(place, feature.value) is not None]
    yes = [_(ACCESS_LABELS[feature]) for feature in known if getattr(place, feature.value)]
    return PlaceRow(
        place.name,
        url_for("desk.edit_place", institution_id=place.institution_id, place_id=place.id),
        address(place),
        ", ".join(yes) or (_("nichts davon") if known else _("noch nicht angegeben")),
        ngettext("%(num)s Angebot", "%(num)s Angebote", len(users)),
        languages.of_content(),
    )


def address(place: Place) -> str:
    town = f"{place.postal_code or ''} {place.town or ''}".strip()
    district = place.district.name if place.district else ""
    return ", ".join(part for part in (place.street, town, district) if part)


@blueprint.get(f"{PLACES}/neu")
@needs(Right.USE_DESK)
def new_place(institution_id: int) -> str:
    institution = fetch(institution_id, Right.EDIT_INSTITUTION)
    unsaved.keeps_drafts()
    data = {"town": institution.town, "postal_code": institution.postal_code}
    return show(form_with(data), institution, None)


@blueprint.post(f"{PLACES}/neu")
@needs(Right.USE_DESK)
def add_place(institution_id: int) -> Answer:
    institution = fetch(institution_id, Right.EDIT_INSTITUTION)
    if target := unsaved.taken():
        return redirect(target, 303)
    unsaved.keeps_drafts()
    form = form_with()
    if not form.validate_on_submit():
        return show(form, institution, None), 400
    same = neighbours(institution_id, form.draft())
    if same:
        return show(form, institution, None, same=same), 409
    try:
        made = places.add(
            db.session(), guards.me(), institution_id=institution_id, draft=form.draft(), now=clock.now()
        )
    except Conflict as problem:
        return refused(form, institution, None, problem)
    flash(_("Der Lernort „%(name)s“ ist eingetragen.", name=made.name), "ok")
    return redirect(unsaved.take(url_for("desk.list_places", institution_id=institution_id)), 303)


@blueprint.get(PLACE)
@needs(Right.USE_DESK)
def edit_place(institution_id: int, place_id: int) -> str:
    institution = fetch(institution_id, Right.EDIT_INSTITUTION)
    place = stored(institution_id, place_id)
    unsaved.keeps_drafts()
    return show(form_with(place_data(place)), institution, place)


@blueprint.post(PLACE)
@needs(Right.USE_DESK)
def revise_place(institution_id: int, place_id: int) -> Answer:
    institution = fetch(institution_id, Right.EDIT_INSTITUTION)
    place = stored(institution_id, place_id)
    unsaved.keeps_drafts()
    form, began = form_with(), revisions.posted()
    if not form.validate_on_submit():
        return show(form, institution, place, revision=began), 400
    same = neighbours(institution_id, form.draft(), place_id)
    if same:
        return show(form, institution, place, revision=began, same=same), 409
    try:
        places.revise(
            db.session(), guards.me(), place_id=place_id, draft=form.draft(), revision=began, now=clock.now()
        )
    except Conflict as problem:
        return refused(form, institution, place, problem)
    flash(_("Der Lernort „%(name)s“ ist gespeichert.", name=form.name.data), "ok")
    return redirect(url_for("desk.list_places", institution_id=institution_id), 303)


@blueprint.get(f"{PLACE}/loeschen")
@needs(Right.USE_DESK)
def ask_remove_place(institution_id: int, place_id: int) -> str:
    institution = fetch(institution_id, Right.EDIT_INSTITUTION)
    return ask(institution, stored(institution_id, place_id))


@blueprint.post(f"{PLACE}/loeschen")
@needs(Right.USE_DESK)
def remove_place(institution_id: int, place_id: int) -> Answer:
    institution = fetch(institution_id, Right.EDIT_INSTITUTION)
    stored(institution_id, place_id)
    began = revisions.posted()
    try:
        name = places.remove(db.session(), guards.me(), place_id=place_id, revision=began, now=clock.now())
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return ask(institution, stored(institution_id, place_id)), 409
    flash(_("Der Lernort „%(name)s“ ist gelöscht.", name=name), "ok")
    return redirect(url_for("desk.list_places", institution_id=institution_id), 303)


def ask(institution: Institution, place: Place) -> str:
    """Whether one is sure; or which offers need the place."""
    users = places.using(db.session(), [place.id])[place.id]
    edit_url = url_for("desk.edit_place", institution_id=institution.id, place_id=place.id)
    page = RemovePage(
        institution=institution.name,
        title=_("„%(name)s“ löschen?", name=place.name),
        text=_("Der Lernort verschwindet aus Ihrer Liste. Kein Angebot braucht ihn.")
        if not users
        else _(
            "Das geht noch nicht: Diese Angebote finden hier statt. Wählen Sie dort zuerst einen anderen Ort."
        ),
        label=_("Löschen"),
        back_url=edit_url,
        revision=place.revision,
        in_use=tuple(p.Link(one.title, offer_address(one)) for one in users),
    )
    return render_template("desk/remove.html", page=page)


def offer_address(offer: UsingOffer) -> str:
    return desk_links.to("desk.edit_offer", offer_id=offer.id)


def form_with(data: Mapping[str, object] | None = None) -> PlaceForm:
    return PlaceForm(data=data, districts=queries.districts(db.session()))


def neighbours(institution_id: int, draft: PlaceDraft, but_id: int | None = None) -> tuple[p.Link, ...]:
    """Places in the same house, unless it was said that this is right."""
    if request.form.get(ALL_THE_SAME):
        return ()
    return tuple(
        p.Link(one.name, url_for("desk.edit_place", institution_id=institution_id, place_id=one.id))
        for one in places.same_address(db.session(), institution_id, draft, but_id)
    )


def stored(institution_id: int, place_id: int) -> Place:
    """A place of this institution; another's is not found."""
    place = db.session.get(Place, place_id)
    return place if place and place.institution_id == institution_id else abort(404)


def refused(
    form: PlaceForm, institution: Institution, place: Place | None, problem: Conflict
) -> tuple[str, int]:
    """The form again: with the message at its field, or with both versions when somebody else was faster."""
    if problem.field == "revision" and place:
        db.session.refresh(place)
        flash(_(str(problem)), "warn")
        return show(form, institution, place, changed=changes(place, form.draft())), 409
    field = form[problem.field or "name"]
    field.errors = [*field.errors, _(str(problem))]
    return show(form, institution, place, revision=revisions.posted()), 400


def show(
    form: PlaceForm,
    institution: Institution,
    place: Place | None,
    *,
    revision: int | None = None,
    same: tuple[p.Link, ...] = (),
    changed: tuple[ChangeRow, ...] = (),
) -> str:
    """The form for a new place or a stored one; `revision` is the one that one began with, if not the stored."""
    users = len(places.using(db.session(), [place.id])[place.id]) if place else 0
    page = PlacePage(
        institution=institution.name,
        title=_("„%(name)s“ ändern", name=place.name) if place else _("Neuer Lernort"),
        tabs=institution_frame.tabs(institution.id),
        save_label=_("Speichern") if place else _("Eintragen"),
        back_url=url_for("desk.list_places", institution_id=institution.id),
        ticket=unsaved.new_ticket(),
        revision=(place.revision if revision is None else revision) if place else 0,
        remove_url=url_for("desk.ask_remove_place", institution_id=institution.id, place_id=place.id)
        if place
        else "",
        used_by=ngettext(
            "Ihre Änderung gilt sofort für %(num)s Angebot.",
            "Ihre Änderung gilt sofort für %(num)s Angebote.",
            users,
        )
        if users
        else "",
        same=same,
        changes=changed,
        lang=languages.of_content(),
    )
    return render_template("desk/place.html", page=page, form=form)
