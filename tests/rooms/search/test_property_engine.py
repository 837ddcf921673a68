"""For any small collection and any filter, the fast search equals the slow one: totals, order, hits, counts of all facets."""

import random
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal import clock
from portal.models import District, Institution, Offer, Place, Term
from portal.offers.filters import Facet, OfferFilter
from portal.offers.outbox import note_change
from portal.vocabulary.offers import (
    AttendanceMode,
    Availability,
    OccurrenceStatus,
    OfferKind,
    Sort,
    Step,
)
from tests.factories import offers as make
from tests.factories.offers import NOW
from tests.rooms.search import reference
from tests.rooms.search.engine import Town, database

WORDS = ("Gitarre", "Nähen", "Schach")
DAYS = st.integers(-3, 3)


@st.composite
def wishes(draw: st.DrawFn) -> OfferFilter:
    """Any filter over the values that the collections know, and some that nobody has."""
    values = {
        Facet.KIND: ("kurs", "beratung", "frist"),
        Facet.TOPIC: ("oben", "unten-a", "unten-b", "fremd"),
        Facet.DISTRICT: ("sued", "nord", "online"),
        Facet.WEEKDAY: ("mo", "di", "so"),
        Facet.DAYTIME: ("vormittags", "nachmittags", "abends"),
        Facet.COST: ("kostenlos", "20", "35", "ermaessigt"),
        Facet.MODE: ("vor-ort", "online"),
        Facet.ACCESS: ("stufenlos", "aufzug"),
        Facet.FREE_PLACES: ("1",),
        Facet.INSTITUTION: ("eins", "zwei", "geheim"),
    }
    facets = draw(st.lists(st.sampled_from(list(values)), max_size=3, unique=True))
    chosen = {
        f: tuple(draw(st.lists(st.sampled_from(values[f]), min_size=1, max_size=2, unique=True)))
        for f in facets
    }
    first, last = draw(st.none() | DAYS), draw(st.none() | DAYS)
    if first is not None and last is not None:
        first, last = sorted((first, last))
    return OfferFilter(
        text=draw(st.sampled_from(("", "", *WORDS))),
        chosen=chosen,
        date_from=None if first is None else NOW.date() + timedelta(days=first),
        date_to=None if last is None else NOW.date() + timedelta(days=last),
        sort=draw(st.sampled_from((Sort.DATE, Sort.NEWEST, Sort.PRICE))),
        page=1,
        per_page=100,
    )


