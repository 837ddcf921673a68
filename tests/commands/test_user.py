"""`agora user`: accounts from the command line, with a password or with a link to choose one."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from portal.cli import user as commands
from portal.extensions import db
from portal.models import User
from portal.vocabulary.people import Role
from tests.fixtures.portals import SECRET
from tests.judge import JudgingClient
from tests.web.accounts.visits import GOOD, log_in, send, switch_on
from tests.web.people import signed_in

EMAIL = "leitung@stadt.example"


@pytest.fixture
def call(own_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Calls a command on the data of `own_app`; what it prints."""
    monkeypatch.setenv("AGORA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("AGORA_SECRET_KEY", SECRET)
    monkeypatch.delenv("AGORA_DATABASE_URL", raising=False)

    def run(*words: str) -> str:
        done = CliRunner().invoke(commands.user_group, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return run


def test_without_a_password_a_link_is_printed_that_opens_the_account_once(
    own_app: Flask, call: object
) -> None:
    said = call("add", "--email", EMAIL, "--name", "Erste Verwaltung", "--role", "administrator")  # type: ignore[operator]
    found = re.search(r"https?://[^/]+(/konto/einladung/\S+)", said)
    assert found
    visitor = JudgingClient(own_app)
    assert log_in(visitor, EMAIL, "").status_code == 400
    assert send(visitor, found[1], password=GOOD).status_code == 303, "the name is there already"
    with own_app.app_context():
        user = db.session.scalars(select(User).where(User.email == EMAIL)).one()
        assert (user.name, user.role) == ("Erste Verwaltung", Role.ADMINISTRATOR)
    assert visitor.get(found[1]).status_code == 410
    assert log_in(JudgingClient(own_app), EMAIL).status_code == 303


def test_with_a_password_the_account_can_be_used_at_once(own_app: Flask, call: object) -> None:
    words = (
        "--email",
        EMAIL,
        "--name",
        "Anna",
        "--password",
        GOOD,
        "--institution",
        "volkshochschule",
        "--manager",
    )
    assert "einladung" not in call("add", *words)  # type: ignore[operator]
    visitor = JudgingClient(own_app)
    assert log_in(visitor, EMAIL).status_code == 303
    assert "Volkshochschule" in visitor.get("/konto/").text


def test_who_lost_phone_and_codes_is_let_in_again(own_app: Flask, call: object) -> None:
    email = "redaktion@demo.example"
    switch_on(own_app, email)
    visitor = signed_in(own_app, email)
    call("second-factor-off", "--email", email)  # type: ignore[operator]
    assert visitor.get("/konto/").status_code == 303
    with own_app.app_context():
        assert db.session.scalars(select(User.totp_secret).where(User.email == email)).one() is None
