"""Who registered for an offer, for its trainer: the list, somebody written down by hand, called, moved, taken off; and the list
as a table. Whoever works for another institution finds nothing here."""

from collections.abc import Iterator

from flask import Response as PlainResponse
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.attendance import actions, lists, queries
from portal.attendance import rules as attendance
from portal.errors import Conflict
from portal.exports import csv_table
from portal.extensions import db
from portal.models import Offer, Registration, Run
from portal.offers import groups
from portal.permissions.policy import Right
from portal.town import settings
from portal.vocabulary.attendance import RegistrationState
from portal.web.desk import blueprint, form_errors, participant_rows
from portal.web.desk.forms_participants import MoveForm, ParticipantForm
from portal.web.desk.pages_offer import AskPage
from portal.web.desk.pages_participants import MovePage, ParticipantFormPage
from portal.web.desk.views_form import ONE, ticket
from portal.web.kit import desk, guards, languages, seat_words, unsaved
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

PEOPLE = f"{ONE}/anmeldungen"
TEAM = f"{PEOPLE}/team/<int(max=2147483647):run_id>"
PERSON = f"{PEOPLE}/<int(max=2147483647):registration_id>"
Answer = str | Response | tuple[str, int]


def fetch(offer_id: int) -> Offer:
    """The offer with its runs, for somebody who may see who registered with its institution."""
    desk.stand_under("desk.list_offers")
    offer = groups.of_offer(db.session(), offer_id) or abort(404)
    guards.allow(Right.SEE_PARTICIPANTS, offer.institution_id)
    return offer


def team_of(offer: Offer, run_id: int) -> Run:
    """A team of this offer; another's is not found."""
    return next((run for run in offer.runs if run.id == run_id), None) or abort(404)


def person_of(offer: Offer, registration_id: int) -> Registration:
    """Somebody who registered for this offer; another's is not found."""
    row = queries.by_id(db.session(), registration_id)
    return row if row is not None and row.run.offer_id == offer.id else abort(404)


def list_url(offer_id: int, run_id: int | None = None) -> str:
    """The list, at this team."""
    anchor = f"team-{run_id}" if run_id else None
    return url_for("desk.list_participants", offer_id=offer_id, _anchor=anchor)


@blueprint.get(PEOPLE)
@needs(Right.SEE_PARTICIPANTS)
def list_participants(offer_id: int) -> str:
    offer, session = fetch(offer_id), db.session()
    ids = [run.id for run in offer.runs]
    page = participant_rows.build(
        offer,
        queries.seats(session, ids),
        lists.of_runs(session, ids),
        settings.attendance(session).delete_after_days,
        clock.now(),
    )
    return render_template("desk/participants.html", page=page)


@blueprint.get(f"{TEAM}/neu")
@needs(Right.SEE_PARTICIPANTS)
def new_participant(offer_id: int, run_id: int) -> str:
    offer = fetch(offer_id)
    return show_add(offer, team_of(offer, run_id), ParticipantForm())


@blueprint.post(f"{TEAM}/neu")
@needs(Right.SEE_PARTICIPANTS)
def add_participant(offer_id: int, run_id: int) -> Answer:
    offer = fetch(offer_id)
    run, form = team_of(offer, run_id), ParticipantForm()
    if target := unsaved.taken():
        return redirect(target, 303)
    if not form.validate():
        return show_add(offer, run, form), 400
    try:
        row = actions.add_by_hand(
            db.session(),
            run_id=run_id,
            name=form.name.data,
            email=form.email.data,
            phone=form.phone.data,
            persons=form.persons.data or 0,
            actor=guards.me(),
            now=clock.now(),
        )
    except Conflict as problem:
        return refused_add(offer_id, run_id, form, problem)
    flash(added(row), "ok")
    return redirect(unsaved.take(list_url(offer_id, run_id)), 303)


def added(row: Registration) -> str:
    """Whether there was a place."""
    if row.state is RegistrationState.PLACED:
        return _("%(name)s hat einen Platz.", name=row.name)
    return _("%(name)s steht auf der Warteliste: Es ist kein Platz frei.", name=row.name)


def refused_add(offer_id: int, run_id: int, form: ParticipantForm, problem: Conflict) -> tuple[str, int]:
    """The form again, with the rule's sentence at its field."""
    db.session.rollback()
    offer = fetch(offer_id)
    field = {one.name: one for one in form}.get(problem.field, form.name)
    field.errors = [*field.errors, _(str(problem))]
    return show_add(offer, team_of(offer, run_id), form), 400


def show_add(offer: Offer, run: Run, form: ParticipantForm) -> str:
    seats = queries.seats(db.session(), [run.id])[run.id]
    page = ParticipantFormPage(
        title=_("Jemanden eintragen"),
        eyebrow=f"{offer.title} · {participant_rows.team_title(run, clock.today())}",
        places=seat_words.in_words(seats),
        address=url_for("desk.new_participant", offer_id=offer.id, run_id=run.id),
        back_url=list_url(offer.id, run.id),
        ticket=ticket(),
        summary=form_errors.of_fields(form),
        lang=languages.of_content(),
    )
    return render_template("desk/participants_add.html", page=page, form=form)


@blueprint.post(f"{PERSON}/bestaetigt")
@needs(Right.SEE_PARTICIPANTS)
def confirm_participant(offer_id: int, registration_id: int) -> Response:
    """A call is done: the registration counts, or the offered place is taken."""
    row = person_of(fetch(offer_id), registration_id)
    act = actions.accept_by_call if row.state is RegistrationState.OFFERED else actions.confirm_by_call
    run_id = row.run_id
    try:
        done = act(db.session(), registration_id=registration_id, actor=guards.me(), now=clock.now())
    except Conflict as problem:
        db.session.rollback()
        flash(_(str(problem)), "warn")
    else:
        flash(added(done), "ok")
    return redirect(list_url(offer_id, run_id), 303)


