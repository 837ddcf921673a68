"""The B-Punkte: the finder with its filters in the address, and the page of each."""

from collections.abc import Mapping
from datetime import datetime

from flask import abort, render_template, request, url_for

from portal import clock
from portal.extensions import db
from portal.guidance import queries
from portal.guidance.point_filters import PointFilter, nearest_first, parse
from portal.guidance.queries import Point
from portal.vocabulary.guidance import ADVICE_FOCUS_LABELS
from portal.vocabulary.terms import Scheme
from portal.web.guidance import blueprint, point_words, sketch
from portal.web.guidance.pages_points import PointsPage
from portal.web.kit import cards, languages, notices, points, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.points import Kept
from portal.web.kit.search import service
from portal.web.kit.town import town
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

THERE = 6  # offers at the same address


@blueprint.get("/b-punkte")
@public
def list_points() -> str:
    kept, now = points.kept(), clock.now()
    districts = {spot.slug: spot.name for spot in kept.spots}
    spoken = language_names(kept)
    wanted, odd = parse(request.args.to_dict(flat=False), districts=districts, languages=spoken)
    found = fitting(kept, wanted, now)
    is_exact = bool(found)
    found = found or best_first(kept, wanted, now)
    page = PointsPage(
        points=tuple(point_words.place(point, now) for point in found),
        heading=heading(len(found), is_exact=is_exact),
        focuses=choices(
            {focus.value: _(label) for focus, label in ADVICE_FOCUS_LABELS.items()}, wanted.focuses
        ),
        districts=choices(districts, wanted.districts),
        languages=choices(spoken, wanted.languages),
        is_open=wanted.is_open,
        is_step_free=wanted.is_step_free,
        is_exact=is_exact,
        all_url="" if wanted.is_empty else url_for("guidance.list_points"),
        sketch=sketch.draw(kept.spots, tuple(point.district for point in found)),
        notices=tuple(notices.sentence(one) for one in odd),
        phone=town().phone,
        phone_link=town().phone_link,
    )
    steps = (p.Crumb(_("B-Punkte: Beratung")),)
    return render_template("guidance/points.html", page=page, breadcrumb=steps)


def language_names(kept: Kept) -> Mapping[str, str]:
    """The languages that are spoken at any of the points, in the list's order."""
    there = {code for point in kept.points for code in point.languages}
    known = vocabulary.catalogue().terms.get(Scheme.LANGUAGE, {})
    return {code: term.in_language(languages.current()) for code, term in known.items() if code in there}


def fitting(kept: Kept, wanted: PointFilter, now: datetime) -> list[Point]:
    """What fits all that is wanted, in the editors' order."""
    return [point for point in kept.points if wanted.fits(point, is_open=kept.state(point, now).is_open)]


def best_first(kept: Kept, wanted: PointFilter, now: datetime) -> list[Point]:
    """All of them, when none fits all: first what fits most of it, of equals the nearest to the wanted district."""
    near = next((spot for spot in kept.spots if spot.slug in wanted.districts), None)
    ordered = nearest_first(kept.points, near) if near else list(kept.points)
    parts = [PointFilter(focuses=wanted.focuses), PointFilter(languages=wanted.languages)]
    parts += [PointFilter(is_open=wanted.is_open), PointFilter(is_step_free=wanted.is_step_free)]

    def missed(point: Point) -> int:
        is_open = kept.state(point, now).is_open
        return sum(not part.fits(point, is_open=is_open) for part in parts)

    return sorted(ordered, key=missed)


def heading(number: int, *, is_exact: bool) -> str:
    if not number:
        return _("Noch kein B-Punkt eingetragen")
    if not is_exact:
        return _("Was am besten passt")
    return ngettext("Ein B-Punkt", "%(num)s B-Punkte", number)


def choices(names: Mapping[str, str], chosen: tuple[str, ...]) -> tuple[p.Choice, ...]:
    return tuple(p.Choice(value, label, value in chosen) for value, label in names.items())


@blueprint.get("/b-punkte/<slug>")
@public
def show_point(slug: str) -> str:
    point, now = points.kept().by_slug(slug) or abort(404), clock.now()
    hits = service().these(queries.offers_at(db.session(), point), now=now)
    page = point_words.page(point, now, cards.offer_cards(hits[:THERE], now))
    steps = (p.Crumb(_("B-Punkte: Beratung"), url_for("guidance.list_points")), p.Crumb(point.name))
    return render_template("guidance/point.html", page=page, breadcrumb=steps)
