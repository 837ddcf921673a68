"""What a link in a letter may do without a login: say that offers still hold, and set the free places of one run."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import Form, RadioField
from wtforms.validators import AnyOf, Optional

from portal import clock
from portal.extensions import csrf, db
from portal.models import Institution, Offer, Run
from portal.offers import rules
from portal.offers.date_changes import Seats, seats
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.upkeep import freshness
from portal.vocabulary.offers import AVAILABILITY_LABELS, BOOKABLE, Availability, Step
from portal.web.desk import blueprint
from portal.web.desk.pages_signed import ConfirmPage, NoLinkPage, PlacesPage, ToConfirm
from portal.web.kit import addresses, desk_links, formats, guards, languages, signed_links
from portal.web.kit import parts as p
from portal.web.kit.fields import CountField
from portal.web.kit.guards import public
from portal.web.kit.signed_links import NoLink, Signed
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import actions
from portal.workflow.steps import IllegalStep

Answer = str | Response | tuple[str, int]
MOST_PLACES = 10_000


class PlacesForm(Form):  # type: ignore[misc]  # WTForms has no types
    """How it stands with the places of a run. No token against forgery: the address itself is the secret."""

    availability = RadioField(
        lazy_gettext("Wie steht es mit den Plätzen?"),
        validate_choice=False,  # its message would be English
        validators=[AnyOf(list(Availability), message=lazy_gettext("Bitte wählen Sie eine der Antworten."))],
    )
    places_left = CountField(
        lazy_gettext("Wie viele sind frei?"),
        MOST_PLACES,
        description=lazy_gettext("Nur wenn Sie die Zahl zeigen möchten."),
        validators=[Optional()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.availability.choices = [(one.value, _(AVAILABILITY_LABELS[one])) for one in Availability]

    def seats(self) -> Seats:
        """What was entered, once it is valid; a number says nothing where nothing is free."""
        said = Availability(self.availability.data)
        return Seats(said, self.places_left.data if said in BOOKABLE else None)


@blueprint.get("/bestaetigen/<token>")
@public
def confirm_by_link(token: str) -> Answer:
    try:
        signed = signed_links.read_confirm(token)
    except NoLink as problem:
        return no_link(problem)
    institution = public_institution(signed)
    return show_confirm(token, institution, waiting(signed)) if institution else no_link()


@blueprint.post("/bestaetigen/<token>")
@csrf.exempt  # the link is the secret; there is no session that another site could misuse
@public
def do_confirm_by_link(token: str) -> Answer:
    """Confirm what was ticked, or all; what is confirmed already is not asked for again, so posting twice does no harm."""
    try:
        signed = signed_links.read_confirm(token)
    except NoLink as problem:
        return no_link(problem)
    institution = public_institution(signed)
    if institution is None:
        return no_link()
    offers, chosen = waiting(signed), set(request.form.getlist("angebot"))
    wanted = offers if request.form.get("alle") else [one for one in offers if str(one.id) in chosen]
    if offers and not wanted:
        notice = p.Notice(_("Bitte wählen Sie mindestens ein Angebot aus."), "", "warn")
        return show_confirm(token, institution, offers, (notice,)), 400
    done = actions.confirm(db.session(), acting_for(institution), offers=wanted, now=clock.now())
    return redirect(url_for("desk.confirm_by_link", token=token, getan=done), 303)


def acting_for(institution: Institution) -> Actor | None:
    """Who asks, if they are signed in and work for the institution; else whoever holds the link."""
    actor = guards.actor()
    return actor if policy.may(actor, Right.EDIT_OFFER, institution.id) else None


def public_institution(signed: Signed) -> Institution | None:
    institution = db.session.get(Institution, signed.id)
    return institution if institution and institution.is_public else None


def waiting(signed: Signed) -> list[Offer]:
    return freshness.to_confirm(db.session(), signed.id, signed.made_at, clock.now())


def show_confirm(
    token: str, institution: Institution, offers: list[Offer], notices: tuple[p.Notice, ...] = ()
) -> str:
    number = len(offers)
    page = ConfirmPage(
        title=_("Gilt das noch?") if number else _("Danke, alles ist bestätigt"),
        lead=_(
            "Angebote von: %(name)s. Was Sie bestätigen, gilt weiter, so wie es im Portal steht.",
            name=institution.name,
        )
        if number
        else _("Für %(name)s gibt es nichts mehr zu bestätigen.", name=institution.name),
        rows=tuple(to_confirm(one) for one in offers),
        all_label=ngettext("Das Angebot gilt noch", "Alle %(num)s Angebote gelten noch", number),
        address=url_for("desk.confirm_by_link", token=token),
        desk_url=url_for("desk.list_offers"),
        notices=(*notices, *_done()),
        lang=languages.of_content(),
    )
    return render_template("desk/confirm_link.html", page=page, breadcrumb=steps(page.title))


def _done() -> tuple[p.Notice, ...]:
    """What the step before did: it stands in the address, since a message would need a cookie."""
    typed = request.args.get("getan", "")
    done = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    said = ngettext("Bestätigt: Ein Angebot gilt weiter.", "Bestätigt: %(num)s Angebote gelten weiter.", done)
    return (p.Notice(said, "", "ok"),) if done else ()


def to_confirm(offer: Offer) -> ToConfirm:
    last = offer.confirmed_at or offer.published_at or offer.created_at
    day = formats.long_date(clock.local(last).date(), weekday=False)
    return ToConfirm(
        id=offer.id,
        title=offer.title,
        url=addresses.offer(offer.id, offer.slug),
        when=_next(offer),
        last=_("Zuletzt bestätigt am %(day)s", day=day),
        edit_url=desk_links.to("desk.edit_offer", offer_id=offer.id),
    )


def _next(offer: Offer) -> str:
    """The next date in words; '' where there is none."""
    day = rules.next_date((one for run in offer.runs for one in run.occurrences), clock.now())
    if day is None:
        return ""
    if day.all_day:
        return formats.span(day.first_day, day.last_day, today=clock.today())
    return f"{formats.long_date(day.first_day)}, {formats.time_span(day.starts_at, day.ends_at)}"


@blueprint.get("/plaetze/<token>")
@public
def places_by_link(token: str) -> Answer:
    try:
        run = run_of(token)
    except NoLink as problem:
        return no_link(problem)
    form = PlacesForm(data={"availability": run.availability.value, "places_left": run.places_left})
    return show_places(token, run, form)


@blueprint.post("/plaetze/<token>")
@csrf.exempt  # as above
@public
def save_places_by_link(token: str) -> Answer:
    try:
        run = run_of(token)
    except NoLink as problem:
        return no_link(problem)
    form = PlacesForm(request.form)
    if not form.validate():
        return show_places(token, run, form), 400
    change = seats({str(run.uuid): form.seats()})
    actor = acting_for(run.offer.institution)
    try:
        actions.change_at_once(db.session(), actor, offer=run.offer, change=change, now=clock.now())
    except IllegalStep:
        return no_link()
    return redirect(url_for("desk.places_by_link", token=token, getan=1), 303)


def run_of(token: str) -> Run:
    """The run that the link is about, while it is public and not over. Raises NoLink."""
    run = db.session.get(Run, signed_links.read_places(token).id)
    if run is None or run.offer.step is not Step.PUBLISHED or not run.offer.institution.is_public:
        raise NoLink(is_old=True)
    dates = run.occurrences
    if dates and all(one.ends_at <= clock.now() for one in dates):
        raise NoLink(is_old=True)
    return run


def show_places(token: str, run: Run, form: PlacesForm) -> str:
    dates = run.occurrences
    when = formats.span(dates[0].first_day, dates[-1].last_day, today=clock.today()) if dates else ""
    notice = p.Notice(_("Gemeldet. Im Portal steht es schon."), "", "ok")
    page = PlacesPage(
        title=_("Freie Plätze: %(title)s", title=run.offer.title),
        when=when or run.schedule_note or "",
        address=url_for("desk.places_by_link", token=token),
        url=addresses.offer(run.offer.id, run.offer.slug),
        notices=(notice,) if request.args.get("getan") and not form.errors else (),
        lang=languages.of_content(),
    )
    return render_template("desk/places_link.html", page=page, form=form, breadcrumb=steps(page.title))


def no_link(problem: NoLink | None = None) -> tuple[str, int]:
    """The link says nothing to us, or not any more: how to go on."""
    is_broken = problem is not None and not problem.is_old
    page = NoLinkPage(
        title=_("Dieser Link führt nicht weiter"),
        text=_(
            "Vielleicht fehlt ein Stück der Adresse. Öffnen Sie den Link noch einmal aus der E-Mail, oder melden Sie sich an."
        )
        if is_broken
        else _(
            "Er gilt nicht mehr, oder es ist schon alles erledigt. Wenn Sie sich anmelden, sehen Sie alle Ihre Angebote."
        ),
        login_url=url_for("accounts.login", weiter=url_for("desk.list_offers")),
    )
    return render_template(
        "desk/no_link.html", page=page, breadcrumb=steps(page.title)
    ), 404 if is_broken else 410


def steps(title: str) -> tuple[p.Crumb, ...]:
    return (p.Crumb(_("Anbieterbereich"), url_for("desk.list_offers")), p.Crumb(title))
