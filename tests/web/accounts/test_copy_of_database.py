"""Who has a copy of the database, such as a lost backup, gets into no account with it."""

from pathlib import Path

from flask import Flask

from portal import clock
from portal.extensions import db
from portal.mail import rounds
from portal.mail.delivery import FolderOffice
from portal.web.kit import letters
from tests.judge import JudgingClient
from tests.web.people import signed_in

from .visits import APPLICATION, GOOD, REGISTER, as_person, later, link, log_in, post_box, somebody, switch_on


def deliver(app: Flask, folder: Path) -> None:
    """The job worker's round."""
    with app.app_context(), later(60):
        rounds.deliver_due(db.session(), FolderOffice(folder), letters.sender(), clock.now)


def test_a_copy_holds_neither_tokens_nor_codes_nor_passwords(
    own_app: Flask, own_client: JudgingClient, tmp_path: Path
) -> None:
    email = somebody(own_app)
    visitor = signed_in(own_app, email)
    with visitor.session_transaction() as session:
        token = session["_user_id"]
    stays = JudgingClient(own_app)
    log_in(stays, email, remember="y")
    remembered = stays.get_cookie("agora_merken")
    as_person(own_client, REGISTER, **APPLICATION)
    as_person(own_client, "/konto/passwort-vergessen", email=email)
    codes = switch_on(own_app, email)
    links = [link(own_app, APPLICATION["email"], "bestaetigen"), link(own_app, email, "passwort-neu")]
    deliver(own_app, tmp_path / "post")
    assert [letter.text for letter in post_box(own_app, email)] == [""], "delivered and forgotten"
    assert remembered is not None
    secrets = [token, remembered.value.split("|")[0], GOOD, *codes, *(one.replace("-", "") for one in codes)]
    secrets += [one.rpartition("/")[2] for one in links]
    with own_app.app_context():
        dump = "\n".join(db.engine.raw_connection().driver_connection.iterdump())  # type: ignore[union-attr]
    assert [secret for secret in secrets if secret in dump] == []
    assert email in dump, "the yardstick: it is a copy"
