"""One entry per date of a semester's programme, as its page, its booklet and its calendar take it; read by programme.py. Plain
data, the portal's own labels come later. Lecturers are named only while their consent stands, here and everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.models import Semester
from portal.vocabulary.offers import AttendanceMode, OccurrenceStatus, OfferKind, RegistrationWay
from portal.vocabulary.places import AccessFeature


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that a lecture bears, with the broad one above it; of a broad topic itself, `broad` is the same."""

    code: str
    label: str
    label_en: str
    broad: str
    broad_label: str
    broad_label_en: str

    def in_language(self, locale: str) -> str:
        return self.label_en if locale == "en" and self.label_en else self.label

    def broad_in_language(self, locale: str) -> str:
        return self.broad_label_en if locale == "en" and self.broad_label_en else self.broad_label


@dataclass(frozen=True, slots=True)
class Speaker:
    """A lecturer who has consented to be named."""

    name: str
    role: str
    affiliation: str
    about: str

    @property
    def standing(self) -> str:
        """'Professorin für Stadtplanung, Hochschule Anhalt'."""
        return ", ".join(part for part in (self.role, self.affiliation) if part)


@dataclass(frozen=True, slots=True)
class Host:
    """The institution that opens the lecture."""

    id: int
    slug: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Venue:
    """Where it is. `access` are the features that the place has, `lacking` those that it has not; of others nobody knows."""

    id: int
    name: str
    street: str
    postal_code: str
    town: str
    district: str
    access: tuple[AccessFeature, ...]
    lacking: tuple[AccessFeature, ...]
    access_note: str
    transit_stop: str


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    """One date of a lecture. `starts_at`/`ends_at` (UTC) are None for whole days; a date of a run that is off is off."""

    offer_id: int
    slug: str
    title: str
    summary: str
    kind: OfferKind
    uuid: UUID
    first_day: date
    last_day: date
    starts_at: datetime | None
    ends_at: datetime | None
    over_at: datetime
    status: OccurrenceStatus
    moved_from: datetime | None
    note: str
    mode: AttendanceMode
    room: str
    institution: Host
    venue: Venue | None
    topics: tuple[Topic, ...]
    speakers: tuple[Speaker, ...]
    guest_places: int | None
    guest_conditions: str
    is_free: bool
    price_cents: int | None
    reduced_price_cents: int | None
    price_note: str
    registration_way: RegistrationWay
    registration_phone: str  # where one registers or asks by telephone

    @property
    def is_excursion(self) -> bool:
        return self.kind is OfferKind.GUIDED_TOUR

    def is_about(self, code: str) -> bool:
        """Whether it bears this topic, or one below it."""
        return any(code in (topic.code, topic.broad) for topic in self.topics)


@dataclass(frozen=True, slots=True)
class Programme:
    """A semester with its entries by time, and the institutions behind them by name."""

    semester: Semester
    entries: tuple[ProgrammeEntry, ...]

    @property
    def institutions(self) -> tuple[Host, ...]:
        found = {entry.institution.id: entry.institution for entry in self.entries}
        return tuple(sorted(found.values(), key=lambda host: host.name.casefold()))

    def about(self, code: str) -> "Programme":
        """Only the entries on a topic, broad or narrow."""
        return Programme(self.semester, tuple(entry for entry in self.entries if entry.is_about(code)))

    def knows_topic(self, code: str) -> bool:
        return any(entry.is_about(code) for entry in self.entries)


def counted(entries: Iterable[ProgrammeEntry]) -> tuple[tuple[Topic, int], ...]:
    """Topics with how many offers are about them, as `is_about` says: a series of six evenings is one offer, and a broad topic
    counts what is on those below it."""
    offers: dict[str, set[int]] = {}
    known: dict[str, Topic] = {}
    for entry in entries:
        for topic in entry.topics:
            known.setdefault(topic.code, topic)
            for code in (topic.code, topic.broad):
                offers.setdefault(code, set()).add(entry.offer_id)
    ordered = sorted(known, key=lambda code: (-len(offers[code]), known[code].label))
    return tuple((known[code], len(offers[code])) for code in ordered)
