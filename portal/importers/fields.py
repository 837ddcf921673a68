"""The fields that a mapping may fill, with what each takes; and how a raw value becomes one. No database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TypeVar
from urllib.parse import urlsplit

from portal.importers import dates, money, prose
from portal.importers.dates import Unreadable
from portal.text import clean, one_line
from portal.vocabulary.offers import (
    ATTENDANCE_LABELS,
    AVAILABILITY_LABELS,
    KIND_LABELS,
    REGISTRATION_LABELS,
    STATUS_LABELS,
    AttendanceMode,
    Availability,
    CefrLevel,
    OccurrenceStatus,
    OfferKind,
    RegistrationWay,
)
from portal.vocabulary.terms import Scheme


class Takes(Enum):
    """What sort of value a field takes."""

    LINE = auto()
    TEXT = auto()
    MARKDOWN = auto()
    WHOLE = auto()
    NUMBER = auto()
    DAY = auto()
    TRUTH = auto()
    CHOICE = auto()
    URL = auto()
    EMAIL = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it takes, how long it may be, and its choices with the words that mean them."""

    takes: Takes
    limit: int = 300
    choices: Mapping[str, StrEnum] | None = None


E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Reading:
    """A value for the database; `complaint` says what was lost on the way."""

    value: object
    complaint: str | None = None


def _choices(kind: type[E], labels: Mapping[E, str]) -> Field:
    words: dict[str, StrEnum] = {}
    for member in kind:
        spellings = (
            member.value,
            member.name,
            labels.get(member, member.value),
            getattr(member, "slug", member.value),
        )
        words |= {spelling.casefold(): member for spelling in spellings}
    return Field(Takes.CHOICE, choices=words)


LINE, TEXT, WHOLE, DAY, TRUTH = (
    Field(Takes.LINE),
    Field(Takes.TEXT),
    Field(Takes.WHOLE),
    Field(Takes.DAY),
    Field(Takes.TRUTH),
)
URL, EMAIL, PHONE = Field(Takes.URL, 500), Field(Takes.EMAIL, 254), Field(Takes.LINE, 60)
ATTENDANCE = _choices(AttendanceMode, ATTENDANCE_LABELS)

OFFER: Mapping[str, Field] = {
    "title": LINE,
    "kind": _choices(OfferKind, KIND_LABELS),
    "summary": TEXT,
    "description": Field(Takes.MARKDOWN),
    "plain_text": TEXT,
    "goal": TEXT,
    "prerequisites": TEXT,
    "certificate": LINE,
    "age_min": WHOLE,
    "age_max": WHOLE,
    "attendance_mode": ATTENDANCE,
    "cefr_level": _choices(CefrLevel, {}),
    "educational_leave": TRUTH,
    "educational_leave_number": Field(Takes.LINE, 80),
    "educational_leave_until": DAY,
    "min_participants": WHOLE,
    "max_participants": WHOLE,
    "registration_way": _choices(RegistrationWay, REGISTRATION_LABELS),
    "registration_url": URL,
    "registration_email": EMAIL,
    "registration_phone": PHONE,
    "contact_name": Field(Takes.LINE, 200),
    "contact_phone": PHONE,
    "contact_email": EMAIL,
    "website": URL,
    "maintenance_name": Field(Takes.LINE, 200),
    "maintenance_email": EMAIL,
    "childcare": TRUTH,
    "insurance_note": LINE,
    "guest_places": WHOLE,
    "guest_conditions": LINE,
    "material_url": URL,
    "material_licence": Field(Takes.LINE, 120),
    "material_access": LINE,
    "expires_on": DAY,
}
RUN: Mapping[str, Field] = {
    "number": Field(Takes.LINE, 80),
    "starts_on": DAY,
    "ends_on": DAY,
    "schedule_note": LINE,
    "note": TEXT,
    "min_participants": WHOLE,
    "max_participants": WHOLE,
    "availability": _choices(Availability, AVAILABILITY_LABELS),
    "places_left": WHOLE,
    "registration_opens_on": DAY,
    "registration_closes_on": DAY,
    "registration_url": URL,
    "status": _choices(OccurrenceStatus, STATUS_LABELS),
}
PLACE: Mapping[str, Field] = {
    "name": LINE,
    "street": Field(Takes.LINE, 200),
    "postal_code": Field(Takes.LINE, 10),
    "town": Field(Takes.LINE, 120),
    "country": Field(Takes.LINE, 60),
    "district": Field(Takes.LINE, 120),
    "latitude": Field(Takes.NUMBER),
    "longitude": Field(Takes.NUMBER),
    "transit_stop": Field(Takes.LINE, 200),
}
INSTITUTION: Mapping[str, Field] = {
    "name": LINE,
    "website": URL,
    "email": EMAIL,
    "phone": PHONE,
    "street": Field(Takes.LINE, 200),
    "postal_code": Field(Takes.LINE, 10),
    "town": Field(Takes.LINE, 120),
}
TERMS: Mapping[str, Scheme] = {
    "topics": Scheme.TOPIC,
    "life_phases": Scheme.LIFE_PHASE,
    "target_groups": Scheme.TARGET_GROUP,
    "school_forms": Scheme.SCHOOL_FORM,
    "grades": Scheme.GRADE,
    "occupation_fields": Scheme.OCCUPATION_FIELD,
    "languages": Scheme.LANGUAGE,
    "funding": Scheme.FUNDING,
    "programmes": Scheme.PROGRAMME,
    "actions": Scheme.ACTION,
}
_YES = frozenset({"1", "ja", "j", "x", "wahr", "true", "yes", "y", "✓"})
_NO = frozenset({"0", "nein", "n", "falsch", "false", "no", "-"})
_SCHEME = re.compile(r"^(?:https?:?/{0,2})+(?=[^/])", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;.]+")


