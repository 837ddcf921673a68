"""Elterntrainings: their page with all groups, and the form to register for one of them."""

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.attendance import queries
from portal.extensions import csrf, db
from portal.models import Offer
from portal.offers import groups as group_reads
from portal.offers.filters import Facet, OfferFilter
from portal.search.results import SearchResult
from portal.web.kit import guidance_cards, subscription
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.programme import partners, programme_box
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.programmes import blueprint, parents_asked, parents_groups, registering
from portal.web.programmes.forms_registration import FEW_TEAMS, RegistrationForm
from portal.web.programmes.pages_parents import ParentsPage
from portal.web.programmes.pages_registration import RegisterPage
from portal.web.programmes.parents_asked import Asked
from portal.web.programmes.parents_groups import Group

Answer = str | Response | tuple[str, int]


@blueprint.get("/elterntrainings")
@public
def parent_trainings() -> str:
    now = clock.now()
    asked = parents_asked.read(request.args.to_dict(flat=False), service().values)
    result = service().search(asked.wanted, now=now)
    offers = group_reads.of_offers(db.session(), [hit.offer_id for hit in result.hits if not hit.is_over])
    seats = queries.seats(db.session(), (run.id for offer in offers for run in offer.runs))
    found = parents_groups.groups(offers, seats, now)
    open_ones = tuple(one for one in found if one.is_open)
    page = ParentsPage(
        title=_("Eltern\u00adtrainings"),
        lead=_(
            "Trotz, Schlaf, Schule, Bildschirm: Sie üben in einer festen Gruppe mit höchstens zehn Eltern."
        ),
        count_words=parents_groups.counted(found),
        groups=tuple(parents_groups.row(one, now) for one in found),
        picks=parents_asked.picks(asked, result),
        with_childcare=parents_asked.childcare(asked, result),
        chips=parents_asked.chips(asked),
        notices=asked.notices,
        all_url=asked.url(OfferFilter()),
        steps=steps(),
        partners=partners(result),
        registration=registering.part(
            url_for("programmes.send_training_registration"), (), is_long=len(open_ones) > FEW_TEAMS
        )
        if open_ones
        else None,
        guidance=advice(),
        subscribe=box(asked),
    )
    form = registering.blank_form(open_ones, now, with_title=True)
    crumbs = (p.Crumb(_("Elterntrainings")),)
    return render_template("programmes/parents.html", page=page, form=form, breadcrumb=crumbs)


def steps() -> tuple[p.StepText, ...]:
    return (
        p.StepText(
            _("Anmelden"),
            _("Ein Name und eine Telefonnummer oder E-Mail-Adresse genügen."),
        ),
        p.StepText(
            _("Bestätigen"),
            _("Sie bekommen eine E-Mail mit einem Link, oder wir rufen Sie an. Dann ist der Platz fest."),
        ),
        p.StepText(
            _("Zusammen üben"),
            _("Sie sehen dieselben Eltern wieder. Was in der Gruppe gesagt wird, bleibt dort."),
        ),
    )


def advice() -> p.GuidanceCard | None:
    """The B-Punkt to call where no group fits."""
    found = guidance_cards.cards(OfferFilter(chosen={Facet.LIFE_PHASE: ("kita", "grundschule")}))
    return found[0] if found else None


def box(asked: Asked) -> p.SubscribeBox:
    """The calendar of exactly these groups."""
    if asked.is_narrowed:
        return subscription.of_search(asked.wanted)
    return programme_box(url_for("feeds.parent_trainings"), _("Elterntrainings"), asked.wanted)


@blueprint.get("/elterntrainings/anmelden")
@public
def register_for_training() -> str:
    now = clock.now()
    found = all_open()
    return show(registering.blank_form(found, now, with_title=True), found)


@blueprint.post("/elterntrainings/anmelden")
@csrf.exempt  # no account acts here; the ticket and the trap stand against robots, and no cookie is needed
@public
def send_training_registration() -> Answer:
    now = clock.now()
    found = all_open()
    form = registering.sent_form(found, now, with_title=True)
    return registering.take(form, found, now) or (show(form, all_open()), 400)


def all_open() -> tuple[Group, ...]:
    """Every group of every training in which one can register now."""
    now = clock.now()
    wanted = parents_asked.Asked(OfferFilter()).wanted
    result: SearchResult = service().search(wanted, now=now, facets=False)
    offers: list[Offer] = group_reads.of_offers(db.session(), [hit.offer_id for hit in result.hits])
    return registering.open_groups(offers, now)


def show(form: RegistrationForm, found: tuple[Group, ...]) -> str:
    page = RegisterPage(
        title=_("Für ein Elterntraining anmelden"),
        offer=None,
        provider="",
        part=registering.part(
            url_for("programmes.send_training_registration"), (), is_long=len(found) > FEW_TEAMS
        )
        if found
        else None,
        closed=_("Zurzeit ist keine Gruppe offen. Fragen Sie im B-Punkt, wann die nächsten beginnen."),
    )
    crumbs = (p.Crumb(_("Elterntrainings"), url_for("programmes.parent_trainings")), p.Crumb(_("Anmelden")))
    return render_template("programmes/register.html", page=page, form=form, breadcrumb=crumbs)
