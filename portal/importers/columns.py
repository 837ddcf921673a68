"""A mapping and the columns of a file: that every column it names exists, and a mapping for files that need
none."""

from collections.abc import Iterator, Sequence
from typing import Any

from portal.errors import ImportProblem
from portal.importers import fields
from portal.importers.expressions import Expression, folded, nearest
from portal.importers.mapping import ImportMapping, from_data

# Column names that need no mapping: Agora's own field names, and what German course lists commonly call them.
_USUAL = {
    "external_id": "external_id id kennung kursnummer kurs-nr. kursnr nummer veranstaltungsnummer ref",
    "title": "titel kurstitel bezeichnung veranstaltung kurs name",
    "description": "beschreibung kursbeschreibung inhalt text",
    "summary": "kurzbeschreibung kurztext zusammenfassung",
    "kind": "art angebotsart veranstaltungsart",
    "topics": "thema themen",
    "target_groups": "zielgruppe zielgruppen",
    "start": "beginn start startdatum von datum kursbeginn",
    "end": "ende enddatum bis kursende",
    "start_time": "uhrzeit uhrzeit_von beginnzeit startzeit",
    "end_time": "uhrzeit_bis endzeit",
    "weekdays": "wochentag wochentage",
    "place": "ort lernort veranstaltungsort",
    "street": "straße strasse adresse",
    "postal_code": "plz postleitzahl",
    "town": "stadt",
    "price": "preis gebühr kursgebühr entgelt kosten",
    "registration_url": "link anmeldung anmeldelink url buchungslink",
    "number": "kursnummer nummer kurs-nr. kursnr",
    "max_participants": "teilnehmerzahl max_teilnehmer plätze",
    "contact_phone": "telefon",
    "contact_email": "e-mail email mail",
}


def check(mapping: ImportMapping, columns: Sequence[str]) -> None:
    """Raises ImportProblem for the first column that the mapping names and the file lacks, with the nearest
    one."""
    known = set(columns)
    for where, name in _named(mapping):
        if name not in known and not _is_list_item(name, known):
            raise ImportProblem(
                f"Die Spalte „{name}“ aus der Zuordnung ({where}) gibt es in der Datei nicht."
                f"{nearest(name, columns)}"
            )


def _is_list_item(name: str, known: set[str]) -> bool:
    """`category.0` where `category` holds a list."""
    head, dot, rest = name.rpartition(".")
    return bool(dot) and rest.isdecimal() and head in known


def _named(mapping: ImportMapping) -> Iterator[tuple[str, str]]:
    yield from (("external_id", name) for name in mapping.identity.columns)
    yield from (("group_by", name) for name in mapping.group_by)
    groups: dict[str, dict[str, Expression]] = {
        "offer": {**mapping.offer, **{scheme.value: e for scheme, e in mapping.terms.items()}},
        "run": dict(mapping.run),
        "institution": dict(mapping.institution.fields) if mapping.institution else {},
        "place": dict(mapping.place.fields) if mapping.place else {},
        "occurrences": dict(mapping.schedule.parts) if mapping.schedule else {},
        "skip": {str(index): expression for index, (expression, _) in enumerate(mapping.skip)},
    }
    if mapping.price:
        parts = {"amount": mapping.price.amount, "reduced": mapping.price.reduced, "note": mapping.price.note}
        groups["price"] = {name: part for name, part in parts.items() if part}
    for group, expressions in groups.items():
        for name, expression in expressions.items():
            yield from ((f"{group}.{name}", column) for column in expression.named())


def usual(columns: Sequence[str]) -> ImportMapping:
    """The mapping of a file whose columns bear Agora's or common German names. Raises ImportProblem
    otherwise."""
    found = {}
    for name, words in _usual_words().items():
        hit = next((column for word in words for column in columns if folded(column) == word), None)
        if hit is not None:
            found[name] = hit
    for needed, label in (("title", "dem Titel"), ("external_id", "der Kursnummer")):
        if needed not in found:
            raise ImportProblem(
                f"Keine Spalte mit {label} erkannt (gefunden: {', '.join(columns[:15])}). "
                "Bitte mit --mapping eine Zuordnung angeben; docs/imports.md zeigt, wie."
            )
    return from_data(_sections(found))


def _usual_words() -> dict[str, list[str]]:
    own = {**fields.OFFER, **fields.TERMS, **fields.RUN}
    names = dict.fromkeys([*own, *_USUAL])
    return {name: [name, *_USUAL.get(name, "").split()] for name in names}


def _sections(found: dict[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {"external_id": found["external_id"]}
    data["offer"] = {name: found[name] for name in (*fields.OFFER, *fields.TERMS) if name in found}
    for name in fields.TERMS:
        if name in found:
            data["offer"][name] = {"column": found[name], "split": ","}
    data["offer"].setdefault("kind", {"value": "course"})
    run_only = [
        name for name in fields.RUN if name not in fields.OFFER and name not in ("starts_on", "ends_on")
    ]
    data["run"] = {name: found[name] for name in run_only if name in found}
    times = ("start", "end", "weekdays", "start_time", "end_time")
    if "start" in found:
        data["occurrences"] = {name: found[name] for name in times if name in found}
    if "place" in found:
        data["place"] = {"name": found["place"]} | {
            name: found[name] for name in ("street", "postal_code", "town") if name in found
        }
    if "price" in found:
        data["price"] = found["price"]
    return data
