"""Wishes for an appointment at a B-Punkt: what waits, and the button that says that somebody has answered."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.extensions import db
from portal.guidance import appointments, queries
from portal.models import AppointmentRequest
from portal.permissions.policy import Right
from portal.vocabulary.guidance import ADVICE_FOCUS_LABELS, AdviceFocus
from portal.vocabulary.terms import Scheme
from portal.web.editorial import blueprint
from portal.web.editorial.pages_points import AppointmentRow, AppointmentsPage
from portal.web.kit import formats, guards, guidance_cards, languages, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

PATH = "/terminwuensche"


@blueprint.get(PATH)
@needs(Right.ADVISE)
def list_appointments() -> str:
    session = db.session()
    page = AppointmentsPage(
        waiting=tuple(map(row, appointments.waiting(session))),
        done=tuple(map(row, appointments.done(session))),
        days=(appointments.HANDLED_KEPT.days, appointments.KEPT.days),
    )
    return render_template("editorial/appointments.html", page=page)


@blueprint.post(f"{PATH}/<int(max=2147483647):request_id>/erledigt")
@needs(Right.ADVISE)
def handle_appointment(request_id: int) -> Response:
    found = appointments.handle(db.session(), guards.me(), request_id=request_id, now=clock.now())
    days = appointments.HANDLED_KEPT.days
    flash(
        _("Erledigt: %(name)s. Die Angaben werden in %(days)s Tagen gelöscht.", name=found.name, days=days),
        "ok",
    )
    return redirect(url_for("editorial.list_appointments"), 303)


def row(one: AppointmentRequest) -> AppointmentRow:
    asked = clock.local(one.asked_at)
    done = clock.local(one.handled_at) if one.handled_at else None
    return AppointmentRow(
        point=one.point.name,
        point_url=guidance_cards.url(queries.point(one.point)),
        name=one.name,
        lines=lines(one),
        wish=one.wish or "",
        asked=f"{formats.long_date(asked.date())}, {asked:%H:%M}",
        iso=one.asked_at.isoformat(),
        handle_url="" if done else url_for("editorial.handle_appointment", request_id=one.id),
        handled=formats.long_date(done.date()) if done else "",
    )


def lines(one: AppointmentRequest) -> tuple[p.Fact, ...]:
    """What was said, with ways to answer."""
    term = vocabulary.catalogue().terms.get(Scheme.LANGUAGE, {}).get(one.language or "")
    known = (
        p.Fact(_("Telefon"), one.phone or "", url=formats.telephone_link(one.phone or "")),
        p.Fact(_("E-Mail"), one.email or "", url=f"mailto:{one.email}"),
        p.Fact(
            _("Worum es geht"),
            _(ADVICE_FOCUS_LABELS[AdviceFocus(one.focus)]) if one.focus in set(AdviceFocus) else "",
        ),
        p.Fact(_("Sprache"), term.in_language(languages.current()) if term else ""),
    )
    return tuple(fact for fact in known if fact.value)
