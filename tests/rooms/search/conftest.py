"""The town that the engine's tests search."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms.search.engine import Town, database


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """An empty database with a search of its own."""
    with database() as session:
        yield Town(session, tmp_path / "index")
