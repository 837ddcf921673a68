"""Outgoing mail, and who asked for a digest of which search."""

from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.extensions import Model
from portal.models.columns import Id, Moment, stored_enum
from portal.vocabulary.letters import LetterState, Rhythm


class Letter(Model):
    """One mail to one person, written in full when it was decided on. `once_key`: of two with the same only the first is sent."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_state_next_attempt_at", "state", "next_attempt_at"),)

    id: Mapped[Id]
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    headers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    locale: Mapped[str] = mapped_column(String(5), default="de")
    once_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    about: Mapped[str | None] = mapped_column(
        String(80), index=True, doc="whose it is, such as registration:12; goes when that goes"
    )
    state: Mapped[LetterState] = mapped_column(stored_enum(LetterState), default=LetterState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Moment] = mapped_column(default=clock.now, index=True)
    next_attempt_at: Mapped[Moment] = mapped_column(default=clock.now)
    claimed_at: Mapped[Moment | None]
    sent_at: Mapped[Moment | None]
    last_error: Mapped[str | None] = mapped_column(Text)


class MailSubscription(Model):
    """A digest of one search for one address: nothing but address, search and consent (asked for, confirmed).

    `query` is the search as in its address. `told_until` is what the next digest begins after. `key` goes into the links.
    """

    __tablename__ = "mail_subscription"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(43), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    query: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(5), default="de")
    rhythm: Mapped[Rhythm] = mapped_column(stored_enum(Rhythm))
    asked_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]
    told_until: Mapped[Moment | None]
