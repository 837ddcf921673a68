"""Writes what a room has changed, where two people may have changed the same in one moment. Flushes, never commits."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.errors import Conflict


def flush(session: Session, *, changed: str, taken: tuple[str, str] | None = None) -> None:
    """Flush, and let the database decide between two writers. Raises Conflict(changed, "revision") when somebody else was faster,
    and, where `taken` (message, field) is given, that when a value stands there already.

    The database's refusal has ended the transaction, so nothing is lost by saying so to the session, which needs it to go on.
    """
    try:
        session.flush()
    except StaleDataError as error:
        session.rollback()
        raise Conflict(changed, "revision") from error
    except IntegrityError as error:
        if taken is None:
            raise
        session.rollback()
        raise Conflict(*taken) from error
