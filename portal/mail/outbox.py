"""Letters that wait, and what became of them. A row is the truth: whoever delivers first takes it (`claim`), then says what the
mail server answered (`note`). A letter is never sent a second time unless a person says so."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import text
from portal.errors import Conflict
from portal.models import Letter
from portal.vocabulary.letters import LetterState

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
LOST_AFTER = timedelta(minutes=15)
MOST_OF_SUBJECT, MOST_OF_ERROR = 200, 500
NOBODY = "nobody.invalid"  # the domain of a Message-ID where no sender is known yet (RFC 2606)
# Their links open accounts: once they are delivered, the portal itself does not keep what it gave away.
OPENS_SOMETHING = frozenset({"account_confirm", "account_reset", "account_change_new", "account_invitation"})
EXTRA_HEADERS = frozenset({"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Reply-To"})
# One mailbox and nothing else: what a server could take for a second one, or for a command, is not let in. The name in ASCII,
# since few servers take another; the domain may be spelt with umlauts.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"(?=[^@]{{1,64}}@[^@]{{4,189}}\Z){_ATOM}(?:\.{_ATOM})*@(?:\w[\w-]*\.)+\w[\w-]+")


@dataclass(frozen=True, slots=True)
class Message:
    """A letter as it is written. `once_key`: of two letters with the same only the first is kept. `about`: whose it is, such as
    "registration:12": it is erased with that."""

    kind: str
    to: str
    subject: str
    text: str
    html: str
    locale: str = "de"
    headers: Mapping[str, str] = field(default_factory=dict)
    once_key: str | None = None
    about: str | None = None


class Verdict(StrEnum):
    """What became of handing a letter over."""

    SENT = "sent"  # the server has it
    LATER = "later"  # refused for now, or the line broke before all of it was there
    NEVER = "never"  # refused for good
    UNKNOWN = "unknown"  # all of it was sent, and no answer came


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with the server's words."""

    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter in the hands of one worker, as it was when it was taken; `claimed_at` proves whose it is."""

    id: int
    message_id: str
    kind: str
    recipient: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    locale: str
    created_at: datetime
    attempts: int
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """What has not arrived; since when the first of them waits that was never tried, and why, as far as is known."""

    waiting: int
    dead: int
    uncertain: int
    waiting_since: datetime | None
    why: str

    def __str__(self) -> str:
        return f"{self.waiting} warten, {self.dead} unzustellbar, {self.uncertain} ungewiss"


def is_address(given: str) -> bool:
    """Whether this is the address of one mailbox, such as a mail server takes it."""
    return _ADDRESS.fullmatch(given) is not None


def post(session: Session, message: Message, now: datetime, *, domain: str = NOBODY) -> Letter | None:
    """Keep a letter until it is delivered; None when its `once_key` is taken. To an unusable address it is dead at once, for a
    person to see. `domain` (of the sender) stands in the Message-ID, which stays the same however often it is tried."""
    unknown = set(message.headers) - EXTRA_HEADERS
    if unknown:
        raise ValueError(f"a letter has no headers {sorted(unknown)}")
    usable = is_address(message.to)
    values = {
        "message_id": f"{uuid4()}@{domain}",
        "kind": message.kind,
        "recipient": message.to if usable else text.one_line(message.to)[:254],
        "subject": text.one_line(message.subject, MOST_OF_SUBJECT),
        "text": text.clean(message.text),
        "html": text.clean(message.html),
        "headers": {name: text.one_line(value) for name, value in message.headers.items()},
        "locale": message.locale,
        "once_key": message.once_key,
        "about": message.about,
        "state": LetterState.WAITING if usable else LetterState.DEAD,
        "attempts": 0,
        "created_at": now,
        "next_attempt_at": now,
        "last_error": None if usable else "Das ist keine E-Mail-Adresse, an die das Portal schreiben kann.",
    }
    sql = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    wanted = sql.insert(Letter).values(values).on_conflict_do_nothing(index_elements=[Letter.once_key])
    return session.scalars(wanted.returning(Letter)).first()


def due(session: Session, now: datetime, limit: int = 200) -> list[int]:
    """The letters whose time has come, the longest waiting first."""
    return list(
        session.scalars(
            select(Letter.id)
            .where(Letter.state == LetterState.WAITING, Letter.next_attempt_at <= now)
            .order_by(Letter.next_attempt_at, Letter.id)
            .limit(limit)
        )
    )


def held(session: Session) -> Held:
    """What has not arrived, in two statements."""
    rows = session.execute(select(Letter.state, func.count()).group_by(Letter.state))
    counts = Counter({row[0]: row[1] for row in rows})
    first = session.execute(
        select(Letter.created_at, Letter.last_error)
        .where(Letter.state == LetterState.WAITING, Letter.attempts == 0)
        .order_by(Letter.created_at)
        .limit(1)
    ).first()
    return Held(
        counts[LetterState.WAITING] + counts[LetterState.SENDING],
        counts[LetterState.DEAD],
        counts[LetterState.UNCERTAIN],
        first.created_at if first else None,
        (first.last_error if first else None) or "",
    )


def claim(session: Session, letter_id: int, now: datetime) -> Taken | None:
    """Take a letter that waits; None when another worker has it. Commit before handing it over: from then on it is known that
    it may have left."""
    row = session.execute(
        update(Letter)
        .where(Letter.id == letter_id, Letter.state == LetterState.WAITING, Letter.next_attempt_at <= now)
        .values(state=LetterState.SENDING, claimed_at=now, attempts=Letter.attempts + 1)
        .returning(*(getattr(Letter, one.name) for one in fields(Taken)))
        .execution_options(synchronize_session=False)
    ).first()
    return Taken(*row) if row else None


def note(session: Session, letter: Taken, answer: Answer, now: datetime) -> bool:
    """Write down what the server answered; whether this claim still held (else a person has decided meanwhile)."""
    held = update(Letter).where(
        Letter.id == letter.id,
        Letter.claimed_at == letter.claimed_at,
        Letter.state.in_((LetterState.SENDING, LetterState.UNCERTAIN)),
    )
    reason = answer.reason[:MOST_OF_ERROR] or None
    if answer.verdict is Verdict.SENT:
        emptied = {"text": "", "html": ""} if letter.kind in OPENS_SOMETHING else {}
        return _update(session, held, state=LetterState.SENT, sent_at=now, last_error=None, **emptied)
    if answer.verdict is Verdict.UNKNOWN:
        return _update(session, held, state=LetterState.UNCERTAIN, last_error=reason)
    if answer.verdict is Verdict.NEVER or letter.attempts > len(PAUSES):
        return _update(session, held, state=LetterState.DEAD, last_error=reason)
    again_at = now + PAUSES[letter.attempts - 1]
    return _update(
        session,
        held,
        state=LetterState.WAITING,
        next_attempt_at=again_at,
        claimed_at=None,
        last_error=reason,
    )


def give_back(session: Session, letter: Taken) -> None:
    """Undo a claim: the letter was not handed over, and that was no fault of its own."""
    _update(
        session,
        update(Letter).where(Letter.id == letter.id, Letter.claimed_at == letter.claimed_at),
        state=LetterState.WAITING,
        claimed_at=None,
        attempts=Letter.attempts - 1,
    )


def put_off(session: Session, until: datetime, reason: str, now: datetime) -> None:
    """No letter can leave at present: whatever is due waits until then, and none has lost an attempt by it."""
    _update(
        session,
        update(Letter).where(Letter.state == LetterState.WAITING, Letter.next_attempt_at <= now),
        next_attempt_at=until,
        last_error=reason[:MOST_OF_ERROR],
    )


def settle_lost(session: Session, now: datetime) -> int:
    """Letters whose worker has vanished while handing them over: nobody knows whether they left, so a person decides."""
    lost = update(Letter).where(Letter.state == LetterState.SENDING, Letter.claimed_at <= now - LOST_AFTER)
    said = "Das Versenden wurde unterbrochen; ob der Brief ankam, ist nicht bekannt."
    return _count(session, lost, state=LetterState.UNCERTAIN, last_error=said)


def send_again(session: Session, letter: Letter, now: datetime) -> None:
    """A person says so: the letter begins anew, with all its attempts. One that waits is tried at once."""
    if letter.state in (LetterState.SENT, LetterState.SENDING):
        raise Conflict("Dieser Brief ist schon unterwegs.")
    if not letter.text:
        raise Conflict("Der Text dieses Briefes ist schon gelöscht.")
    changed = _update(
        session,
        update(Letter).where(Letter.id == letter.id, Letter.state == letter.state),
        state=LetterState.WAITING,
        attempts=0,
        next_attempt_at=now,
        claimed_at=None,
    )
    if not changed:
        raise Conflict("An diesem Brief hat sich inzwischen etwas geändert.")
    session.refresh(letter)


def give_up(session: Session, letter: Letter, now: datetime) -> None:  # noqa: ARG001  every decision has its moment
    """A person says so: this letter is not sent any more."""
    changed = _update(
        session,
        update(Letter).where(
            Letter.id == letter.id, Letter.state.in_((LetterState.WAITING, LetterState.UNCERTAIN))
        ),
        state=LetterState.DEAD,
    )
    if not changed:
        raise Conflict("Dieser Brief ist schon unterwegs oder erledigt.")
    session.refresh(letter)


def _update(session: Session, statement: Any, **values: Any) -> bool:
    return _count(session, statement, **values) > 0


def _count(session: Session, statement: Any, **values: Any) -> int:
    done = session.execute(statement.values(values).execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)
    return done.rowcount
