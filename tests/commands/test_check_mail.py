"""The line of `agora check` about letters."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete

from portal import clock
from portal.cli import cli, health
from portal.extensions import db
from portal.mail import outbox
from portal.mail.outbox import Message
from portal.models import Letter
from tests.fixtures import portals
from tests.rooms.mail.servers import MailServer


@pytest.fixture
def data(tmp_path: Path, demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(demo_folder, folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGORA_DATA_DIR", str(folder))
    monkeypatch.setenv("AGORA_SECRET_KEY", portals.SECRET)
    for name in ("AGORA_DATABASE_URL", "AGORA_MAIL_URL"):
        monkeypatch.delenv(name, raising=False)
    app = portals.make_app(folder)
    with app.app_context():
        db.session.execute(delete(Letter))
        db.session.commit()
        db.engine.dispose()
    return folder


def checked() -> tuple[bool, str]:
    result = CliRunner().invoke(cli, ["check", "--json"])
    found = next(one for one in json.loads(result.output) if one["check"] == "Post")
    return found["ok"], found["detail"]


def test_letters_as_files_are_well(data: Path) -> None:
    assert checked() == (True, f"{data / 'mail'}, 0 warten, 0 unzustellbar, 0 ungewiss")


def test_a_server_that_listens_is_well_and_one_that_is_away_is_not(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = MailServer()
    monkeypatch.setenv("AGORA_MAIL_URL", f"smtp://agora:geheim@127.0.0.1:{server.port}")
    is_well, said = checked()
    assert not is_well
    assert "nicht erreichbar" in said
    assert "geheim" not in said
    monkeypatch.setenv("AGORA_MAIL_URL", f"smtp://127.0.0.1:{server.port}")
    with server.running() as mailbox:
        assert checked() == (True, "127.0.0.1, 0 warten, 0 unzustellbar, 0 ungewiss")
    assert mailbox.taken == []


def test_letters_that_nobody_delivers_are_found(data: Path) -> None:
    app = portals.make_app(data)
    with app.app_context():
        old = clock.now() - health.MOST_WAIT * 2
        outbox.post(db.session(), Message("digest", "anna@leser.example", "Neues", "x", "x"), old)
        db.session.commit()
        db.engine.dispose()
    is_well, said = checked()
    assert not is_well
    assert "1 warten" in said
    assert "agora jobs run" in said
