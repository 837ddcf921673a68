"""Public holidays, school breaks and movable action days: an editable table, since rules are sometimes broken."""

from datetime import date

from sqlalchemy import Boolean, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id, stored_enum
from portal.vocabulary.calendar import HolidayKind


class Holiday(HasPublicId, HasRevision, Model):
    """A special day or span of days, `first_day`..`last_day`, both included, with where it is written and when that was
    last looked up. One that a rule only suggested has `is_confirmed` False and is not shown to the public."""

    __tablename__ = "holiday"
    __table_args__ = (
        Index("uq_holiday_kind_name_first_day", "kind", "name", "first_day", unique=True),
        Index("ix_holiday_first_day_last_day", "first_day", "last_day"),
    )

    id: Mapped[Id]
    kind: Mapped[HolidayKind] = mapped_column(stored_enum(HolidayKind))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str | None] = mapped_column(String(120))
    first_day: Mapped[date]
    last_day: Mapped[date]
    source: Mapped[str] = mapped_column(String(300))
    checked_on: Mapped[date | None]
    is_confirmed: Mapped[bool] = mapped_column(Boolean, default=True)
    note: Mapped[str | None] = mapped_column(String(500))

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention
