"""What a feed of the Seniorenuniversität is asked for: the usual parameters, and `semester`. Without it the feed goes on from
semester to semester by itself."""

from dataclasses import replace

from flask import request, url_for

from portal import clock
from portal.extensions import db
from portal.lectures import programme, semesters
from portal.models import Semester
from portal.offers.filters import Facet, OfferFilter
from portal.web.feeds import asking
from portal.web.feeds.asking import Asked
from portal.web.kit import filter_words, notices, semester_words
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _

WHOLE = OfferFilter(chosen={Facet.PROGRAMME: (semesters.PROGRAMME,)})


def asked() -> tuple[Asked, Semester | None]:
    """The feed, narrowed to the days of the semester that the address names, and that semester."""
    found = asking.asked(also=frozenset({semester_words.SEMESTER}))
    given = request.args.get(semester_words.SEMESTER, "")
    if not given.strip():
        return found, None
    semester, strange = semester_words.asked_for(given, semesters.public(db.session()))
    if strange:
        found = replace(found, notices=(*found.notices, notices.sentence(strange)))
    if semester:
        wishes = replace(found.wishes, first=semester.first_day, last=semester.last_day)
        found = replace(found, wishes=wishes)
    return found, semester


def name(wanted: OfferFilter, semester: Semester | None) -> str:
    """'Seniorenuniversität · Wintersemester 2026/27 · Kulturgeschichte'."""
    words = [_("Seniorenuniversität"), *([semester_words.name(semester)] if semester else [])]
    return filter_words.SEPARATOR.join((*words, *filter_words.words(wanted)))


def page(semester: Semester | None) -> str:
    """The page that shows the same."""
    return url_for("programmes.senior_university", semester=semester.slug if semester else None)


def key(semester: Semester | None) -> tuple[object, ...]:
    """What a kept feed depends on beside the search: the semester as it stands."""
    return ("seniors", semester.id, semester.revision) if semester else ("seniors",)


def in_calendar(wanted: OfferFilter, semester: Semester | None) -> tuple[int, ...]:
    """The offers of a calendar: those of the programme, or those chosen for a compact semester, also such as are gone."""
    now = clock.now()
    if semester is None or not semester.kind.is_compact:
        return service().in_calendar(within_programme(wanted), now=now)
    chosen = set(semesters.item_ids(db.session(), semester))
    return tuple(each for each in service().in_calendar(wanted, now=now) if each in chosen)


def in_news(wanted: OfferFilter, semester: Semester | None) -> tuple[int, ...]:
    """The offers of a news feed: what is public now and has a date in the semester."""
    now = clock.now()
    if semester is None:
        return service().offer_ids(within_programme(wanted), now=now)
    members = set(programme.offer_ids(db.session(), semester))
    return tuple(each for each in service().offer_ids(wanted, now=now) if each in members)


def within_programme(wanted: OfferFilter) -> OfferFilter:
    return replace(wanted, chosen={**wanted.chosen, **WHOLE.chosen})
