"""People who sign in and the institutions they work for. Citizens need no account."""

from sqlalchemy import Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.columns import HasRevision, Id, Moment, stored_enum
from portal.models.institution import Institution
from portal.vocabulary.people import MembershipRole, Role


class User(HasRevision, Model):
    """An account. The password is stored as an argon2id hash; `session_token` changes to end every session at once."""

    __tablename__ = "user_account"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True, doc="lower case")
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(stored_enum(Role), default=Role.PROVIDER)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    session_token: Mapped[str] = mapped_column(String(64))
    last_login_at: Mapped[Moment | None]
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )


class Membership(Model):
    """That a person works for an institution, as member or manager."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("uq_membership_user_id_institution_id", "user_id", "institution_id", unique=True),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id", ondelete="CASCADE"), index=True)
    role: Mapped[MembershipRole] = mapped_column(stored_enum(MembershipRole), default=MembershipRole.MEMBER)

    user: Mapped[User] = relationship(back_populates="memberships")
    institution: Mapped[Institution] = relationship()
