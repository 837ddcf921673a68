"""Which offers are in the Jahres-Berufswahl-Kalender: for its page, its feed and its printed forms alike."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from portal.offers.filters import Facet, OfferFilter
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import OfferKind
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


def _pupils_deadlines(wanted: OfferFilter) -> dict[Facet, tuple[str, ...]]:
    """Deadlines that name a class, whether or not somebody thought of the programme."""
    grades = wanted.values(Facet.GRADE) or tuple(vocabulary.catalogue().of(Facet.GRADE))
    return {Facet.KIND: (OfferKind.DEADLINE.slug,), Facet.GRADE: grades}


def name(wanted: OfferFilter, shown: Sequence[Shown] = (), year: SchoolYear | None = None) -> str:
    """What a calendar of this choice is called: 'Berufswahl · Klasse 9 · Sekundarschule'."""
    parts = [_("Berufswahl"), *filter_words.words(wanted), *(_(SHOWN_LABELS[one]) for one in shown)]
    return filter_words.SEPARATOR.join([*parts, year.label] if year else parts)