def read(
    field: Field, raw: object, decimal: str, formats: tuple[str, ...], is_markdown: bool = False
) -> Reading:
    """The value of one field. Raises Unreadable with the form that would have been readable."""
    match field.takes:
        case Takes.LINE:
            return _line(_text(raw), field.limit)
        case Takes.TEXT:
            return Reading(prose.plain(_text(raw)) or None)
        case Takes.MARKDOWN:
            return Reading((clean(_text(raw)).strip() if is_markdown else prose.markdown(_text(raw))) or None)
        case Takes.WHOLE:
            return Reading(_whole(raw))
        case Takes.NUMBER:
            return Reading(money.number(raw, decimal))
        case Takes.DAY:
            return Reading(dates.day(raw, formats))
        case Takes.TRUTH:
            return Reading(_truth(raw))
        case Takes.CHOICE:
            return Reading(_choice(field, raw))
        case Takes.URL:
            return Reading(_url(_text(raw), field.limit))
        case Takes.EMAIL:
            return Reading(_email(_text(raw), field.limit))


def _text(raw: object) -> str:
    if isinstance(raw, list | tuple):
        return ", ".join(_text(part) for part in raw if part is not None)
    if isinstance(raw, Mapping):
        raise Unreadable("ein Text, kein verschachteltes Objekt")
    return str(raw)


def _line(text: str, limit: int) -> Reading:
    line = one_line(prose.plain(text))
    if len(line) <= limit:
        return Reading(line or None)
    return Reading(one_line(line, limit - 2), f"länger als {limit} Zeichen, gekürzt")


def _whole(raw: object) -> int:
    number = money.whole(raw)
    if not 0 <= number <= 1_000_000:
        raise Unreadable("eine Zahl ab 0")
    return number


def _truth(raw: object) -> bool:
    word = str(raw).strip().casefold()
    if word in _YES | _NO:
        return word in _YES
    raise Unreadable("ja oder nein")


def _choice(field: Field, raw: object) -> StrEnum:
    words = field.choices or {}
    found = words.get(_text(raw).strip().casefold())
    if found is None:
        raise Unreadable("eines von: " + ", ".join(dict.fromkeys(member.value for member in words.values())))
    return found


def _url(text: str, limit: int) -> str:
    """Repairs a doubled or missing "http://", which course lists are full of."""
    bare = "".join(text.split())
    scheme = "https://" if bare.lower().startswith(("https", "http://https")) else "http://"
    address = scheme + _SCHEME.sub("", bare)
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    if len(address) > limit or "." not in host.strip(".") or not address.isprintable():
        raise Unreadable("eine Internetadresse wie https://www.vhs.example/kurse")
    return address


def _email(text: str, limit: int) -> str:
    bare = text.strip().removeprefix("mailto:")
    if len(bare) > limit or not _EMAIL.fullmatch(bare) or not bare.isprintable():
        raise Unreadable("eine E-Mail-Adresse")
    return bare
