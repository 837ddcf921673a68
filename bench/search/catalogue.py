"""A believable catalogue of any size in a temporary SQLite database, made through the models; the same for the same size."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, create_engine, event, insert, select
from sqlalchemy.orm import Session

from bench.search.words import (
    AUDIENCES,
    HEADS,
    NAME_ENDS,
    NAME_MIDDLES,
    NAME_STARTS,
    PARTS,
    SENTENCES,
    SUBJECTS,
    TITLES,
)
from portal import clock
from portal.cli import seed_vocabularies
from portal.extensions import Base
from portal.models import District, Institution, Occurrence, Offer, OfferTerm, Place, Run, Term
from portal.vocabulary.offers import (
    AttendanceMode,
    Availability,
    CefrLevel,
    OccurrenceStatus,
    OfferKind,
    Step,
)
from portal.vocabulary.terms import Scheme

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BATCH = 2_000
INSTITUTIONS = 150
PLACES = 300


def make(file: Path, size: int) -> Engine:
    """A database with `size` published offers of 150 institutions."""
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        seed_vocabularies.load(session)
        maker = Maker(session)
        for first in range(1, size + 1, BATCH):
            maker.add(first, min(first + BATCH, size + 1))
        session.commit()
    return engine


class Weighted:
    """Words of falling frequency, as in every language: the hundredth is five times as rare as the first."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._shares = list(accumulate(1 / (rank + 20) for rank in range(len(words))))

    def draw(self, chance: random.Random) -> str:
        return chance.choices(self.words, cum_weights=self._shares)[0]


