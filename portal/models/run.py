"""Runs: one time an offer is held (Durchführung)."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id, Moment, stored_enum
from portal.models.occurrence import Occurrence
from portal.models.place import Place
from portal.vocabulary.offers import AttendanceMode, Availability, OccurrenceStatus

if TYPE_CHECKING:
    from portal.models.offer import Offer


class Run(HasPublicId, HasRevision, Model):
    """A period with dates. Fields that are None take the offer's value. `external_id` is what an import knows it by."""

    __tablename__ = "run"
    __table_args__ = (Index("ix_run_source_external_id", "source", "external_id"),)

    id: Mapped[Id]
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="SET NULL"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[str | None] = mapped_column(String(80))
    starts_on: Mapped[date | None] = mapped_column(
        doc="first day; of a period without dates known yet as well"
    )
    ends_on: Mapped[date | None]
    schedule_note: Mapped[str | None] = mapped_column(
        String(300), doc="when, in words, where dates do not say it"
    )
    note: Mapped[str | None] = mapped_column(Text)
    attendance_mode: Mapped[AttendanceMode | None] = mapped_column(stored_enum(AttendanceMode))
    price_cents: Mapped[int | None] = mapped_column(Integer)
    reduced_price_cents: Mapped[int | None] = mapped_column(Integer)
    price_note: Mapped[str | None] = mapped_column(String(300))
    min_participants: Mapped[int | None]
    max_participants: Mapped[int | None]
    availability: Mapped[Availability] = mapped_column(stored_enum(Availability), default=Availability.FREE)
    places_left: Mapped[int | None]
    registration_opens_on: Mapped[date | None]
    registration_closes_on: Mapped[date | None]
    registration_url: Mapped[str | None] = mapped_column(String(500))
    status: Mapped[OccurrenceStatus] = mapped_column(
        stored_enum(OccurrenceStatus), default=OccurrenceStatus.PLANNED
    )
    source: Mapped[str | None] = mapped_column(String(120))
    external_id: Mapped[str | None] = mapped_column(String(200))
    import_digest: Mapped[str | None] = mapped_column(String(64))
    published_at: Mapped[Moment | None]

    offer: Mapped["Offer"] = relationship(back_populates="runs")
    place: Mapped[Place | None] = relationship()
    occurrences: Mapped[list[Occurrence]] = relationship(
        back_populates="run", order_by="Occurrence.starts_at", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention
