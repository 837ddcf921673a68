"""Übergänge: guides through the passages of life, with their steps and their wayfinder."""

from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.body import Body
from portal.models.columns import HasPublicId, HasRevision, Id


class Transition(HasPublicId, HasRevision, Model):
    """A guide (such as Kita → Grundschule). `title` is the question a person has. `life_phases`: from where to where, codes.

    `wayfinder`: questions, each {"key", "text", "answers": [{"key", "text", "next" or "query" and "focus"}]}.
    """

    __tablename__ = "transition"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str | None] = mapped_column(String(200))
    lead: Mapped[str] = mapped_column(Text)
    lead_en: Mapped[str | None] = mapped_column(Text)
    plain_text: Mapped[str | None] = mapped_column(Text, doc="the whole in plain words, Markdown")
    plain_text_en: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    life_phases: Mapped[list[str]] = mapped_column(JSON, default=list)
    focus: Mapped[list[str]] = mapped_column(JSON, default=list, doc="AdviceFocus of the B-Punkte that help")
    query: Mapped[str | None] = mapped_column(Text, doc="matching offers: a search as in its address")
    wayfinder: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    position: Mapped[int] = mapped_column(default=0)
    is_public: Mapped[bool] = mapped_column(Boolean, default=True)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    steps: Mapped[list["TransitionStep"]] = relationship(
        order_by="TransitionStep.position, TransitionStep.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention


class TransitionStep(Model):
    """One step on the way: when, what, who is responsible, which documents, which deadlines and offers (searches)."""

    __tablename__ = "transition_step"

    id: Mapped[Id]
    transition_id: Mapped[int] = mapped_column(ForeignKey("transition.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    when: Mapped[str] = mapped_column(String(120), doc="in words")
    when_en: Mapped[str | None] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    text_en: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id", ondelete="SET NULL"), index=True)
    contact: Mapped[str | None] = mapped_column(String(200), doc="who answers: a function or an office")
    contact_en: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(60))
    documents: Mapped[list[str]] = mapped_column(JSON, default=list)
    documents_en: Mapped[list[str]] = mapped_column(JSON, default=list)
    deadlines: Mapped[str | None] = mapped_column(Text, doc="a search of the calendar's deadlines")
    query: Mapped[str | None] = mapped_column(Text, doc="matching offers: a search as in its address")

    body: Mapped[Body | None] = relationship()
