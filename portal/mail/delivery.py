"""Post offices: where a finished letter is handed over. A mail server (SMTP), or a folder of files for trying out.

The dialogue with a server is led here step by step, since only so is it known whether a broken line left a letter with it.
"""

import re
import smtplib
import ssl
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from portal import clock, text
from portal.config import Settings
from portal.mail.outbox import Answer, Taken, Verdict

TIMEOUT_SECONDS = 20
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS: Mapping[str, int] = {"smtp": 587, "smtps": 465}
UNREACHABLE, MISCONFIGURED = timedelta(minutes=1), timedelta(minutes=15)
_LOG_IN_FIRST = frozenset({530, 534, 535, 538})  # RFC 4954
_RELAY = re.compile(r"relay", re.IGNORECASE)  # "554 Relay access denied", "550 relaying not allowed"
_AFTER_LINE_BREAK = re.compile(rb"^\.", re.MULTILINE)


class Trouble(Exception):
    """No letter at all can be handed over at present; none is to blame. `pause`: when to try again."""

    def __init__(self, reason: str, pause: timedelta) -> None:
        super().__init__(reason)
        self.pause = pause


class PostOffice(Protocol):
    """Somewhere to hand letters over, one after the other."""

    def open(self) -> None:
        """Make sure that a letter can be handed over now. Raises Trouble."""

    def hand_over(self, letter: Taken, mail: bytes, *, sender: str, recipient: str) -> Answer:
        """Hand one letter over. Raises Trouble when it was refused for our sake and is still here."""

    def close(self) -> None:
        """Say goodbye."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mail server listens, and as whom one logs in."""

    host: str
    port: int
    is_secure: bool  # TLS from the first byte; else STARTTLS where it is offered
    user: str = ""
    password: str = ""


def post_office(settings: Settings) -> PostOffice:
    """The post office that AGORA_MAIL_URL names."""
    parts = urlsplit(settings.mail_url)
    if parts.scheme == "file":
        return FolderOffice(settings.mail_dir)
    return SmtpOffice(
        Server(
            parts.hostname or "",
            parts.port or PORTS[parts.scheme],
            parts.scheme == "smtps",
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )
    )


