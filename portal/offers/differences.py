"""What tells two sheets of an offer apart, field by field; which part of a change is of which kind; and how two changes of
the same sheet are put together. Pure: a sheet is laid out flat as key -> value, and keys are compared."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.offers.sheet import (
    DATE_FIELDS,
    OFFER_FIELDS,
    RUN_FIELDS,
    TERM_SCHEMES,
    DateSheet,
    OfferSheet,
    RunSheet,
)
from portal.vocabulary.workflow import ChangeKind

# ("offer", field) · ("offer", "terms", scheme) · ("run", uuid, field) · ("date", run uuid, uuid, field); the field "" says that
# the run or date is there at all.
Key = tuple[str, ...]
Flat = dict[Key, Any]
HERE = ""

_KINDS: Mapping[ChangeKind, tuple[str, ...]] = {
    ChangeKind.PRICE: ("price_cents", "reduced_price_cents", "price_note", "is_free"),
    ChangeKind.PLACE: ("place_id", "room", "attendance_mode", "online_url"),
    ChangeKind.AVAILABILITY: ("availability", "places_left"),
    ChangeKind.REGISTRATION: (
        "registration_way",
        "registration_url",
        "registration_email",
        "registration_phone",
        "registration_opens_on",
        "registration_closes_on",
        "min_participants",
        "max_participants",
    ),
    ChangeKind.CONTACT: (
        "contact_name",
        "contact_phone",
        "contact_email",
        "website",
        "maintenance_name",
        "maintenance_email",
    ),
    ChangeKind.PICTURE: ("image_id",),
    ChangeKind.AUDIENCE: (
        "terms",
        "age_min",
        "age_max",
        "cefr_level",
        "educational_leave",
        "educational_leave_number",
        "educational_leave_until",
        "guest_places",
        "guest_conditions",
    ),
    ChangeKind.DATES: ("expires_on",),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Change:
    """One key with its value before and after; None where the run or date is not there."""

    key: Key
    before: Any
    after: Any

    @property
    def kind(self) -> ChangeKind:
        return kind_of(self.key)

    @property
    def field(self) -> str:
        """The name of the field; '' for a run or date that came or went."""
        return self.key[1] if self.key[0] == "offer" else self.key[-1]


def kind_of(key: Key) -> ChangeKind:
    """What a change of this key touches."""
    name = key[1] if key[0] == "offer" else key[-1]
    return _KIND_OF.get(name, ChangeKind.TEXT if key[0] == "offer" else ChangeKind.DATES)


def flat(sheet: OfferSheet) -> Flat:
    """The sheet as key -> value. The order of runs and dates is not part of it: both are sorted by when they are."""
    found: Flat = {("offer", name): getattr(sheet, name) for name in OFFER_FIELDS}
    found |= {("offer", "terms", scheme.value): sheet.terms.get(scheme, ()) for scheme in TERM_SCHEMES}
    for run in sheet.runs:
        found[("run", run.uuid, HERE)] = True
        found |= {("run", run.uuid, name): getattr(run, name) for name in RUN_FIELDS}
        for one in run.dates:
            found[("date", run.uuid, one.uuid, HERE)] = True
            found |= {("date", run.uuid, one.uuid, name): getattr(one, name) for name in DATE_FIELDS}
    return found


def unflat(found: Mapping[Key, Any], order: Iterable[str] = ()) -> OfferSheet:
    """The inverse of `flat`. Runs come in `order` (uuids), unknown ones after them; dates by their beginning."""
    ranks = {uuid: rank for rank, uuid in enumerate(order)}
    runs = sorted(
        (key[1] for key in found if key[0] == "run" and key[-1] == HERE),
        key=lambda uuid: ranks.get(uuid, len(ranks)),
    )
    dates: dict[str, list[DateSheet]] = {uuid: [] for uuid in runs}
    for kind, *where in [key for key in found if key[0] == "date" and key[-1] == HERE]:
        run, uuid = where[0], where[1]
        if run in dates:
            values = {name: found[(kind, run, uuid, name)] for name in DATE_FIELDS}
            dates[run].append(DateSheet(**values, uuid=uuid))
    return OfferSheet(
        **{name: found[("offer", name)] for name in OFFER_FIELDS},
        terms={
            scheme: codes for scheme in TERM_SCHEMES if (codes := found[("offer", "terms", scheme.value)])
        },
        runs=tuple(
            RunSheet(
                **{name: found[("run", uuid, name)] for name in RUN_FIELDS},
                dates=tuple(sorted(dates[uuid], key=lambda one: (one.starts_at, one.uuid))),
                uuid=uuid,
            )
            for uuid in runs
        ),
    )


def compare(before: OfferSheet, after: OfferSheet) -> tuple[Change, ...]:
    """What changed, in the order of the form: the offer, then its runs and their dates."""
    old, new = flat(before), flat(after)
    keys = [*new, *(key for key in old if key not in new)]
    changed = (Change(key, old.get(key), new.get(key)) for key in keys)
    return tuple(one for one in changed if one.before != one.after)


def kinds(changes: Iterable[Change]) -> frozenset[ChangeKind]:
    """The kinds of some changes."""
    return frozenset(one.kind for one in changes)


def only(before: OfferSheet, after: OfferSheet, wanted: Collection[ChangeKind]) -> OfferSheet:
    """`before` with those of its changes to `after` that are of the wanted kinds.

    A run or date comes or goes as a whole, as a change of dates.
    """
    old, new = flat(before), flat(after)
    return unflat(
        _choose(old, new, lambda key: new if _thing_kind(key, old, new) in wanted else old),
        _order(after, before),
    )


def _thing_kind(key: Key, old: Flat, new: Flat) -> ChangeKind:
    """The kind of a change, where all fields of a run or date that came or went are changes of dates."""
    for there in _homes(key):
        if (there in old) != (there in new):
            return ChangeKind.DATES
    return kind_of(key)


def _homes(key: Key) -> tuple[Key, ...]:
    """The keys that say whether the run and date of a key are there."""
    if key[0] == "offer":
        return ()
    run: Key = ("run", key[1], HERE)
    return (run,) if key[0] == "run" else (run, (*key[:-1], HERE))


def _part(sheet: Flat, home: Key) -> Flat:
    """Everything below a run (with its dates) or a date."""
    if home[0] == "run":
        return {key: value for key, value in sheet.items() if key[0] != "offer" and key[1] == home[1]}
    return {key: value for key, value in sheet.items() if key[:-1] == home[:-1]}


def _choose(old: Flat, new: Flat, source: Callable[[Key], Flat]) -> Flat:
    chosen = {
        key: source(key)[key] for key in [*new, *(key for key in old if key not in new)] if key in source(key)
    }
    return {key: value for key, value in chosen.items() if all(home in chosen for home in _homes(key))}


def _order(*sheets: OfferSheet) -> list[str]:
    return list(dict.fromkeys(run.uuid for sheet in sheets for run in sheet.runs))


@dataclass(frozen=True, slots=True)
class Merged:
    """Two changes of the same base put together; where both changed the same key differently, `mine` stands in `sheet`.

    `conflicts`: before = theirs, after = mine.
    """

    sheet: OfferSheet
    conflicts: tuple[Change, ...]


def merge(base: OfferSheet, theirs: OfferSheet, mine: OfferSheet) -> Merged:
    """Three-way merge by key. A run or date that one side took away and the other changed is a conflict; mine wins."""
    old, left, right = flat(base), flat(theirs), flat(mine)
    conflicts: dict[Key, Change] = {}

    def source(key: Key) -> Flat:
        for home in _homes(key):
            if (home in left) != (home in right):
                return _of_thing(home)
        if right.get(key) == old.get(key):
            return left
        if left.get(key) not in (old.get(key), right.get(key)):
            conflicts[key] = Change(key, left.get(key), right.get(key))
        return right

    def _of_thing(home: Key) -> Flat:
        """Only one side has the run or date: new on it, or taken away by the other."""
        has, lost = (left, right) if home in left else (right, left)
        if home not in old:
            return has
        if _part(has, home) != _part(old, home):
            conflicts[home] = Change(home, left.get(home), right.get(home))
            return right
        return lost

    chosen = _choose(left, right, source)
    return Merged(unflat(chosen, _order(mine, theirs)), tuple(conflicts.values()))
