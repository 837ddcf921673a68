"""Fixtures of the browser tests: pages that are watched until the end of the test, and the demo's addresses."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from tests.fixtures.browsers import PageMaker

from .watching import Watched

DESK, PHONE, NARROW = (
    {"width": 1280, "height": 900},
    {"width": 390, "height": 844},
    {"width": 320, "height": 640},
)


@pytest.fixture
def watched(new_page: PageMaker, live: str) -> Iterator[Callable[..., Watched]]:
    """Opens a watched page; takes the arguments of new_page. Afterwards no promise may be broken on any of them."""
    opened: list[Watched] = []

    def open_page(**options: Any) -> Watched:
        opened.append(Watched(new_page(**options), live))
        return opened[-1]

    yield open_page
    assert [fault for one in opened for fault in one.faults()] == []


@pytest.fixture(scope="session")
def offers(app: Flask) -> dict[str, str]:
    """The address of one offer of each kind, by the kind's value in addresses."""
    visitor = app.test_client()
    found = {}
    for kind in visitor.get("/suche.json").get_json()["facets"]["art"]:
        items = visitor.get(f"/suche.json?art={kind['value']}&pro_seite=1").get_json()["items"]
        if items:
            found[kind["value"]] = "/angebote/" + items[0]["url"].split("/angebote/")[1]
    return found
