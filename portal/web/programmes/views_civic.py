"""Fields of civic activity (Tätigkeitsfelder) for everybody: the list, one opening, and saying that one would like to help."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import clock, text
from portal.errors import Conflict
from portal.extensions import csrf, db
from portal.lectures import civic, civic_interests
from portal.lectures.civic_interests import Interest
from portal.models import CivicOpening
from portal.offers.filters import Facet
from portal.web.kit import addresses, formats, languages, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.robots import opened
from portal.web.kit.words import gettext as _
from portal.web.programmes import blueprint, civic_rows
from portal.web.programmes.forms_civic import InterestForm
from portal.web.programmes.pages_civic import OpeningPage, ThanksPage

LIST = "/seniorenuniversitaet/taetigkeitsfelder"
ONE = f"{LIST}/<uuid:uuid>"
Answer = str | Response | tuple[str, int]


@blueprint.get(LIST)
@public
def civic_openings() -> str:
    found = civic.public(db.session(), clock.today())
    asked = civic_rows.asked_for(request.args)
    crumbs = (programme(), p.Crumb(_("Tätigkeitsfelder")))
    return render_template(
        "programmes/civic_openings.html", page=civic_rows.page(found, asked), breadcrumb=crumbs
    )


@blueprint.get(ONE)
@public
def civic_opening(uuid: UUID) -> str:
    return show(fetch(uuid), InterestForm(data=opened()))


@blueprint.post(ONE)
@csrf.exempt  # no account acts here; the ticket and the trap stand against robots, and no cookie is needed
@public
def ask_civic(uuid: UUID) -> Answer:
    opening, form = fetch(uuid), InterestForm(request.form)
    if not form.validate():
        return show(opening, form), 400
    said = Interest(*(form[name].data or "" for name in ("name", "email", "phone", "message")))
    try:
        civic_interests.ask(db.session(), opening=opening, interest=said, now=clock.now())
    except Conflict as problem:
        form.email.errors = [_(str(problem))]
        return show(opening, form), 429
    return redirect(url_for("programmes.civic_asked", uuid=uuid), 303)


@blueprint.get(f"{ONE}/danke")
@public
def civic_asked(uuid: UUID) -> str:
    opening = fetch(uuid)
    page = ThanksPage(
        text=_(
            "Ihre Nachricht geht an: %(name)s. Dort meldet man sich bei Ihnen, meist in den nächsten Tagen.",
            name=opening.institution.name,
        ),
        links=(
            p.Action(_("Weitere Tätigkeitsfelder"), url_for("programmes.civic_openings"), primary=True),
            p.Action(_("Zur Seniorenuniversität"), url_for("programmes.senior_university")),
        ),
    )
    return render_template("programmes/civic_thanks.html", page=page, breadcrumb=crumbs(opening))


def fetch(uuid: UUID) -> CivicOpening:
    return civic.public_by_uuid(db.session(), uuid, clock.today()) or abort(404)


def programme() -> p.Crumb:
    return p.Crumb(_("Seniorenuniversität"), url_for("programmes.senior_university"))


def crumbs(opening: CivicOpening) -> tuple[p.Crumb, ...]:
    return (
        programme(),
        p.Crumb(_("Tätigkeitsfelder"), url_for("programmes.civic_openings")),
        p.Crumb(opening.title),
    )


def show(opening: CivicOpening, form: InterestForm) -> str:
    institution = opening.institution
    body = text.markdown_html(opening.description, top_heading=3) if opening.description else ""
    page = OpeningPage(
        title=opening.title,
        summary=opening.summary,
        provider=p.Link(institution.name, addresses.institution(institution.slug)),
        body_html=Markup(body),  # noqa: S704  sanitised by nh3
        facts=facts(opening),
        topics=tuple(
            p.Link(vocabulary.label(Facet.TOPIC, code), url_for("programmes.civic_openings", thema=code))
            for code in opening.topics
        ),
        send_url=url_for("programmes.ask_civic", uuid=opening.uuid),
        privacy=_(
            "Ihre Angaben bekommen %(name)s und die Redaktion. Wir löschen sie 30 Tage, nachdem man Ihnen geantwortet hat, "
            "spätestens nach 90 Tagen.",
            name=institution.name,
        ),
        list_url=url_for("programmes.civic_openings"),
        contact=contact(opening),
        lang=languages.of_content(),
    )
    return render_template("programmes/civic_opening.html", page=page, form=form, breadcrumb=crumbs(opening))


def facts(opening: CivicOpening) -> tuple[p.Fact, ...]:
    """What one needs to know before one writes."""
    end = formats.long_date(opening.open_until, weekday=False) if opening.open_until else ""
    lines = (
        (_("Zeitaufwand"), opening.effort or ""),
        (_("Was Sie mitbringen"), opening.requirements or ""),
        (_("Stadtteil"), opening.district.name if opening.district else ""),
        (_("Gesucht bis"), end),
    )
    return tuple(p.Fact(label, value) for label, value in lines if value)


def contact(opening: CivicOpening) -> p.Contact | None:
    """The institution's public contact, for who would rather call."""
    one = opening.institution
    if not (one.phone or one.email):
        return None
    link = formats.telephone_link(one.phone) if one.phone else ""
    return p.Contact(one.name, "", one.phone or "", link, one.email or "", text.web_link(one.website))
