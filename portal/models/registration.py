"""Registrations (Anmeldung hier) and who was there. The only tables with people who have no account: deleted by a job."""

from datetime import date

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import Model
from portal.models.columns import Id, Moment, stored_enum
from portal.models.run import Run
from portal.vocabulary.attendance import RegistrationState


class RunSeats(Model):
    """The lock and the numbering of a run's registrations: whoever changes one first raises `turn` here, so that two requests
    never count places at the same moment."""

    __tablename__ = "run_seats"

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int] = mapped_column(default=0)


class Registration(Model):
    """One registration for `persons` people: a name and a way to reach them, nothing else. `key` goes into the person's link.

    `turn` is the place in the order of arrival, given when the registration is confirmed; it stays when somebody moves up.
    `offered_until`: until when a place that became free is kept. `is_by_hand`: entered by the provider.
    """

    __tablename__ = "registration"
    __table_args__ = (Index("ix_registration_run_id_state_turn", "run_id", "state", "turn"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(43), unique=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    phone: Mapped[str | None] = mapped_column(String(60))
    persons: Mapped[int] = mapped_column(default=1)
    locale: Mapped[str] = mapped_column(String(5), default="de")
    state: Mapped[RegistrationState] = mapped_column(
        stored_enum(RegistrationState), default=RegistrationState.ASKED
    )
    turn: Mapped[int | None]
    is_by_hand: Mapped[bool] = mapped_column(Boolean, default=False)
    asked_at: Mapped[Moment] = mapped_column(default=clock.now, index=True)
    confirmed_at: Mapped[Moment | None]
    offered_until: Mapped[Moment | None] = mapped_column(index=True)
    lapses: Mapped[int] = mapped_column(default=0, doc="how often an offered place was not taken in time")
    ended_at: Mapped[Moment | None] = mapped_column(doc="when it was cancelled or lapsed")
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    run: Mapped[Run] = relationship()


class Presence(Model):
    """That somebody was, or was not, there on one date, as the provider noted."""

    __tablename__ = "presence"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    occurrence_id: Mapped[int] = mapped_column(
        ForeignKey("occurrence.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    was_there: Mapped[bool] = mapped_column(Boolean)
    noted_at: Mapped[Moment] = mapped_column(default=clock.now)


class AttendanceStatement(Model):
    """A statement of attendance that was issued. It holds nobody's name: `digest` proves a name and what is printed beside it,
    `file_digest` (SHA-256) the very file. `registration_id` says whose it is only as long as that registration is kept.
    `days`: those that were attended, as ISO dates."""

    __tablename__ = "attendance_statement"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    file_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id", ondelete="SET NULL"), index=True)
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(300))
    institution_name: Mapped[str] = mapped_column(String(300))
    first_day: Mapped[date]
    last_day: Mapped[date]
    days: Mapped[list[str]] = mapped_column(JSON, default=list)
    dates_attended: Mapped[int]
    dates_held: Mapped[int]
    minutes: Mapped[int] = mapped_column(doc="of all dates attended, together")
    issued_at: Mapped[Moment] = mapped_column(default=clock.now)
    revoked_at: Mapped[Moment | None]