class Chance:
    """Fills a database by a seed."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session = session
        self.random = random.Random(seed)
        top = make.make_term(session, label="Oben")
        self.topics: list[Term] = [
            top,
            make.make_term(session, label="Unten A", parent=top),
            make.make_term(session, label="Unten B", parent=top),
        ]
        self.institutions: list[Institution] = [
            make.make_institution(session, slug=slug, is_public=slug != "geheim")
            for slug in ("eins", "zwei", "geheim")
        ]
        districts: list[District | None] = [
            make.make_district(session, slug=slug) for slug in ("sued", "nord")
        ]
        self.places: list[Place | None] = [
            make.make_place(
                session, district=district, step_free=self._any(True, False, None), lift=self._any(True, None)
            )
            for district in (*districts, None)
        ]

    def _any(self, *values: Any) -> Any:
        return self.random.choice(values)

    def offer(self) -> Offer:
        """One offer with nought to two runs of nought to three dates."""
        offer = make.make_offer(
            self.session,
            f"{self._any(*WORDS)} Nr. {self.random.randrange(9)}",
            kind=self._any(OfferKind.COURSE, OfferKind.COUNSELLING, OfferKind.LECTURE),
            step=self._any(*[Step.PUBLISHED] * 6, Step.DRAFT),
            institution=self._any(*self.institutions[:2], *self.institutions),
            place=self._any(*self.places, None),
            attendance_mode=self._any(AttendanceMode.ON_SITE, AttendanceMode.ONLINE, AttendanceMode.HYBRID),
            price_cents=self._any(None, 0, 1_500, 3_500, 9_000),
            reduced_price_cents=self._any(None, None, 900),
            is_free=self._any(False, False, True),
            expires_on=self._any(None, None, None, *(NOW.date() + timedelta(days=day) for day in (-1, 0, 1))),
            published_at=self._any(None, NOW, NOW - timedelta(days=self.random.randrange(4))),
            confirmed_at=self._any(None, *(NOW - timedelta(days=day) for day in (1, 150, 151, 365, 366))),
            terms=self.random.sample(self.topics, self.random.randrange(3)),
        )
        for _ in range(self.random.randrange(3)):
            self._run(offer)
        return offer

    def _run(self, offer: Offer) -> None:
        run = make.make_run(
            self.session,
            offer,
            place=self._any(*self.places, None),
            ends_on=self._any(None, NOW.date(), NOW.date() - timedelta(days=2)),
            attendance_mode=self._any(None, None, AttendanceMode.ONLINE),
            price_cents=self._any(None, None, 2_000),
            availability=self._any(*Availability),
            status=self._any(*[OccurrenceStatus.PLANNED] * 4, OccurrenceStatus.CANCELLED),
        )
        for _ in range(self.random.randrange(4)):
            status = self._any(
                *[OccurrenceStatus.PLANNED] * 4, OccurrenceStatus.CANCELLED, OccurrenceStatus.FULL
            )
            if self.random.random() < 0.25:
                first = NOW.date() + timedelta(days=self.random.randrange(-3, 4))
                last = first + timedelta(days=self.random.randrange(3))
                start, end = clock.as_utc(first, 0, 0), clock.as_utc(last + timedelta(days=1), 0, 0)
                days = {"all_day": True, "first_day": first, "last_day": last}
            else:
                start = NOW + timedelta(minutes=30 * self.random.randrange(-150, 150))
                end, days = start + timedelta(minutes=self._any(0, 90, 600)), {}
            make.make_occurrence(
                self.session,
                run,
                start,
                end=end,
                status=status,
                place=self._any(None, None, *self.places),
                **days,
            )


def _compare(town: Town, offers: list[Offer], wanted: OfferFilter) -> None:
    expected = reference.search(offers, wanted, NOW)
    result = town.service.search(wanted, now=NOW)
    assert [hit.offer_id for hit in result.hits] == expected.ids
    assert result.total == len(expected.ids)
    for facet in Facet:
        chosen = wanted.values(facet)
        counted = dict(result.facets[facet])
        assert counted == {**dict.fromkeys(chosen, 0), **expected.facets[facet]}, facet
    by_id = {offer.id: offer for offer in offers}
    for hit in result.hits:
        _, start = reference.Seen(by_id[hit.offer_id], wanted, NOW).next_date()
        assert hit.next_start == start


@pytest.mark.parametrize("has_delta", [False, True])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(seed=st.integers(0, 2**32), wanted=st.lists(wishes(), min_size=12, max_size=20))
def test_the_fast_search_equals_the_slow_one(has_delta: bool, seed: int, wanted: list[OfferFilter]) -> None:
    with tempfile.TemporaryDirectory() as folder, database() as session:
        chance = Chance(session, seed)
        town = Town(session, Path(folder) / "index")
        offers = [chance.offer() for _ in range(chance.random.randrange(1, 25))]
        town.indexed()
        if has_delta:
            session.delete(offers.pop())
            offers += [chance.offer() for _ in range(4)]
            for offer in offers[::3]:
                offer.kind = OfferKind.DEADLINE
                offer.title = f"{offer.title} neu"
            gone = set(range(1, 60))
            note_change(session, gone)
            session.commit()
            assert town.service.drain(session) == len(gone)
            session.commit()
            assert town.service.check(session).is_clean
        for each in wanted:
            _compare(town, offers, each)
