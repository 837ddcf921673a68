"""`agora jobs`: the worker that brings the search index up to date and deletes what need not be kept any longer."""

import time

import click
import structlog

from portal.cli.context import with_app

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 0.5
HOUSEKEEPING_SECONDS = 6 * 3600
MANY = 1000


@click.group("jobs")
def jobs_group() -> None:
    """Background work."""


@jobs_group.command("run")
@click.option("--once", is_flag=True, help="Drain what is waiting and stop.")
@with_app
def run_command(once: bool) -> None:
    """Drain the outbox and keep the house, again and again until stopped."""
    kept_house_at = float("-inf")
    while True:
        if time.monotonic() - kept_house_at > HOUSEKEEPING_SECONDS:
            keep_house()
            kept_house_at = time.monotonic()
        drained = drain_once()
        if once and not drained:
            return
        if not drained:
            time.sleep(PAUSE_SECONDS)


def drain_once() -> int:
    """Index what changed; a database or index that is away for a moment is logged and tried again."""
    from flask import current_app
    from sqlalchemy.exc import SQLAlchemyError

    from portal.extensions import db

    try:
        drained: int = current_app.extensions["agora_search"].drain(db.session())
        db.session.commit()
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
    from sqlalchemy import delete, func, select

    from portal.extensions import db
    from portal.models import OutboxEntry
    from portal.search.whoosh_index import IndexBusy

    session, search = db.session(), current_app.extensions["agora_search"]
    waiting, newest = session.execute(select(func.count(), func.max(OutboxEntry.id))).one()
    if waiting and (waiting > MANY or not search.is_ready):
        try:
            search.rebuild(session)
        except IndexBusy:
            log.warning(
                "outbox_waits", problem="another process writes the index; the job worker goes on with it"
            )
            return
        session.execute(delete(OutboxEntry).where(OutboxEntry.id <= newest))
        session.commit()
    while drain_once():
        pass


def keep_house() -> None:
    """The regular deletions."""
    from sqlalchemy.exc import SQLAlchemyError

    from portal import clock
    from portal.extensions import db
    from portal.upkeep import retention

    try:
        forgotten = retention.forget_feedback_addresses(db.session(), clock.now())
        db.session.commit()
        log.info("retention", feedback_addresses=forgotten)
    except SQLAlchemyError as problem:
        db.session.rollback()
        log.warning("retention_waits", problem=type(problem).__name__)
    finally:
        db.session.remove()
