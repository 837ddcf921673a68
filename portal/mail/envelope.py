"""A letter as mail servers want it: headers, plain text and HTML, all in ASCII, so that every server can pass it on."""

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from portal import clock, text
from portal.mail.outbox import Taken


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom letters come from: the town's name and one address."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


class WholeHeader(UnstructuredHeader):
    """A header that is written as it stands: the library would break up a long address into encoded words, which no mail
    program takes for an address any more."""

    def fold(self, *, policy: Any) -> str:  # noqa: ARG002  the library calls it so
        return f"{self.name}: {self}\r\n"  # type: ignore[attr-defined]  # mixed into a BaseHeader, which has the name


class SubjectHeader(UnstructuredHeader):
    """A subject that is read as it was written: the library leaves a blank at the end of a line that an encoded word follows,
    and breaks off before the first word. So it is one run of encoded words, or plain ASCII folded between two words."""

    def fold(self, *, policy: Any) -> str:  # noqa: ARG002  the library calls it so
        words = str(self)
        name: str = self.name  # type: ignore[attr-defined]  # as above
        header = Header(words, "us-ascii" if words.isascii() else "utf-8", header_name=name)
        folded = header.encode(linesep="\r\n")
        return f"{name}: {folded}\r\n"


def _policy() -> "policy.EmailPolicy[EmailMessage]":
    registry = HeaderRegistry()
    for name in ("list-unsubscribe", "list-unsubscribe-post", "list-id", "message-id"):
        registry.map_to_type(name, WholeHeader)  # type: ignore[arg-type]  # as the library's own
    registry.map_to_type("subject", SubjectHeader)  # type: ignore[arg-type]  # as the library's own
    return policy.SMTP.clone(header_factory=registry)


_POLICY = _policy()


def ascii_address(address: str) -> str:
    """The address with its domain in the spelling of the DNS: post@müller.example -> post@xn--mller-kva.example."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.encode('idna').decode('ascii')}"


def compose(letter: Taken, sender: Sender, now: datetime) -> bytes:
    """The whole letter, ready to be handed over. Raises ValueError for what no server takes."""
    mail = EmailMessage(policy=_POLICY)
    mail["Message-ID"] = f"<{letter.message_id}>"
    mail["Date"] = format_datetime(clock.local(now))
    mail["From"] = Address(text.one_line(sender.name), addr_spec=ascii_address(sender.address))
    mail["To"] = Address(addr_spec=ascii_address(letter.recipient))
    mail["Subject"] = text.one_line(letter.subject)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office reply comes back
    mail["Content-Language"] = letter.locale
    for name, value in letter.headers.items():
        mail[name] = value
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return mail.as_bytes()
