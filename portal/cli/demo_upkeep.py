"""What a while of use would have left behind in the demo: counts, words without a hit, a link that leads nowhere."""

from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import clock
from portal.models import CheckedLink, MissedQuery, Offer, OfferCount
from portal.upkeep.links import BROKEN_FROM
from portal.vocabulary.offers import Step

WISHES = (
    ("drohnenführerschein", 9, 2),
    ("bienen halten", 7, 1),
    ("schwedisch", 6, 5),
    ("ukulele", 5, 3),
    ("aquafitness", 4, 8),
    ("tragetuch", 3, 6),
    ("mama fit", 2, 9),
    ("blockchain", 2, 12),
)
BROKEN = 2  # links


def load(session: Session, *, today: date) -> None:
    """Anew each time the demo moves along; what editors have decided about a word stays."""
    offer_ids = list(
        session.scalars(
            select(Offer.id).where(Offer.is_demo, Offer.step == Step.PUBLISHED).order_by(Offer.id)
        )
    )
    session.execute(delete(OfferCount).where(OfferCount.offer_id.in_(offer_ids)))
    session.add_all(_counts(offer_ids, today))
    known = set(session.scalars(select(MissedQuery.words)))
    session.add_all(
        MissedQuery(
            words=words,
            times=times,
            first_on=today - timedelta(days=days + 10),
            last_on=today - timedelta(days=days),
        )
        for words, times, days in WISHES
        if words not in known
    )
    _broken_links(session)
    session.flush()


def _counts(offer_ids: list[int], today: date) -> list[OfferCount]:
    """The same numbers in every demo: some offers are looked at often, most now and then, few are taken into a calendar."""
    return [
        OfferCount(
            offer_id=offer_id,
            day=today - timedelta(days=days),
            views=1 + (offer_id * 7 + days * 5) % (23 if offer_id % 5 == 0 else 6),
            calendars=(offer_id + days) % 3 if offer_id % 4 == 0 else 0,
        )
        for offer_id in offer_ids
        for days in range(1 + offer_id % 3, 30, 4)
    ]


def _broken_links(session: Session) -> None:
    """Two of the demo's links; their hosts are reserved for examples, so no check ever changes that."""
    urls = session.scalars(
        select(Offer.registration_url)
        .where(Offer.is_demo, Offer.registration_url.is_not(None))
        .order_by(Offer.id)
    )
    chosen = list(dict.fromkeys(url for url in urls if url))[:BROKEN]
    known = set(session.scalars(select(CheckedLink.url)))
    session.add_all(
        CheckedLink(
            url=url,
            checked_at=clock.now() - timedelta(days=2),
            status=404,
            problem="Die Seite gibt es nicht mehr.",
            failures=BROKEN_FROM,
        )
        for url in chosen
        if url not in known
    )
