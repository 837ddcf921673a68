"""What tells editors and providers how the portal is used and where it rots: counts, words without a hit, broken links."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model
from portal.models.columns import Id, Moment


class OfferCount(Model):
    """How often an offer was looked at, and how often a calendar first fetched it, on one day; nothing about who."""

    __tablename__ = "offer_count"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    views: Mapped[int] = mapped_column(default=0)
    calendars: Mapped[int] = mapped_column(default=0)


class MissedQuery(Model):
    """Words that were searched and found nothing. `words` are folded, so that one wish is one row."""

    __tablename__ = "missed_query"
    __table_args__ = (Index("ix_missed_query_done_at_times", "done_at", "times"),)

    id: Mapped[Id]
    words: Mapped[str] = mapped_column(String(120), unique=True)
    times: Mapped[int] = mapped_column(default=0)
    first_on: Mapped[date]
    last_on: Mapped[date]
    done_at: Mapped[Moment | None]
    outcome: Mapped[str | None] = mapped_column(Text)


class FoldedFile(Model):
    """A file of counts that was added up already: should the process die before it is deleted, it does not count again."""

    __tablename__ = "folded_file"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    folded_at: Mapped[Moment]


class CheckedLink(Model):
    """An address that offers or institutions lead to, and how it answered last."""

    __tablename__ = "checked_link"

    id: Mapped[Id]
    url: Mapped[str] = mapped_column(String(500), unique=True)
    checked_at: Mapped[Moment | None] = mapped_column(index=True)
    status: Mapped[int | None] = mapped_column(doc="of HTTP; None when nobody answered")
    problem: Mapped[str | None] = mapped_column(String(300))
    failures: Mapped[int] = mapped_column(default=0, doc="in a row")
    ignored_at: Mapped[Moment | None]
