"""Compares what a file says with what was last imported: which offers and runs are new, changed, the same, or
absent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.importers import digest
from portal.importers.base import RowRefused, Tally
from portal.importers.drafts import OfferDraft, RunDraft, name_key
from portal.importers.stock import KnownOffer, KnownRun, Stock
from portal.models import Institution


@dataclass(frozen=True, slots=True)
class RunPlan:
    """A run to be made (`known` is None), changed in the `changed` fields, or left alone (none changed)."""

    draft: RunDraft
    known: KnownRun | None
    digest: str
    changed: frozenset[str]
    moves: bool = False

    @property
    def is_work(self) -> bool:
        return self.known is None or bool(self.changed) or self.moves


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """The same for an offer; `moves` where its institution or external id is another than before."""

    draft: OfferDraft
    institution: Institution
    known: KnownOffer | None
    digest: str
    changed: frozenset[str]
    runs: tuple[RunPlan, ...]
    moves: bool = False

    @property
    def is_work(self) -> bool:
        return self.known is None or bool(self.changed) or self.moves or any(run.is_work for run in self.runs)


def plans(drafts: Sequence[OfferDraft], stock: Stock, tally: Tally) -> list[OfferPlan]:
    """A plan for each offer of the file. Offers that belong to another source are refused, row by row."""
    placed = [(draft, institution) for draft in drafts if (institution := _institution(draft, stock, tally))]
    exact = {
        known.id
        for draft, institution in placed
        if (known := stock.offers.get((institution.id, draft.external_id))) is not None
    }
    made: list[OfferPlan] = []
    for draft, institution in placed:
        known = stock.offers.get((institution.id, draft.external_id))
        if known is None:
            known = _renamed(draft, stock, exact)
        elif known.source != stock.source:
            _refuse_foreign(draft, known, tally)
            continue
        if known is not None:
            exact.add(known.id)
        made.append(_plan(draft, institution, known, stock))
    return made


def _institution(draft: OfferDraft, stock: Stock, tally: Tally) -> Institution | None:
    found = (
        stock.institutions.get(name_key(str(draft.institution["name"])))
        if draft.institution
        else stock.default
    )
    if found is None:
        name = draft.institution["name"] if draft.institution else ""
        reason = "diesen Anbieter gibt es nicht" if name else "Anbieter fehlt"
        remedy = (
            "Anbieter anlegen oder institution.create: true setzen." if name else "--institution angeben."
        )
        for run in draft.runs:
            tally.refuse(RowRefused("institution", name, reason, remedy).at(run.line))
    return found


def _renamed(draft: OfferDraft, stock: Stock, taken: set[int]) -> KnownOffer | None:
    """The offer to which most of the rows already belong: its title or provider was corrected at the
    source."""
    runs = [stock.runs[run.external_id] for run in draft.runs if run.external_id in stock.runs]
    votes = Counter(run.offer_id for run in runs if run.offer_id not in taken)
    return stock.offers_by_id.get(votes.most_common(1)[0][0]) if votes else None


def _refuse_foreign(draft: OfferDraft, known: KnownOffer, tally: Tally) -> None:
    origin = f"der Quelle „{known.source}“" if known.source else "von Hand"
    for run in draft.runs:
        refused = RowRefused(
            "external_id",
            draft.external_id,
            f"diese Kennung trägt schon ein Angebot {origin}",
            "In der Zuordnung dieselbe source angeben oder die Kennung um eine Spalte ergänzen.",
        )
        tally.refuse(refused.at(run.line))


def _plan(draft: OfferDraft, institution: Institution, known: KnownOffer | None, stock: Stock) -> OfferPlan:
    mark = digest.fingerprint(_offer_values(draft), digest.OFFER_PARTS)
    return OfferPlan(
        draft=draft,
        institution=institution,
        known=known,
        digest=mark,
        changed=digest.changed(known.digest, mark, digest.OFFER_PARTS) if known else frozenset(),
        runs=tuple(_run_plan(run, known, stock) for run in draft.runs),
        moves=known is not None
        and (known.institution_id, known.external_id) != (institution.id, draft.external_id),
    )


def _run_plan(draft: RunDraft, offer: KnownOffer | None, stock: Stock) -> RunPlan:
    known = stock.runs.get(draft.external_id)
    mark = digest.fingerprint(_run_values(draft), digest.RUN_PARTS)
    return RunPlan(
        draft=draft,
        known=known,
        digest=mark,
        changed=digest.changed(known.digest, mark, digest.RUN_PARTS) if known else frozenset(),
        moves=known is not None and (offer is None or known.offer_id != offer.id),
    )


def _offer_values(draft: OfferDraft) -> dict[str, object]:
    terms = None if draft.terms is None else sorted(f"{scheme.value}:{code}" for scheme, code in draft.terms)
    return {**draft.values, "terms": terms, "place": draft.place.key if draft.place else None}


def _run_values(draft: RunDraft) -> dict[str, object]:
    slots = [
        (slot.starts_at.isoformat(), slot.ends_at.isoformat(), slot.all_day) for slot in draft.period.slots
    ]
    return {**draft.values, "place": draft.place.key if draft.place else None, "dates": slots}


def absent(stock: Stock, seen: Iterable[str]) -> list[KnownRun]:
    """Runs of this source that the file no longer names. They are reported, never touched."""
    present = set(seen)
    return [run for external_id, run in stock.runs.items() if external_id not in present]
