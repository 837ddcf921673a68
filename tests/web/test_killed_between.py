"""A server that is killed between saving and indexing loses nothing: what it saved is found once the job worker has run."""

import os
import signal
import subprocess
import sys
import warnings
from pathlib import Path
from unittest import mock

from flask import Flask

from portal.extensions import db
from portal.vocabulary.people import Role
from portal.web.kit import publishing
from tests.fixtures.portals import SECRET, make_app
from tests.web.desk.offers import NEW, fields
from tests.web.people import signed_in
from tests.web.reading import page

TITLE = "Xylophonwerkstatt am Samstag"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def published_by_a_server_that_dies(app: Flask) -> int:
    """The exit status of a process that publishes an offer and is killed right after the commit."""
    editor = signed_in(app, Role.EDITOR)
    form = fields(page(editor.get(f"{NEW}?anbieter=volkshochschule")))
    form["title"], form["summary"] = TITLE, "Klangstäbe bauen und spielen."
    form["price"], form["attendance_mode"] = "0", "online"
    for name, value in (("topic", "musik"), ("life_phase", "beruf")):
        form.setlist(name, [value])
    form["runs-0-schedule_note"] = "jeden Samstag"
    form["tun"] = "einreichen"
    with app.app_context():
        db.session.remove()
        db.engine.dispose()  # a connection does not survive a fork
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # other threads are asleep, and the child soon dead
        child = os.fork()
    if child == 0:
        with mock.patch.object(publishing, "show", die):
            editor.post(f"{NEW}?anbieter=volkshochschule", data=form)
        os._exit(7)  # it was refused
    _pid, status = os.waitpid(child, 0)
    return status


def found(folder: Path) -> list[str]:
    answer = make_app(folder).test_client().get("/suche.json?q=xylophonwerkstatt")
    return [item["title"] for item in answer.get_json()["items"]]


def test_what_a_killed_server_has_saved_is_found_later(own_app: Flask) -> None:
    folder = own_app.extensions["agora_settings"].data_dir
    status = published_by_a_server_that_dies(own_app)
    assert os.WIFSIGNALED(status), f"it answered instead of dying: {os.waitstatus_to_exitcode(status)}"
    assert found(folder) == [], "saved, but no process knows yet"
    environment = {**os.environ, "AGORA_DATA_DIR": str(folder), "AGORA_SECRET_KEY": SECRET}
    worker = [sys.executable, "-m", "portal", "jobs", "run", "--once"]
    subprocess.run(worker, env=environment, check=True, timeout=120)
    assert found(folder) == [TITLE]
