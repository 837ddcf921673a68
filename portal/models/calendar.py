"""What calendars have been told: one row per entry of a feed, kept also when the date itself is gone, so that its
identity, sequence and last word survive. And offers that left the search, so that feeds still know whose they were."""

from datetime import date
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import Model
from portal.models.columns import Id, Moment, stored_enum
from portal.vocabulary.calendar import EntryKind


class CalendarEntry(Model):
    """One VEVENT as published last. `offer_id` and `run_uuid` are no foreign keys: entries outlive what they tell of.

    `sequence` rises with start, end, place and status (RFC 5545, 3.8.7.4); `changed_at` is DTSTAMP and LAST-MODIFIED;
    `gone_since` says since when the date or its offer is no longer public: the entry is then a tombstone.
    """

    __tablename__ = "calendar_entry"
    __table_args__ = (Index("ix_calendar_entry_offer_id_starts_at", "offer_id", "starts_at"),)

    id: Mapped[Id]
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    offer_id: Mapped[int]
    run_uuid: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[EntryKind] = mapped_column(stored_enum(EntryKind))
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment] = mapped_column(index=True)
    all_day: Mapped[bool] = mapped_column(Boolean)
    first_day: Mapped[date]
    last_day: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64))
    is_cancelled: Mapped[bool] = mapped_column(Boolean, default=False)
    sequence: Mapped[int] = mapped_column(default=0)
    schedule_digest: Mapped[str] = mapped_column(String(32), doc="of start, end, place and status")
    content_digest: Mapped[str] = mapped_column(String(32), doc="of everything that is told")
    changed_at: Mapped[Moment] = mapped_column(default=clock.now, index=True)
    gone_since: Mapped[Moment | None] = mapped_column(index=True)

    texts: Mapped[list["CalendarText"]] = relationship(
        cascade="all, delete-orphan", order_by="CalendarText.language"
    )


class CalendarText(Model):
    """An entry's VEVENT in one language, ready to be put into a feed."""

    __tablename__ = "calendar_text"

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("calendar_entry.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(5), primary_key=True)
    ics: Mapped[bytes] = mapped_column(LargeBinary)


class GoneOffer(Model):
    """An offer that was in the search index and is public no more, with its row there: which feeds had it."""

    __tablename__ = "gone_offer"

    offer_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    gone_since: Mapped[Moment] = mapped_column(index=True)
    index_format: Mapped[int] = mapped_column(
        doc="the format of the row; one of another version is of no use"
    )
    index_row: Mapped[bytes] = mapped_column(LargeBinary)
