"""Wer macht was: bodies and offices of the town, their meetings and documents. Members are functions, never people."""

from datetime import date

from sqlalchemy import JSON, Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id, Moment, stored_enum
from portal.vocabulary.guidance import BodyKind


class Body(HasPublicId, HasRevision, Model):
    """A body or office. `parent`: to whom it belongs or answers, as the chart draws it; `link` says how, in words."""

    __tablename__ = "body"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[BodyKind] = mapped_column(stored_enum(BodyKind))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("body.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    summary_en: Mapped[str | None] = mapped_column(Text)
    plain_text: Mapped[str | None] = mapped_column(Text, doc="the same in plain words")
    tasks: Mapped[list[str]] = mapped_column(JSON, default=list)
    tasks_en: Mapped[list[str]] = mapped_column(JSON, default=list)
    members: Mapped[list[str]] = mapped_column(JSON, default=list, doc="functions and bodies")
    members_en: Mapped[list[str]] = mapped_column(JSON, default=list)
    link: Mapped[str | None] = mapped_column(String(200))
    link_en: Mapped[str | None] = mapped_column(String(200))
    rhythm: Mapped[str | None] = mapped_column(String(200), doc="how often it meets, in words")
    rhythm_en: Mapped[str | None] = mapped_column(String(200))
    topics: Mapped[list[str]] = mapped_column(JSON, default=list, doc="codes of the scheme topic")
    phone: Mapped[str | None] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(254))
    website: Mapped[str | None] = mapped_column(String(500))
    position: Mapped[int] = mapped_column(default=0)
    is_public: Mapped[bool] = mapped_column(Boolean, default=True)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    parent: Mapped["Body | None"] = relationship(remote_side="Body.id")
    meetings: Mapped[list["BodyMeeting"]] = relationship(
        order_by="BodyMeeting.starts_at", cascade="all, delete-orphan"
    )
    documents: Mapped[list["BodyDocument"]] = relationship(
        order_by="BodyDocument.published_on.desc(), BodyDocument.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention


class BodyMeeting(Model):
    """One meeting. `notes` are what came of it, for the editors; `is_public` whether its date is shown."""

    __tablename__ = "body_meeting"

    id: Mapped[Id]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[Moment]
    place: Mapped[str | None] = mapped_column(String(200))
    subject: Mapped[str | None] = mapped_column(String(300))
    notes: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    is_public: Mapped[bool] = mapped_column(Boolean, default=True)


class BodyDocument(Model):
    """A document of a body, where it is published."""

    __tablename__ = "body_document"

    id: Mapped[Id]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(500))
    published_on: Mapped[date | None]
