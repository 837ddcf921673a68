"""People who sign in and the institutions they work for. Citizens need no account."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import Model
from portal.models.columns import HasRevision, Id, Moment, stored_enum
from portal.models.institution import Institution
from portal.vocabulary.people import MembershipRole, Role


class TicketKind(StrEnum):
    """What a link in a letter to the owner of an account is good for, once."""

    CONFIRM_ADDRESS = "confirm_address"
    RESET_PASSWORD = "reset_password"  # noqa: S105  the name of a purpose, no password
    CHANGE_ADDRESS = "change_address"
    INVITATION = "invitation"


class User(HasRevision, Model):
    """An account. The password is stored as an argon2id hash, '' until an invited person has chosen one.

    `totp_secret` counts only once `totp_confirmed_at` is set; `totp_last_step` is the last 30 s step whose code was used.
    """

    __tablename__ = "user_account"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True, doc="lower case")
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(stored_enum(Role), default=Role.PROVIDER)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    locale: Mapped[str] = mapped_column(String(5), default="de", doc="of the letters")
    address_confirmed_at: Mapped[Moment | None]
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_confirmed_at: Mapped[Moment | None]
    totp_last_step: Mapped[int | None] = mapped_column(Integer)
    last_login_at: Mapped[Moment | None]
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )


class Membership(Model):
    """That a person works for an institution, as member or manager. `joined_at` is not known of the oldest."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("uq_membership_user_id_institution_id", "user_id", "institution_id", unique=True),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id", ondelete="CASCADE"), index=True)
    role: Mapped[MembershipRole] = mapped_column(stored_enum(MembershipRole), default=MembershipRole.MEMBER)
    joined_at: Mapped[Moment | None] = mapped_column(default=clock.now)

    user: Mapped[User] = relationship(back_populates="memberships")
    institution: Mapped[Institution] = relationship()


class LoginSession(Model):
    """One signed-in browser. Only the hash of its token is kept; no IP address; `device` names a family of browsers."""

    __tablename__ = "login_session"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[Moment]
    seen_on: Mapped[date] = mapped_column(doc="the last day on which it wrote something")
    expires_at: Mapped[Moment] = mapped_column(index=True)
    is_remembered: Mapped[bool] = mapped_column(Boolean, default=False)

    user: Mapped[User] = relationship()


class RecoveryCode(Model):
    """A code that stands in for the second factor, once."""

    __tablename__ = "recovery_code"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[Moment | None]


class AccountTicket(Model):
    """A link in a letter that is good once, until `expires_at`: only the hash of its token is kept.

    `email` is the address it was sent to. An invitation says what it leads into: a role, or a role in an institution.
    """

    __tablename__ = "account_ticket"

    id: Mapped[Id]
    kind: Mapped[TicketKind] = mapped_column(stored_enum(TicketKind))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    institution_id: Mapped[int | None] = mapped_column(
        ForeignKey("institution.id", ondelete="CASCADE"), index=True
    )
    membership_role: Mapped[MembershipRole | None] = mapped_column(stored_enum(MembershipRole))
    role: Mapped[Role | None] = mapped_column(stored_enum(Role))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(index=True)
    used_at: Mapped[Moment | None]

    institution: Mapped[Institution | None] = relationship()


class FailedAttempt(Model):
    """How often something secret was guessed wrong of late; `key_hash` is a keyed hash of what was guessed at, never an IP."""

    __tablename__ = "failed_attempt"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[Moment] = mapped_column(index=True)
