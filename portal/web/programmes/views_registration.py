"""Registering here for any offer, and the page of one registration for who holds its link. Nothing happens by GET: programs that
follow links in letters confirm and cancel nothing."""

from collections.abc import Callable

from flask import abort, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import clock
from portal.attendance import actions, queries
from portal.errors import AgoraError
from portal.extensions import csrf, db
from portal.models import Offer, Registration
from portal.offers import groups as group_reads
from portal.town import settings
from portal.vocabulary.offers import RegistrationWay, Step
from portal.web.kit import addresses, languages, place_parts
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.words import gettext as _
from portal.web.programmes import blueprint, registering, registration_page
from portal.web.programmes.forms_registration import RegistrationForm
from portal.web.programmes.pages_registration import CancelPage, RegisterPage, SaidPage
from portal.web.programmes.parents_groups import Group

OFFER = "/angebote/<int(max=2147483647):offer_id>/anmelden"
KEY = "<string(length=43):key>"
Answer = str | Response | tuple[str, int]


@blueprint.get(OFFER)
@public
def register(offer_id: int) -> Answer:
    offer, now = fetch(offer_id), clock.now()
    if away := elsewhere(offer):
        return away
    found = registering.open_groups((offer,), now)
    return show(offer, registering.blank_form(found, now, with_title=False), found)


@blueprint.post(OFFER)
@csrf.exempt  # no account acts here; the ticket and the trap stand against robots, and no cookie is needed
@public
def send_registration(offer_id: int) -> Answer:
    offer, now = fetch(offer_id), clock.now()
    if away := elsewhere(offer):
        return away
    found = registering.open_groups((offer,), now)
    form = registering.sent_form(found, now, with_title=False)
    if answer := registering.take(form, found, now):
        return answer
    offer = fetch(offer_id)
    return show(offer, form, registering.open_groups((offer,), now)), 400


def fetch(offer_id: int) -> Offer:
    """An offer that is or was public."""
    offer = group_reads.of_offer(db.session(), offer_id)
    if offer is None or not offer.institution.is_public:
        abort(404)
    if offer.step in (Step.DRAFT, Step.SUBMITTED, Step.RETURNED):
        abort(404)
    return offer


def elsewhere(offer: Offer) -> Response | None:
    """The way to the offer's page, which says how one registers, or that the offer is no more."""
    if offer.step is Step.PUBLISHED and offer.registration_way is RegistrationWay.HERE:
        return None
    return redirect(addresses.offer(offer.id, offer.slug), 303)


def show(offer: Offer, form: RegistrationForm, found: tuple[Group, ...]) -> str:
    """The form, or that no group is open."""
    link = p.Link(offer.title, addresses.offer(offer.id, offer.slug))
    send_url = url_for("programmes.send_registration", offer_id=offer.id)
    provider = offer.institution.short_name or offer.institution.name
    page = RegisterPage(
        title=_("Anmelden"),
        offer=link,
        provider=offer.institution.name,
        part=registering.part(send_url, (provider,)) if found else None,
        closed=_("Zurzeit kann man sich hier nicht anmelden. Fragen Sie den Anbieter, wann es weitergeht."),
        contact=None if found else place_parts.contact(offer),
        lang=languages.of_content(),
    )
    crumbs = (p.Crumb(offer.title, link.url), p.Crumb(_("Anmelden")))
    return render_template("programmes/register.html", page=page, form=form, breadcrumb=crumbs)


@blueprint.get("/anmeldung/gesendet")
@public
def registration_asked() -> str:
    return said(
        _("Bitte sehen Sie in Ihr E-Mail-Postfach"),
        _(
            "Wir haben Ihnen eine E-Mail geschickt. Erst wenn Sie dort auf den Link klicken und bestätigen, gilt Ihre "
            "Anmeldung."
        ),
        _("Kommt nichts an? Dann sehen Sie im Ordner für Werbung nach, oder rufen Sie den Anbieter an."),
    )


