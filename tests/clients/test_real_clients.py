"""Real clients on a served portal: vdirsyncer subscribes to a feed, khal shows it, and after each change in the portal they
show exactly what has become of the dates. The change is made by another process's application, as the job worker does it."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as at
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.calendar.feeds import LOOK_EVERY
from portal.cli import jobs
from portal.extensions import db
from portal.models import Occurrence, Offer
from portal.offers import series
from portal.offers.outbox import note_change
from portal.vocabulary.offers import OccurrenceStatus, Step
from tests.factories import offers as make
from tests.fixtures.portals import make_app
from tests.fixtures.programs import require

TITLE = "Drehen, formen; brennen – für Mütter & Väter"
SLUG = "toepferverein-rosslau"
KHAL = """
[calendars]
[[agora]]
path = {folder}/local
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair agora]
a = "feed"
b = "local"
collections = null
[storage feed]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{folder}/local"
fileext = ".ics"
"""
Shown = set[tuple[str, str, str, str]]


@dataclass
class Client:
    """A computer with vdirsyncer and khal, subscribed to one feed."""

    folder: Path
    url: str
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("local", "status"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "vdirsyncer.conf").write_text(VDIRSYNCER.format(folder=self.folder, url=self.url))
        (self.folder / "khal.conf").write_text(KHAL.format(folder=self.folder))
        places = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
        self.environment = {name: str(self.folder) for name in places}
        self.environment |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
        self._run("vdirsyncer", "-c", self.folder / "vdirsyncer.conf", "discover")

    def _run(self, program: str, *arguments: str | Path) -> str:
        path = Path(sys.executable).parent / program
        found = require(path if path.exists() else None, f"install {program} (pip install -e '.[test]')")
        done = subprocess.run(
            [found, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sync(self) -> None:
        self._run("vdirsyncer", "-c", self.folder / "vdirsyncer.conf", "sync")

    def shown(self) -> Shown:
        """What khal lists from a year ago to a year ahead: start, end, title, status."""
        fields = ("start-long", "end-long", "title", "status")
        asked = [part for name in fields for part in ("--json", name)]
        span = [(clock.today() + timedelta(days=days)).isoformat() for days in (-365, 365)]
        said = self._run("khal", "-c", self.folder / "khal.conf", "list", "--once", *asked, *span)
        rows = [row for line in said.splitlines() for row in json.loads(line)]
        found = {tuple(str(row[name]).strip() for name in fields) for row in rows}
        assert len(found) == len(rows)
        return found  # type: ignore[return-value]  # four fields, as they were asked for

    def files(self) -> dict[str, tuple[bytes, int]]:
        """The files on its disk, with the moment of their last writing."""
        return {
            path.name: (path.read_bytes(), path.stat().st_mtime_ns)
            for path in (self.folder / "local").iterdir()
        }


@dataclass
class Course:
    """The course that the client is subscribed to, and the worker that changes it."""

    worker: Flask
    offer_id: int

    @contextmanager
    def changed(self) -> Iterator[Session]:
        """A change in the portal, told to the outbox, drained by the job worker, and noticed by who serves."""
        with self.worker.app_context():
            session = db.session()
            yield session
            note_change(session, [self.offer_id])
            session.commit()
            while jobs.drain_once():
                pass
        time.sleep(LOOK_EVERY + 0.2)

    def days(self, session: Session) -> list[Occurrence]:
        offer = session.get_one(Offer, self.offer_id)
        return list(offer.runs[0].occurrences)


def evening(weeks: int) -> date:
    return clock.today() + timedelta(weeks=weeks)


def timed(
    day: date, start: str, end: str, title: str = TITLE, status: str = "CONFIRMED"
) -> tuple[str, str, str, str]:
    return (f"{day} {start}", f"{day} {end}", title, status)


def whole(first: date, last: date, title: str, status: str = "CONFIRMED") -> tuple[str, str, str, str]:
    return (f"{first}", f"{last}", title, status)


@pytest.fixture
def course(own_app: Flask, tmp_path: Path) -> Iterator[Course]:
    """Evenings in the past, in coming weeks and after the next change of the clock, two whole days, a closing day."""
    worker = make_app(tmp_path / "data")
    with worker.app_context():
        session = db.session()
        club = make.make_institution(session, name="Töpferverein Roßlau", slug=SLUG)
        offer = make.make_offer(session, TITLE, institution=club)
        run = make.make_run(session, offer, registration_closes_on=evening(1))
        for weeks in (-2, 2, 3, 4, 5, 30):
            start = clock.as_utc(evening(weeks), 18, 0)
            make.make_occurrence(session, run, start)
        days = series.whole_days(evening(6), evening(6) + timedelta(days=1))
        make.make_occurrence(
            session,
            run,
            days.starts_at,
            end=days.ends_at,
            all_day=True,
            first_day=days.first_day,
            last_day=days.last_day,
        )
        session.commit()
        found = Course(worker, offer.id)
    with found.changed():
        pass
    yield found
    with worker.app_context():
        db.engine.dispose()


@pytest.fixture
def client_of(own_live: str, tmp_path: Path, course: Course) -> Callable[[str], Client]:
    return lambda path: Client(tmp_path / "client", own_live + path)


def at_first() -> Shown:
    evenings = {timed(evening(weeks), "18:00", "19:30") for weeks in (-2, 2, 3, 4, 5, 30)}
    two_days = whole(evening(6), evening(6) + timedelta(days=1), TITLE)
    return evenings | {two_days, whole(evening(1), evening(1), f"Anmeldeschluss: {TITLE}")}


def test_a_client_shows_exactly_what_became_of_the_dates(
    client_of: Callable[[str], Client], course: Course
) -> None:
    client = client_of(f"/anbieter/{SLUG}.ics")
    client.sync()
    assert client.shown() == at_first()

    rested = client.files()
    client.sync()
    assert client.files() == rested

    with course.changed() as session:
        _past, moved, cancelled, deleted, *_rest = course.days(session)
        moved.moved_from, moved.status = moved.starts_at, OccurrenceStatus.MOVED
        later = series.timed(evening(2) + timedelta(days=1), at(19), at(21))
        moved.starts_at, moved.ends_at = later.starts_at, later.ends_at
        moved.first_day = moved.last_day = later.first_day
        cancelled.status = OccurrenceStatus.CANCELLED
        session.delete(deleted)
    client.sync()
    gone = {timed(evening(weeks), "18:00", "19:30") for weeks in (2, 3, 4)}
    now = {
        timed(evening(2) + timedelta(days=1), "19:00", "21:00"),
        timed(evening(3), "18:00", "19:30", f"Abgesagt: {TITLE}", "CANCELLED"),
        timed(evening(4), "18:00", "19:30", f"Abgesagt: {TITLE}", "CANCELLED"),
    }
    assert client.shown() == at_first() - gone | now
    untouched = client.files().items() & rested.items()
    assert len(untouched) == len(rested) - 3

    with course.changed() as session:
        session.get_one(Offer, course.offer_id).step = Step.WITHDRAWN
    client.sync()
    past = timed(evening(-2), "18:00", "19:30")
    coming = {
        (start, end, title if title.startswith("Abgesagt: ") else f"Abgesagt: {title}", "CANCELLED")
        for start, end, title, _status in (at_first() - gone | now) - {past}
    }
    assert client.shown() == coming | {past}


@pytest.mark.parametrize("path", ["/suche.ics?q=brennen&anbieter={slug}", "/angebote/{offer}-drehen.ics"])
def test_an_offer_that_is_deleted_is_called_off_wherever_it_was_subscribed_to(
    client_of: Callable[[str], Client], course: Course, path: str
) -> None:
    client = client_of(path.format(slug=SLUG, offer=course.offer_id))
    client.sync()
    assert client.shown() == at_first()
    with course.changed() as session:
        session.delete(session.scalars(select(Offer).where(Offer.id == course.offer_id)).one())
    client.sync()
    past = timed(evening(-2), "18:00", "19:30")
    coming = {
        (start, end, f"Abgesagt: {title}", "CANCELLED") for start, end, title, _status in at_first() - {past}
    }
    assert client.shown() == coming | {past}