@blueprint.get(f"{PERSON}/abmelden")
@needs(Right.SEE_PARTICIPANTS)
def ask_remove_participant(offer_id: int, registration_id: int) -> str:
    offer = fetch(offer_id)
    row = person_of(offer, registration_id)
    told = (
        _("%(name)s bekommt eine E-Mail darüber.", name=row.name)
        if row.email
        else _("%(name)s hat keine E-Mail-Adresse angegeben. Bitte rufen Sie an.", name=row.name)
    )
    page = AskPage(
        title=_("%(name)s abmelden?", name=row.name),
        eyebrow=offer.title,
        sentences=(_("Wird dadurch ein Platz frei, rückt die Warteliste nach."), told),
        label=_("Vom Angebot abmelden"),
        address=url_for("desk.remove_participant", offer_id=offer_id, registration_id=registration_id),
        back_url=list_url(offer_id, row.run_id),
        stops=True,
    )
    return render_template("desk/ask.html", page=page)


@blueprint.post(f"{PERSON}/abmelden")
@needs(Right.SEE_PARTICIPANTS)
def remove_participant(offer_id: int, registration_id: int) -> Response:
    row = person_of(fetch(offer_id), registration_id)
    name, run_id = row.name, row.run_id
    actions.cancel(db.session(), registration_id=registration_id, actor=guards.me(), now=clock.now())
    flash(_("%(name)s ist abgemeldet.", name=name), "ok")
    return redirect(list_url(offer_id, run_id), 303)


@blueprint.get(f"{PERSON}/umbuchen")
@needs(Right.SEE_PARTICIPANTS)
def ask_move_participant(offer_id: int, registration_id: int) -> str:
    offer = fetch(offer_id)
    row = person_of(offer, registration_id)
    return show_move(offer, row, move_form(offer, row))


@blueprint.post(f"{PERSON}/umbuchen")
@needs(Right.SEE_PARTICIPANTS)
def move_participant(offer_id: int, registration_id: int) -> Answer:
    offer = fetch(offer_id)
    row = person_of(offer, registration_id)
    form = move_form(offer, row)
    if not form.validate():
        return show_move(offer, row, form), 400
    run_id = int(form.team.data)
    try:
        moved = actions.move(
            db.session(),
            registration_id=registration_id,
            run_id=run_id,
            actor=guards.me(),
            now=clock.now(),
            may_wait=form.may_wait.data,
        )
    except Conflict as problem:
        db.session.rollback()
        offer = fetch(offer_id)
        form.team.errors = [_(str(problem))]
        return show_move(offer, person_of(offer, registration_id), form), 400
    flash(added(moved), "ok")
    return redirect(list_url(offer_id, run_id), 303)


def move_form(offer: Offer, row: Registration) -> MoveForm:
    """The other teams that are not over, with how many places are free."""
    now, today = clock.now(), clock.today()
    others = [run for run in offer.runs if run.id != row.run_id and not attendance.is_over(run, now)]
    seats = queries.seats(db.session(), [run.id for run in others]) if others else {}
    form = MoveForm()
    form.offer_teams(
        [
            (
                str(run.id),
                f"{participant_rows.team_title(run, today)} ({seat_words.in_words(seats[run.id])})",
            )
            for run in others
        ]
    )
    return form


def show_move(offer: Offer, row: Registration, form: MoveForm) -> str:
    page = MovePage(
        title=_("%(name)s umbuchen", name=row.name),
        eyebrow=offer.title,
        name=row.name,
        here=participant_rows.team_title(row.run, clock.today()),
        has_teams=bool(form.team.choices),
        address=url_for("desk.ask_move_participant", offer_id=offer.id, registration_id=row.id),
        back_url=list_url(offer.id, row.run_id),
        summary=form_errors.of_fields(form) if request.method == "POST" else None,
        lang=languages.of_content(),
    )
    return render_template("desk/participants_move.html", page=page, form=form)


@blueprint.get(f"{TEAM}/liste.csv")
@needs(Right.SEE_PARTICIPANTS)
def participant_table(offer_id: int, run_id: int) -> PlainResponse:
    """The list for a spreadsheet."""
    offer = fetch(offer_id)
    run = team_of(offer, run_id)
    people = lists.of_runs(db.session(), [run.id])[run.id]
    columns = (_("Name"), _("E-Mail"), _("Telefon"), _("Personen"), _("Stand"), _("Warteliste"), _("Seit"))
    response = PlainResponse(csv_table.written(columns, table_rows(people)), content_type="text/csv")
    response.content_type = "text/csv; charset=utf-8"
    name = text.slugify(f"anmeldungen {run.number or ''} {offer.title}")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def table_rows(people: lists.TeamList) -> Iterator[tuple[object, ...]]:
    """Everybody who has not left: with a place, in line, not confirmed."""
    now = clock.now()
    for those, is_line in ((people.placed, False), (people.in_line, True), (people.asked, False)):
        for at, row in enumerate(those, start=1):
            since = clock.local(row.confirmed_at or row.asked_at).date()
            yield (
                row.name, row.email, row.phone, row.persons, participant_rows.state(row, now),
                at if is_line else None, f"{since:%d.%m.%Y}",
            )  # fmt: skip
