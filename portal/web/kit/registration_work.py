"""The regular work on registrations: lines move up, people are reminded, and what is over is erased, wherever it lies."""

from datetime import datetime

import structlog
from flask import current_app
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.attendance import erasure, lapsing, reminders
from portal.config import Settings
from portal.extensions import db
from portal.mail.delivery import FolderOffice
from portal.upkeep.schedule import Periodic

PATIENCE_MILLISECONDS = 1000
log = structlog.get_logger(__name__)


def lapse(session: Session, now: datetime) -> object:
    """Offers after their deadline, what was never confirmed, and lines that can move up."""
    return lapsing.lapse(session, now)


def remind(session: Session, now: datetime) -> object:
    """Letters before each date."""
    return reminders.remind(session, now)


def erase(session: Session, now: datetime) -> object:
    """Registrations whose time is over, with the letters that were tried out in the folder, and what the database's files keep
    of them. Commits. A mail server's copies are beyond us."""
    settings: Settings = current_app.extensions["agora_settings"]
    done = erasure.erase(session, now)
    FolderOffice(settings.mail_dir).forget(done.letter_ids)  # before their numbers are gone
    session.commit()
    scrub()
    return done.registrations


def scrub() -> None:
    """SQLite: what was deleted is overwritten at once (secure_delete), but older pages stay in the log beside the file until it
    is emptied. Where somebody reads just now it is emptied in the next round."""
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}"))
        is_busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar()
        connection.invalidate()  # nobody else is to get a connection with so little patience
    if is_busy:
        log.info("log_not_emptied", why="the database is being read")


PERIODIC: tuple[Periodic, ...] = (
    Periodic("registrations", lapse, minutes=5),
    Periodic("reminders", remind, minutes=30),
)
