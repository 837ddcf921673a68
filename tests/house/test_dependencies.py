"""What the code imports is declared in pyproject.toml, what is declared is imported, and every version is pinned."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOT, files, parsed

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = {
    canonicalize_name(line.partition("==")[0]): line.partition("==")[2].strip()
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
}
# Needed without an import: the zone database where the system has none, and what a validator of WTForms asks for.
SILENT = frozenset({"tzdata", "email-validator"})


def declared() -> dict[str, Requirement]:
    requirements = map(Requirement, PROJECT["dependencies"])
    return {canonicalize_name(one.name): one for one in requirements}


def imported() -> set[str]:
    """The distributions whose modules the portal imports, wherever in a file."""
    modules = set()
    for path in [*files("*.py", "portal"), *files("*.py", "migrations")]:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                modules |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add((node.module or "").partition(".")[0])
    homes = packages_distributions()
    foreign = modules - sys.stdlib_module_names - {"portal"}
    return {canonicalize_name(homes[module][0]) for module in foreign}


def test_what_is_imported_is_declared() -> None:
    assert imported() - set(declared()) == set()


def test_what_is_declared_is_imported() -> None:
    assert set(declared()) - imported() - SILENT == set()


def test_every_requirement_is_pinned_within_its_range() -> None:
    extras = [Requirement(line) for lines in PROJECT["optional-dependencies"].values() for line in lines]
    wrong = [
        str(one)
        for one in [*declared().values(), *extras]
        if PINS.get(canonicalize_name(one.name), "0") not in one.specifier
    ]
    assert not wrong
