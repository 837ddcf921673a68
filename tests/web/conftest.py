"""Fixtures of the web tests: the hall (one offer of every fate, on a fixed day) and clients for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal.cli import database, seed_vocabularies
from portal.extensions import db
from portal.web.kit import publishing
from tests.factories.offers import NOW
from tests.fixtures import portals
from tests.judge import JudgingClient

from .hall import Hall, build


@pytest.fixture(scope="session")
def built_hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    folder: Path = tmp_path_factory.mktemp("hall")
    with time_machine.travel(NOW, tick=True):
        return build(folder)


@pytest.fixture
def hall(built_hall: Hall) -> Iterator[Hall]:
    """The small portal; inside the test it is Monday, 23 November 2026, 10 o'clock in town."""
    with time_machine.travel(NOW, tick=True):
        yield built_hall


@pytest.fixture
def visitor(hall: Hall) -> FlaskClient:
    """A visitor of the hall who has no cookie yet."""
    return JudgingClient(hall.app)


@pytest.fixture
def new_town(tmp_path: Path) -> Iterator[Flask]:
    """A portal as docs/operation.md sets one up: vocabularies and an index, nobody and nothing else."""
    app = portals.make_app(tmp_path / "town")
    with app.app_context():
        database.upgrade()
        seed_vocabularies.load(db.session())
        db.session.commit()
        publishing.publish_everything()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()
