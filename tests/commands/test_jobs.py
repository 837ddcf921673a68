"""The job worker: writes and delivers letters, keeps the search up to date, and doubles nothing when two of it run."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from huey import PriorityRedisHuey, SqliteHuey
from sqlalchemy import select

from portal import config
from portal.cli import cli, job_queue
from portal.extensions import db
from portal.mail import wishes
from portal.models import FailedAttempt, Letter, Offer, OutboxEntry
from portal.offers.outbox import note_change
from portal.upkeep.schedule import Periodic
from portal.vocabulary.letters import LetterState
from portal.vocabulary.offers import Step
from tests.fixtures import portals
from tests.rooms.mail.servers import MailServer

PATIENCE_SECONDS = 60


@pytest.fixture
def data(tmp_path: Path, demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, as the environment names it."""
    folder = tmp_path / "data"
    shutil.copytree(demo_folder, folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGORA_DATA_DIR", str(folder))
    monkeypatch.setenv("AGORA_SECRET_KEY", portals.SECRET)
    for name in ("AGORA_DATABASE_URL", "AGORA_MAIL_URL", "AGORA_REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def portal(data: Path) -> Iterator[Flask]:
    """The portal on this folder, as another process than the worker sees it."""
    app = portals.make_app(data)
    with app.app_context():
        for row in [*db.session.scalars(select(Letter)), *db.session.scalars(select(OutboxEntry))]:
            db.session.delete(row)
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def want_letters(number: int = 1) -> None:
    """Wishes for letters to the editors about published offers."""
    offers = db.session.scalars(select(Offer.id).where(Offer.step == Step.PUBLISHED).limit(number)).all()
    for offer_id in offers:
        wishes.want(db.session(), "submitted", offer_id=offer_id)
    db.session.commit()
    assert len(offers) == number


def states() -> list[LetterState]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter.state)))


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.1)


@contextmanager
def workers(number: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Real job workers; afterwards they are asked to stop, and must."""
    running = [
        subprocess.Popen([sys.executable, "-m", "portal", "jobs", "run"], env={**os.environ})
        for _ in range(number)
    ]
    try:
        yield running
    finally:
        for worker in running:
            worker.send_signal(signal.SIGTERM)
        codes = [worker.wait(timeout=20) for worker in running]
    assert codes == [0] * number


def test_once_writes_and_delivers_what_waits(data: Path, portal: Flask) -> None:
    want_letters(3)
    result = run("jobs", "run", "--once")
    assert result.exit_code == 0, result.output
    assert states() == [LetterState.SENT] * 3
    files = sorted((data / "mail").glob("*.eml"))
    assert len(files) == 3
    mail = message_from_bytes(files[-1].read_bytes(), policy=policy.default)
    assert mail["To"] == "redaktion@demo.example"
    assert mail["From"] == "Agora des Lernens <bildungsbuero@dessau-rosslau.example>"
    assert run("jobs", "run", "--once").exit_code == 0
    assert len(list((data / "mail").glob("*.eml"))) == 3


def test_once_keeps_the_house(data: Path, portal: Flask) -> None:
    from portal import clock

    db.session.add(
        FailedAttempt(key_hash="x", failures=1, last_at=clock.as_utc(clock.today().replace(year=2020), 0, 0))
    )
    db.session.commit()
    assert run("jobs", "run", "--once").exit_code == 0
    assert db.session.scalars(select(FailedAttempt)).all() == []


def test_two_workers_show_changes_within_seconds_and_double_no_letter(
    data: Path, portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = MailServer()
    monkeypatch.setenv("AGORA_MAIL_URL", f"smtp://127.0.0.1:{server.port}")
    with server.running() as mailbox, workers(2):
        want_letters(1)
        wait_for(lambda: states() == [LetterState.SENT])  # both are there now
        offer = db.session.scalars(select(Offer).where(Offer.step == Step.PUBLISHED)).first()
        assert offer is not None
        offer.title = "Wurzelgnomenkunde"
        note_change(db.session(), [offer.id])
        want_letters(12)
        began = time.monotonic()
        visitor = portal.test_client()
        wait_for(lambda: visitor.get("/suche.json?q=Wurzelgnomenkunde").get_json()["total"] == 1)
        assert time.monotonic() - began < 10  # seconds, on a busy machine; usually one
        wait_for(lambda: states() == [LetterState.SENT] * 13)
        assert len(mailbox.taken) == 13
    assert len({mail["Message-ID"] for _recipient, mail in mailbox.taken}) == 13


def test_a_server_that_comes_back_gets_every_letter_once(
    data: Path, portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = MailServer()
    monkeypatch.setenv("AGORA_MAIL_URL", f"smtp://127.0.0.1:{server.port}")
    want_letters(2)
    assert run("jobs", "run", "--once").exit_code == 0
    assert states() == [LetterState.WAITING] * 2
    for letter in db.session.scalars(select(Letter)):
        assert "nicht erreichbar" in str(letter.last_error)
        letter.next_attempt_at = letter.created_at  # a minute has gone by
    db.session.commit()
    with server.running() as mailbox:
        assert run("jobs", "run", "--once").exit_code == 0
        assert run("jobs", "run", "--once").exit_code == 0
    assert states() == [LetterState.SENT] * 2
    assert len(mailbox.taken) == 2


def test_a_regular_work_can_be_done_at_once(data: Path) -> None:
    assert run("jobs", "do", "retention").exit_code == 0
    wrong = run("jobs", "do", "gibt-es-nicht")
    assert wrong.exit_code != 0
    assert "calendars" in str(wrong.exception)
    assert "retention" in str(wrong.exception)


def test_regular_work_has_names_of_its_own() -> None:
    names = [one.name for one in job_queue.PERIODIC]
    assert len(set(names)) == len(names)


def test_work_that_fails_is_reported_and_ends_nothing(own_app: Flask) -> None:
    def fails(_session: object, _now: object) -> None:
        raise RuntimeError("kaputt")

    def works(session: object, _now: object) -> None:
        done.append(session)

    done: list[object] = []
    from portal import clock

    with own_app.app_context():
        assert not job_queue.do_now(Periodic("a", fails, minutes=1), clock.now())
        assert job_queue.do_now(Periodic("b", works, minutes=1), clock.now())
        job_queue.do_in_turn(Periodic("c", works, minutes=60), clock.now())
        job_queue.do_in_turn(Periodic("c", works, minutes=60), clock.now())
    assert len(done) == 2


def test_the_queue_is_a_file_or_redis(tmp_path: Path) -> None:
    assert isinstance(job_queue.make_queue(config.load({}, tmp_path)), SqliteHuey)
    settings = config.load({"AGORA_REDIS_URL": "redis://127.0.0.1:1/0"}, tmp_path)
    assert isinstance(job_queue.make_queue(settings), PriorityRedisHuey)


def test_a_message_that_is_not_signed_is_not_opened(tmp_path: Path) -> None:
    """Whoever can write into the queue must not be able to run anything by it."""
    queue = job_queue.make_queue(config.load({"AGORA_DATA_DIR": str(tmp_path)}, tmp_path))
    opened = tmp_path / "opened"
    queue.storage.enqueue(pickle.dumps(Trap(opened)))
    with pytest.raises(ValueError, match=r"Separator|Signature"):
        queue.dequeue()
    assert not opened.exists()


class Trap:
    """Opened by pickle, it makes a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.file,)
