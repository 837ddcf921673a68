"""Seals and quality marks: what there is, and who bears which, until when, on what proof."""

from datetime import date

from sqlalchemy import Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.columns import HasRevision, Id, stored_enum
from portal.vocabulary.guidance import SealHolder


class Seal(HasRevision, Model):
    """A seal or quality mark, with its issuer and scope."""

    __tablename__ = "seal"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str] = mapped_column(String(200))
    scope: Mapped[str] = mapped_column(String(300), doc="what it says about whom")
    about: Mapped[str | None] = mapped_column(Text)
    website: Mapped[str | None] = mapped_column(String(500))
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention


class SealAward(HasRevision, Model):
    """That somebody bears a seal from one day to another, both included. Outside of them it is shown to nobody."""

    __tablename__ = "seal_award"
    __table_args__ = (Index("ix_seal_award_holder_holder_id", "holder", "holder_id"),)

    id: Mapped[Id]
    seal_id: Mapped[int] = mapped_column(ForeignKey("seal.id", ondelete="CASCADE"), index=True)
    holder: Mapped[SealHolder] = mapped_column(stored_enum(SealHolder))
    holder_id: Mapped[int]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    proof: Mapped[str | None] = mapped_column(String(500), doc="number or address of the certificate")
    checked_on: Mapped[date]
    checked_by: Mapped[str] = mapped_column(String(200))

    seal: Mapped[Seal] = relationship()

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention
