"""Without a mail server letters become files, and AGORA_MAIL_URL says which post office there is."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal import config
from portal.mail.delivery import FolderOffice, SmtpOffice, post_office
from portal.mail.rounds import Round, deliver_due
from tests.rooms.mail.servers import SENDER, clock_at, later, letter


def test_a_letter_becomes_a_file_with_a_readable_name(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "mail"
    first = letter(session)
    assert deliver_due(session, FolderOffice(folder), SENDER, clock_at()) == Round(sent=1)
    (file,) = folder.iterdir()
    assert file.name == f"2026-11-23_100000_{first.id:06}_published_anna-leser-example.eml"
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["Subject"] == "Jetzt öffentlich: Töpfern für Anfänger"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "\n.ein Punkt am Anfang" in body.get_content().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "subject",
    [
        "Ein Platz ist frei: Infoabend berufliches Gymnasium. Bitte antworten Sie bis Mittwoch, 3. März, 18:00 Uhr",
        "Sie sind angemeldet: Elterntraining: die ersten Monate mit einem Frühgeborenen",
        "Sie sind angemeldet: Singen im Chor: Kantorei Johannis am Dienstagabend und am Donnerstag danach",
        "Ü" * 180,
        "Kurs " + "x" * 120 + " am Freitag",
    ],
)
def test_a_subject_is_read_as_it_was_written(session: Session, tmp_path: Path, subject: str) -> None:
    letter(session, subject=subject)
    assert deliver_due(session, FolderOffice(tmp_path / "mail"), SENDER, clock_at()).sent == 1
    (file,) = (tmp_path / "mail").iterdir()
    raw = file.read_bytes()
    assert message_from_bytes(raw, policy=policy.default)["Subject"] == subject
    older = message_from_bytes(raw, policy=policy.compat32)["Subject"].replace("\n", "").replace("\r", "")
    assert str(make_header(decode_header(older))) == subject, "as programs read it that join lines first"


def test_the_newest_is_the_last_by_name(session: Session, tmp_path: Path) -> None:
    letter(session, "a@leser.example")
    deliver_due(session, FolderOffice(tmp_path / "mail"), SENDER, clock_at())
    letter(session, "b@leser.example")
    deliver_due(session, FolderOffice(tmp_path / "mail"), SENDER, later(seconds=1))
    assert [file.name.rpartition("_")[2] for file in sorted((tmp_path / "mail").iterdir())] == [
        "a-leser-example.eml",
        "b-leser-example.eml",
    ]


def test_a_hostile_recipient_makes_no_path(session: Session, tmp_path: Path) -> None:
    letter(session, "/etc/passwd@leser.example")
    assert deliver_due(session, FolderOffice(tmp_path / "mail"), SENDER, clock_at()).sent == 1
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name.endswith("_etc-passwd-leser-example.eml")


def test_a_folder_that_cannot_be_written_costs_no_letter(session: Session, tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("keine Mappe", encoding="utf-8")
    letter(session)
    assert "Ordner" in deliver_due(session, FolderOffice(tmp_path / "mail"), SENDER, clock_at()).trouble
    (tmp_path / "mail").unlink()
    assert deliver_due(session, FolderOffice(tmp_path / "mail"), SENDER, later(minutes=1)) == Round(sent=1)


def settings(folder: Path, url: str) -> config.Settings:
    return config.load({"AGORA_MAIL_URL": url}, folder)


def test_the_url_names_the_post_office(tmp_path: Path) -> None:
    own = post_office(config.load({}, tmp_path))
    assert isinstance(own, FolderOffice)
    assert own.folder == tmp_path / ".agora" / "mail"
    elsewhere = post_office(settings(tmp_path, "file:///var/spool/agora"))
    assert isinstance(elsewhere, FolderOffice)
    assert elsewhere.folder == Path("/var/spool/agora")
    plain = post_office(settings(tmp_path, "smtp://agora:ge%40heim%2F@mail.stadt.example"))
    assert isinstance(plain, SmtpOffice)
    assert (plain.server.host, plain.server.port) == ("mail.stadt.example", 587)
    assert (plain.server.user, plain.server.password) == ("agora", "ge@heim/")
    assert not plain.server.is_secure
    secure = post_office(settings(tmp_path, "smtps://mail.stadt.example"))
    assert isinstance(secure, SmtpOffice)
    assert (secure.server.port, secure.server.is_secure, secure.server.user) == (465, True, "")
