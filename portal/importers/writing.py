"""Carries out the plans of an import: makes offers, runs and dates, changes the fields that the source
changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, selectinload

from portal.importers import occurrences
from portal.importers.base import Tally
from portal.importers.drafts import OfferDraft, PlaceDraft
from portal.importers.mapping import ImportMapping
from portal.importers.planning import OfferPlan, RunPlan
from portal.importers.stock import Stock
from portal.models import Institution, Occurrence, Offer, Place, Run, Term
from portal.offers.series import Slot
from portal.text import slugify
from portal.vocabulary.offers import Step

_CHUNK = 500
_CONFIRM_AGAIN = timedelta(days=14)  # a nightly import must not have everything indexed anew every night
_NEVER_EMPTY = frozenset({"status", "availability"})


@dataclass(slots=True)
class Writer:
    """Writes into the session; flushes at the end of `write` and never commits."""

    session: Session
    stock: Stock
    tally: Tally
    now: datetime
    mapping: ImportMapping
    publish: bool
    confirmed: list[int] = field(
        default_factory=list
    )  # offers that did not change but for being confirmed again
    _offers: dict[int, Offer] = field(default_factory=dict)
    _runs: dict[int, Run] = field(default_factory=dict)
    _dates: list[tuple[Run, Sequence[Slot]]] = field(default_factory=list)

    def write(self, plans: Sequence[OfferPlan]) -> Iterator[Offer]:
        """Carries out one plan after another and yields each offer that it made or changed."""
        self._load(plans)
        with self.session.no_autoflush:
            for plan in plans:
                offer = self._offer(plan)
                if offer is not None:
                    yield offer
        self.session.flush()
        rows = [
            row for run, slots in self._dates for row in occurrences.rows(run, slots, self.zone, self.now)
        ]
        if rows:
            self.session.execute(insert(Occurrence), rows)  # one statement for thousands of dates
        self._confirm()

    def _confirm(self) -> None:
        """What the source still has is still true; neither a new revision nor a new date of change."""
        for chunk in _chunks(self.confirmed):
            still = update(Offer).where(Offer.id.in_(chunk))
            self.session.execute(still.values(confirmed_at=self.now, updated_at=Offer.updated_at))

    def _load(self, plans: Sequence[OfferPlan]) -> None:
        """Everything that will change, in a few statements."""
        work = [plan for plan in plans if plan.is_work or self._would_publish(plan)]
        offer_ids = {plan.known.id for plan in work if plan.known}
        moving = [run.known for plan in work for run in plan.runs if run.known and run.is_work]
        offer_ids |= {run.offer_id for run in moving}
        for chunk in _chunks(sorted(offer_ids)):
            found = select(Offer).where(Offer.id.in_(chunk)).options(selectinload(Offer.terms))
            self._offers |= {offer.id: offer for offer in self.session.scalars(found)}
        for chunk in _chunks(sorted(run.id for run in moving)):
            of_runs = select(Run).where(Run.id.in_(chunk)).options(selectinload(Run.occurrences))
            self._runs |= {run.id: run for run in self.session.scalars(of_runs)}

    def _would_publish(self, plan: OfferPlan) -> bool:
        return self.publish and plan.known is not None and plan.known.step is Step.DRAFT

    def _offer(self, plan: OfferPlan) -> Offer | None:
        if plan.known is None:
            offer = self._new_offer(plan)
        elif plan.is_work or self._would_publish(plan):
            offer = self._offers[plan.known.id]
            self._change_offer(offer, plan)
        else:
            self.tally.count("offers_unchanged")
            self.tally.count("runs_unchanged", len(plan.runs))
            last = plan.known.confirmed_at
            if last is None or self.now - last >= _CONFIRM_AGAIN:
                self.confirmed.append(plan.known.id)
            return None
        for position, run in enumerate(plan.runs):
            self._run(offer, run, plan.institution, position)
        return offer

    def _new_offer(self, plan: OfferPlan) -> Offer:
        offer = Offer(
            institution=plan.institution,
            source=self.stock.source,
            external_id=plan.draft.external_id,
            import_digest=plan.digest,
            step=Step.DRAFT,
            created_at=self.now,
            updated_at=self.now,
            confirmed_at=self.now,
            slug=slugify(str(plan.draft.values["title"])),
            **plan.draft.values,
        )
        offer.terms = self._terms(plan.draft)
        offer.place = self._place(plan.draft.place, plan.institution, plan.draft.line)
        self.session.add(offer)
        self._publish(offer)
        self.tally.count("offers_created")
        return offer

    def _change_offer(self, offer: Offer, plan: OfferPlan) -> None:
        for name, value in plan.draft.values.items():
            if name in plan.changed:
                setattr(offer, name, value)
        if "title" in plan.changed:
            offer.slug = slugify(offer.title)
        if "terms" in plan.changed and plan.draft.terms is not None:
            others = [term for term in offer.terms if term.scheme not in self.mapping.terms]
            offer.terms = others + self._terms(plan.draft)
        if "place" in plan.changed and self.mapping.place is not None:
            offer.place = self._place(plan.draft.place, plan.institution, plan.draft.line)
        if plan.moves:
            offer.institution, offer.external_id = plan.institution, plan.draft.external_id
        if plan.changed or plan.moves:
            offer.import_digest = plan.digest
        offer.confirmed_at = offer.updated_at = self.now
        self._publish(offer)
        self.tally.count("offers_updated" if plan.changed or plan.moves else "offers_unchanged")

    def _publish(self, offer: Offer) -> None:
        if self.publish and offer.step is Step.DRAFT:
            offer.step, offer.published_at = Step.PUBLISHED, self.now
            self.tally.count("offers_published")

    def _terms(self, draft: OfferDraft) -> list[Term]:
        return [self.stock.terms[key] for key in sorted(draft.terms or ())]

    def _run(self, offer: Offer, plan: RunPlan, institution: Institution, position: int) -> None:
        if plan.known is None:
            self._new_run(offer, plan, institution, position)
        elif plan.is_work:
            self._change_run(offer, self._runs[plan.known.id], plan, institution)
        else:
            self.tally.count("runs_unchanged")

    def _new_run(self, offer: Offer, plan: RunPlan, institution: Institution, position: int) -> None:
        values = _without_empty_status(plan.draft.values)
        run = Run(
            offer=offer,
            position=position,
            source=self.stock.source,
            external_id=plan.draft.external_id,
            import_digest=plan.digest,
            created_at=self.now,
            updated_at=self.now,
            published_at=self.now if offer.step is Step.PUBLISHED else None,
            **values,
        )
        self.session.add(run)
        run.place = self._place(plan.draft.place, institution, plan.draft.line)
        self._dates.append((run, plan.draft.period.slots))
        self.tally.count("runs_created")
        self.tally.count("occurrences_created", len(plan.draft.period.slots))

    def _change_run(self, offer: Offer, run: Run, plan: RunPlan, institution: Institution) -> None:
        status = run.status
        for name, value in _without_empty_status(plan.draft.values).items():
            if name in plan.changed:
                setattr(run, name, value)
        if "place" in plan.changed and self.mapping.place is not None:
            run.place = self._place(plan.draft.place, institution, plan.draft.line)
        if plan.moves:
            run.offer = offer
        if "dates" in plan.changed and self.mapping.schedule is not None:
            period, was_public = plan.draft.period, offer.published_at is not None
            done = occurrences.sync(run, period.slots, self.zone, was_public, self.now, period.fates)
            for what, number in done.items():
                self.tally.count(what, number)
        if run.status is not status:
            occurrences.restate(run, status, run.status, self.now)
        run.import_digest, run.updated_at = plan.digest, self.now
        self.tally.count("runs_updated")

    @property
    def zone(self) -> str:
        return self.mapping.format.zone.key

    def _place(self, draft: PlaceDraft | None, institution: Institution, line: int) -> Place | None:
        rule = self.mapping.place
        if draft is None or rule is None:
            return None
        place = self.stock.place(draft, institution.id)
        if place is not None:
            _fill_coordinates(place, draft)
            return place
        if not rule.create:
            self.tally.notice(line, "place", "unbekannter Lernort, weggelassen", draft.values["name"])
            return None
        owner = None if rule.shared else institution.id
        values = {
            name: value for name, value in draft.values.items() if name != "district" and value is not None
        }
        place = Place(institution_id=owner, district=self.stock.district(draft.values), **values)
        self.session.add(place)
        self.stock.places[owner, draft.key] = place
        self.tally.count("places_created")
        return place


def _without_empty_status(values: Mapping[str, object]) -> dict[str, object]:
    """Columns that must not be empty keep their default where the file says nothing."""
    return {name: value for name, value in values.items() if value is not None or name not in _NEVER_EMPTY}


def _fill_coordinates(place: Place, draft: PlaceDraft) -> None:
    """A place that exists keeps what it says; only missing coordinates are taken from the file."""
    latitude, longitude = draft.values.get("latitude"), draft.values.get("longitude")
    if place.latitude is None and isinstance(latitude, float) and isinstance(longitude, float):
        place.latitude, place.longitude = latitude, longitude


def _chunks(items: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
