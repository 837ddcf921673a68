"""Calendars: any search, one offer or run, a provider, the programmes, the Jahres-Berufswahl-Kalender."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.calendar import ical, names
from portal.extensions import db
from portal.institutions import queries as institutions
from portal.offers.filters import Facet, OfferFilter
from portal.schoolyear import SchoolYear
from portal.vocabulary.offers import OfferKind
from portal.web.feeds import answers, asking, blueprint, seniors
from portal.web.feeds.asking import Asked
from portal.web.kit import addresses, careers, filter_words, languages, subscription, tally
from portal.web.kit.guards import public
from portal.web.kit.publishing import feeds
from portal.web.kit.search import service
from portal.web.kit.town import town
from portal.web.kit.words import gettext as _

NUMBER = "<int(max=2147483647):offer_id>"
SUN, SKY, CORAL, SAGE = (
    "gold",
    "lightskyblue",
    "lightcoral",
    "darkseagreen",
)  # RFC 7986 takes the names of CSS
PARENTS = OfferFilter(chosen={Facet.KIND: (OfferKind.PARENT_TRAINING.slug,)})


@dataclass(frozen=True, slots=True)
class About:
    """What a calendar is called, which page shows the same, and its colour."""

    name: str
    page: str
    color: str = SUN


@blueprint.get("/suche.ics")
@public
def search() -> AnyResponse:
    asked = asking.asked()
    about = About(filter_words.title(asked.wanted), addresses.search(asked.wanted))
    return _answer(("search",), asked, about, lambda: _found(asked.wanted))


def _found(wanted: OfferFilter) -> tuple[int, ...]:
    return service().in_calendar(wanted, now=clock.now())


@blueprint.get(f"/angebote/{NUMBER}-<slug>.ics")
@public
def offer(offer_id: int, slug: str) -> AnyResponse:  # noqa: ARG001  a calendar that was subscribed to outlives a new title
    """One offer, or with `durchfuehrung` one of its runs. Of an offer that is gone there are its tombstones."""
    asked = asking.asked()
    named = names.of_offer(db.session(), offer_id, languages.current())
    if named is None:
        abort(404)
    tally.calendar(offer_id)
    about = About(named.title, addresses.offer(offer_id, named.slug))
    return _answer(("offer", offer_id), asked, about, lambda: (offer_id,))


@blueprint.get(f"/angebote/{NUMBER}-<slug>.qr.svg")
@public
def offer_qr(offer_id: int, slug: str) -> AnyResponse:
    """The address of an offer's calendar as a picture to scan."""
    path = f"{addresses.offer(offer_id, slug)}.ics"
    response = Response(subscription.qr_image(addresses.absolute(path)), content_type="image/svg+xml")
    return answers.kept_by_anybody(response)


@blueprint.get("/anbieter/<slug>.ics")
@public
def institution(slug: str) -> AnyResponse:
    name = names.of_institution(db.session(), slug)
    if name is None:
        moved = institutions.slug_now(db.session(), slug)
        return redirect(url_for("feeds.institution", slug=moved), 301) if moved else abort(404)
    about = About(name, addresses.institution(slug))
    return _programme(OfferFilter(chosen={Facet.INSTITUTION: (slug,)}), about)


@blueprint.get("/seniorenuniversitaet.ics")
@public
def senior_university() -> AnyResponse:
    """With `semester` one semester, without it all that comes."""
    asked, semester = seniors.asked()
    about = About(seniors.name(asked.wanted, semester), seniors.page(semester), SKY)
    return _answer(seniors.key(semester), asked, about, lambda: seniors.in_calendar(asked.wanted, semester))


@blueprint.get("/elterntrainings.ics")
@public
def parent_trainings() -> AnyResponse:
    return _programme(PARENTS, About(_("Elterntrainings"), url_for("programmes.parent_trainings"), CORAL))


def _programme(fixed: OfferFilter, about: About) -> AnyResponse:
    """A calendar of which one condition is given by its address; the usual parameters narrow it."""
    asked = asking.asked()
    chosen = {**asked.wanted.chosen, **fixed.chosen}
    narrowed = replace(asked, wanted=replace(asked.wanted, chosen=chosen))
    return _answer(("programme",), narrowed, _named(about, asked.wanted), lambda: _found(narrowed.wanted))


def _named(about: About, wanted: OfferFilter) -> About:
    """The name of a programme and what narrows it: 'Berufswahl · Klasse 9 · Sekundarschule'."""
    return replace(about, name=filter_words.SEPARATOR.join((about.name, *filter_words.words(wanted))))


@blueprint.get("/berufswahlkalender.ics")
@public
def careers_calendar() -> AnyResponse:
    """With `schuljahr` one school year, without it all that comes: then a subscription goes on by itself."""
    asked = asking.asked(also=frozenset({careers.YEAR, careers.SHOW}))
    year = SchoolYear.parse(request.args.get(careers.YEAR, ""))
    shown = tuple(one for one in careers.Shown if one in request.args.getlist(careers.SHOW))
    wishes = asked.wishes
    if year:
        wishes = replace(wishes, first=year.first, last=year.last)
    if shown:
        wishes = replace(wishes, kinds=frozenset(one.kind for one in shown))
    asked = replace(asked, wishes=wishes)
    about = About(careers.name(asked.wanted, shown, year), url_for("careers.calendar"), SAGE)
    return _answer(("careers",), asked, about, lambda: careers.offer_ids(asked.wanted, clock.now()))


def _answer(
    name: tuple[object, ...], asked: Asked, about: About, found: Callable[[], Collection[int]]
) -> AnyResponse:
    """The calendar as an answer that clients may keep and ask about."""
    session: Session = db.session()
    head = ical.Head(
        name=about.name,
        description=_description(asked.notices),
        source=addresses.absolute(languages.root() + _own_address()),
        url=addresses.absolute(about.page),
        color=about.color,
    )
    key = (*name, *asked.key, head, service().generation)
    feed = feeds().feed(session, key, languages.current(), lambda: (found(), asked.wishes, head), clock.now())
    return answers.calendar(feed, about.name)


def _own_address() -> str:
    query = request.query_string.decode("ascii", "replace")
    return request.path + (f"?{query}" if query else "")


def _description(notices: tuple[str, ...]) -> str:
    """Where it comes from, how it changes, and what of its address is no longer understood."""
    about = _(
        "Termine aus dem Portal „%(portal)s“ %(place)s. Änderungen kommen von selbst; wie schnell, bestimmt Ihr Programm.",
        portal=town().name,
        place=town().place,
    )
    return " ".join((about, *notices))
