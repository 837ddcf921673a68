"""Asking a B-Punkt for an appointment: without an account and without a cookie. The letters are written by the job worker."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import csrf, db
from portal.guidance import appointments
from portal.guidance.queries import Point
from portal.mail import wishes
from portal.vocabulary.guidance import ADVICE_FOCUS_LABELS, AdviceFocus
from portal.vocabulary.terms import Scheme
from portal.web.guidance import blueprint
from portal.web.guidance.forms_appointment import AppointmentForm
from portal.web.guidance.pages_points import AppointmentPage, AppointmentSentPage
from portal.web.kit import formats, guidance_cards, hours_words, languages, points, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.collections import in_language
from portal.web.kit.guards import public
from portal.web.kit.pages import Words
from portal.web.kit.robots import opened
from portal.web.kit.words import gettext as _

ONE = "/b-punkte/<slug>/termin"
Answer = str | Response | tuple[str, int]


@blueprint.get(ONE)
@public
def ask_appointment(slug: str) -> str:
    point = at(slug)
    return show(point, form_of(point, data=opened()))


@blueprint.post(ONE)
@csrf.exempt  # no account acts here; the ticket and the trap stand against robots, and no cookie is needed
@public
def send_appointment(slug: str) -> Answer:
    point = at(slug)
    form = form_of(point, request.form)
    if not form.validate():
        return show(point, form), 400
    session = db.session()
    try:
        row = appointments.ask(session, point=point, wish=form.wanted(), now=clock.now())
    except Conflict as problem:
        form.name.errors = [_(str(problem))]
        return show(point, form), 429
    wishes.want(session, "appointment", appointment_id=row.id, locale=languages.current())
    return redirect(url_for("guidance.appointment_sent", slug=slug), 303)


@blueprint.get(f"{ONE}/danke")
@public
def appointment_sent(slug: str) -> str:
    point = at(slug)
    page = AppointmentSentPage(
        point.name, guidance_cards.url(point), point.phone, formats.telephone_link(point.phone)
    )
    return render_template("guidance/appointment_sent.html", page=page, breadcrumb=steps(point))


def at(slug: str) -> Point:
    """A public point that takes requests."""
    point = points.kept().by_slug(slug)
    return point if point and point.takes_appointments else abort(404)


def form_of(point: Point, *args: object, **kwargs: object) -> AppointmentForm:
    """The form with what this point knows and speaks."""
    known = vocabulary.catalogue().terms.get(Scheme.LANGUAGE, {})
    focuses = [focus for focus in AdviceFocus if focus in point.focuses] or list(AdviceFocus)
    return AppointmentForm(
        *args,
        focuses={focus.value: _(ADVICE_FOCUS_LABELS[focus]) for focus in focuses},
        languages={
            code: known[code].in_language(languages.current()) for code in point.languages if code in known
        },
        **kwargs,
    )


def show(point: Point, form: AppointmentForm) -> str:
    note = in_language(point.note, point.note_en)
    page = AppointmentPage(
        name=point.name,
        url=guidance_cards.url(point),
        send_url=url_for("guidance.send_appointment", slug=point.slug),
        hours=(*map(Words, hours_words.week(point.hours)), *((note,) if note.text else ())),
        phone=point.phone,
        phone_link=formats.telephone_link(point.phone),
        days=(appointments.HANDLED_KEPT.days, appointments.KEPT.days),
        lang=languages.of_content(),
    )
    return render_template("guidance/appointment.html", page=page, form=form, breadcrumb=steps(point))


def steps(point: Point) -> tuple[p.Crumb, ...]:
    return (
        p.Crumb(_("B-Punkte: Beratung"), url_for("guidance.list_points")),
        p.Crumb(point.name, guidance_cards.url(point)),
        p.Crumb(_("Termin anfragen")),
    )