class FolderOffice:
    """Letters become files that every mail program opens; their names sort by time, the newest last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as problem:
            raise Trouble(
                f"Der Ordner {self.folder} lässt sich nicht anlegen: {problem}", UNREACHABLE
            ) from None

    def hand_over(self, letter: Taken, mail: bytes, *, sender: str, recipient: str) -> Answer:  # noqa: ARG002
        when = clock.local(letter.claimed_at)
        name = f"{when:%Y-%m-%d_%H%M%S}_{letter.id:06}_{letter.kind}_{text.slugify(recipient)}.eml"
        unfinished = self.folder / f".{name}"
        try:
            unfinished.write_bytes(mail)
            unfinished.replace(self.folder / name)
        except OSError as problem:
            raise Trouble(f"In {self.folder} lässt sich nicht schreiben: {problem}", UNREACHABLE) from None
        return Answer(Verdict.SENT)

    def close(self) -> None:
        """Nothing is open."""

    def forget(self, letter_ids: Iterable[int]) -> int:
        """Delete the files of these letters, which hold what was erased; how many."""
        gone = {f"{letter_id:06}" for letter_id in letter_ids}
        files = [file for file in self.folder.glob("*_*_*_*.eml") if file.name.split("_")[2] in gone]
        for file in files:
            file.unlink(missing_ok=True)
        return len(files)


class SmtpOffice:
    """A mail server; one line for many letters."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.line: smtplib.SMTP | None = None

    def open(self) -> None:
        if self.line is not None:
            with suppress(OSError):
                if self.line.rset()[0] == 250:
                    return
            self.close()
        self.line = self._connect()

    def close(self) -> None:
        if self.line is not None:
            with suppress(OSError):
                self.line.quit()
            self.line.close()
            self.line = None

    def _connect(self) -> smtplib.SMTP:
        server, tls = self.server, _tls(self.server.host)
        try:
            if server.is_secure:
                line: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=TIMEOUT_SECONDS, context=tls
                )
            else:
                line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        except OSError as problem:
            raise Trouble(f"Der Mailserver ist nicht erreichbar: {_words(problem)}", UNREACHABLE) from None
        try:
            self._introduce(line, tls)
        except OSError as problem:
            line.close()
            raise Trouble(f"Der Mailserver antwortet nicht: {_words(problem)}", UNREACHABLE) from None
        except Trouble:
            line.close()
            raise
        return line

    def _introduce(self, line: smtplib.SMTP, tls: ssl.SSLContext) -> None:
        """Say who we are, encrypted where the server can. A password goes over no open line."""
        line.ehlo_or_helo_if_needed()
        is_secure = self.server.is_secure
        if not is_secure and line.has_extn("starttls"):
            line.starttls(context=tls)
            line.ehlo()
            is_secure = True
        if not self.server.user:
            return
        if not is_secure and self.server.host not in LOOPBACK:
            said = "Der Mailserver bietet keine Verschlüsselung an; das Passwort wurde nicht gesendet."
            raise Trouble(said, MISCONFIGURED)
        try:
            line.login(self.server.user, self.server.password)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as problem:
            raise Trouble(f"Die Anmeldung am Mailserver misslang: {_words(problem)}", MISCONFIGURED) from None
        except UnicodeError:  # SMTP AUTH as Python speaks it knows ASCII only
            said = "Die Anmeldung am Mailserver misslang: Name und Passwort dürfen keine Umlaute haben."
            raise Trouble(said, MISCONFIGURED) from None

    def hand_over(self, letter: Taken, mail: bytes, *, sender: str, recipient: str) -> Answer:  # noqa: ARG002
        assert self.line is not None, "open first"
        line = self.line
        try:
            refused = self._address(line, sender, recipient)
            if refused:
                return refused
            line.send(_AFTER_LINE_BREAK.sub(b"..", mail))
        except OSError as problem:  # without the last dot the server throws away what it has
            self.close()
            return Answer(Verdict.LATER, f"Die Verbindung brach ab: {_words(problem)}")
        try:
            line.send(b".\r\n")
            code, words = line.getreply()
        except OSError as problem:
            self.close()
            return Answer(Verdict.UNKNOWN, f"Nach der Übergabe kam keine Antwort: {_words(problem)}")
        if 200 <= code < 300:
            return Answer(Verdict.SENT)
        return self._refused(code, words)

    def _address(self, line: smtplib.SMTP, sender: str, recipient: str) -> Answer | None:
        """From whom, to whom, and that the letter comes now; what the server has against it."""
        code, words = line.mail(sender)
        if 500 <= code < 600:
            raise Trouble(f"Der Mailserver nimmt den Absender nicht an: {_said(code, words)}", MISCONFIGURED)
        if code != 250:
            return self._refused(code, words)
        code, words = line.rcpt(recipient)
        if code not in (250, 251, 252):
            return self._refused(code, words)
        code, words = line.docmd("DATA")
        return None if code == 354 else self._refused(code, words)

    def _refused(self, code: int, words: bytes) -> Answer:
        """4xx is for now, 5xx for good. 421: the server hangs up. What sounds as if it were us whom it refuses is tried again:
        it may be our setting that is wrong, or this one recipient's server, which must hold up no other letter."""
        said = _said(code, words)
        if code in _LOG_IN_FIRST:
            raise Trouble(f"Der Mailserver nimmt von uns nichts an: {said}", MISCONFIGURED)
        if code == 421 or not 400 <= code < 600:
            self.close()
        is_final = 500 <= code < 600 and not _RELAY.search(said)
        return Answer(Verdict.NEVER if is_final else Verdict.LATER, said)


def _tls(host: str) -> ssl.SSLContext:
    """The server proves who it is, except on this machine itself, where no certificate has its name."""
    context = ssl.create_default_context()
    if host in LOOPBACK:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _said(code: int, words: bytes) -> str:
    return text.one_line(f"{code} {words.decode('utf-8', 'replace')}", 400)


def _words(problem: Exception) -> str:
    """What went wrong, without the command that it was the answer to: that may hold a password."""
    if isinstance(problem, smtplib.SMTPResponseException):
        words = problem.smtp_error
        return _said(problem.smtp_code, words if isinstance(words, bytes) else str(words).encode())
    return text.one_line(str(problem) or type(problem).__name__, 400)
