"""Statements of attendance (Teilnahmebestätigungen), read and proven: what one says, whether a code and a name belong together,
whether a file is the one that was issued. Nobody's name is stored: a keyed digest proves it."""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal import clock, text
from portal.attendance import statement_codes
from portal.models import AttendanceStatement, Registration

_PURPOSE = b"attendance statement 1"  # the first layout of what is signed


@dataclass(frozen=True, slots=True)
class Facts:
    """What a statement says beside the name."""

    title: str
    institution: str
    first_day: date
    last_day: date
    days: tuple[date, ...]
    dates_held: int
    minutes: int
    issued_at: datetime

    @property
    def issued_on(self) -> date:
        return clock.local(self.issued_at).date()


class Verdict(StrEnum):
    """What a check came to."""

    GENUINE = "genuine"
    REVOKED = "revoked"  # it was issued like this, and taken back later
    NOT_GENUINE = "not_genuine"


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict; with the statement unless it is not genuine."""

    verdict: Verdict
    row: AttendanceStatement | None = None


NOT_GENUINE = Checked(Verdict.NOT_GENUINE)


def facts_of(row: AttendanceStatement) -> Facts:
    """What is stored of a statement."""
    return Facts(
        title=row.title,
        institution=row.institution_name,
        first_day=row.first_day,
        last_day=row.last_day,
        days=tuple(date.fromisoformat(day) for day in row.days),
        dates_held=row.dates_held,
        minutes=row.minutes,
        issued_at=row.issued_at,
    )


def digest(secret: str, *, code: str, name: str, facts: Facts) -> str:
    """HMAC-SHA-256 over the code, the name and everything that is printed; only this portal can make it."""
    said = [
        code,
        folded(name),
        facts.title,
        facts.institution,
        facts.first_day.isoformat(),
        facts.last_day.isoformat(),
        [day.isoformat() for day in facts.days],
        facts.dates_held,
        facts.minutes,
        facts.issued_on.isoformat(),
    ]
    key = hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).digest()
    return hmac.new(key, json.dumps(said, ensure_ascii=False).encode(), hashlib.sha256).hexdigest()


def folded(name: str) -> str:
    """A name without regard to large and small letters, blanks, and how umlauts are coded."""
    return unicodedata.normalize("NFC", text.one_line(name).casefold())


def proves(secret: str, row: AttendanceStatement, name: str) -> bool:
    """Whether the statement was issued to this name, with what is stored of it now."""
    expected = digest(secret, code=row.code, name=name, facts=facts_of(row))
    return hmac.compare_digest(expected, row.digest)


def check(session: Session, *, secret: str, code: str, name: str) -> Checked:
    """Whether a code and a name, as they are printed, belong together. An unknown code and a wrong name are told alike."""
    read = statement_codes.read(code)
    row = (
        session.scalar(select(AttendanceStatement).where(AttendanceStatement.code == read)) if read else None
    )
    return _verdict(row) if row is not None and proves(secret, row, name) else NOT_GENUINE


def check_file(session: Session, *, content: bytes) -> Checked:
    """Whether a file is, byte by byte, one that was issued here."""
    known = file_digest(content)
    row = session.scalars(
        select(AttendanceStatement).where(AttendanceStatement.file_digest == known).limit(1)
    ).first()
    return _verdict(row) if row is not None else NOT_GENUINE


def file_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _verdict(row: AttendanceStatement) -> Checked:
    return Checked(Verdict.REVOKED if row.revoked_at else Verdict.GENUINE, row)


def by_key(session: Session, key: str) -> tuple[Registration, AttendanceStatement] | None:
    """A registration by the key of its link, with the statement that holds for it."""
    found = session.execute(
        _with_registration().where(Registration.key == key).order_by(AttendanceStatement.id.desc()).limit(1)
    ).first()
    return (found[0], found[1]) if found else None


def of_registration(session: Session, registration_id: int) -> list[AttendanceStatement]:
    """The statements of a registration that hold: one at most, unless two people pressed the button at the same moment."""
    return list(
        session.scalars(
            select(AttendanceStatement).where(
                AttendanceStatement.registration_id == registration_id,
                AttendanceStatement.revoked_at.is_(None),
            )
        )
    )


def valid(
    session: Session, offer_id: int, statement_ids: Sequence[int] | None = None
) -> list[tuple[Registration, AttendanceStatement]]:
    """The statements of an offer that hold and whose name is still known, all or some, by name."""
    wanted = _with_registration().where(AttendanceStatement.offer_id == offer_id)
    if statement_ids is not None:
        wanted = wanted.where(AttendanceStatement.id.in_(statement_ids))
    rows = ((row[0], row[1]) for row in session.execute(wanted))
    return sorted(rows, key=lambda pair: (text.slugify(pair[0].name), pair[1].id))


def nameless(session: Session, offer_id: int) -> list[AttendanceStatement]:
    """The statements of an offer whose registration is deleted or that were taken back, the latest first."""
    return list(
        session.scalars(
            select(AttendanceStatement)
            .where(
                AttendanceStatement.offer_id == offer_id,
                AttendanceStatement.registration_id.is_(None) | AttendanceStatement.revoked_at.is_not(None),
            )
            .order_by(AttendanceStatement.id.desc())
        )
    )


def _with_registration() -> Select[Registration, AttendanceStatement]:
    return (
        select(Registration, AttendanceStatement)
        .join(AttendanceStatement, AttendanceStatement.registration_id == Registration.id)
        .where(AttendanceStatement.revoked_at.is_(None))
    )
