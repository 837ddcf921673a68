"""A place in words, field by field, as the page shows it where two versions of it meet."""

from portal.extensions import db
from portal.institutions import queries
from portal.institutions.places import PlaceDraft
from portal.models import Place
from portal.vocabulary.places import ACCESS_LABELS, AccessFeature
from portal.web.kit import languages, text_difference
from portal.web.kit.change_parts import ChangeRow
from portal.web.kit.words import gettext as _


def changes(stored: Place, typed: PlaceDraft) -> tuple[ChangeRow, ...]:
    """The fields in which what is stored and what was typed differ."""
    names = {one.id: one.name for one in queries.districts(db.session())}
    rows = []
    for (label, before), (_label, after) in zip(of_place(stored, names), of_draft(typed, names), strict=True):
        if before != after:
            old, new = text_difference.both(before, after)
            rows.append(ChangeRow(label, old, new, lang=languages.of_content()))
    return tuple(rows)


def of_place(place: Place, names: dict[int, str]) -> list[tuple[str, str]]:
    answers = {feature: getattr(place, feature.value) for feature in AccessFeature}
    return [*_texts(place, names), *_answers(answers)]


def of_draft(draft: PlaceDraft, names: dict[int, str]) -> list[tuple[str, str]]:
    return [
        *_texts(draft, names),
        *_answers({feature: draft.access.get(feature) for feature in AccessFeature}),
    ]


def _texts(place: Place | PlaceDraft, names: dict[int, str]) -> list[tuple[str, str]]:
    return [
        (_("Name des Lernorts"), place.name),
        (_("Straße und Hausnummer"), place.street or ""),
        (_("Postleitzahl"), place.postal_code or ""),
        (_("Ort"), place.town or ""),
        (_("Stadtteil"), names.get(place.district_id or 0, "")),
        (_("Haltestelle"), place.transit_stop or ""),
        (_("Was man zum Zugang wissen muss"), place.access_note or ""),
    ]


def _answers(answers: dict[AccessFeature, bool | None]) -> list[tuple[str, str]]:
    words = {True: _("ja"), False: _("nein"), None: _("weiß ich nicht")}
    return [(_(ACCESS_LABELS[feature]), words[answer]) for feature, answer in answers.items()]
