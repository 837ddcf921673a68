"""The next time an offer is held: its last runs some weeks later, each date to confirm."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.extensions import db
from portal.holidays import queries as holidays
from portal.offers import next_term as terms
from portal.offers.next_term import ProposedRun
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet, new_uuid
from portal.permissions.policy import Right
from portal.web.desk import blueprint, date_words, form_errors, form_page, series_rows, sheet_of_form
from portal.web.desk.pages_offer import NextRunPart, NextTermPage
from portal.web.desk.small_forms import NextDateForm, NextRunForm, NextTermForm
from portal.web.desk.views_form import ONE, fetch, ticket
from portal.web.kit import guards, unsaved
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import actions
from portal.workflow.queries import WorkingCopy

Answer = str | Response | tuple[str, int]
MOST_WEEKS = 120


@blueprint.get(f"{ONE}/naechstes-semester")
@needs(Right.EDIT_OFFER)
def next_term(offer_id: int) -> str:
    copy = fetch(offer_id)
    proposed = propose(copy.sheet, weeks_of(copy.sheet))
    return show(copy, NextTermForm(data={"runs": [run_data(run) for run in proposed]}), proposed)


@blueprint.post(f"{ONE}/naechstes-semester")
@needs(Right.EDIT_OFFER)
def add_term(offer_id: int) -> Answer:
    unsaved.keeps_drafts()
    copy, form = fetch(offer_id), NextTermForm()
    if target := unsaved.taken():
        return redirect(target, 303)
    weeks = weeks_of(copy.sheet)
    if not form.validate():
        return show(copy, form, propose(copy.sheet, weeks)), 400
    runs = new_runs(form, copy.sheet, weeks)
    if not runs:
        flash(_("Sie haben keinen Termin ausgewählt. Es ist nichts eingetragen."), "info")
        return redirect(form_page.edit_url(copy), 303)
    sheet = replace(copy.sheet, runs=(*copy.sheet.runs, *runs))
    actions.save(
        db.session(), guards.me(), offer=copy.offer, sheet=sheet, opened=copy.digest, now=clock.now()
    )
    count = sum(len(run.dates) for run in runs)
    said = ngettext("Ein neuer Termin steht im Entwurf.", "%(num)s neue Termine stehen im Entwurf.", count)
    flash(f"{said} " + _("Öffentlich werden sie, wenn Sie die Änderung einreichen."), "ok")
    return redirect(unsaved.take(form_page.edit_url(copy)), 303)


def weeks_of(sheet: OfferSheet) -> int:
    """How many weeks later: as the address says, else as it was usual."""
    typed = request.args.get("wochen", "")
    if typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= MOST_WEEKS:
        return int(typed)
    return terms.usual_distance(sheet)


def propose(sheet: OfferSheet, weeks: int) -> tuple[ProposedRun, ...]:
    if not terms.latest_runs(sheet):
        return ()
    days_off = holidays.days_off(db.session(), *terms.horizon(sheet, weeks))
    return terms.propose(sheet, weeks, days_off)


def run_data(run: ProposedRun) -> dict[str, object]:
    rows = []
    for one in run.dates:
        row = series_rows.row_of(one.slot)
        start = clock.local(one.slot.starts_at).time()
        end = clock.local(one.slot.ends_at).time()
        rows.append(
            {
                "uuid": one.like.uuid,
                "day": one.slot.first_day,
                "start": None if one.slot.all_day else start,
                "end": None if one.slot.all_day else end,
                "last": one.slot.last_day if row["last"] else None,
                "room": one.like.room,
                "takes": not one.day_off,
            }
        )
    return {"uuid": run.after.uuid, "dates": rows}


def new_runs(form: NextTermForm, sheet: OfferSheet, weeks: int) -> tuple[RunSheet, ...]:
    """The confirmed dates as runs of their own; the old ones stay."""
    known, made = {run.uuid: run for run in sheet.runs}, []
    for entry in form.runs:
        before = known.get(entry.form.uuid.data or "")
        if before is None:
            continue
        like = {one.uuid: one for one in before.dates}
        dates = [
            new_date(row.form, like.get(row.form.uuid.data or ""))
            for row in entry.form.dates
            if row.form.takes.data and row.form.day.data
        ]
        if dates:
            made.append(replace(terms.run_after(before, dates, weeks), number=entry.form.number.data))
    return tuple(made)


def new_date(form: NextDateForm, like: DateSheet | None) -> DateSheet:
    zone = like.zone if like else clock.TOWN_ZONE.key
    slot = sheet_of_form.slot(form, ZoneInfo(zone))
    return DateSheet(
        **{name: getattr(slot, name) for name in slot.__slots__},
        zone=zone,
        place_id=like.place_id if like else None,
        online_url=like.online_url if like else None,
        room=form.room.data,
        uuid=new_uuid(),
    )


def show(copy: WorkingCopy, form: NextTermForm, proposed: tuple[ProposedRun, ...]) -> str:
    weeks = weeks_of(copy.sheet)
    page = NextTermPage(
        title=_("Nächstes Semester"),
        eyebrow=copy.sheet.title,
        address=url_for("desk.next_term", offer_id=copy.offer.id, wochen=weeks),
        weeks=weeks,
        runs=tuple(part(entry.form, copy.sheet, proposed) for entry in form.runs),
        back_url=form_page.edit_url(copy),
        ticket=ticket(),
        summary=form_errors.of_fields(form),
    )
    return render_template("desk/next_term.html", page=page, form=form)


def part(run: NextRunForm, sheet: OfferSheet, proposed: tuple[ProposedRun, ...]) -> NextRunPart:
    """The run it follows in words, and what is on the days of its rows."""
    days_off = {one.slot.first_day: one.day_off for each in proposed for one in each.dates if one.day_off}
    numbers = {one.uuid: (number, one) for number, one in enumerate(sheet.runs, start=1)}
    number, before = numbers.get(run.uuid.data or "", (0, None))
    title = date_words.run_title(before, number, clock.today()) if before else _("Durchführung")
    return NextRunPart(title, tuple(days_off.get(row.form.day.data, "") for row in run.dates))
