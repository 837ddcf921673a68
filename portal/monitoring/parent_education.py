"""Figures about parent education in a half year, for the half-yearly meeting of those who offer it: what there was, where, for
whom, how it was taken up, what is missing. Reads only, in six statements; people are counts, small groups are not told."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.models import (
    District,
    Institution,
    MissedQuery,
    Occurrence,
    Offer,
    OfferTerm,
    Place,
    Registration,
    Run,
    Term,
)
from portal.monitoring import suppression
from portal.monitoring.half_year import HalfYear
from portal.monitoring.suppression import People
from portal.vocabulary.attendance import IN_LINE, TAKES_PLACES, RegistrationState
from portal.vocabulary.offers import OFF, AttendanceMode, OfferKind, Step
from portal.vocabulary.terms import Scheme

TARGET_GROUP, TOPIC = "eltern", "familie"
NOT_MEANT = (OfferKind.CAREERS_EVENT, OfferKind.DEADLINE)  # parents are welcome there, but it is not for them
# Parts of words that concern parents and families, as the search folds them.
FAMILY_WORDS = (
    "eltern", "mutter", "mütter", "mama", "vater", "väter", "papa", "familie", "kind", "baby", "säugling", "krabbel", "kita",
    "schwanger", "geburt", "erzieh", "pubert", "trotz", "windel", "wickel", "stillen", "trage", "oma", "opa", "enkel",
    "hausaufgaben", "einschul", "schulanfang",
)  # fmt: skip
MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Held:
    """One offer as it was held in the half year. `teams` are runs; `districts` by name, the empty one for online."""

    offer_id: int
    title: str
    institution: str
    is_training: bool
    teams: int
    dates: int
    seats: int | None
    districts: tuple[str, ...]
    languages: tuple[str, ...]  # codes
    childcare: bool | None
    age_min: int | None
    age_max: int | None
    placed: People
    waiting: People


@dataclass(frozen=True, slots=True)
class Sums:
    """The whole of a half year, to compare with another."""

    offers: int
    trainings: int
    teams: int
    dates: int
    seats: int
    districts: int
    languages: int
    with_childcare: int
    placed: People
    waiting: People


@dataclass(frozen=True, slots=True)
class Missed:
    """Words that were searched and found nothing; `times` since they were first asked for."""

    words: str
    times: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything for one half year."""

    half_year: HalfYear
    held: tuple[Held, ...]
    now: Sums
    before: Sums
    by_district: tuple[tuple[str, int], ...]  # dates, every district, in the town's order
    online_dates: int
    by_language: tuple[tuple[str, int], ...]  # offers by the language's code, most first
    districts_without: tuple[str, ...]
    languages_without: tuple[str, ...]  # codes
    missed: tuple[Missed, ...]


@dataclass(frozen=True, slots=True)
class _Date:
    """One date that took place or will, with what it belongs to."""

    offer_id: int
    title: str
    institution: str
    kind: OfferKind
    childcare: bool | None
    age_min: int | None
    age_max: int | None
    run_id: int
    seats: int | None
    mode: AttendanceMode
    first_day: date
    district: str


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was read, before it is counted for one half year or the other."""

    dates: tuple[_Date, ...]
    languages: Mapping[int, tuple[str, ...]]  # of each offer
    people: Mapping[int, tuple[int, int]]  # placed and in line, of each run


def report(session: Session, half_year: HalfYear) -> Report:
    """The figures for a half year beside those of the one before."""
    facts = _read(session, half_year)
    held = _held(facts, half_year)
    districts = tuple(session.scalars(select(District.name).order_by(District.position, District.name)))
    spoken = tuple(
        session.scalars(select(Term.code).where(Term.scheme == Scheme.LANGUAGE).order_by(Term.position))
    )
    inside = [one for one in facts.dates if half_year.has(one.first_day)]
    where = Counter(one.district for one in inside if one.district)
    used = Counter(code for one in held for code in one.languages)
    return Report(
        half_year=half_year,
        held=held,
        now=_sums(held, facts, half_year),
        before=_sums(_held(facts, half_year.before), facts, half_year.before),
        by_district=tuple((name, where[name]) for name in districts),
        online_dates=sum(1 for one in inside if one.mode is AttendanceMode.ONLINE),
        by_language=tuple(used.most_common()),
        districts_without=tuple(name for name in districts if not where[name]),
        languages_without=tuple(code for code in spoken if not used[code]),
        missed=_missed(session, half_year),
    )


def _read(session: Session, half_year: HalfYear) -> _Facts:
    """Both half years at once: dates, languages, people; three statements."""
    dates = tuple(_dates(session, half_year.before.first_day, half_year.last_day))
    offer_ids = sorted({one.offer_id for one in dates})
    run_ids = sorted({one.run_id for one in dates})
    languages: dict[int, list[str]] = {}
    for offer_id, code in session.execute(
        select(OfferTerm.offer_id, Term.code)
        .join(Term, Term.id == OfferTerm.term_id)
        .where(Term.scheme == Scheme.LANGUAGE, OfferTerm.offer_id.in_(offer_ids))
        .order_by(Term.position)
    ):
        languages.setdefault(offer_id, []).append(code)
    return _Facts(dates, {key: tuple(codes) for key, codes in languages.items()}, _people(session, run_ids))


def _dates(session: Session, first: date, last: date) -> Iterable[_Date]:
    """The dates of public offers for parents; a place of the date goes before that of its run and offer."""
    of_date, of_run, of_offer = aliased(Place), aliased(Place), aliased(Place)
    rows = session.execute(
        select(
            Offer.id,
            Offer.title,
            func.coalesce(Institution.short_name, Institution.name),
            Offer.kind,
            Offer.childcare,
            Offer.age_min,
            Offer.age_max,
            Run.id,
            func.coalesce(Run.max_participants, Offer.max_participants),
            func.coalesce(Run.attendance_mode, Offer.attendance_mode),
            Occurrence.first_day,
            func.coalesce(District.name, ""),
        )
        .join(Run, Run.offer_id == Offer.id)
        .join(Occurrence, Occurrence.run_id == Run.id)
        .join(Institution, Institution.id == Offer.institution_id)
        .outerjoin(of_date, of_date.id == Occurrence.place_id)
        .outerjoin(of_run, of_run.id == Run.place_id)
        .outerjoin(of_offer, of_offer.id == Offer.place_id)
        .outerjoin(
            District,
            District.id == func.coalesce(of_date.district_id, of_run.district_id, of_offer.district_id),
        )
        .where(
            Offer.step == Step.PUBLISHED,
            or_(Offer.kind == OfferKind.PARENT_TRAINING, Offer.id.in_(_for_parents())),
            Offer.kind.not_in(NOT_MEANT),
            Occurrence.first_day.between(first, last),
            and_(Occurrence.status.not_in(tuple(OFF)), Run.status.not_in(tuple(OFF))),
        )
        .order_by(Offer.title, Offer.id, Occurrence.first_day)
    )
    for row in rows:
        mode = AttendanceMode(row[9])
        yield _Date(*row[:9], mode, row[10], "" if mode is AttendanceMode.ONLINE else row[11])


def _for_parents() -> Select[int]:
    """The numbers of the offers that bear the target group or the topic, or one below that."""
    above = aliased(Term)
    return (
        select(OfferTerm.offer_id)
        .join(Term, Term.id == OfferTerm.term_id)
        .outerjoin(above, above.id == Term.parent_id)
        .where(
            or_(
                and_(Term.scheme == Scheme.TARGET_GROUP, Term.code == TARGET_GROUP),
                and_(Term.scheme == Scheme.TOPIC, or_(Term.code == TOPIC, above.code == TOPIC)),
            )
        )
    )


def _people(session: Session, run_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Persons with a place, and persons in line, of each run that is registered for here."""
    found: dict[int, list[int]] = {}
    rows = session.execute(
        select(Registration.run_id, Registration.state, func.sum(Registration.persons))
        .where(Registration.run_id.in_(run_ids))
        .group_by(Registration.run_id, Registration.state)
    )
    for run_id, state, persons in rows:
        kept = found.setdefault(run_id, [0, 0])
        if state in TAKES_PLACES and state is not RegistrationState.OFFERED:
            kept[0] += int(persons)
        elif state in IN_LINE:
            kept[1] += int(persons)
    return {run_id: (placed, waiting) for run_id, (placed, waiting) in found.items()}


