"""A real mail server on loopback whose answers a test decides, and letters to hand to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from sqlalchemy.orm import Session

from portal.mail import outbox
from portal.mail.delivery import Server, SmtpOffice
from portal.mail.envelope import Sender
from portal.mail.outbox import Message
from portal.models import Letter
from tests.fixtures.postgres import free_port

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SENDER = Sender("Agora des Lernens – Dessau-Roßlau", "bildungsbuero@stadt.example")


@dataclass
class Mailbox:
    """The handler of the server: what it took, and what it says instead of yes (by recipient, or for everybody as "*")."""

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    to_sender: str = ""
    to_recipient: dict[str, str] = field(default_factory=dict)
    to_letter: dict[str, str] = field(default_factory=dict)
    hangs_up_after: set[str] = field(default_factory=set)
    lines: int = 0

    async def handle_EHLO(
        self, _server: SMTP, session: Any, _envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        self.lines += 1
        session.host_name = hostname
        return answers

    async def handle_MAIL(
        self, _server: SMTP, _session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_sender:
            return self.to_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        said = self.to_recipient.get(address) or self.to_recipient.get("*")
        if said:
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Envelope) -> str:
        recipient = envelope.rcpt_tos[0]
        said = self.to_letter.get(recipient) or self.to_letter.get("*")
        if said:
            return said
        assert envelope.content is not None
        assert isinstance(envelope.content, bytes)
        self.taken.append((recipient, message_from_bytes(envelope.content, policy=policy.default)))
        if recipient in self.hangs_up_after:
            server.transport.abort()
        return "250 OK"

    def recipients(self) -> list[str]:
        return [recipient for recipient, _mail in self.taken]


class MailServer:
    """A server that may be stopped and started again at the same port."""

    def __init__(self, **options: Any) -> None:
        self.mailbox = Mailbox()
        self.port = free_port()
        self.options = options

    @contextmanager
    def running(self) -> Iterator[Mailbox]:
        controller = Controller(self.mailbox, hostname="127.0.0.1", port=self.port, **self.options)
        controller.start()
        try:
            yield self.mailbox
        finally:
            controller.stop()

    def office(self, user: str = "", password: str = "") -> SmtpOffice:
        return SmtpOffice(Server("127.0.0.1", self.port, False, user, password))


def only_with_password(
    _server: object, _session: object, _envelope: object, _how: str, given: Any
) -> AuthResult:
    """For `authenticator`: the one account that the server knows."""
    return AuthResult(success=(given.login, given.password) == (b"agora", b"richtig"), handled=False)


def letter(session: Session, to: str = "anna@leser.example", now: datetime = NOW, **values: Any) -> Letter:
    """A letter that waits."""
    made = outbox.post(
        session,
        Message(
            **{
                "kind": "published",
                "to": to,
                "subject": "Jetzt öffentlich: Töpfern für Anfänger",
                "text": "Guten Tag,\n\n.ein Punkt am Anfang\nGrüße aus Roßlau\n",
                "html": "<!doctype html><p>Grüße aus Roßlau</p>",
                **values,
            }
        ),
        now,
        domain=SENDER.domain,
    )
    session.commit()
    assert made is not None
    return made


def clock_at(moment: datetime = NOW) -> Any:
    """A clock that stands still."""
    return lambda: moment


def later(**how_much: int) -> Any:
    return clock_at(NOW + timedelta(**how_much))
