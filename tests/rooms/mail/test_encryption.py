"""Letters travel encrypted where the server can, and a password only so."""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.mail.delivery import Server, SmtpOffice, Trouble
from portal.mail.rounds import Round, deliver_due
from tests.fixtures.programs import require
from tests.rooms.mail.servers import SENDER, MailServer, clock_at, letter, only_with_password


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server's certificate that nobody has signed."""
    found = shutil.which("openssl")
    openssl = require(Path(found) if found else None, "install openssl (Debian: apt-get install openssl)")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *(str(openssl), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=mail.stadt.example", "-keyout", "key.pem", "-out", "cert.pem"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_starttls_is_used_where_it_is_offered(session: Session, certificate: ssl.SSLContext) -> None:
    """The server demands it: without, it takes neither password nor letter."""
    letter(session)
    server = MailServer(tls_context=certificate, require_starttls=True, authenticator=only_with_password)
    with server.running() as mailbox:
        office = server.office("agora", "richtig")
        assert deliver_due(session, office, SENDER, clock_at()) == Round(sent=1)
    assert mailbox.recipients() == ["anna@leser.example"]


def test_a_server_elsewhere_must_prove_who_it_is(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = MailServer(tls_context=certificate, authenticator=only_with_password)
    monkeypatch.setattr("portal.mail.delivery.LOOPBACK", frozenset())
    with server.running(), pytest.raises(Trouble, match=r"(?i)certificate"):
        SmtpOffice(Server("127.0.0.1", server.port, False, "agora", "richtig")).open()


def test_without_encryption_no_password_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    server = MailServer()
    monkeypatch.setattr("portal.mail.delivery.LOOPBACK", frozenset())
    with server.running(), pytest.raises(Trouble, match="Verschlüsselung"):
        server.office("agora", "geheim").open()
