"""The Seniorenuniversität: semesters, lecturers, and openings for civic activity (Tätigkeitsfelder)."""

from datetime import date
from uuid import UUID

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id, Moment, stored_enum
from portal.models.institution import Institution
from portal.models.place import District
from portal.vocabulary.lectures import SemesterKind


class Semester(HasPublicId, HasRevision, Model):
    """A semester, `first_day` to `last_day`, both included. The offers of a compact one are chosen one by one."""

    __tablename__ = "semester"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[SemesterKind] = mapped_column(stored_enum(SemesterKind))
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str | None] = mapped_column(String(200))
    intro: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    intro_en: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date]
    is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    items: Mapped[list["SemesterItem"]] = relationship(
        order_by="SemesterItem.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention


class SemesterItem(Model):
    """An offer that was chosen for a compact semester."""

    __tablename__ = "semester_item"

    semester_id: Mapped[int] = mapped_column(ForeignKey("semester.id", ondelete="CASCADE"), primary_key=True)
    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)


class Lecturer(HasPublicId, HasRevision, Model):
    """Who speaks, with role and affiliation. Public only while `consented_on` is set; it says when consent was given."""

    __tablename__ = "lecturer"

    id: Mapped[Id]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200), doc="with title, as it is printed")
    role: Mapped[str | None] = mapped_column(String(200))
    affiliation: Mapped[str | None] = mapped_column(String(200))
    about: Mapped[str | None] = mapped_column(Text)
    consented_on: Mapped[date | None]
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    institution: Mapped[Institution] = relationship()

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention


class Appearance(Model):
    """That a lecturer speaks in an offer, or only on one of its dates (by the date's public id, which stays)."""

    __tablename__ = "appearance"
    __table_args__ = (
        Index(
            "uq_appearance_offer_id_lecturer_id_occurrence_uuid",
            "offer_id",
            "lecturer_id",
            "occurrence_uuid",
            unique=True,
        ),
    )

    id: Mapped[Id]
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"))
    lecturer_id: Mapped[int] = mapped_column(ForeignKey("lecturer.id", ondelete="CASCADE"), index=True)
    occurrence_uuid: Mapped[UUID | None] = mapped_column(Uuid)
    position: Mapped[int] = mapped_column(default=0)

    lecturer: Mapped[Lecturer] = relationship()


class CivicOpening(HasPublicId, HasRevision, Model):
    """A field of civic activity (Tätigkeitsfeld) that an institution has to give; `topics` are codes of the scheme topic."""

    __tablename__ = "civic_opening"

    id: Mapped[Id]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id", ondelete="CASCADE"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    effort: Mapped[str | None] = mapped_column(String(200), doc="how much time, in words")
    requirements: Mapped[str | None] = mapped_column(Text)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    open_until: Mapped[date | None]
    is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    institution: Mapped[Institution] = relationship()
    district: Mapped[District | None] = relationship()

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention


class CivicInterest(Model):
    """Somebody's interest in an opening: a name and a way to reach them; deleted by a job."""

    __tablename__ = "civic_interest"

    id: Mapped[Id]
    opening_id: Mapped[int] = mapped_column(ForeignKey("civic_opening.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(60))
    message: Mapped[str | None] = mapped_column(Text)
    asked_at: Mapped[Moment] = mapped_column(default=clock.now, index=True)
    handled_at: Mapped[Moment | None]

    opening: Mapped[CivicOpening] = relationship()
