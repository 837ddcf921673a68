"""The demo has a journal and links of its own; these tests begin with empty ones."""

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.models import AccountTicket, JournalEntry


@pytest.fixture(autouse=True)
def an_empty_journal(request: pytest.FixtureRequest) -> None:
    if "session" in request.fixturenames:
        session: Session = request.getfixturevalue("session")
        for kind in (JournalEntry, AccountTicket):
            session.execute(delete(kind))
