"""Careers orientation: what a class has to do now, and the coming year's calendar as it was proposed from the last one."""

from datetime import date
from uuid import UUID

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import Model
from portal.models.columns import HasRevision, Id, Moment, stored_enum
from portal.models.offer import Offer
from portal.vocabulary.careers import ProposalState


class ClassTask(HasRevision, Model):
    """One line of the checklist of a class ("Klasse 8: was jetzt dran ist"). `months` 1 to 12, empty: the whole year;
    `school_forms` empty: all. `query` leads to what helps: a search as in its address, or "berufswahlkalender?" and what
    follows it there."""

    __tablename__ = "class_task"

    id: Mapped[Id]
    grade: Mapped[str] = mapped_column(String(20), index=True, doc="code of the scheme grade")
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str | None] = mapped_column(Text)
    text_en: Mapped[str | None] = mapped_column(Text)
    months: Mapped[list[int]] = mapped_column(JSON, default=list)
    school_forms: Mapped[list[str]] = mapped_column(JSON, default=list)
    query: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention


class ProposedDate(HasRevision, Model):
    """A date of one school year proposed for the next. `year` is the new one ("2027-28"); days are local, `minutes` since
    midnight, None: all day. `rule` says in words how the day was found; `occurrence_uuid` is the date that came of it."""

    __tablename__ = "proposed_date"
    __table_args__ = (
        Index("uq_proposed_date_year_source_uuid", "year", "source_uuid", unique=True),
        Index("ix_proposed_date_year_state", "year", "state"),
    )

    id: Mapped[Id]
    year: Mapped[str] = mapped_column(String(7))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    source_uuid: Mapped[UUID] = mapped_column(Uuid, doc="of the date or run in the year before")
    old_first_day: Mapped[date]
    first_day: Mapped[date]
    last_day: Mapped[date]
    start_minutes: Mapped[int | None]
    end_minutes: Mapped[int | None]
    rule: Mapped[str] = mapped_column(String(300))
    warning: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[ProposalState] = mapped_column(stored_enum(ProposalState), default=ProposalState.PROPOSED)
    occurrence_uuid: Mapped[UUID | None] = mapped_column(Uuid)
    made_at: Mapped[Moment] = mapped_column(default=clock.now)
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[str | None] = mapped_column(String(200))
    told_at: Mapped[Moment | None] = mapped_column(doc="when the provider's letter about it was asked for")

    offer: Mapped[Offer] = relationship()

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention
