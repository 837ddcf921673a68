"""The whole portal on PostgreSQL: its demo is loaded there, and every page that people reach by clicking answers and is judged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.cli.seed_demo import LOGINS
from portal.extensions import db
from tests.budgets import BUDGETS
from tests.fixtures import portals
from tests.house.crawl import pages_of, walk
from tests.house.test_pages import FOR_MACHINES
from tests.web.people import signed_in

ENOUGH = 60  # statements; how few they are is counted elsewhere
ASIDE = 0.15  # of all pages are not reached by links alone: what a form leads to, versions that the demo does not have
pytestmark = pytest.mark.postgres


@pytest.fixture
def portal(postgres_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The demo portal on PostgreSQL."""
    portals.seed(tmp_path, database_url=postgres_url)
    app = portals.make_app(tmp_path, database_url=postgres_url)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_provider_and_administrator_reach_their_pages_and_those_of_everybody(portal: Flask) -> None:
    reached: set[str] = set()
    for email in (LOGINS[0][0], LOGINS[2][0]):
        client = signed_in(portal, email)
        client.budgets = dict.fromkeys(BUDGETS, ENOUGH)
        walked = walk(client, each=1)
        assert not walked.dead
        reached |= set(walked.clicks)
    clickable = pages_of(portal) - set(FOR_MACHINES)
    assert len(clickable - reached) < ASIDE * len(clickable)
