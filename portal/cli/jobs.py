"""`agora jobs`: the worker that brings search and calendars up to date, writes and delivers letters, and keeps the house."""

import sys

import click
import structlog

from portal.cli.context import open_application, with_app

log = structlog.get_logger(__name__)
MANY = 1000


@click.group("jobs")
def jobs_group() -> None:
    """Background work."""


@jobs_group.command("run")
@click.option("--once", is_flag=True, help="Do what is waiting and stop.")
def run_command(once: bool) -> None:
    """Do what changes leave to do, deliver letters and keep the house, until stopped."""
    with open_application() as app:
        from portal.cli import job_queue  # it loads what the command line's other commands do not need

        if once:
            run_once()
        else:
            job_queue.JobWorker(app, drain_once).run()


def run_once() -> None:
    """The house, then what waits, then the letters that came of it."""
    from portal.cli import job_queue
    from portal.web.kit import housework

    for name in housework.KEEPS_HOUSE:
        do(name)
    while drain_once():
        pass
    job_queue.deliver()


@jobs_group.command("do")
@click.argument("name")
@with_app
def do_command(name: str) -> None:
    """Do one of the regular works at once, whether it is due or not; a wrong NAME lists them."""
    if not do(name):
        sys.exit(1)


def do(name: str) -> bool:
    """One of the regular works, now; whether it went well."""
    from portal import clock
    from portal.cli import job_queue
    from portal.errors import NotFound
    from portal.web.kit.housework import PERIODIC

    found = {one.name: one for one in PERIODIC}
    if name not in found:
        raise NotFound(f"Diese Arbeit gibt es nicht: {name}. Es gibt: {', '.join(sorted(found))}.")
    return job_queue.do_now(found[name], clock.now())


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
    except Exception:  # one change that cannot be told must not end the worker
        db.session.rollback()
        log.exception("outbox_waits")
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
