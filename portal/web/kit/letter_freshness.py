"""The quarterly letter: do these offers still hold? With one link that confirms them, and one to the free places of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.extensions import db
from portal.mail import recipients
from portal.models import Institution
from portal.offers import rules
from portal.offers.sheet import OfferSheet
from portal.town import settings
from portal.upkeep.freshness import LETTER
from portal.vocabulary.offers import OFF, Step
from portal.web.kit import languages, letter_offer, letters, signed_links

MOST_TOLD = 30
DESK = "/anbieterbereich/angebote"


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """One offer of the letter: title, when and where; `places` leads to the free places of its next run."""

    title: str
    lines: tuple[str, ...]
    places: str


def ask(payload: Mapping[str, Any]) -> None:
    """To the address that an institution keeps for such letters, else to who manages it."""
    session = db.session()
    institution = session.get(Institution, payload["institution_id"])
    if institution is None or not institution.is_public:
        return
    for address, locale in _recipients(session, institution):
        with languages.speaking(locale):
            told = _told(session, payload["offer_ids"])
            if not told:
                return
            letters.post(
                LETTER,
                to=address,
                locale=locale,
                institution=institution.name,
                offers=told[:MOST_TOLD],
                more=max(0, len(told) - MOST_TOLD),
                number=len(told),
                link=signed_links.confirm_address(institution.id),
                desk=letters.address(DESK),
                days=signed_links.DAYS,
                leave=settings.freshness(session).leave_after_days,
            )


def _recipients(session: Session, institution: Institution) -> list[tuple[str, str]]:
    if institution.maintenance_email:
        return [(institution.maintenance_email, languages.DEFAULT)]
    return [(one.email, one.locale) for one in recipients.managers(session, institution.id)]


def _told(session: Session, offer_ids: list[int]) -> list[AskedAbout]:
    """Those that are still public, in the present language."""
    found = []
    for offer_id in offer_ids:
        copy = letter_offer.copy_of(session, offer_id)
        if copy is None or copy.offer.step is not Step.PUBLISHED:
            continue
        told = letter_offer.told(session, copy, clock.now())
        run_id = _run_ahead(copy.live) if copy.live else None
        runs = {str(run.uuid): run.id for run in copy.offer.runs}
        places = signed_links.places_address(runs[run_id]) if run_id in runs else ""
        found.append(AskedAbout(told.title, told.lines, places))
    return found


def _run_ahead(sheet: OfferSheet) -> str | None:
    """The run of the next date that takes place."""
    now = clock.now()
    dates = {id(one): run.uuid for run in sheet.runs if run.status not in OFF for one in run.dates}
    ahead = [one for run in sheet.runs for one in run.dates if id(one) in dates]
    day = rules.next_date(ahead, now)
    return dates[id(day)] if day else None


WISHES: Mapping[str, Callable[[Mapping[str, Any]], None]] = {LETTER: ask}
