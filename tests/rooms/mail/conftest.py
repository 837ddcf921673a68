"""A database file that several threads may open, and a mail server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from portal.app import tune_sqlite
from portal.extensions import Base
from tests.rooms.mail.servers import Mailbox, MailServer


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_engine(f"sqlite:///{tmp_path / 'mail.sqlite'}")
    tune_sqlite(made)
    Base.metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def server() -> MailServer:
    """A mail server that does not run yet."""
    return MailServer()


@pytest.fixture
def mailbox(server: MailServer) -> Iterator[Mailbox]:
    """What the running server has taken."""
    with server.running() as opened:
        yield opened
