"""Measure and manner: sizes of files and functions, names, docstrings, and nothing left for later."""

import ast
import re

import pytest

from tests.house.sources import files, functions, length, lines_of, name, parsed

FILE, FUNCTION, TEMPLATE, COMPONENT, ROOF, CONFTEST = 400, 50, 120, 60, 80, 150
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|misc|stuff|shared|base_?classes)(_|$)")
LATER = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b")
PYTHON = [
    path for path in files("*.py") if "versions" not in path.parts
]  # a migration is as long as its tables
TEXTS = [*files("*.py"), *files("*.html", "templates"), *files("*.css", "static"), *files("*.js", "static")]


def too_long(lengths: dict[str, int], most: int) -> dict[str, int]:
    return {one: lines for one, lines in lengths.items() if lines > most}


def test_files_are_short() -> None:
    long = too_long({name(path): length(path) for path in PYTHON}, FILE)
    assert not long, "split them by noun"


def test_functions_are_short() -> None:
    lengths = {f"{name(path)}:{one.name}": lines_of(one) for path in PYTHON for one in functions(path)}
    long = too_long(lengths, FUNCTION)
    assert len(lengths) > 500
    assert not long


def test_templates_are_short() -> None:
    templates = files("*.html", "templates")
    components = [path for path in templates if path.parent.name == "components"]
    long = too_long({name(path): length(path) for path in templates}, TEMPLATE)
    long |= too_long({name(path): length(path) for path in components}, COMPONENT)
    assert not long


def test_the_roof_is_thin_and_conftest_only_ties_together() -> None:
    lengths = {f"{name(path)}": length(path) for path in files("*.py") if path.name == "conftest.py"}
    long = too_long(lengths, CONFTEST)
    assert not long
    (roof,) = (path for path in PYTHON if name(path) == "portal/app.py")
    assert {one.name: lines_of(one) for one in functions(roof)}["create_app"] <= ROOF


def test_no_file_has_a_name_that_says_nothing() -> None:
    everything = [*files("*", "portal", "tests", "tools", "bench", "templates", "static", "seed")]
    assert not [name(path) for path in everything if VAGUE.search(path.stem)]
    assert not {path.parent for path in everything if VAGUE.search(path.parent.name)}


def test_every_module_says_what_it_is_for() -> None:
    silent = {}
    for path in PYTHON:
        if not path.read_text(encoding="utf-8"):
            continue  # an empty __init__.py only marks a package
        words = ast.get_docstring(parsed(path)) or ""
        if not 1 <= len(words.splitlines()) <= 5:
            silent[name(path)] = words[:60]
    assert not silent, "begin the module with one to five lines: what it is for, and what it is not"


def test_nothing_is_left_for_later() -> None:
    found = [name(path) for path in TEXTS if LATER.search(path.read_text("utf-8"))]
    assert not found, "open an issue instead"


@pytest.mark.parametrize("path", files("test_*.py", "tests"), ids=name)
def test_names_of_tests_are_sentences(path: object) -> None:
    names = [one.name for one in functions(path) if one.name.startswith("test_")]  # type: ignore[arg-type]
    assert names, "a test file without tests"
    assert not [one for one in names if len(one.split("_")) < 3]
