"""The queue of background work (huey): in a file of the data folder, or in Redis. It only runs work; what there is to do stands
in the database: a lost queue loses nothing, and nothing is done twice because two workers heard of it."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from flask import Flask, current_app
from huey import Huey, PriorityRedisHuey, SqliteHuey
from huey.consumer import Consumer
from huey.exceptions import ConfigurationError
from huey.serializer import SignedSerializer

from portal import clock
from portal.config import Settings
from portal.errors import SettingsProblem
from portal.extensions import db
from portal.mail import outbox, rounds
from portal.mail.delivery import post_office
from portal.mail.rounds import Round
from portal.upkeep import schedule
from portal.upkeep.schedule import Periodic
from portal.web.kit import letters
from portal.web.kit.housework import PERIODIC

log = structlog.get_logger(__name__)
WORKERS = 3
PAUSE_SECONDS = 0.5
FIRST_HOUSEWORK_SECONDS = 60  # not while the web server starts
STOP_SECONDS = 8  # how long running work may go on after the signal to stop
FRESH_SECONDS = 50  # work that nobody has begun by then is asked for anew
MOST_WAITING = 20


def make_queue(settings: Settings) -> Huey:
    """Messages are signed: who can write into the queue must not be able to run anything by it."""
    options: dict[str, Any] = {"results": False, "serializer": SignedSerializer(secret=settings.secret_key)}
    if not settings.redis_url:
        return SqliteHuey("agora", filename=str(settings.data_dir / "jobs.sqlite"), **options)
    try:
        return PriorityRedisHuey("agora", url=settings.redis_url, **options)
    except ConfigurationError:
        raise SettingsProblem(
            "AGORA_REDIS_URL needs the Redis client; install it with: pip install -c constraints.txt -e '.[redis]'"
        ) from None


class JobWorker(Consumer):  # type: ignore[misc]  # huey has no types
    """Threads that do what is queued; meanwhile the main thread looks after changes, twice a second."""

    def __init__(self, app: Flask, chores: Callable[[], int]) -> None:
        self.queue = make_queue(app.extensions["agora_settings"])
        self.app, self.chores = app, chores
        self.begun_at = self.asked_at = time.monotonic()
        self.post = self.queue.task(name="post", priority=10, expires=FRESH_SECONDS)(self._post)
        self.do = self.queue.task(name="do", expires=FRESH_SECONDS)(self._do)
        self.queue.periodic_task(self._has_settled, name="look_around")(self._look_around)
        super().__init__(
            self.queue,
            workers=WORKERS,
            max_delay=PAUSE_SECONDS,
            shutdown_timeout=STOP_SECONDS,
            graceful_signal="TERM",
        )
        self._stop_flag_timeout = PAUSE_SECONDS  # how long huey's own loop waits

    def loop(self, health_check_ts: float | None = None) -> Any:
        """One turn of the main thread: changes first, then a word to the postman, then huey's own part."""
        while not self.stop_flag.is_set() and self._signum is None and self.chores():
            pass
        self._ask_postman()
        return super().loop(health_check_ts)

    def stop(self, graceful: bool = False) -> None:  # noqa: ARG002  a letter on its way should arrive either way
        super().stop(graceful=True)

    def _ask_postman(self) -> None:
        """Letters that are due are delivered at once; whether somebody is at it already the postman finds out."""
        if time.monotonic() - self.asked_at < 1:
            return
        self.asked_at = time.monotonic()
        try:
            if outbox.due(db.session(), clock.now(), limit=1) and self.queue.pending_count() < MOST_WAITING:
                self.post()
        except Exception as problem:  # the database or the queue is away for a moment
            db.session.rollback()
            log.warning("letters_wait", problem=type(problem).__name__)
        finally:
            db.session.remove()

    def _post(self) -> None:
        with self.app.app_context():
            deliver()

    def _do(self, name: str) -> None:
        with self.app.app_context():
            do_in_turn(next(one for one in PERIODIC if one.name == name), clock.now())

    def _has_settled(self, _now: datetime) -> bool:
        return time.monotonic() - self.begun_at > FIRST_HOUSEWORK_SECONDS / 2

    def _look_around(self) -> None:
        """Each minute: what is due, each as work of its own, so that none waits for a slow one."""
        folder = self.app.extensions["agora_settings"].jobs_dir
        for periodic in PERIODIC:
            if schedule.is_due(folder, periodic, clock.now()):
                self.do(periodic.name)


def deliver() -> Round:
    """One round of the postman, unless another is on the way: a server is not asked by several at once."""
    settings: Settings = current_app.extensions["agora_settings"]
    with schedule.holding(settings.jobs_dir / "post.lock") as is_ours:
        if not is_ours:
            return Round()
        try:
            return rounds.deliver_due(db.session(), post_office(settings), letters.sender(), clock.now)
        finally:
            db.session.rollback()
            db.session.remove()


def do_in_turn(periodic: Periodic, now: datetime) -> None:
    """The work, if it is due and nobody else is at it."""
    settings: Settings = current_app.extensions["agora_settings"]
    with schedule.turn(settings.jobs_dir, periodic, now) as is_ours:
        if is_ours:
            do_now(periodic, now)


def do_now(periodic: Periodic, now: datetime) -> bool:
    """The work, and its commit; what goes wrong is logged, since no work may end the worker."""
    try:
        done = periodic.work(db.session(), now)
        db.session.commit()
        log.info("housework", work=periodic.name, done=str(done))
    except Exception:
        db.session.rollback()
        log.exception("housework_failed", work=periodic.name)
        return False
    finally:
        db.session.remove()
    return True