class Maker:
    """Draws offers from weighted words; rare words are as rare as in real catalogues."""

    def __init__(self, session: Session) -> None:
        self.random = random.Random(20261123)  # the same catalogue every time
        self.session = session
        pairs = [part.capitalize() + head for part in PARTS for head in HEADS]
        self.compounds = Weighted(self.random.sample(pairs, 600))
        names = [a + b + c for a in NAME_STARTS for b in NAME_MIDDLES for c in NAME_ENDS]
        self.names = Weighted(self.random.sample(names, 20_000))
        self.run_id = 0
        self.terms = {
            scheme: list(session.scalars(select(Term.id).where(Term.scheme == scheme).order_by(Term.id)))
            for scheme in Scheme
        }
        self.narrow = list(
            session.scalars(select(Term.id).where(Term.scheme == Scheme.TOPIC, Term.parent_id.is_not(None)))
        )
        self.places = self._places(list(session.scalars(select(District))))
        self._institutions()

    def _places(self, districts: list[District]) -> list[int]:
        rows = []
        for number in range(1, PLACES + 1):
            district = self.random.choice(districts)
            rows.append(
                {
                    "id": number,
                    "uuid": UUID(int=number),
                    "name": f"{self.compounds.draw(self.random)} {number}",
                    "town": "Dessau-Roßlau",
                    "district_id": district.id,
                    "latitude": district.latitude + self.random.uniform(-0.01, 0.01),
                    "longitude": district.longitude + self.random.uniform(-0.01, 0.01),
                    "step_free": self.random.random() < 0.6,
                    "lift": self.random.random() < 0.3,
                    "accessible_wc": self.random.random() < 0.4,
                    "hearing_loop": self.random.random() < 0.1,
                    "childcare": self.random.random() < 0.1,
                }
            )
        self.session.execute(insert(Place), rows)
        return [row["id"] for row in rows]

    def _institutions(self) -> None:
        rows = [
            {
                "id": n,
                "uuid": UUID(int=n),
                "slug": f"traeger-{n}",
                "name": f"{self.compounds.draw(self.random)} {n} e. V.",
            }
            for n in range(1, INSTITUTIONS + 1)
        ]
        self.session.execute(insert(Institution), rows)

    def _filled(self, pattern: str) -> str:
        return pattern.format(
            s=SUBJECTS[int(len(SUBJECTS) * self.random.random() ** 2)],
            t=self.random.choice(SUBJECTS),
            a=self.random.choice(AUDIENCES),
            c=self.compounds.draw(self.random),
            c2=self.compounds.draw(self.random),
            n=self.names.draw(self.random),
            n2=self.names.draw(self.random),
            n3=self.names.draw(self.random),
        )

    def add(self, first: int, last: int) -> None:
        """Offers first..last-1 with their terms, runs and occurrences."""
        offers = [self._offer(number) for number in range(first, last)]
        runs = [run for offer in offers for run in self._runs(offer)]
        self.session.execute(insert(Offer), offers)
        self.session.execute(insert(Run), runs)
        self.session.execute(insert(Occurrence), [each for run in runs for each in self._occurrences(run)])
        self.session.execute(insert(OfferTerm), [pair for offer in offers for pair in self._terms(offer)])

    def _offer(self, number: int) -> dict[str, Any]:
        chance = self.random.random
        is_free = chance() < 0.2
        return {
            "id": number,
            "uuid": UUID(int=number),
            "slug": f"angebot-{number}",
            "institution_id": 1 + int(INSTITUTIONS * chance() ** 2),
            "place_id": self.random.choice(self.places) if chance() < 0.9 else None,
            "kind": self.random.choice(list(OfferKind)),
            "step": Step.PUBLISHED,
            "title": self._filled(self.random.choice(TITLES)),
            "summary": self._filled(self.random.choice(SENTENCES)),
            "description": " ".join(self._filled(self.random.choice(SENTENCES)) for _ in range(4)),
            "attendance_mode": self.random.choices(list(AttendanceMode), [8, 1, 1])[0],
            "cefr_level": self.random.choice(list(CefrLevel)) if chance() < 0.1 else None,
            "price_cents": 0 if is_free else int(chance() * 200) * 100,
            "reduced_price_cents": 500 if chance() < 0.3 else None,
            "is_free": is_free,
            "educational_leave": chance() < 0.1,
            "published_at": NOW - timedelta(minutes=int(chance() * 500_000)),
            "external_id": f"K{number:06d}",
        }

    def _runs(self, offer: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for position in range(self.random.choices((0, 1, 2), (1, 7, 2))[0]):
            self.run_id += 1
            yield {
                "id": self.run_id,
                "uuid": UUID(int=self.run_id),
                "offer_id": offer["id"],
                "position": position,
                "number": f"R{self.run_id:07d}",
                "availability": self.random.choice(list(Availability)),
            }

    def _occurrences(self, run: dict[str, Any]) -> Iterator[dict[str, Any]]:
        day = date(2026, 11, 1) + timedelta(days=self.random.randrange(240))
        hour, minute = self.random.choice((9, 10, 14, 16, 17, 18, 19)), self.random.choice((0, 15, 30))
        for week in range(self.random.choices((1, 3, 5), (3, 3, 2))[0]):
            start = clock.as_utc(day + timedelta(weeks=week), hour, minute)
            yield {
                "id": run["id"] * 10 + week,
                "uuid": UUID(int=run["id"] * 10 + week),
                "run_id": run["id"],
                "starts_at": start,
                "ends_at": start + timedelta(minutes=90),
                "first_day": day + timedelta(weeks=week),
                "last_day": day + timedelta(weeks=week),
                "status": self.random.choices(
                    (OccurrenceStatus.PLANNED, OccurrenceStatus.CANCELLED), (30, 1)
                )[0],
            }

    def _terms(self, offer: dict[str, Any]) -> Iterator[dict[str, Any]]:
        chosen = {self.random.choice(self.narrow), self.random.choice(self.narrow)}
        for scheme, most in (
            (Scheme.LIFE_PHASE, 2),
            (Scheme.TARGET_GROUP, 2),
            (Scheme.LANGUAGE, 1),
            (Scheme.SCHOOL_FORM, 1),
            (Scheme.GRADE, 2),
            (Scheme.OCCUPATION_FIELD, 1),
            (Scheme.FUNDING, 1),
            (Scheme.PROGRAMME, 1),
        ):
            for _ in range(self.random.randint(0, most)):
                chosen.add(self.random.choice(self.terms[scheme]))
        return ({"offer_id": offer["id"], "term_id": term} for term in sorted(chosen))
