"""The list of all routes with method, guard and endpoint; `python -m tests.house.routes` writes routes.txt.

Addresses are a contract with calendars, bookmarks and other portals: one that goes must go on purpose.
"""

import tempfile
from pathlib import Path

from flask import Flask

from portal.web.kit.guards import MARK

STORED = Path(__file__).with_name("routes.txt")
FROM_FLASK = frozenset({"static"})
SILENT = frozenset({"HEAD", "OPTIONS"})


def lines(app: Flask) -> list[str]:
    """One line per route: methods, address, guard, endpoint."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in FROM_FLASK:
            methods = ",".join(sorted((rule.methods or set()) - SILENT))
            found.append(f"{methods:5} {rule.rule:48} {guard(app, rule.endpoint):10} {rule.endpoint}")
    return sorted(found, key=lambda line: line.split()[1:])


def guard(app: Flask, endpoint: str) -> str:
    """The mark that says who may enter; '-' for a view without one."""
    return str(getattr(app.view_functions[endpoint], MARK, "-"))


def stored() -> list[str]:
    return STORED.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    from tests.fixtures.portals import make_app

    with tempfile.TemporaryDirectory() as folder:
        STORED.write_text("\n".join(lines(make_app(Path(folder)))) + "\n", encoding="utf-8")
