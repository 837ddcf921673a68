"""What a row means once its mapping has been applied: plain values, before anything is looked up or
written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from portal.importers.money import Price
from portal.importers.schedule import Period
from portal.text import slugify
from portal.vocabulary.terms import Scheme

TermKey = tuple[Scheme, str]


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A place as a row names it, with the key that tells it from others."""

    key: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One row: the offer's values, the run's, and how both are known. Only mapped fields are in the
    mappings."""

    line: int
    external_id: str
    group: str | None
    institution: Mapping[str, object] | None
    offer: Mapping[str, object]
    terms: frozenset[TermKey] | None
    run: Mapping[str, object]
    period: Period
    place: PlaceDraft | None = None
    price: Price | None = None
    has_price: bool = False


@dataclass(frozen=True, slots=True)
class RunDraft:
    """A run to be; `values` hold what differs from the offer, `period` its dates."""

    line: int
    external_id: str
    values: Mapping[str, object]
    place: PlaceDraft | None
    period: Period


@dataclass(frozen=True, slots=True)
class OfferDraft:
    """An offer to be, with all its runs in this file."""

    external_id: str
    institution: Mapping[str, object] | None
    values: Mapping[str, object]
    terms: frozenset[TermKey] | None
    place: PlaceDraft | None
    runs: tuple[RunDraft, ...] = field(default=())

    @property
    def line(self) -> int:
        return min(run.line for run in self.runs)


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """What makes two spellings of a name one: "Volkshochschule  Mainz" and "VOLKSHOCHSCHULE MAINZ", "Müller"
    and "Mueller". Names in other scripts, of which a slug keeps nothing, stand for themselves."""
    key = slugify(name, limit=1000)
    return key if key != "angebot" else " ".join(name.split()).casefold()


def place_key(values: Mapping[str, object]) -> str:
    """What makes two places one: name, street, postal code, town and country, in any spelling of letters."""
    parts = ("name", "street", "postal_code", "town")
    country = values.get("country") or "DE"
    return "|".join(
        [*(name_key(str(values[part])) if values.get(part) else "" for part in parts), str(country)]
    )
