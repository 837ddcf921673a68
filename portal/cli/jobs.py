"""`agora jobs`: the worker that brings search and calendars up to date and deletes what need not be kept any longer."""

import time

import click
import structlog

from portal.cli.context import with_app

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 0.5
HOUSEKEEPING_SECONDS = 6 * 3600
FIRST_HOUSEKEEPING_SECONDS = 60  # not while the web server starts
MANY = 1000


@click.group("jobs")
def jobs_group() -> None:
    """Background work."""


@jobs_group.command("run")
@click.option("--once", is_flag=True, help="Drain what is waiting and stop.")
@with_app
def run_command(once: bool) -> None:
    """Drain the outbox and keep the house, again and again until stopped."""
    keep_house_at = time.monotonic() + (0 if once else FIRST_HOUSEKEEPING_SECONDS)
    while True:
        if time.monotonic() >= keep_house_at:
            keep_house()
            keep_house_at = time.monotonic() + HOUSEKEEPING_SECONDS
        drained = drain_once()
        if once and not drained:
            return
        if not drained:
            time.sleep(PAUSE_SECONDS)


def drain_once() -> int:
    """Publish what changed; a database or index that is away for a moment is logged and tried again."""
    from sqlalchemy.exc import SQLAlchemyError

    from portal.extensions import db
    from portal.web.kit import publishing

    try:
        drained = publishing.drain()
    except (SQLAlchemyError, OSError) as problem:
        db.session.rollback()
        log.warning("outbox_waits", problem=type(problem).__name__)
        return 0
    finally:
        db.session.remove()
    return drained


def drain_all() -> None:
    """Index everything that waits: many changes by a rebuild, which is faster than one by one."""
    from flask import current_app
    from sqlalchemy import func, select

    from portal.extensions import db
    from portal.models import OutboxEntry
    from portal.offers.outbox import SEARCH
    from portal.search.whoosh_index import IndexBusy

    session, search = db.session(), current_app.extensions["agora_search"]
    waiting = session.scalar(select(func.count()).where(OutboxEntry.topic == SEARCH)) or 0
    if waiting > MANY or not search.is_ready:
        try:
            search.rebuild(session)
            session.commit()
        except IndexBusy:
            log.warning(
                "outbox_waits", problem="another process writes the index; the job worker goes on with it"
            )
            return
    while drain_once():
        pass


def keep_house() -> None:
    """The regular deletions, and a comparison of all calendars with the database."""
    from sqlalchemy.exc import SQLAlchemyError

    from portal import clock
    from portal.calendar import ledger
    from portal.extensions import db
    from portal.search import gone
    from portal.upkeep import retention
    from portal.web.kit import calendar_voice

    session, now = db.session(), clock.now()
    try:
        forgotten = retention.forget_feedback_addresses(session, now)
        session.commit()  # no deletion waits for what may go wrong below
        told = ledger.publish_all(session, calendar_voice.voice(), now)
        offers = gone.expire(session, now)
        session.commit()
        log.info("retention", feedback_addresses=forgotten, calendar_entries=told.total, gone_offers=offers)
    except SQLAlchemyError as problem:
        db.session.rollback()
        log.warning("retention_waits", problem=type(problem).__name__)
    except Exception:  # an entry that cannot be written must not end the worker
        db.session.rollback()
        log.exception("calendars_wait")
    finally:
        db.session.remove()
