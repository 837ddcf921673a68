"""Remembers what an import wrote, part by part, so that the next one changes only what the source changed and
leaves corrections made here alone. Sixty-four characters: eight parts of eight hexadecimal digits."""

import hashlib
from collections.abc import Mapping, Sequence

_WIDTH = 8
# A field belongs to the part whose name it is listed under; a change at the source rewrites the whole part.
OFFER_PARTS: tuple[frozenset[str], ...] = (
    frozenset({"title"}),
    frozenset(
        {"summary", "description", "plain_text", "goal", "prerequisites", "certificate", "insurance_note"}
        | {"guest_places", "guest_conditions", "material_url", "material_licence", "material_access"}
    ),
    frozenset({"kind", "terms", "cefr_level"}),
    frozenset({"age_min", "age_max", "min_participants", "max_participants"}),
    frozenset({"price_cents", "reduced_price_cents", "price_note", "is_free"}),
    frozenset({"educational_leave", "educational_leave_number", "educational_leave_until", "expires_on"}),
    frozenset(
        {"registration_way", "registration_url", "registration_email", "registration_phone"}
        | {
            "contact_name",
            "contact_phone",
            "contact_email",
            "website",
            "maintenance_name",
            "maintenance_email",
        }
    ),
    frozenset({"place", "attendance_mode", "childcare"}),
)
RUN_PARTS: tuple[frozenset[str], ...] = (
    frozenset({"number", "note", "schedule_note"}),
    frozenset({"starts_on", "ends_on"}),
    frozenset({"price_cents", "reduced_price_cents", "price_note"}),
    frozenset({"min_participants", "max_participants", "availability", "places_left"}),
    frozenset({"registration_opens_on", "registration_closes_on", "registration_url"}),
    frozenset({"status"}),
    frozenset({"place", "attendance_mode"}),
    frozenset({"dates"}),
)


def fingerprint(values: Mapping[str, object], parts: Sequence[frozenset[str]]) -> str:
    """The digest of all parts of `values`, in the order of `parts`."""
    return "".join(_part_digest({name: values[name] for name in part if name in values}) for part in parts)


def changed(old: str | None, new: str, parts: Sequence[frozenset[str]]) -> frozenset[str]:
    """The fields of the parts that differ; all of them where nothing, or something unknown, was
    remembered."""
    if old is None or len(old) != len(new):
        return frozenset().union(*parts)
    differing = [
        part
        for index, part in enumerate(parts)
        if old[index * _WIDTH : (index + 1) * _WIDTH] != new[index * _WIDTH : (index + 1) * _WIDTH]
    ]
    return frozenset().union(*differing)


def without(mark: str, name: str, parts: Sequence[frozenset[str]]) -> str:
    """The digest with the part of field `name` forgotten, so that whatever comes next counts as a change."""
    at = next(index for index, part in enumerate(parts) if name in part) * _WIDTH
    return f"{mark[:at]}{'-' * _WIDTH}{mark[at + _WIDTH :]}"


def short_hash(*words: str, digits: int = 16) -> str:
    """A stable hash of some words."""
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:digits]


def _part_digest(values: Mapping[str, object]) -> str:
    text = "\x1f".join(f"{name}={values[name]}" for name in sorted(values))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_WIDTH]
