"""Addresses stay, and each says who may enter."""

from flask import Flask

from portal.permissions.policy import Right
from tests.house import routes

GUARDS = frozenset({"public", "signed_in"} | {f"needs:{right.value}" for right in Right})
HOW = "write the list anew with `python -m tests.house.routes`, and tell the world if one is gone"


def test_no_route_appears_or_vanishes_unnoticed(app: Flask) -> None:
    now, before = set(routes.lines(app)), set(routes.stored())
    assert now == before, f"new: {sorted(now - before)}; gone: {sorted(before - now)}; {HOW}"


def test_every_route_says_who_may_enter(app: Flask) -> None:
    open_ends = {
        endpoint: mark
        for endpoint in app.view_functions
        if endpoint not in routes.FROM_FLASK and (mark := routes.guard(app, endpoint)) not in GUARDS
    }
    assert not open_ends, "mark these views with a guard of portal.web.kit.guards"


def test_only_the_assets_route_serves_files(app: Flask) -> None:
    """Flask's own static route stays, since its folder is the same; no other address reaches the disk."""
    on_disk = {rule.endpoint for rule in app.url_map.iter_rules() if "path" in rule.rule}
    assert on_disk == {"static", "assets"}


def test_addresses_are_german_words_in_small_letters(app: Flask) -> None:
    fixed = {
        part for rule in app.url_map.iter_rules() for part in rule.rule.split("/") if part and "<" not in part
    }
    odd = {part for part in fixed if part != part.lower() or "_" in part}
    assert not odd
