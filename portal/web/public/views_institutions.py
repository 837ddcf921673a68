"""Providers: the list of all, and the page of one."""

from itertools import groupby

from flask import abort, render_template, url_for
from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal import clock, text
from portal.exports import jsonld
from portal.extensions import db
from portal.institutions import queries
from portal.models import Institution
from portal.offers.filters import Facet, OfferFilter
from portal.search.results import SearchResult
from portal.vocabulary.guidance import SealHolder
from portal.vocabulary.people import INSTITUTION_KIND_LABELS
from portal.web.kit import addresses, cards, formats, place_parts, seals, subscription, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.public import blueprint
from portal.web.public.pages import InstitutionPage, InstitutionsPage

SHOWN = 8


@blueprint.get("/anbieter")
@public
def institutions() -> str:
    found = queries.public_institutions(db.session())
    everyone = OfferFilter(chosen={Facet.INSTITUTION: tuple(one.slug for one in found)}, per_page=1)
    counts = dict(service().search(everyone, now=clock.now()).facets.get(Facet.INSTITUTION, ()))
    found.sort(key=lambda one: text.slugify(one.name))
    letters = tuple(
        p.LetterGroup(letter, tuple(row(one, counts.get(one.slug, 0)) for one in group))
        for letter, group in groupby(found, key=lambda one: initial(one.name))
    )
    page = InstitutionsPage(total=len(found), letters=letters)
    return render_template("public/institutions.html", page=page, breadcrumb=(p.Crumb(_("Alle Anbieter")),))


def initial(name: str) -> str:
    """The letter under which a name stands; umlauts under their base letter, digits under '#'."""
    letter = text.slugify(name)[:1].upper()
    return letter if letter.isalpha() else "#"


def row(institution: Institution, count: int) -> p.InstitutionRow:
    return p.InstitutionRow(
        name=institution.name,
        url=addresses.institution(institution.slug),
        summary=institution.summary or "",
        district=institution.district.name if institution.district else institution.town or "",
        offer_count=count,
    )


@blueprint.get("/anbieter/<slug>")
@public
def institution(slug: str) -> str | Response:
    found = queries.by_slug(db.session(), slug)
    if found is None:
        moved = queries.slug_now(db.session(), slug)
        return redirect(url_for("public.institution", slug=moved), 301) if moved else abort(404)
    now = clock.now()
    wanted = OfferFilter(chosen={Facet.INSTITUTION: (slug,)}, per_page=SHOWN)
    result = service().search(wanted, now=now)
    page = build(found, result, cards.offer_cards(result.hits, now))
    steps = (
        p.Crumb(_("Alle Anbieter"), url_for("public.institutions")),
        p.Crumb(found.short_name or found.name),
    )
    return render_template("public/institution.html", page=page, breadcrumb=steps)


def build(found: Institution, result: SearchResult, entries: tuple[p.OfferCard, ...]) -> InstitutionPage:
    """The page of an institution."""
    path = addresses.institution(found.slug)
    organization = jsonld.organization(found, url=addresses.absolute(path))
    return InstitutionPage(
        name=found.name,
        kind_line=_("Anbieter, %(kind)s", kind=_(INSTITUTION_KIND_LABELS[found.kind]))
        if found.kind
        else _("Anbieter"),
        lead=found.summary or "",
        canonical=addresses.absolute(path),
        report_url=url_for("public.feedback", seite=path),
        total=result.total,
        all_url=addresses.search_for(Facet.INSTITUTION, found.slug),
        facts=facts(found),
        topics=topics(found, result),
        entries=entries,
        places=tuple(place_parts.place_view(place) for place in found.places),
        about_html=Markup(text.markdown_html(found.description)) if found.description else p.NOTHING,  # noqa: S704  sanitised by nh3
        confirmed_line=confirmed(found),
        json_ld=jsonld.script({"@context": "https://schema.org", **organization}),
        subscribe=subscription.box(
            f"{path}.ics",
            found.name,
            news_path=f"{path}.atom",
            table_path=addresses.search(OfferFilter(chosen={Facet.INSTITUTION: (found.slug,)}), ".csv"),
        ),
        seals=seals.of(SealHolder.INSTITUTION, found.id),
    )


def facts(found: Institution) -> tuple[p.Fact, ...]:
    """Address and ways to reach it, those that are known."""
    town = f"{found.postal_code or ''} {found.town or ''}".strip()
    district = found.district.name if found.district else ""
    note = ", ".join(part for part in (town if found.street else "", district) if part)
    website = text.web_link(found.website)
    known = [
        p.Fact(_("Öffnungszeiten"), found.opening_hours or ""),
        p.Fact(_("Adresse"), found.street or town, note),
        p.Fact(_("Telefon"), found.phone or "", url=formats.telephone_link(found.phone or "")),
        p.Fact(_("E-Mail"), found.email or "", url=f"mailto:{found.email}"),
        p.Fact(_("Im Netz"), website.removeprefix("https://").rstrip("/"), url=website),
    ]
    return tuple(fact for fact in known if fact.value)


def topics(found: Institution, result: SearchResult) -> tuple[p.CountedLink, ...]:
    """The broad topics that it offers, most first."""
    known = vocabulary.catalogue().of(Facet.TOPIC)
    broad = [
        one
        for one in result.facets.get(Facet.TOPIC, ())
        if one.value in known and not known[one.value].parent
    ]
    return tuple(
        p.CountedLink(
            vocabulary.label(Facet.TOPIC, value),
            addresses.search(OfferFilter(chosen={Facet.INSTITUTION: (found.slug,), Facet.TOPIC: (value,)})),
            count,
        )
        for value, count in sorted(broad, key=lambda one: -one.count)
        if count
    )


def confirmed(found: Institution) -> str:
    if found.confirmed_at is None:
        return ""
    day = formats.long_date(clock.local(found.confirmed_at).date(), weekday=False)
    return _("Diese Seite wurde am %(day)s bestätigt.", day=day)
