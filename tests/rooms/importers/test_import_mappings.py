"""Mappings: mistakes in them are named with what was probably meant, before any row is read."""

import re
from pathlib import Path
from typing import Any

import pytest

from portal.errors import ImportProblem
from portal.importers import columns, expressions, fields
from portal.importers import mapping as mappings

from .conftest import SIMPLE, Importing, row

EXAMPLES = Path(__file__).parents[2] / "mappings"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "leer"),
        ("- a\n- b", "leer"),
        ("a: [", "kein gültiges YAML in Zeile"),
        ("offre: {title: t}", "„offre“. Meinten Sie „offer“"),
        ("external_id: nr\noffer: {titel: t}", "„titel“ in offer. Meinten Sie „title“"),
        ("external_id: nr\noffer: {description: d}", "offer.title fehlt"),
        ("offer: {title: t}", "external_id fehlt"),
        ("external_id: {hsh: [a]}\noffer: {title: t}", "„hash“"),
        ("external_id: nr\noffer: {title: {colum: t}}", "„colum“ in offer.title. Meinten Sie „column“"),
        ("external_id: nr\noffer: {title: {column: t, value: x}}", "genau eines"),
        ("external_id: nr\noffer: {title: {column: t, extract: '('}}", "kein regulärer Ausdruck"),
        ("external_id: nr\noffer: {title: t}\nprice: {column: p, unit: pounds}", "text, euro, cents"),
        ("external_id: nr\noffer: {title: t}\nformat: {decimal: x}", "format.decimal"),
        ("external_id: nr\noffer: {title: t}\nformat: {zone: Mars/Base}", "Zeitzone"),
        ("external_id: nr\noffer: {title: t}\noccurrences: {end: e}", "start"),
        ("external_id: nr\noffer: {title: t}\noccurrences: {start: s, skip: [bald]}", "skip"),
        ("external_id: nr\noffer: {title: t}\nchecks: {odd_dates: maybe}", "warn, refuse"),
        ("external_id: nr\noffer: [title]", "offer braucht eingerückte Zeilen"),
        ("external_id: nr\noffer: {title: t}\ninstitution: {create: true}", "institution.name fehlt"),
    ],
)
def test_a_mistake_in_a_mapping_is_named(text: str, says: str) -> None:
    with pytest.raises(ImportProblem) as problem:
        mappings.parse(text)
    assert says in str(problem.value)


def test_a_column_that_the_file_lacks_is_named_with_the_nearest(importing: Importing) -> None:
    with pytest.raises(ImportProblem, match=r"„titel“ .*offer\.title.* Meinten Sie „title“"):
        importing(row(), offer={"title": "titel"})


def test_a_topic_that_is_not_in_the_word_list_is_named_with_the_nearest(importing: Importing) -> None:
    topics = {"column": "text", "map": {"x": ["englich"]}}
    with pytest.raises(
        ImportProblem, match=r"„englich“ steht nicht in der Wortliste\. Meinten Sie „englisch“"
    ):
        importing(row(), offer={**SIMPLE["offer"], "topics": topics})
    with pytest.raises(ImportProblem, match="„cours“ ist kein Wert"):
        importing(row(), offer={"title": "title", "kind": {"value": "cours"}})


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_mappings_of_the_catalogues_are_valid(path: Path) -> None:
    assert mappings.parse(path.read_text(encoding="utf-8")).source


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("a", "x"),
        ("nested.list.0", "first"),
        ("nested.list", ["first", "second"]),
        ({"column": "nested.list", "first": True}, "first"),
        ({"column": ["empty", "a"]}, "x"),
        ({"column": ["a", "empty", "b"], "join": " / "}, "x / y"),
        ({"column": "empty", "default": "d"}, "d"),
        ({"column": "a", "map": {"X ": "mapped"}}, "mapped"),
        ({"column": "a", "map": {"other": 1}, "default": "d"}, "d"),
        ({"column": "words", "split": ","}, ["one", "two"]),
        ({"column": "words", "extract": r"(\w+)$"}, "two"),
        ({"value": 5}, 5),
        ({"template": "**{a}**\n\nfehlt {empty}"}, "**x**"),
        ("dotted.name", "literal"),
    ],
)
def test_expressions_find_their_value(spec: Any, expected: object) -> None:
    values = {
        "a": "x",
        "b": "y",
        "empty": " ",
        "words": "one, two",
        "dotted.name": "literal",
        "nested": {"list": ["first", "second"]},
    }
    assert expressions.compiled(spec, "probe")(values) == expected


def test_a_file_with_usual_german_columns_needs_no_mapping() -> None:
    names = ["Kursnummer", "Titel", "Beginn", "Ende", "Uhrzeit", "Ort", "Gebühr", "Thema"]
    found = columns.usual(names)
    assert (found.identity.columns, found.offer["title"].columns) == (("Kursnummer",), ("Titel",))
    assert found.schedule is not None
    assert found.price is not None
    columns.check(found, names)
    with pytest.raises(ImportProblem, match="Keine Spalte mit dem Titel"):
        columns.usual(["a", "b"])


def test_the_mappings_in_the_documentation_are_valid_and_every_key_is_explained() -> None:
    text = (Path(__file__).parents[3] / "docs" / "imports.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert len([mappings.parse(block) for block in blocks]) == 2
    keys = {
        *mappings.TOP,
        *fields.OFFER,
        *fields.RUN,
        *fields.TERMS,
        *fields.PLACE,
        *fields.INSTITUTION,
        *expressions.KEYS,
    }
    keys |= set(mappings.Checks.__dataclass_fields__) | set(mappings.Schedule.__dataclass_fields__) - {
        "parts"
    }
    assert not [key for key in sorted(keys) if not re.search(rf"\b{key}\b", text)]
