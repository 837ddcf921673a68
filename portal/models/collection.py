"""Themed pages that editors curate, and the versions of texts that editors keep (pages and collections)."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id, Moment, stored_enum
from portal.models.offer import Image
from portal.vocabulary.workflow import Thing


class Collection(HasPublicId, HasRevision, Model):
    """A themed page (Themenseite): a text and either a saved search (`query`, as in its address) or a hand-picked list.

    Shown from `first_day` to `last_day`, both included, where given, and only while `is_public`.
    """

    __tablename__ = "collection"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str | None] = mapped_column(String(200))
    summary: Mapped[str | None] = mapped_column(Text)
    summary_en: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    body_en: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    query: Mapped[str | None] = mapped_column(Text)
    image_id: Mapped[int | None] = mapped_column(ForeignKey("image.id", ondelete="SET NULL"))
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[int] = mapped_column(default=0)

    image: Mapped[Image | None] = relationship()
    items: Mapped[list["CollectionItem"]] = relationship(
        order_by="CollectionItem.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention


class CollectionItem(Model):
    """One hand-picked offer of a collection."""

    __tablename__ = "collection_item"

    collection_id: Mapped[int] = mapped_column(
        ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True
    )
    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)


class TextVersion(Model):
    """A saved version of a page or a collection; `content` holds its fields."""

    __tablename__ = "text_version"
    __table_args__ = (
        Index("uq_text_version_thing_thing_id_number", "thing", "thing_id", "number", unique=True),
    )

    id: Mapped[Id]
    thing: Mapped[Thing] = mapped_column(stored_enum(Thing))
    thing_id: Mapped[int]
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    author_name: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[Moment] = mapped_column(default=clock.now)
    note: Mapped[str | None] = mapped_column(Text)
