"""One date is called off, moved or reinstated in two clicks; free places of a run. Both take effect at once."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.attendance import queries
from portal.errors import Conflict
from portal.extensions import db
from portal.institutions import place_choices
from portal.offers import date_changes, sheet_names
from portal.offers.date_changes import Change, Seats
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.permissions.policy import Right
from portal.vocabulary.offers import Availability
from portal.web.desk import blueprint, date_words, form_errors, form_of_sheet, form_page, sheet_of_form
from portal.web.desk import form_choices as choices
from portal.web.desk.pages_offer import DatePage, DatesPage, SeatsPage
from portal.web.desk.small_forms import CancelForm, MoveForm, SeatsForm
from portal.web.desk.views_form import ONE, fetch
from portal.web.kit import guards, languages
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import actions
from portal.workflow.queries import WorkingCopy
from portal.workflow.steps import OUTCOME_LABELS, IllegalStep, Outcome

Answer = str | Response | tuple[str, int]
CANCEL, MOVE, REINSTATE = "absagen", "verlegen", "doch"


@blueprint.get(f"{ONE}/termine")
@needs(Right.EDIT_OFFER)
def change_date(offer_id: int) -> str:
    copy = fetch(offer_id)
    sheet, act = public_sheet(copy), request.args.get("was", "")
    if act in (CANCEL, MOVE, REINSTATE):
        one = asked_date(sheet)
        form = form_for(act, one, copy)
        return show_date(copy, one, act, form)
    names = sheet_names.read(db.session(), (sheet,))
    page = DatesPage(
        title=_("Termine: %(title)s", title=sheet.title),
        eyebrow=form_page.eyebrow(copy.offer.institution, copy),
        runs=date_words.runs_ahead(sheet, offer_id, names.places, clock.now()),
        back_url=form_page.edit_url(copy),
        lang=languages.of_content(),
    )
    return render_template("desk/dates.html", page=page)


@blueprint.post(f"{ONE}/termine")
@needs(Right.EDIT_OFFER)
def save_date(offer_id: int) -> Answer:
    copy = fetch(offer_id)
    act, one = request.args.get("was", ""), asked_date(public_sheet(copy))
    form = form_for(act, None, copy)
    if not form.validate() or is_idle(act, one, form):
        return show_date(copy, one, act, form), 400
    change, said = change_of(act, one, form)
    tell(done(copy, change, form.note.data if act != REINSTATE else None), said)
    return redirect(url_for("desk.change_date", offer_id=offer_id), 303)


def public_sheet(copy: WorkingCopy) -> OfferSheet:
    """What readers see; of an offer that never was public, what is being written."""
    return copy.live or copy.sheet


def asked_date(sheet: OfferSheet) -> DateSheet:
    """The date that the address names, if it is still to come."""
    found = date_changes.find(sheet, request.args.get("termin", ""))
    if found is None or not date_changes.is_ahead(found[1], clock.now()):
        abort(404)
    return found[1]


def form_for(act: str, one: DateSheet | None, copy: WorkingCopy) -> CancelForm | MoveForm:
    """The form of an act, filled with a date or as it was sent."""
    if act not in (CANCEL, MOVE, REINSTATE):
        abort(400)
    if act != MOVE:
        return CancelForm(data={"note": one.note}) if one else CancelForm()
    form = MoveForm(data=move_data(one)) if one else MoveForm()
    places = place_choices.for_institution(db.session(), copy.offer.institution_id)
    form.offer_places(choices.of_runs(places, {form.place.data}))
    return form


def move_data(one: DateSheet) -> dict[str, object]:
    values = form_of_sheet.date_data(one)
    return {**values, "note": one.note, "place": form_of_sheet.number(one.place_id)}


def is_idle(act: str, one: DateSheet, form: CancelForm | MoveForm) -> bool:
    """Whether a date would be moved to where it is; then the form says so."""
    if act != MOVE or not isinstance(form, MoveForm):
        return False
    slot = sheet_of_form.slot(form, ZoneInfo(one.zone))
    same_time = all(getattr(slot, name) == getattr(one, name) for name in slot.__slots__)
    place_id = sheet_of_form.chosen_place(form.place, one.place_id)
    is_same = same_time and (place_id, form.room.data or None, form.note.data or None) == (
        one.place_id,
        one.room,
        one.note,
    )
    if is_same:
        form.day.errors = [_("Sie haben nichts geändert: Der Termin ist schon dann und dort.")]
    return is_same


def change_of(act: str, one: DateSheet, form: CancelForm | MoveForm) -> tuple[Change, str]:
    """What to do, and what to say when it is done."""
    words = date_words.when(one)
    if act == CANCEL:
        return date_changes.cancel(one.uuid, form.note.data), _("Abgesagt: %(when)s.", when=words)
    if act == REINSTATE:
        return date_changes.reinstate(one.uuid), _("Findet doch statt: %(when)s.", when=words)
    slot = sheet_of_form.slot(form, ZoneInfo(one.zone))
    place_id = sheet_of_form.chosen_place(form.place, one.place_id)
    change = date_changes.move(one.uuid, slot, place_id=place_id, room=form.room.data, note=form.note.data)
    after = replace(one, **{name: getattr(slot, name) for name in slot.__slots__})
    return change, _("Verlegt: %(when)s.", when=date_words.when(after))


def done(copy: WorkingCopy, change: Change, remark: str | None = None) -> Outcome | str:
    """Do it; what became of it, or why it could not be done."""
    try:
        return actions.change_at_once(
            db.session(), guards.me(), offer=copy.offer, change=change, now=clock.now(), remark=remark
        )
    except (IllegalStep, Conflict) as problem:
        return _(str(problem))


def tell(outcome: Outcome | str, said: str) -> None:
    """What is public now and what waits."""
    if not isinstance(outcome, Outcome):
        flash(outcome, "warn")
    elif outcome in (Outcome.MINOR, Outcome.PUBLISHED):
        flash(f"{said} " + _("Das ist schon öffentlich und kommt in die abonnierten Kalender."), "ok")
    elif outcome is Outcome.NOTHING:
        flash(f"{said} " + _("Das Angebot ist noch nicht öffentlich."), "ok")
    else:
        flash(f"{said} {_(OUTCOME_LABELS[outcome])}", "ok")


def show_date(copy: WorkingCopy, one: DateSheet, act: str, form: CancelForm | MoveForm) -> str:
    titles = {
        CANCEL: (_("Termin absagen"), _("Absagen")),
        MOVE: (_("Termin verlegen"), _("Verlegen")),
        REINSTATE: (_("Termin findet doch statt"), _("Findet doch statt")),
    }
    title, label = titles[act]
    page = DatePage(
        title=title,
        eyebrow=copy.sheet.title,
        when=date_words.when(one),
        act=act,
        address=url_for("desk.change_date", offer_id=copy.offer.id, termin=one.uuid, was=act),
        label=label,
        effect=effect(copy, [run.uuid for run in public_sheet(copy).runs if one in run.dates]),
        back_url=url_for("desk.change_date", offer_id=copy.offer.id),
        summary=form_errors.of_fields(form),
    )
    return render_template("desk/date.html", page=page, form=form)


def effect(copy: WorkingCopy, runs: list[str]) -> str:
    """What happens at once: in calendars, and in the inboxes of those who are registered for these runs."""
    if not copy.live:
        return ""
    said = _("Das gilt sofort, auch in den abonnierten Kalendern.")
    people = queries.standing(db.session(), copy.offer.id, runs)
    if not people:
        return said
    return f"{said} " + ngettext(
        "Eine Anmeldung liegt vor: Die Person bekommt Bescheid.",
        "%(num)s Anmeldungen liegen vor: Alle bekommen Bescheid.",
        people,
    )


@blueprint.get(f"{ONE}/plaetze")
@needs(Right.EDIT_OFFER)
def set_places(offer_id: int) -> str:
    copy = fetch(offer_id)
    rows = [
        {"uuid": run.uuid, "availability": run.availability.value, "places_left": run.places_left}
        for run in open_runs(copy)
    ]
    return show_places(copy, SeatsForm(data={"runs": rows}))


@blueprint.post(f"{ONE}/plaetze")
@needs(Right.EDIT_OFFER)
def save_places(offer_id: int) -> Answer:
    copy = fetch(offer_id)
    form = SeatsForm()
    if not form.validate():
        return show_places(copy, form), 400
    wanted = {
        entry.form.uuid.data: Seats(Availability(entry.form.availability.data), entry.form.places_left.data)
        for entry in form.runs
    }
    tell(done(copy, date_changes.seats(wanted)), _("Gemeldet."))
    return redirect(url_for("desk.list_offers", anbieter=copy.offer.institution.slug), 303)


def open_runs(copy: WorkingCopy) -> list[RunSheet]:
    """The runs that one can still book: with dates to come, or without dates."""
    now = clock.now()
    return [
        run for run in public_sheet(copy).runs if not run.dates or any(one.ends_at > now for one in run.dates)
    ]


def show_places(copy: WorkingCopy, form: SeatsForm) -> str:
    numbers = {run.uuid: (number, run) for number, run in enumerate(public_sheet(copy).runs, start=1)}
    titles = []
    for entry in form.runs:
        number, run = numbers.get(entry.form.uuid.data or "", (0, None))
        titles.append(date_words.run_title(run, number, clock.today()) if run else _("Durchführung"))
    page = SeatsPage(
        title=_("Freie Plätze"),
        eyebrow=copy.sheet.title,
        address=url_for("desk.set_places", offer_id=copy.offer.id),
        titles=tuple(titles),
        effect=_("Das gilt sofort.") if copy.live else "",
        back_url=form_page.edit_url(copy),
        summary=form_errors.of_fields(form),
    )
    return render_template("desk/seats.html", page=page, form=form)
