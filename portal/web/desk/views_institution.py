"""The profile of an institution: which one works for, and changing what the public reads about it."""

from dataclasses import fields

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import clock, text
from portal.accounts import queries as accounts
from portal.errors import Conflict
from portal.extensions import db
from portal.institutions import profiles, queries
from portal.institutions.profiles import Profile
from portal.models import Institution, Membership
from portal.permissions import policy
from portal.permissions.policy import Right
from portal.vocabulary.labels import N_
from portal.vocabulary.people import INSTITUTION_KIND_LABELS, MEMBERSHIP_LABELS, Standing
from portal.web.desk import blueprint, institution_frame
from portal.web.desk.institution_forms import ProfileForm, profile_data
from portal.web.desk.institution_frame import ONE
from portal.web.desk.pages_institution import InstitutionsPage, Mine, ProfilePage
from portal.web.kit import addresses, guards, languages, revisions, text_difference, unsaved, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

Answer = str | Response | tuple[str, int]
LABELS = {
    "name": N_("Name"),
    "short_name": N_("Kurzname"),
    "kind": N_("Art der Einrichtung"),
    "summary": N_("In ein bis zwei Sätzen"),
    "description": N_("Ausführlich"),
    "street": N_("Straße und Hausnummer"),
    "postal_code": N_("Postleitzahl"),
    "town": N_("Ort"),
    "district_id": N_("Stadtteil"),
    "phone": N_("Telefon"),
    "email": N_("E-Mail"),
    "website": N_("Internetseite"),
    "opening_hours": N_("Öffnungszeiten"),
    "maintenance_email": N_("E-Mail für Post vom Portal"),
}


@blueprint.get("/profil")
@needs(Right.USE_DESK)
def list_institutions() -> str | Response:
    """The institutions one works for; whoever has one to edit goes straight to it."""
    user = guards.account()
    assert user is not None
    found = accounts.memberships(db.session(), user)
    if len(found) == 1 and policy.may(guards.actor(), Right.EDIT_INSTITUTION, found[0].institution_id):
        return redirect(url_for("desk.edit_institution", institution_id=found[0].institution_id))
    page = InstitutionsPage(tuple(mine(one) for one in found))
    return render_template("desk/institutions.html", page=page)


def mine(membership: Membership) -> Mine:
    institution = membership.institution
    links = [p.Link(tab.label, tab.url) for tab in institution_frame.tabs(institution.id)]
    if institution.standing is Standing.SUSPENDED and not guards.me().is_editor:
        links = []
    if institution.is_public:
        links.append(p.Link(_("Öffentliche Seite"), addresses.institution(institution.slug)))
    return Mine(
        institution.name,
        _(MEMBERSHIP_LABELS[membership.role]),
        institution_frame.state(institution.standing),
        tuple(links),
        languages.of_content(),
    )


@blueprint.get(ONE)
@needs(Right.USE_DESK)
def edit_institution(institution_id: int) -> str:
    institution = institution_frame.fetch(institution_id, Right.EDIT_INSTITUTION)
    unsaved.keeps_drafts()
    data = profile_data(profiles.profile_of(institution))
    return show(ProfileForm(data=data, districts=queries.districts(db.session())), institution)


@blueprint.post(ONE)
@needs(Right.USE_DESK)
def revise_institution(institution_id: int) -> Answer:
    institution = institution_frame.fetch(institution_id, Right.EDIT_INSTITUTION)
    form = ProfileForm(districts=queries.districts(db.session()))
    revision = revisions.posted()
    if "vorschau" in request.form:  # nothing is saved, and what is kept of the form stays kept
        return show(form, institution, revision=revision, is_preview=True)
    unsaved.keeps_drafts()
    if not form.validate_on_submit():
        return show(form, institution, revision=revision), 400
    try:
        row = profiles.revise(
            db.session(),
            guards.me(),
            institution_id=institution_id,
            profile=form.profile(),
            revision=revision,
            now=clock.now(),
        )
    except Conflict as problem:
        return met(form, institution, problem)
    vocabulary.read_again_after_commit()
    flash(_("Das Profil von „%(name)s“ ist gespeichert.", name=row.name), "ok")
    return redirect(url_for("desk.edit_institution", institution_id=institution_id), 303)


def met(form: ProfileForm, institution: Institution, problem: Conflict) -> tuple[str, int]:
    """Somebody else was faster: both versions side by side, and saving again replaces theirs."""
    db.session.refresh(institution)
    flash(_(str(problem)), "warn")
    both = changes(profiles.profile_of(institution), form.profile())
    return show(form, institution, changed=both), 409


def show(
    form: ProfileForm,
    institution: Institution,
    *,
    revision: int | None = None,
    changed: tuple[ChangeRow, ...] = (),
    is_preview: bool = False,
) -> str:
    """The form; `revision` is the version that one began with, if not the stored one."""
    page = ProfilePage(
        title=institution.name,
        tabs=institution_frame.tabs(institution.id),
        state=institution_frame.state(institution.standing),
        revision=institution.revision if revision is None else revision,
        public_url=addresses.institution(institution.slug) if institution.is_public else "",
        changes=changed,
        preview_html=preview(form) if is_preview else p.NOTHING,
        lang=languages.of_content(),
    )
    return render_template("desk/profile.html", page=page, form=form)


def preview(form: ProfileForm) -> Markup:
    """The description as its public page will show it."""
    written = text.markdown_html(form.description.data or "")
    return Markup(written) or Markup("<p>{}</p>").format(_("Hier steht noch nichts."))  # noqa: S704  sanitised by nh3


def changes(stored: Profile, typed: Profile) -> tuple[ChangeRow, ...]:
    """The fields in which two versions differ, word by word."""
    rows = []
    for field in fields(Profile):
        before, after = in_words(stored, field.name), in_words(typed, field.name)
        if before != after:
            old, new = text_difference.both(before, after)
            rows.append(ChangeRow(_(LABELS[field.name]), old, new, lang=languages.of_content()))
    return tuple(rows)


def in_words(profile: Profile, name: str) -> str:
    if name == "kind":
        return _(INSTITUTION_KIND_LABELS[profile.kind]) if profile.kind else ""
    if name == "district_id":
        names = {one.id: one.name for one in queries.districts(db.session())}
        return names.get(profile.district_id or 0, "")
    return str(getattr(profile, name))