@blueprint.get("/anmeldung/rueckruf")
@public
def registration_call() -> str:
    return said(
        _("Wir rufen Sie an"),
        _("Ihre Anmeldung ist notiert. Der Anbieter ruft Sie an und bestätigt sie. Erst dann gilt sie."),
        _("Waren Sie schneller? Sie können den Anbieter auch selbst anrufen."),
    )


def said(title: str, text: str, *notes: str) -> str:
    page = SaidPage(title, text, notes, (p.Action(_("Weitere Angebote"), url_for("public.search")),))
    return render_template(
        "programmes/registration_said.html", page=page, breadcrumb=(p.Crumb(_("Anmeldung")),)
    )


@blueprint.get(f"/anmeldung/{KEY}")
@public
def show_registration(key: str) -> Answer:
    row = queries.by_key(db.session(), key)
    return unknown() if row is None else shown(row)


def shown(row: Registration, problem: str = "") -> str:
    """The person's page, with what just went wrong."""
    session = db.session()
    run = group_reads.run_whole(session, row.run_id)
    if run is None:
        abort(404)
    position = queries.line_position(session, row)
    days = settings.attendance(session).delete_after_days
    page = registration_page.build(row, run, position, clock.now(), kept_days=days, problem=problem)
    return render_template(
        "programmes/registration.html", page=page, breadcrumb=(p.Crumb(_("Ihre Anmeldung")),)
    )


@blueprint.post(f"/anmeldung/{KEY}/bestaetigen")
@csrf.exempt  # the key in the address is the secret; there is no session that another site could misuse
@public
def confirm_registration(key: str) -> Answer:
    return acted(key, actions.confirm)


@blueprint.post(f"/anmeldung/{KEY}/annehmen")
@csrf.exempt  # as for the confirmation
@public
def accept_place(key: str) -> Answer:
    return acted(key, actions.accept)


@blueprint.get(f"/anmeldung/{KEY}/abmelden")
@public
def ask_cancel_registration(key: str) -> Answer:
    row = queries.by_key(db.session(), key)
    if row is None:
        return unknown()
    if row.state not in registration_page.CAN_CANCEL:
        return redirect(url_for("programmes.show_registration", key=key), 303)
    page = CancelPage(
        title=_("Wirklich abmelden?"),
        sentences=registration_page.cancel_sentences(row),
        send_url=url_for("programmes.cancel_registration", key=key),
        back_url=url_for("programmes.show_registration", key=key),
    )
    crumbs = (p.Crumb(_("Ihre Anmeldung"), page.back_url), p.Crumb(_("Vom Angebot abmelden")))
    return render_template("programmes/registration_cancel.html", page=page, breadcrumb=crumbs)


@blueprint.post(f"/anmeldung/{KEY}/abmelden")
@csrf.exempt  # as for the confirmation
@public
def cancel_registration(key: str) -> Answer:
    return acted(key, actions.cancel)


def acted(key: str, act: Callable[..., object]) -> Answer:
    """Do it and show how it stands now; a second click finds it done. What cannot be done any more is said on the page."""
    session: Session = db.session()
    if queries.by_key(session, key) is None:
        return unknown()
    try:
        act(session, key=key, now=clock.now())
    except AgoraError as problem:
        session.rollback()
        row = queries.by_key(session, key)
        return unknown() if row is None else (shown(row, _(str(problem))), 409)
    return redirect(url_for("programmes.show_registration", key=key), 303)


def unknown() -> tuple[str, int]:
    """A link that is wrong, or whose registration was deleted: what may have happened, and the way out."""
    page = SaidPage(
        _("Diese Anmeldung gibt es nicht"),
        _(
            "Vielleicht ist der Link nicht vollständig kopiert. Oder das Angebot ist schon länger vorbei: Dann sind Ihre "
            "Angaben gelöscht."
        ),
        (_("Fragen zu einer Anmeldung beantwortet der Anbieter des Angebots."),),
        (p.Action(_("Angebote suchen"), url_for("public.search")),),
    )
    html = render_template(
        "programmes/registration_said.html", page=page, breadcrumb=(p.Crumb(_("Ihre Anmeldung")),)
    )
    return html, 404
