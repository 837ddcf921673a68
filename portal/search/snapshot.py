"""What the index knows beside the offers: terms, districts, institutions and towns, as they were when it was written.

Kept as one JSON document in the durable index, so that a serving process needs no database to know what exists.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from types import MappingProxyType

from portal.offers.filters import FLAGS, FREE, REDUCED, Facet
from portal.vocabulary.offers import AttendanceMode, CefrLevel, Daytime, OfferKind, Weekday
from portal.vocabulary.places import AccessFeature
from portal.vocabulary.terms import Scheme

ONLINE = "online"  # the value of stadtteil= for what happens nowhere
COST_STEPS = ("20", "50", "100")
SCHEME_FACETS: Mapping[Scheme, Facet] = MappingProxyType(
    {
        Scheme.TOPIC: Facet.TOPIC,
        Scheme.LIFE_PHASE: Facet.LIFE_PHASE,
        Scheme.TARGET_GROUP: Facet.TARGET_GROUP,
        Scheme.SCHOOL_FORM: Facet.SCHOOL_FORM,
        Scheme.GRADE: Facet.GRADE,
        Scheme.OCCUPATION_FIELD: Facet.OCCUPATION_FIELD,
        Scheme.LANGUAGE: Facet.LANGUAGE,
        Scheme.FUNDING: Facet.FUNDING,
        Scheme.PROGRAMME: Facet.PROGRAMME,
        Scheme.ACTION: Facet.ACTION,
    }
)
_FIXED: Mapping[Facet, tuple[str, ...]] = MappingProxyType(
    {
        Facet.KIND: tuple(kind.slug for kind in OfferKind),
        Facet.WEEKDAY: tuple(Weekday),
        Facet.DAYTIME: tuple(Daytime),
        Facet.COST: (FREE, *COST_STEPS, REDUCED),
        Facet.MODE: tuple(mode.slug for mode in AttendanceMode),
        Facet.LEVEL: tuple(CefrLevel),
        Facet.ACCESS: tuple(feature.slug for feature in AccessFeature),
        **dict.fromkeys(FLAGS, ("1",)),
    }
)


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """A term of a scheme. `parent` is the code of the broader one."""

    scheme: str
    code: str
    label: str
    label_en: str | None = None
    synonyms: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class KnownInstitution:
    slug: str
    name: str
    short_name: str | None = None


@dataclass(frozen=True, slots=True)
class KnownLocation:
    """A point to search near: `name` in lower case as `ort=` takes it, the label to show, degrees."""

    name: str
    label: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Snapshot:
    """All of it. Terms and districts in the order of their lists."""

    terms: tuple[KnownTerm, ...] = ()
    districts: tuple[tuple[str, str], ...] = ()
    institutions: tuple[KnownInstitution, ...] = ()
    locations: tuple[KnownLocation, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()  # codes of topics that were merged, with the present ones

    def to_bytes(self) -> bytes:
        """JSON, the same for the same content."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Snapshot":
        """Raises ValueError, KeyError or TypeError for other bytes."""
        content = json.loads(data)
        return cls(
            terms=tuple(
                KnownTerm(**{**term, "synonyms": tuple(term["synonyms"])}) for term in content["terms"]
            ),
            districts=tuple((slug, name) for slug, name in content["districts"]),
            institutions=tuple(KnownInstitution(**each) for each in content["institutions"]),
            locations=tuple(KnownLocation(**each) for each in content["locations"]),
            renamed=tuple((old, new) for old, new in content.get("renamed", ())),
        )

    @cached_property
    def values(self) -> Mapping[Facet, tuple[str, ...]]:
        """Per facet all its values in the order of its list; institutions by name."""
        found = {facet: list(values) for facet, values in _FIXED.items()}
        for scheme, facet in SCHEME_FACETS.items():
            found[facet] = [term.code for term in self.terms if term.scheme == scheme]
        found[Facet.DISTRICT] = [*(slug for slug, _ in self.districts), ONLINE]
        found[Facet.INSTITUTION] = [institution.slug for institution in self.institutions]
        return {facet: tuple(found[facet]) for facet in Facet}

    @cached_property
    def location_by_name(self) -> Mapping[str, KnownLocation]:
        """Locations by the name that `ort=` takes."""
        return {location.name: location for location in self.locations}

    @cached_property
    def synonym_rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The editors' synonyms: (preferred form, others)."""
        return tuple((term.label, term.synonyms) for term in self.terms if term.synonyms)


class IndexedValues:
    """What a filter may name: the KnownValues of offers.filters, answered from the index."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._values = {facet: frozenset(values) for facet, values in snapshot.values.items()}
        self._locations = snapshot.location_by_name
        self._renamed = dict(snapshot.renamed)

    def has(self, facet: Facet, value: str) -> bool:
        """Whether the facet has the value, even if no offer bears it."""
        return value in self._values[facet]

    def current(self, facet: Facet, value: str) -> str:
        """What a value is called now: the code of the topic that another was merged into, else the value itself."""
        return (
            self._renamed.get(value, value) if facet is Facet.TOPIC and not self.has(facet, value) else value
        )

    def has_location(self, name: str) -> bool:
        """Whether `name`, in lower case, is a district, a postal code or a town that is on the map."""
        return name in self._locations
