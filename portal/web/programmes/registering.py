"""Registering here, whatever page the form stands on: the groups to choose from, and what becomes of a form that was sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal.attendance import actions, queries
from portal.errors import Conflict
from portal.extensions import db
from portal.models import Offer
from portal.town import settings
from portal.vocabulary.offers import OfferKind
from portal.web.kit import languages
from portal.web.kit import parts as p
from portal.web.kit.robots import opened
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.programmes import parents_groups
from portal.web.programmes.forms_registration import RegistrationForm, form_for
from portal.web.programmes.pages_registration import FormPart
from portal.web.programmes.parents_groups import Group

RUN = "durchfuehrung"  # the parameter that chooses a group


def open_groups(offers: Sequence[Offer], now: datetime) -> tuple[Group, ...]:
    """The groups of these offers in which one can register now."""
    runs = [run.id for offer in offers for run in offer.runs]
    found = parents_groups.groups(offers, queries.seats(db.session(), runs), now)
    return tuple(one for one in found if one.is_open)


def blank_form(groups: Sequence[Group], now: datetime, *, with_title: bool) -> RegistrationForm:
    """The form as it is opened; a group that the address names is chosen."""
    asked = request.args.get(RUN, "")
    choices = choices_of(groups, now, with_title=with_title)
    chosen = asked if asked in dict(choices) else None
    return form_for(choices, data=opened(team=chosen, persons=1), is_training=are_trainings(groups))


def sent_form(groups: Sequence[Group], now: datetime, *, with_title: bool) -> RegistrationForm:
    """The form as it was sent."""
    choices = choices_of(groups, now, with_title=with_title)
    return form_for(choices, request.form, is_training=are_trainings(groups))


def are_trainings(groups: Sequence[Group]) -> bool:
    return all(one.offer.kind is OfferKind.PARENT_TRAINING for one in groups)


def choices_of(groups: Sequence[Group], now: datetime, *, with_title: bool) -> list[tuple[str, str]]:
    return [parents_groups.choice(one, now, with_title=with_title) for one in groups]


def take(form: RegistrationForm, groups: Sequence[Group], now: datetime) -> Response | None:
    """Write the registration down and say what happens next. None when the form has a complaint: what the view has read may be
    old then."""
    if not form.validate():
        return None
    runs: Mapping[str, int] = {str(one.run.uuid): one.run.id for one in groups}
    email, phone = form.email.data or None, form.phone.data or None
    try:
        actions.ask(
            db.session(),
            run_id=runs[form.team.data],
            name=form.name.data,
            email=email,
            phone=phone,
            persons=form.persons.data or 0,
            locale=languages.current(),
            now=now,
        )
    except Conflict as problem:
        db.session.rollback()
        complain(form, problem)
        return None
    said = "programmes.registration_asked" if email else "programmes.registration_call"
    return redirect(url_for(said), 303)


def complain(form: RegistrationForm, problem: Conflict) -> None:
    """A rule's sentence at the field that it is about."""
    field = {one.name: one for one in form}.get(problem.field, form.team)
    field.errors = [*field.errors, _(str(problem))]


def part(send_url: str, providers: Sequence[str], *, is_long: bool = False) -> FormPart:
    """Where the form is sent, what happens when a group is full, and with what one writes."""
    rules = settings.attendance(db.session())
    line = p.Notice(
        _("Ist alles belegt, kommen Sie auf die Warteliste."),
        ngettext(
            "Wird ein Platz frei, melden wir uns der Reihe nach. Er bleibt dann %(num)s Stunde für Sie reserviert.",
            "Wird ein Platz frei, melden wir uns der Reihe nach. Er bleibt dann %(num)s Stunden für Sie reserviert.",
            rules.offer_hours,
        ),
    )
    return FormPart(send_url, line, privacy(providers, rules.delete_after_days), is_long)


def privacy(providers: Sequence[str], days: int) -> str:
    """Who sees what one has written, and when it is deleted."""
    who = (
        _("Ihre Angaben sehen nur der Anbieter (%(name)s) und das Bildungsbüro.", name=providers[0])
        if len(providers) == 1
        else _("Ihre Angaben sehen nur der Anbieter der Gruppe und das Bildungsbüro.")
    )
    gone = ngettext(
        "%(num)s Tag nach dem letzten Termin werden sie gelöscht.",
        "%(num)s Tage nach dem letzten Termin werden sie gelöscht.",
        days,
    )
    return f"{who} {gone}"
