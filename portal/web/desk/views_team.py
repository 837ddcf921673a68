"""What a trainer does with a whole team: words to everybody, who was there, and the list on paper with lines to sign."""

from collections.abc import Sequence
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.attendance import actions, lists
from portal.errors import Conflict
from portal.extensions import db
from portal.models import Occurrence, Offer, Registration, Run
from portal.offers import rules
from portal.permissions.policy import Right
from portal.web.desk import blueprint, form_errors, participant_rows
from portal.web.desk.forms_participants import TeamLetterForm
from portal.web.desk.pages_participants import LetterPage, PresencePage, PresenceRow, SignPage, SignRow
from portal.web.desk.views_form import ticket
from portal.web.desk.views_participants import TEAM, fetch, list_url, team_of
from portal.web.kit import guards, languages, run_words, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

SEND = "senden"  # the button that sends after the preview
BLANK_LINES = 4  # for who comes without having registered
DATE = "termin"
Answer = str | Response | tuple[str, int]


def heading(offer: Offer, run: Run) -> str:
    return f"{offer.title} · {participant_rows.team_title(run, clock.today())}"


@blueprint.get(f"{TEAM}/nachricht")
@needs(Right.SEE_PARTICIPANTS)
def write_team(offer_id: int, run_id: int) -> str:
    offer = fetch(offer_id)
    return show_letter(offer, team_of(offer, run_id), TeamLetterForm())


@blueprint.post(f"{TEAM}/nachricht")
@needs(Right.SEE_PARTICIPANTS)
def send_to_team(offer_id: int, run_id: int) -> Answer:
    """First how it will look and to how many it goes; with the second button it goes."""
    offer = fetch(offer_id)
    run, form = team_of(offer, run_id), TeamLetterForm()
    if target := unsaved.taken():
        return redirect(target, 303)
    if not form.validate():
        return show_letter(offer, run, form), 400
    if request.form.get("tun") != SEND:
        return show_letter(offer, run, form, is_preview="tun" in request.form)
    try:
        count = actions.message(
            db.session(),
            run_id=run_id,
            text_to_all=form.text.data,
            actor=guards.me(),
            now=clock.now(),
            to_waiting=form.to_waiting.data,
        )
    except Conflict as problem:
        form.text.errors = [_(str(problem))]
        return show_letter(offer, run, form), 400
    flash(
        ngettext("Ihre Nachricht geht an %(num)s Person.", "Ihre Nachricht geht an %(num)s Personen.", count),
        "ok",
    )
    return redirect(unsaved.take(list_url(offer_id, run_id)), 303)


def show_letter(offer: Offer, run: Run, form: TeamLetterForm, *, is_preview: bool = False) -> str:
    people = lists.of_runs(db.session(), [run.id])[run.id]
    to = [*people.placed, *(people.in_line if form.to_waiting.data else ())]
    count = sum(1 for one in to if one.email)
    said = text.clean(form.text.data or "").strip()
    page = LetterPage(
        title=_("Nachricht an alle"),
        eyebrow=heading(offer, run),
        counts="" if is_preview else reached(people),
        without_mail=tuple(f"{one.name}, {one.phone}" for one in to if not one.email),
        reply_to=offer.contact_email or offer.institution.email or "",
        address=url_for("desk.write_team", offer_id=offer.id, run_id=run.id),
        back_url=list_url(offer.id, run.id),
        ticket=ticket(),
        send_label=ngettext("An %(num)s Person senden", "An %(num)s Personen senden", count),
        preview=tuple(said.splitlines()) if is_preview else (),
        summary=form_errors.of_fields(form) if request.method == "POST" else None,
        lang=languages.of_content(),
    )
    return render_template("desk/participants_letter.html", page=page, form=form)


def reached(people: lists.TeamList) -> str:
    """To how many it goes."""
    placed = sum(1 for one in people.placed if one.email)
    waiting = sum(1 for one in people.in_line if one.email)
    said = ngettext(
        "%(num)s Person mit Platz hat eine E-Mail-Adresse.",
        "%(num)s Personen mit Platz haben eine E-Mail-Adresse.",
        placed,
    )
    if not waiting:
        return said
    more = ngettext("Auf der Warteliste: %(num)s.", "Auf der Warteliste: %(num)s.", waiting)
    return f"{said} {more}"


@blueprint.get(f"{TEAM}/anwesenheit")
@needs(Right.SEE_PARTICIPANTS)
def edit_presence(offer_id: int, run_id: int) -> str:
    offer = fetch(offer_id)
    return show_presence(offer, team_of(offer, run_id))


