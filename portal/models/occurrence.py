"""Occurrences: one date of a run (Termin); the thing that enters a calendar."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id, Moment, stored_enum
from portal.models.place import Place
from portal.vocabulary.offers import OccurrenceStatus

if TYPE_CHECKING:
    from portal.models.run import Run


class Occurrence(HasPublicId, HasRevision, Model):
    """A timed date: `starts_at`/`ends_at` in UTC, meant in `zone`. An all-day one: `first_day`..`last_day`, both included,
    with `starts_at`/`ends_at` at local midnight of the first day and of the day after the last, so that both sort alike."""

    __tablename__ = "occurrence"

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="SET NULL"))
    starts_at: Mapped[Moment] = mapped_column(index=True)
    ends_at: Mapped[Moment]
    all_day: Mapped[bool] = mapped_column(Boolean, default=False)
    first_day: Mapped[date]
    last_day: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64), default="Europe/Berlin")
    status: Mapped[OccurrenceStatus] = mapped_column(
        stored_enum(OccurrenceStatus), default=OccurrenceStatus.PLANNED
    )
    room: Mapped[str | None] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(String(500))
    moved_from: Mapped[Moment | None]
    online_url: Mapped[str | None] = mapped_column(String(500))

    run: Mapped["Run"] = relationship(back_populates="occurrences")
    place: Mapped[Place | None] = relationship()
