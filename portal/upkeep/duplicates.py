"""The radar for offers that were entered twice: finds pairs among all public offers in nearly linear time and keeps them for
editors. Two offers are compared only where they share something rare: a title, a rare word with a day or another rare word, a
place with a moment. Flushes, never commits."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.audit import journal
from portal.models import DuplicatePair, Institution, Occurrence, Offer, Place, Run
from portal.permissions.policy import Actor
from portal.search.service import SearchService
from portal.upkeep.likeness import ALIKE, Traits, place_key, score, traits
from portal.vocabulary.offers import OfferKind, Step
from portal.vocabulary.workflow import Act, Thing

RECENT = timedelta(days=30)  # dates that have passed longer ago tell nothing any more
OVERLAP = timedelta(minutes=10)  # of what an hourly look takes for changed
_MOST_TOGETHER = 40  # offers that share a key: beyond, each is compared with its neighbours only
_NEIGHBOURS = 12
_RAREST = 3

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SimilarOffer:
    """An offer that looks like one that is being written."""

    offer_id: int
    title: str
    institution: str
    institution_slug: str
    next_start: datetime | None
    is_own: bool


def similar(
    session: Session,
    search: SearchService,
    *,
    title: str,
    first_date: date | None = None,
    institution_id: int | None = None,
    leave_out: Collection[int] = frozenset(),
    now: datetime,
) -> list[SimilarOffer]:
    """For the hint of the offer form; one statement, and none where nothing is similar. `leave_out`: the offer itself."""
    found = search.similar(title, now=now, first_day=first_date, leave_out=leave_out)
    if not found:
        return []
    own = session.scalar(select(Institution.slug).where(Institution.id == institution_id))
    return [
        SimilarOffer(
            one.offer_id,
            one.title,
            one.institution_name,
            one.institution,
            one.next_start,
            one.institution == own,
        )
        for one in found
    ]


def look(session: Session, now: datetime) -> int:
    """Compare everything and bring the kept pairs up to date; how many are new."""
    found = pairs(read(session, now))
    return _keep(session, found, now, None)


def look_at_changed(session: Session, now: datetime, *, since: datetime) -> int:
    """The same for the offers that changed since a moment, against all; nothing is read where nothing changed. An offer that
    is public no more loses its pairs."""
    changed = set(session.scalars(select(Offer.id).where(Offer.updated_at >= since)))
    if not changed:
        return 0
    return _keep(session, pairs(read(session, now), changed), now, changed)


def read(session: Session, now: datetime) -> list[Traits]:
    """The public offers that are not long over, in three statements."""
    known = {
        row.id: place_key(row.name, row.street)
        for row in session.execute(select(Place.id, Place.name, Place.street))
    }
    starts: defaultdict[int, set[int]] = defaultdict(set)
    places: defaultdict[int, set[str]] = defaultdict(set)
    dated: set[int] = set()
    dates = (
        select(Run.offer_id, Occurrence.starts_at, Occurrence.place_id, Run.place_id.label("run_place_id"))
        .join(Occurrence, Occurrence.run_id == Run.id)
        .join(Offer, Offer.id == Run.offer_id)
        .where(Offer.step == Step.PUBLISHED)
    )
    for row in session.execute(dates):
        dated.add(row.offer_id)
        if row.starts_at >= now - RECENT:
            starts[row.offer_id].add(int(row.starts_at.timestamp()) // 60)
            places[row.offer_id].add(known.get(row.place_id or row.run_place_id, ""))
    offers = (
        select(
            Offer.id,
            Offer.title,
            Offer.kind,
            Offer.institution_id,
            Offer.place_id,
            Offer.summary,
            Offer.description,
        )
        .join(Institution)
        .where(Offer.step == Step.PUBLISHED, Institution.is_public)
        .order_by(Offer.id)
    )
    return [
        traits(
            id=row.id,
            title=row.title,
            kind=OfferKind(row.kind),
            institution_id=row.institution_id,
            places=frozenset((places[row.id] - {""} or {known.get(row.place_id, "")}) - {""}),
            starts=frozenset(starts[row.id]),
            body=row.summary or row.description or "",
        )
        for row in session.execute(offers)
        if row.id not in dated or row.id in starts
    ]


def pairs(offers: Sequence[Traits], changed: Collection[int] | None = None) -> dict[Pair, int]:
    """The pairs that look the same, with their score; with `changed` only those that hold one of these offers."""
    by_id = {one.id: one for one in offers}
    found: dict[Pair, int] = {}
    for first, second in _candidates(offers):
        if changed is not None and first not in changed and second not in changed:
            continue
        worth = score(by_id[first], by_id[second])
        if worth >= ALIKE:
            found[first, second] = worth
    return found


def _candidates(offers: Sequence[Traits]) -> set[Pair]:
    """Pairs that share a key, the lower id first."""
    frequency = Counter(word for one in offers for word in one.words)
    groups: defaultdict[Hashable, list[Traits]] = defaultdict(list)
    for one in offers:
        for key in _keys(one, frequency):
            groups[key].append(one)
    found: set[Pair] = set()
    for group in groups.values():
        if len(group) > 1:
            found.update(_together(group))
    return found


def _keys(one: Traits, frequency: Counter[str]) -> Iterator[Hashable]:
    """What an offer may share with its double."""
    rare = sorted(one.words, key=lambda word: (frequency[word], word))[:_RAREST]
    day = min(one.starts) // (24 * 60) if one.starts else None
    yield ("title", *sorted(one.words or (one.title,)))
    for pair in combinations(sorted(rare), 2):
        yield ("words", *pair)
    for word in rare:
        yield ("day", word, day)
    if one.starts:
        for place in one.places:
            yield ("moment", min(one.starts), place)


def _together(group: list[Traits]) -> Iterator[Pair]:
    """All pairs of a small group; of a large one each with those that follow it by first date and title."""
    if len(group) <= _MOST_TOGETHER:
        yield from (_pair(one, other) for one, other in combinations(group, 2))
        return
    order = sorted(group, key=lambda one: (min(one.starts, default=0), one.title, one.id))
    for at, one in enumerate(order):
        yield from (_pair(one, other) for other in order[at + 1 : at + 1 + _NEIGHBOURS])


def _pair(one: Traits, other: Traits) -> Pair:
    return (one.id, other.id) if one.id < other.id else (other.id, one.id)


def _keep(session: Session, found: dict[Pair, int], now: datetime, changed: Collection[int] | None) -> int:
    """Insert new pairs, correct scores, drop those that no longer hold; what was dismissed stays as it is."""
    known = {(row.first_id, row.second_id): row for row in session.scalars(select(DuplicatePair))}
    for pair, row in known.items():
        is_looked_at = changed is None or pair[0] in changed or pair[1] in changed
        if row.dismissed_at is not None or not is_looked_at:
            continue
        if pair not in found:
            session.delete(row)
        elif row.score != found[pair]:
            row.score = found[pair]
    new = sorted(found.keys() - known.keys())
    session.add_all(
        DuplicatePair(first_id=first, second_id=second, score=found[first, second], found_at=now)
        for first, second in new
    )
    session.flush()
    return len(new)


@dataclass(frozen=True, slots=True)
class KeptPair:
    """A pair that waits, with its two offers as rows."""

    first: Offer
    second: Offer
    score: int
    found_at: datetime


def waiting(session: Session, limit: int = 50) -> list[KeptPair]:
    """Pairs that nobody has decided on, the most alike first; both still public. One statement, without runs and dates."""
    return _pairs(session, DuplicatePair.dismissed_at.is_(None), limit=limit)


def by_ids(session: Session, first_id: int, second_id: int) -> KeptPair | None:
    """One pair, if it still waits."""
    found = _pairs(
        session,
        DuplicatePair.dismissed_at.is_(None),
        DuplicatePair.first_id == first_id,
        DuplicatePair.second_id == second_id,
        limit=1,
    )
    return found[0] if found else None


def _pairs(session: Session, *wanted: object, limit: int) -> list[KeptPair]:
    first, second = aliased(Offer), aliased(Offer)
    rows = session.execute(
        select(DuplicatePair, first, second)
        .join(first, first.id == DuplicatePair.first_id)
        .join(second, second.id == DuplicatePair.second_id)
        .where(first.step == Step.PUBLISHED, second.step == Step.PUBLISHED, *wanted)  # type: ignore[arg-type]  # conditions
        .order_by(DuplicatePair.score.desc(), DuplicatePair.first_id, DuplicatePair.second_id)
        .limit(limit)
    )
    return [KeptPair(one, other, pair.score, pair.found_at) for pair, one, other in rows]


def dismiss(session: Session, actor: Actor, *, pair: KeptPair, now: datetime) -> None:
    """Both are different: nobody is asked about them again."""
    row = session.get_one(DuplicatePair, (pair.first.id, pair.second.id))
    row.dismissed_at, row.dismissed_by_id = now, actor.user_id
    journal.record(
        session,
        actor,
        Act.SEEN,
        Thing.OFFER,
        thing_id=pair.first.id,
        title=pair.first.title,
        now=now,
        institution_id=pair.first.institution_id,
        note=f"{pair.second.id}: {pair.second.title}",
    )
    session.flush()
