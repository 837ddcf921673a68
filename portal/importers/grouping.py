"""From rows to offers with runs: duplicates found, rows of one group merged, whatever the order of the
file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from portal.importers.base import RowRefused, Tally
from portal.importers.drafts import OfferDraft, PlaceDraft, RowDraft, RunDraft, name_key
from portal.importers.mapping import ImportMapping
from portal.importers.money import Price

_MERGED = ("age_min", "age_max")
_PER_RUN = ("attendance_mode", "min_participants", "max_participants", "registration_url")


def without_duplicates(drafts: Iterable[RowDraft], mapping: ImportMapping, tally: Tally) -> list[RowDraft]:
    """Rows whose external id is their own. An identical repetition counts as the same; a differing one
    becomes a further run ("<id> (2)") or is refused, as the mapping says: two rows may not fight over one
    run."""
    known: dict[str, RowDraft] = {}
    for draft in drafts:
        first = known.setdefault(draft.external_id, draft)
        if first is draft:
            continue
        if replace(draft, line=first.line) == first:
            tally.count("rows_identical")
        elif mapping.duplicates == "further_run":
            number = 2
            while f"{draft.external_id} ({number})" in known:
                number += 1
            key = f"{draft.external_id} ({number})"
            known[key] = replace(
                draft, external_id=key, group=draft.group or first.group or first.external_id
            )
        else:
            tally.refuse(
                RowRefused(
                    "external_id",
                    draft.external_id,
                    f"dieselbe Kennung wie Zeile {first.line}, aber andere Angaben",
                    "Kennung berichtigen, external_id um eine Spalte ergänzen "
                    "oder duplicates: further_run setzen.",
                ).at(draft.line)
            )
    return list(known.values())


def offers(drafts: Sequence[RowDraft]) -> list[OfferDraft]:
    """Offers in the order in which their first row stands in the file."""
    groups: dict[tuple[str, str], list[RowDraft]] = defaultdict(list)
    for draft in drafts:
        institution = name_key(str(draft.institution["name"])) if draft.institution else ""
        groups[institution, draft.group or draft.external_id].append(draft)
    return [_merged(key, rows) for (_, key), rows in groups.items()]


def _merged(key: str, rows: list[RowDraft]) -> OfferDraft:
    """The latest run speaks for the offer; what it leaves empty comes from the others; ages and terms add
    up."""
    newest_first = sorted(rows, key=lambda row: (row.period.first or date.min, row.external_id), reverse=True)
    spokesman = newest_first[0]
    names = dict.fromkeys(name for row in newest_first for name in row.offer)
    values = {name: _first(row.offer.get(name) for row in newest_first) for name in names}
    values |= _ages(rows)
    price = _first(row.price for row in newest_first if row.price != Price()) if spokesman.has_price else None
    assert price is None or isinstance(price, Price)
    if spokesman.has_price:
        values |= _price_values(price, with_free=True)
    place = _first(row.place for row in newest_first)
    assert place is None or isinstance(place, PlaceDraft)
    return OfferDraft(
        external_id=key,
        institution=spokesman.institution,
        values=values,
        terms=None
        if spokesman.terms is None
        else frozenset().union(*(row.terms or frozenset() for row in rows)),
        place=place,
        runs=tuple(_run(row, values, place, price) for row in reversed(newest_first)),
    )


def _run(
    row: RowDraft, offer: Mapping[str, object], place: PlaceDraft | None, price: Price | None
) -> RunDraft:
    """A run keeps only what differs from its offer, since an empty field means "as the offer says"."""
    values = dict(row.run)
    for name in _PER_RUN:
        if (
            name in row.offer
            and row.run.get(name) is None
            and (name in row.run or row.offer[name] != offer[name])
        ):
            values[name] = None if row.offer[name] == offer[name] else row.offer[name]
    if row.has_price:
        own = None if row.price == price else row.price
        values |= _price_values(own, with_free=False)
    own_place = row.place if row.place is not None and (place is None or row.place.key != place.key) else None
    return RunDraft(row.line, row.external_id, values, own_place, row.period)


def _price_values(price: Price | None, with_free: bool) -> dict[str, object]:
    price = price or Price()
    values: dict[str, object] = {
        "price_cents": price.cents,
        "reduced_price_cents": price.reduced_cents,
        "price_note": price.note,
    }
    return values | ({"is_free": price.cents == 0} if with_free else {})


def _ages(rows: Sequence[RowDraft]) -> dict[str, object]:
    """From the youngest that any run takes to the oldest; open where one of them is open."""
    merged: dict[str, object] = {}
    for name, widest in zip(_MERGED, (min, max), strict=True):
        if name in rows[0].offer:
            ages = [row.offer[name] for row in rows]
            whole = [age for age in ages if isinstance(age, int)]
            merged[name] = widest(whole) if len(whole) == len(ages) else None
    return merged


def _first(values: Iterable[object]) -> object:
    return next((value for value in values if value is not None and value != ""), None)
