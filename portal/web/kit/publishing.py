"""Brings what is kept beside the database up to it after a commit: calendars first, then the search, which leads to them. The
letters that were wished for are written by the job worker: nobody who clicks waits for them."""

import structlog
from flask import current_app
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.calendar import ledger
from portal.calendar.feeds import FeedShelf
from portal.extensions import db
from portal.models import OutboxEntry
from portal.offers.outbox import CALENDAR
from portal.web.kit import calendar_voice, letter_wishes
from portal.web.kit.search import service

log = structlog.get_logger(__name__)


def feeds() -> FeedShelf:
    """This application's feeds."""
    found: FeedShelf = current_app.extensions.setdefault("agora_feeds", FeedShelf())
    return found


def drain() -> int:
    """Everything that waits in the outbox, some hundred changes at most; how many entries were done. For the job worker.

    Commits. Raises what the database raises, with nothing half done.
    """
    return write_letters() + show()


def show() -> int:
    """Tells calendars and the search what waits for them: what somebody who has just changed it wants to see."""
    done = tell_calendars() + service().drain(db.session())
    db.session.commit()
    return done


def write_letters() -> int:
    """The letters' part. Before the search, since an index that is broken must not keep them."""
    return letter_wishes.drain(db.session())


def tell_calendars() -> int:
    """The calendars' part. An entry that cannot be written is logged and waits: neither the search nor the job worker may
    stop for its sake."""
    try:
        done = ledger.drain(db.session(), calendar_voice.voice(), clock.now())
        db.session.commit()
    except SQLAlchemyError:
        raise
    except Exception:
        db.session.rollback()
        log.exception("calendars_wait")
        return 0
    if done:
        feeds().look_again()
    return done


def publish_everything() -> None:
    """Compares all calendars with the database and indexes all offers anew; what waited in the outbox is done by it."""
    session = db.session()
    ledger.publish_all(session, calendar_voice.voice(), clock.now())
    session.execute(delete(OutboxEntry).where(OutboxEntry.topic == CALENDAR))
    session.commit()
    feeds().look_again()
    service().rebuild(session)
    session.commit()
