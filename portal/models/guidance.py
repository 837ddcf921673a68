"""B-Punkte: advice near home, and requests for an appointment there."""

from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id, Moment
from portal.models.place import District


class GuidancePoint(HasPublicId, HasRevision, Model):
    """An advice point (B-Punkt): what it knows, when it is open, which languages are spoken, how to reach it.

    `focuses` are values of AdviceFocus; `focus` says it in words. `hours`: {"weekday": 0 to 6, "opens", "closes"} with minutes
    since midnight; `exceptions`: {"first_day", "last_day", "opens", "closes", "note", "note_en"}, closed where `opens` is None.
    """

    __tablename__ = "guidance_point"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    focus: Mapped[str] = mapped_column(String(300))
    focus_en: Mapped[str | None] = mapped_column(String(300))
    description: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    description_en: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    street: Mapped[str | None] = mapped_column(String(200))
    postal_code: Mapped[str | None] = mapped_column(String(10))
    town: Mapped[str | None] = mapped_column(String(120))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id", ondelete="SET NULL"))
    phone: Mapped[str | None] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(254))
    opening_hours: Mapped[str | None] = mapped_column(Text, doc="what the hours leave unsaid")
    opening_hours_en: Mapped[str | None] = mapped_column(Text)
    focuses: Mapped[list[str]] = mapped_column(JSON, default=list)
    hours: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    exceptions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    step_free: Mapped[bool | None]
    takes_appointments: Mapped[bool] = mapped_column(Boolean, default=True)
    is_public: Mapped[bool] = mapped_column(Boolean, default=True)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, doc="codes of the scheme language")
    life_phases: Mapped[list[str]] = mapped_column(JSON, default=list, doc="codes of the scheme life_phase")
    position: Mapped[int] = mapped_column(default=0)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    district: Mapped[District | None] = relationship()

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention


class AppointmentRequest(Model):
    """Somebody asks for an appointment: a name and a way to reach them; deleted by a job."""

    __tablename__ = "appointment_request"

    id: Mapped[Id]
    point_id: Mapped[int] = mapped_column(ForeignKey("guidance_point.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(60))
    focus: Mapped[str | None] = mapped_column(String(32), doc="a value of AdviceFocus")
    language: Mapped[str | None] = mapped_column(String(20), doc="a code of the scheme language")
    wish: Mapped[str | None] = mapped_column(String(300), doc="when it would suit, in words")
    asked_at: Mapped[Moment] = mapped_column(default=clock.now, index=True)
    handled_at: Mapped[Moment | None]
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    point: Mapped[GuidancePoint] = relationship()