def _held(facts: _Facts, half_year: HalfYear) -> tuple[Held, ...]:
    """What was held in a half year, offer by offer, by title."""
    by_offer: dict[int, list[_Date]] = {}
    for one in facts.dates:
        if half_year.has(one.first_day):
            by_offer.setdefault(one.offer_id, []).append(one)
    found = []
    for offer_id, dates in by_offer.items():
        first = dates[0]
        runs = {one.run_id: one.seats for one in dates}
        known = [seats for seats in runs.values() if seats is not None]
        placed, waiting = _registered(facts, runs)
        found.append(
            Held(
                offer_id,
                first.title,
                first.institution,
                first.kind is OfferKind.PARENT_TRAINING,
                teams=len(runs),
                dates=len(dates),
                seats=sum(known) if known else None,
                districts=tuple(sorted({one.district for one in dates})),
                languages=facts.languages.get(offer_id, ()),
                childcare=first.childcare,
                age_min=first.age_min,
                age_max=first.age_max,
                placed=suppression.told(placed),
                waiting=suppression.told(waiting),
            )
        )
    return tuple(found)


def _registered(facts: _Facts, run_ids: Iterable[int]) -> tuple[int, int]:
    pairs = [facts.people.get(run_id, (0, 0)) for run_id in run_ids]
    return sum(placed for placed, _ in pairs), sum(waiting for _, waiting in pairs)


def _sums(held: tuple[Held, ...], facts: _Facts, half_year: HalfYear) -> Sums:
    runs: dict[int, set[int]] = {}
    for one in facts.dates:
        if half_year.has(one.first_day):
            runs.setdefault(one.offer_id, set()).add(one.run_id)
    people = [_registered(facts, run_ids) for run_ids in runs.values()]
    return Sums(
        offers=len(held),
        trainings=sum(1 for one in held if one.is_training),
        teams=sum(one.teams for one in held if one.is_training),
        dates=sum(one.dates for one in held),
        seats=sum(one.seats or 0 for one in held),
        districts=len({name for one in held for name in one.districts if name}),
        languages=len({code for one in held for code in one.languages}),
        with_childcare=sum(1 for one in held if one.childcare),
        placed=suppression.total(placed for placed, _ in people),
        waiting=suppression.total(waiting for _, waiting in people),
    )


def _missed(session: Session, half_year: HalfYear) -> tuple[Missed, ...]:
    """Words about families without a hit that were asked for in the half year, the most asked first."""
    about = or_(*(MissedQuery.words.contains(word, autoescape=True) for word in FAMILY_WORDS))
    rows = session.execute(
        select(MissedQuery.words, MissedQuery.times)
        .where(
            about,
            MissedQuery.first_on <= half_year.last_day,
            MissedQuery.last_on >= half_year.first_day,
            or_(MissedQuery.outcome.is_(None), MissedQuery.outcome == "lacking"),
        )
        .order_by(MissedQuery.times.desc(), MissedQuery.words)
        .limit(MOST_WORDS)
    )
    return tuple(Missed(*row) for row in rows)
