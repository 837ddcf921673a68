"""The second factor: six figures from an app (TOTP, RFC 6238), or one of ten recovery codes. What the app knows is made from a
random seed and the portal's secret, so that a copy of the database alone makes no code."""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from portal.accounts.sessions import digest
from portal.audit import journal
from portal.errors import Conflict
from portal.models import RecoveryCode, User
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act, Thing

STEP_SECONDS, WINDOW, CODES = 30, 1, 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are taken for one another
ALREADY = N_("Der zweite Faktor ist schon eingeschaltet.")
ON, OFF, RENEWED = (
    N_("Zweiter Faktor eingeschaltet"),
    N_("Zweiter Faktor ausgeschaltet"),
    N_("Neue Ersatzcodes"),
)


def is_on(user: User) -> bool:
    return user.totp_secret is not None and user.totp_confirmed_at is not None


def is_due(user: User, *, is_production: bool) -> bool:
    """Whether this person may do nothing before setting it up."""
    return is_production and user.role in (Role.EDITOR, Role.ADMINISTRATOR) and not is_on(user)


def start(session: Session, *, user: User) -> None:
    """A new seed, which counts for nothing until `confirm`. Raises Conflict where it is on."""
    if is_on(user):
        raise Conflict(ALREADY)
    user.totp_secret, user.totp_confirmed_at, user.totp_last_step = secrets.token_urlsafe(32), None, None
    session.flush()


def secret_of(user: User, key: str) -> str:
    """What the app is given, in base 32."""
    assert user.totp_secret is not None
    made = hmac.new(key.encode(), f"totp:{user.totp_secret}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:20]).decode()


def uri(user: User, key: str, *, issuer: str) -> str:
    """The address that a QR code holds."""
    return pyotp.TOTP(secret_of(user, key)).provisioning_uri(name=user.email, issuer_name=issuer)


def confirm(
    session: Session, *, user: User, actor: Actor, code: str, key: str, now: datetime
) -> list[str] | None:
    """Switches it on with a first code; the recovery codes, which nobody sees again. None when the code is wrong."""
    if user.totp_secret is None or is_on(user) or not _use_step(session, user, code, key, now):
        return None
    user.totp_confirmed_at = now
    note(session, user, actor, ON, now)
    return _new_codes(session, user)


def check(session: Session, *, user: User, code: str, key: str, now: datetime) -> bool:
    """Whether a code opens the account; it does so once."""
    if not is_on(user):
        return False
    figures = re.sub(r"[\s-]", "", code)
    if re.fullmatch(r"[0-9]{6}", figures):
        return _use_step(session, user, figures, key, now)
    return _use_recovery_code(session, user, code, now)


def renew(session: Session, *, user: User, actor: Actor, now: datetime) -> list[str]:
    """New recovery codes instead of the old ones."""
    note(session, user, actor, RENEWED, now)
    return _new_codes(session, user)


def turn_off(session: Session, *, user: User, actor: Actor | None, now: datetime) -> None:
    """Without it the password is enough. Also for the administration, when somebody has lost app and codes."""
    user.totp_secret, user.totp_confirmed_at, user.totp_last_step = None, None, None
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    note(session, user, actor, OFF, now)
    session.flush()


def codes_left(session: Session, user: User) -> int:
    wanted = select(func.count()).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return session.scalar(wanted) or 0


def are_codes_of(session: Session, user: User, codes: list[str]) -> bool:
    """Whether these are this person's present codes, all of them."""
    stored = session.scalars(select(RecoveryCode.code_hash).where(RecoveryCode.user_id == user.id))
    return set(stored) == {digest(plain(code)) for code in codes} and bool(codes)


def plain(code: str) -> str:
    """A recovery code as it is compared: without blanks and dashes, in small letters."""
    return re.sub(r"[\s-]", "", code).lower()


def note(session: Session, user: User, actor: Actor | None, what: str, now: datetime) -> None:
    """A line of the journal about the security of an account."""
    journal.record(
        session, actor, Act.SECURED, Thing.ACCOUNT, thing_id=user.id, title=user.name, now=now, note=what
    )


def _use_step(session: Session, user: User, code: str, key: str, now: datetime) -> bool:
    figures = re.sub(r"[\s-]", "", code)
    if not re.fullmatch(r"[0-9]{6}", figures):
        return False
    clockwork, present = pyotp.TOTP(secret_of(user, key)), int(now.timestamp()) // STEP_SECONDS
    steps = range(present - WINDOW, present + WINDOW + 1)
    fitting = [step for step in steps if hmac.compare_digest(clockwork.generate_otp(step), figures)]
    if not fitting:
        return False
    used = session.execute(
        update(User)
        .where(User.id == user.id, or_(User.totp_last_step.is_(None), User.totp_last_step < fitting[-1]))
        .values(totp_last_step=fitting[-1])
        .returning(User.id)
    )
    return used.first() is not None


def _use_recovery_code(session: Session, user: User, code: str, now: datetime) -> bool:
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == digest(plain(code)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    )
    return used.first() is not None


def _new_codes(session: Session, user: User) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = ["-".join(_word() for _ in range(4)) for _ in range(CODES)]
    rows = [{"user_id": user.id, "code_hash": digest(plain(code))} for code in codes]
    session.execute(insert(RecoveryCode), rows)
    return codes


def _word() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(4))
