"""B-Punkte: advice near home."""

from sqlalchemy import JSON, Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id
from portal.models.place import District


class GuidancePoint(HasPublicId, HasRevision, Model):
    """An advice point (B-Punkt): what it knows, when it is open, which languages are spoken, how to reach it."""

    __tablename__ = "guidance_point"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    focus: Mapped[str] = mapped_column(String(300))
    description: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    street: Mapped[str | None] = mapped_column(String(200))
    postal_code: Mapped[str | None] = mapped_column(String(10))
    town: Mapped[str | None] = mapped_column(String(120))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id", ondelete="SET NULL"))
    phone: Mapped[str | None] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(254))
    opening_hours: Mapped[str | None] = mapped_column(Text)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, doc="codes of the scheme language")
    life_phases: Mapped[list[str]] = mapped_column(JSON, default=list, doc="codes of the scheme life_phase")
    position: Mapped[int] = mapped_column(default=0)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    district: Mapped[District | None] = relationship()
