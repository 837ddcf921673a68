"""Fixtures of the web tests: the hall (one offer of every fate, on a fixed day) and clients for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.factories.offers import NOW
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
