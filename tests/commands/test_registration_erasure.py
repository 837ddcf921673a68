"""When the time of a registration is over, nothing of the person is left: not in a table, not in the bytes of any file of the
data folder (database, its log, index, outgoing mail, job queue), not in the logs, and not in a backup made afterwards."""

import gzip
import logging
import quopri
import shutil
import tarfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from portal import clock
from portal.attendance import actions
from portal.audit.wishes import want
from portal.cli import cli, job_queue
from portal.extensions import db
from portal.models import FormDraft, JournalEntry, Letter, OutboxEntry, ParkedForm, Registration, Run, User
from portal.permissions.policy import Actor
from portal.vocabulary.offers import OfferKind, RegistrationWay
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act, Thing
from portal.web.kit import housework, publishing
from tests.factories import offers as make
from tests.fixtures import portals

NAMES = ("Zwetschgenmus-Petersilie", "Quittengelee-Rhabarber", "Vogelbeere-Hagebutte")
MAILS = ("zwetschge.petersilie@leser.example", "quitte.rhabarber@leser.example")
PHONES = ("0340 7654321", "0177 9876543", "03493 112233")
NEEDLES = (
    *NAMES,
    *MAILS,
    *PHONES,
    "zwetschge-petersilie",
    "quitte-rhabarber",
)  # the last as in names of files
WORDS = "Liebe Frau Zwetschgenmus-Petersilie, bitte bringen Sie Stifte mit."


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A portal of this test alone, in the folder that commands work on as well."""
    folder = tmp_path / "data"
    monkeypatch.setenv("AGORA_DATA_DIR", str(folder))
    monkeypatch.setenv("AGORA_SECRET_KEY", portals.SECRET)
    monkeypatch.setenv("AGORA_MAIL_FROM", "agora@stadt.example")
    monkeypatch.delenv("AGORA_DATABASE_URL", raising=False)
    folder.mkdir()
    found = portals.create_app(portals.config.load())
    with found.app_context():
        db.create_all()
        yield found
        db.session.remove()
        db.engine.dispose()


def run_with_dates(session: Session, title: str = "Starke Eltern") -> Run:
    offer = make.make_offer(
        session,
        title,
        kind=OfferKind.PARENT_TRAINING,
        registration_way=RegistrationWay.HERE,
        max_participants=2,
    )
    run = make.make_run(session, offer)
    make.make_occurrence(session, run, clock.now() + timedelta(days=1))
    return run


def lived_through(session: Session) -> int:
    """Three people register; one of them comes, one leaves, one waits; and all leave traces wherever there can be any."""
    now = clock.now()
    user = User(email="trainerin@verein.example", name="Trainerin", password_hash="", role=Role.PROVIDER)
    session.add(user)
    run = run_with_dates(session)
    other = make.make_run(session, run.offer)
    make.make_occurrence(session, other, now + timedelta(days=1))
    session.flush()
    trainer, user_id = Actor(user.id, user.name, Role.PROVIDER), user.id
    first = actions.ask(
        session,
        run_id=run.id,
        name=NAMES[0],
        email=MAILS[0],
        phone=PHONES[0],
        persons=2,
        locale="de",
        now=now,
    ).registration
    assert first is not None
    number, key, run_id, other_id = first.id, first.key, run.id, other.id
    letters(session)
    actions.confirm(session, key=key, now=now)
    leaves, moves = (
        actions.add_by_hand(
            session, run_id=run_id, name=name, email=email, phone=phone, persons=1, actor=trainer, now=now
        ).id
        for name, email, phone in ((NAMES[1], MAILS[1], PHONES[1]), (NAMES[2], None, PHONES[2]))
    )
    actions.message(session, run_id=run_id, text_to_all=WORDS, actor=trainer, now=now, to_waiting=True)
    letters(session)
    actions.move(session, registration_id=moves, run_id=other_id, actor=trainer, now=now)
    (day,) = session.get_one(Run, run_id).occurrences
    actions.note_presence(
        session, run_id=run_id, occurrence_id=day.id, present=frozenset({number}), actor=trainer,
        now=now + timedelta(days=1),
    )  # fmt: skip
    actions.cancel(session, registration_id=leaves, actor=trainer, now=now)
    letters(session)
    want(session, "registration_message", registration_id=number, text=WORDS)  # not written in all that time
    typed = [["name", NAMES[1]], ["email", MAILS[1]]]
    session.add(FormDraft(user_id=user_id, form="/list", fields=typed, saved_at=now + timedelta(days=31)))
    session.add(ParkedForm(token_hash="x", path="/list", fields=typed, parked_at=now + timedelta(days=32)))
    session.commit()
    return run_id


def letters(session: Session) -> None:
    """What the job worker does: writes letters and hands them over, here to a folder."""
    session.commit()
    publishing.drain()
    assert not job_queue.deliver().trouble


def keep_house(now: datetime) -> None:
    """The regular work as the worker does it, and none of it goes wrong."""
    for work in housework.PERIODIC:
        if work.name in ("retention", "registrations", "reminders"):
            assert job_queue.do_now(work, now)


def in_tables(session: Session) -> set[str]:
    """Which of the needles any column of any table holds, as text."""
    found = set()
    for table in inspect(db.engine).get_table_names():
        for row in session.execute(text(f'SELECT * FROM "{table}"')):
            line = " ".join(str(value) for value in row)
            found |= {needle for needle in NEEDLES if needle in line}
    session.rollback()
    return found


def in_files(folder: Path) -> dict[str, set[str]]:
    """Which of the needles the bytes of which file hold, mail decoded, or its name."""
    found: dict[str, set[str]] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            data = file.read_bytes()
            if file.suffix == ".eml":
                data += quopri.decodestring(data)
            hits = {one for one in NEEDLES if one.encode() in data or one in file.name}
            if hits:
                found[file.name] = hits
    return found


def backup(folder: Path, tmp_path: Path, name: str) -> set[str]:
    """Which of the needles a backup made now holds."""
    file, unpacked = tmp_path / f"{name}.tar.gz", tmp_path / name
    done = CliRunner().invoke(cli, ["backup", str(file)])
    assert done.exit_code == 0, done.output
    with tarfile.open(file) as archive:
        archive.extractall(unpacked, filter="data")
    whole = gzip.decompress(file.read_bytes())
    found = {one for one in NEEDLES if one.encode() in whole}
    for hits in in_files(unpacked).values():
        found |= hits
    shutil.rmtree(unpacked)
    assert folder.is_dir()
    return found


def test_nothing_of_a_person_is_left(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    folder: Path = app.extensions["agora_settings"].data_dir
    caplog.set_level(logging.INFO)
    session = db.session()
    run_id = lived_through(session)
    was_there(session, folder, tmp_path)

    over = clock.now() + timedelta(days=1, hours=2)
    keep_house(over + timedelta(days=28))
    assert session.scalar(select(func.count(Registration.id))) == 3, "not before its time"
    session.rollback()
    keep_house(over + timedelta(days=32))

    assert in_tables(session) == set()
    assert in_files(folder) == {}
    assert backup(folder, tmp_path, "afterwards") == set()
    logged = caplog.text + "".join(capfd.readouterr())
    assert [needle for needle in NEEDLES if needle in logged] == []
    for model in (Registration, Letter, OutboxEntry):
        wanted = select(func.count()).select_from(model)
        if model is OutboxEntry:
            wanted = wanted.where(OutboxEntry.topic == "letter")
        assert session.scalar(wanted) == 0
    lines = session.scalars(select(JournalEntry).where(JournalEntry.act == Act.ERASED)).all()
    assert [(line.title, line.note, line.thing_id) for line in lines] == [
        ("Starke Eltern", "Anmeldungen gelöscht: 3", None)
    ]
    assert session.get(Run, run_id) is not None


def was_there(session: Session, folder: Path, tmp_path: Path) -> None:
    """The search would find it: before, the needles are wherever one expects them. The journal never held any."""
    everybody = {*NAMES, *MAILS, *PHONES}
    assert in_tables(session) == everybody
    files = in_files(folder)
    assert any(name.startswith("agora.sqlite") for name in files)
    assert sum(name.endswith(".eml") for name in files) >= 5
    assert backup(folder, tmp_path, "before") >= everybody
    for line in session.scalars(select(JournalEntry).where(JournalEntry.thing == Thing.REGISTRATION)):
        told = f"{line.title} {line.note} {line.changes}"
        assert not [needle for needle in NEEDLES if needle in told]
    session.rollback()


def test_whoever_left_or_never_confirmed_goes_before_the_last_date(app: Flask) -> None:
    session, now = db.session(), clock.now()
    run = run_with_dates(session)
    run.occurrences[0].last_day += timedelta(days=300)
    run.occurrences[0].starts_at += timedelta(days=300)
    run.occurrences[0].ends_at += timedelta(days=300)
    session.commit()

    def come(number: int) -> Registration:
        row = actions.ask(
            session, run_id=run.id, name=f"P{number}", email=f"p{number}@leser.example", phone=None,
            persons=1, locale="de", now=now,
        ).registration  # fmt: skip
        assert row is not None
        return row

    stays, leaves, silent = (come(number) for number in range(3))
    for row in (stays, leaves):
        actions.confirm(session, key=row.key, now=now)
    actions.cancel(session, key=leaves.key, now=now)
    ids = [row.id for row in (stays, leaves, silent)]
    session.commit()

    def left(days: int) -> list[int]:
        keep_house(now + timedelta(days=days))
        return list(session.scalars(select(Registration.id).order_by(Registration.id)))

    assert left(6) == ids
    assert left(8) == ids[:2], "who never confirmed is not kept for more than a week"
    assert left(29) == ids[:2]
    assert left(31) == ids[:1]
    assert left(320) == ids[:1]
    assert left(340) == []


def test_letters_of_registrations_that_went_with_their_offer_go_too(app: Flask) -> None:
    session = db.session()
    run = run_with_dates(session)
    session.commit()
    run_id = run.id
    actions.ask(
        session,
        run_id=run_id,
        name=NAMES[0],
        email=MAILS[0],
        phone=None,
        persons=1,
        locale="de",
        now=clock.now(),
    )
    letters(session)
    session.delete(session.get_one(Run, run_id).offer)
    session.commit()
    assert in_tables(session)
    keep_house(clock.now())
    assert in_tables(session) == set()


def test_a_reader_that_holds_the_log_up_is_waited_for_in_the_next_round(app: Flask) -> None:
    """The log beside the file cannot be emptied while somebody reads: the next round does it."""
    folder: Path = app.extensions["agora_settings"].data_dir
    session = db.session()
    lived_through(session)
    later = clock.now() + timedelta(days=40)
    session.commit()
    with db.engine.connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT count(*) FROM registration").all()
        keep_house(later)
        reader.rollback()
    keep_house(later + timedelta(hours=6))
    assert in_files(folder) == {}
