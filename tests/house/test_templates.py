"""Templates: each compiles in the application's own environment, and each is used."""

import ast

from flask import Flask
from jinja2 import meta

from tests.house.sources import ROOT, files, parsed

TEMPLATES = {path.relative_to(ROOT / "templates").as_posix() for path in files("*", "templates")}
FOR_OTHERS = frozenset({"base.html"})


def named_in_python() -> set[str]:
    """Every string in the code that is the name of a template, or the kind of a letter."""
    said = {
        node.value
        for path in files("*.py", "portal")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return (said | {f"mail/{kind}.txt" for kind in said}) & TEMPLATES


def referenced_by(app: Flask, name: str) -> set[str]:
    """The templates that a template extends, includes or imports, all named outright."""
    source = (ROOT / "templates" / name).read_text(encoding="utf-8")
    found = set(meta.find_referenced_templates(app.jinja_env.parse(source)))
    assert None not in found, f"{name} takes in a template whose name nobody can read"
    return {one for one in found if one}


def test_every_template_compiles(app: Flask) -> None:
    for name in TEMPLATES:
        app.jinja_env.get_template(name)


def test_every_template_is_used(app: Flask) -> None:
    used, waiting = set(), named_in_python()
    while waiting:
        used |= waiting
        waiting = {one for name in waiting for one in referenced_by(app, name)} - used
    assert TEMPLATES - used == set()


def test_templates_never_query(app: Flask) -> None:
    """What a template may name comes from its view: no session, no model, no request."""
    forbidden = {"db", "session", "request", "g", "config"}
    for name in TEMPLATES:
        tree = app.jinja_env.parse((ROOT / "templates" / name).read_text(encoding="utf-8"))
        assert not meta.find_undeclared_variables(tree) & forbidden, name
