"""Who speaks in an offer, as its page says it: only who has consented. Which offers that concerns is kept until the index
changes, as it does with every change of lecturers; most pages ask no more than that."""

from collections.abc import Mapping
from uuid import UUID

from flask import current_app

from portal.extensions import db
from portal.lectures import lecturers
from portal.offers.detail import DateDetail, OfferDetail
from portal.web.kit import formats, languages
from portal.web.kit.lecture_parts import ShownSpeaker
from portal.web.kit.search import service


class SpokenIn:
    """The offers with somebody to name, under the state of the index they were read in."""

    def __init__(self) -> None:
        self._generation = ""
        self._offers: frozenset[int] = frozenset()

    def has(self, offer_id: int) -> bool:
        """Whether somebody is to be named; without an index nothing would say when this is old, so it is always asked."""
        generation = service().generation
        if not generation:
            return True
        if generation != self._generation:
            self._offers, self._generation = lecturers.offers_with_names(db.session()), generation
        return offer_id in self._offers


def of_offer(offer: OfferDetail) -> tuple[ShownSpeaker, ...]:
    """The speakers of an offer; two statements, or none. Who speaks only on dates that are gone is left out."""
    kept: SpokenIn = current_app.extensions.setdefault("agora_spoken_in", SpokenIn())
    if not kept.has(offer.id):
        return ()
    days = {day.uuid: day for run in offer.runs for day in run.occurrences}
    return tuple(
        ShownSpeaker(
            one.speaker.name,
            one.speaker.standing,
            one.speaker.about,
            ", ".join(_day(days[each]) for each in _in_order(one.days, days)),
            languages.of_content(),
        )
        for one in lecturers.named(db.session(), offer.id)
        if not one.days or _in_order(one.days, days)
    )


def _in_order(wanted: tuple[UUID, ...], days: Mapping[UUID, DateDetail]) -> list[UUID]:
    return sorted((each for each in wanted if each in days), key=lambda each: days[each].starts_at)


def _day(day: DateDetail) -> str:
    return formats.long_date(day.first_day, weekday=False)
