"""The city magazine (LEO): what the editors chose for the printed calendar of a month, and short notices that lead to it."""

from datetime import date
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model
from portal.models.columns import HasRevision, Id


class MagazineChoice(Model):
    """A date chosen for the calendar of a month (its first day). `text` replaces what the portal would print."""

    __tablename__ = "magazine_choice"
    __table_args__ = (
        Index("uq_magazine_choice_month_occurrence_uuid", "month", "occurrence_uuid", unique=True),
    )

    id: Mapped[Id]
    month: Mapped[date]
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    occurrence_uuid: Mapped[UUID] = mapped_column(Uuid)
    text: Mapped[str | None] = mapped_column(String(300))


class MagazineTeaser(HasRevision, Model):
    """A short notice "im LEO" with its link, shown from one day to another, both included."""

    __tablename__ = "magazine_teaser"

    id: Mapped[Id]
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(500))
    issue: Mapped[str | None] = mapped_column(String(60), doc="such as November 2026")
    first_day: Mapped[date]
    last_day: Mapped[date]
    position: Mapped[int] = mapped_column(default=0)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention
