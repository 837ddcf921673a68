"""All dates of a run that are still to come are called off in one act: those who registered get one letter."""

from flask import abort, redirect, render_template, request, url_for

from portal import clock
from portal.offers import date_changes
from portal.offers.sheet import RunSheet
from portal.permissions.policy import Right
from portal.web.desk import blueprint, date_words, form_errors
from portal.web.desk.pages_offer import DatePage
from portal.web.desk.small_forms import CancelForm
from portal.web.desk.views_dates import CANCEL, Answer, done, effect, public_sheet, tell
from portal.web.desk.views_form import ONE, fetch
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow.queries import WorkingCopy

CALL_OFF = f"{ONE}/termine/absagen"


@blueprint.get(CALL_OFF)
@needs(Right.EDIT_OFFER)
def ask_call_off(offer_id: int) -> str:
    copy = fetch(offer_id)
    return show(copy, *asked_run(copy), CancelForm())


@blueprint.post(CALL_OFF)
@needs(Right.EDIT_OFFER)
def call_off(offer_id: int) -> Answer:
    copy, form = fetch(offer_id), CancelForm()
    number, run = asked_run(copy)
    if not form.validate():
        return show(copy, number, run, form), 400
    change = date_changes.cancel_rest(run.uuid, form.note.data, clock.now())
    tell(done(copy, change, form.note.data), _("Abgesagt: %(when)s.", when=dates_in_words(run)))
    return redirect(url_for("desk.change_date", offer_id=offer_id), 303)


def asked_run(copy: WorkingCopy) -> tuple[int, RunSheet]:
    """The run that the address names, counted from 1, if it has dates to call off."""
    uuid, now = request.args.get("durchfuehrung", ""), clock.now()
    found = [
        (number, run)
        for number, run in enumerate(public_sheet(copy).runs, start=1)
        if run.uuid == uuid and any(date_changes.is_held(one, now) for one in run.dates)
    ]
    return found[0] if found else abort(404)


def dates_in_words(run: RunSheet) -> str:
    """'8 Termine, zuerst Donnerstag, 3. Dezember 2026, 18:00 bis 20:00 Uhr'."""
    held = [one for one in run.dates if date_changes.is_held(one, clock.now())]
    return ngettext(
        "%(num)s Termin, %(first)s",
        "%(num)s Termine, zuerst %(first)s",
        len(held),
        first=date_words.when(held[0]),
    )


def show(copy: WorkingCopy, number: int, run: RunSheet, form: CancelForm) -> str:
    page = DatePage(
        title=_("Alle weiteren Termine absagen"),
        eyebrow=f"{copy.sheet.title} · {date_words.run_title(run, number, clock.today())}",
        when=dates_in_words(run),
        act=CANCEL,
        address=url_for("desk.call_off", offer_id=copy.offer.id, durchfuehrung=run.uuid),
        label=_("Alle absagen"),
        effect=effect(copy, [run.uuid]),
        back_url=url_for("desk.change_date", offer_id=copy.offer.id),
        summary=form_errors.of_fields(form),
    )
    return render_template("desk/date.html", page=page, form=form)