@blueprint.post(f"{TEAM}/anwesenheit")
@needs(Right.SEE_PARTICIPANTS)
def save_presence(offer_id: int, run_id: int) -> Answer:
    offer = fetch(offer_id)
    day = chosen(begun(team_of(offer, run_id), clock.now()))
    if day is None:
        flash(_("Noch hat kein Termin begonnen."), "warn")
        return redirect(list_url(offer_id, run_id), 303)
    ticked = frozenset(
        int(one) for one in request.form.getlist("da") if one.isascii() and one.isdigit() and len(one) < 10
    )
    words, day_id = run_words.date_words(day), day.id
    count = actions.note_presence(
        db.session(),
        run_id=run_id,
        occurrence_id=day_id,
        present=ticked,
        actor=guards.me(),
        now=clock.now(),
    )
    said = ngettext("%(num)s war da.", "%(num)s waren da.", count)
    flash(_("Gespeichert für %(day)s: %(said)s", day=words, said=said), "ok")
    return redirect(url_for("desk.edit_presence", offer_id=offer_id, run_id=run_id, termin=str(day_id)), 303)


def begun(run: Run, now: datetime) -> list[Occurrence]:
    """The dates that can be noted: those of today and before that took place."""
    today = clock.local(now).date()
    return [one for one in run.occurrences if one.first_day <= today and not rules.off_status(one.status)]


def chosen(dates: Sequence[Occurrence]) -> Occurrence | None:
    """The date that the address names, else the last of them."""
    named = request.args.get(DATE, "")
    return next((one for one in dates if str(one.id) == named), dates[-1] if dates else None)


def date_links(
    endpoint: str, run: Run, dates: Sequence[Occurrence], current: Occurrence | None
) -> tuple[p.SortLink, ...]:
    """The dates to choose from."""
    return tuple(
        p.SortLink(
            run_words.date_words(one),
            url_for(endpoint, offer_id=run.offer_id, run_id=run.id, termin=str(one.id)),
            one is current,
        )
        for one in dates
    )


def show_presence(offer: Offer, run: Run) -> str:
    session = db.session()
    dates = begun(run, clock.now())
    day = chosen(dates)
    people = lists.of_runs(session, [run.id])[run.id].placed
    there = lists.were_there(session, day.id) if day else frozenset()
    was_noted = day is not None and day.id in lists.noted(session, run.id)
    page = PresencePage(
        title=_("Wer war da?"),
        eyebrow=heading(offer, run),
        when=run_words.date_words(day) if day else "",
        dates=date_links("desk.edit_presence", run, dates, day),
        rows=tuple(
            PresenceRow(f"da-{one.id}", str(one.id), one.name, persons(one), one.id in there)
            for one in people
        ),
        state=_("Für diesen Termin ist schon etwas eingetragen.") if was_noted else "",
        address=url_for(
            "desk.edit_presence", offer_id=offer.id, run_id=run.id, termin=str(day.id) if day else ""
        ),
        back_url=list_url(offer.id, run.id),
        lang=languages.of_content(),
    )
    return render_template("desk/participants_presence.html", page=page)


def persons(one: Registration) -> str:
    """'2 Personen'; nothing for one."""
    return ngettext("%(num)s Person", "%(num)s Personen", one.persons) if one.persons > 1 else ""


@blueprint.get(f"{TEAM}/liste")
@needs(Right.SEE_PARTICIPANTS)
def sign_list(offer_id: int, run_id: int) -> str:
    """The list on paper: one line for each person, some for those who just come."""
    offer = fetch(offer_id)
    run, now = team_of(offer, run_id), clock.now()
    held = [one for one in run.occurrences if not rules.off_status(one.status)]
    coming = next((one for one in held if one.ends_at > now), None)
    named = chosen(held)
    day = named if DATE in request.args else coming or named
    people = lists.of_runs(db.session(), [run.id])[run.id].placed
    rows = sign_rows(people)
    place = (day.place if day else None) or run.place or offer.place
    page = SignPage(
        title=_("Teilnahmeliste"),
        eyebrow=heading(offer, run),
        when=run_words.date_words(day) if day else "",
        where=", ".join(part for part in (place.name if place else "", day.room if day else "") if part),
        dates=date_links("desk.sign_list", run, held, day),
        rows=rows,
        blank=tuple(str(len(rows) + number) for number in range(1, BLANK_LINES + 1)),
        note=_(
            "Bitte bewahren Sie diese Liste sicher auf und vernichten Sie sie, wenn Sie sie nicht mehr brauchen."
        ),
        back_url=list_url(offer.id, run.id),
        lang=languages.of_content(),
    )
    return render_template("desk/participants_sign.html", page=page)


def sign_rows(people: Sequence[Registration]) -> tuple[SignRow, ...]:
    """One for each person; who comes along stands below who registered them."""
    found: list[SignRow] = []
    for one in people:
        found.append(SignRow(str(len(found) + 1), one.name))
        for _other in range(one.persons - 1):
            found.append(SignRow(str(len(found) + 1), "", _("mit %(name)s", name=one.name)))
    return tuple(found)
