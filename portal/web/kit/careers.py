"""Which offers are in the Jahres-Berufswahl-Kalender: for its page, its feed and its printed forms alike. Its next deadline."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from flask import current_app

from portal import clock
from portal.careers import queries
from portal.extensions import db
from portal.offers.filters import Facet, OfferFilter
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import OFF, OfferKind
from portal.web.kit import filter_words, vocabulary
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _

YEAR, SHOW = "schuljahr", "zeigen"
FIRST_GRADE = 4  # careers orientation begins in class 4


class Shown(StrEnum):
    """Values of `zeigen=`; none of them means all."""

    EVENTS = "termine"
    DEADLINES = "fristen"
    WINDOWS = "zeitraeume"

    @property
    def kind(self) -> EntryKind:
        return {
            "termine": EntryKind.OCCURRENCE,
            "fristen": EntryKind.DEADLINE,
            "zeitraeume": EntryKind.WINDOW,
        }[self.value]


SHOWN_LABELS = {Shown.EVENTS: N_("Termine"), Shown.DEADLINES: N_("Fristen"), Shown.WINDOWS: N_("Zeiträume")}
KINDS = {Facet.KIND: (OfferKind.CAREERS_EVENT.slug,)}
PROGRAMME = {Facet.PROGRAMME: ("berufsorientierung",)}


def offer_ids(wanted: OfferFilter, now: datetime) -> tuple[int, ...]:
    """Events of careers orientation, whatever else belongs to the programme, and deadlines for pupils, within the filter;
    also what is over."""
    found: set[int] = set()
    for belonging in (KINDS, PROGRAMME, _pupils_deadlines(wanted)):
        found.update(service().in_calendar(replace(wanted, chosen={**wanted.chosen, **belonging}), now=now))
    return tuple(sorted(found))


def next_deadline(now: datetime) -> date | None:
    """The nearest day by which to have applied or registered: a deadline, or the last day of a window that is open. Read once per
    state of the index and day."""
    today = clock.local(now).date()
    key = (service().generation, today)
    kept: dict[tuple[str, date], date | None] = current_app.extensions.setdefault("agora_next_deadline", {})
    if key not in kept:
        kept.clear()
        kept[key] = _next_deadline(today, now)
    return kept[key]


def _next_deadline(today: date, now: datetime) -> date | None:
    ahead = queries.entries(
        db.session(), offer_ids(OfferFilter(), now), today, SchoolYear.of(today).next.last
    )
    return min(
        (
            one.last_day
            for one in ahead
            if one.status not in OFF
            and (one.ends_at is None or one.ends_at > now)
            and (one.kind is EntryKind.DEADLINE or (one.kind is EntryKind.WINDOW and one.first_day <= today))
        ),
        default=None,
    )


def _pupils_deadlines(wanted: OfferFilter) -> dict[Facet, tuple[str, ...]]:
    """Deadlines that name a class, whether or not somebody thought of the programme."""
    grades = wanted.values(Facet.GRADE) or tuple(vocabulary.catalogue().of(Facet.GRADE))
    return {Facet.KIND: (OfferKind.DEADLINE.slug,), Facet.GRADE: grades}


def name(wanted: OfferFilter, shown: Sequence[Shown] = (), year: SchoolYear | None = None) -> str:
    """What a calendar of this choice is called: 'Berufswahl · Klasse 9 · Sekundarschule'."""
    parts = [_("Berufswahl"), *filter_words.words(wanted), *(_(SHOWN_LABELS[one]) for one in shown)]
    return filter_words.SEPARATOR.join([*parts, year.label] if year else parts)
