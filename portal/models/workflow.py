"""Work on offers: saved versions, the pending edit of an offer, comments, and reasons that editors use again and again."""

from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import Model
from portal.models.columns import HasRevision, Id, Moment, stored_enum
from portal.models.offer import Offer
from portal.vocabulary.offers import Step
from portal.vocabulary.workflow import VersionKind


class OfferVersion(Model):
    """One saved version of everything that may be edited of an offer (offers/sheet.py), as JSON. Never changed, never lost.

    `digest` is of the content. `is_to_see`: it went public without review, and an editor should look at it.
    """

    __tablename__ = "offer_version"
    __table_args__ = (Index("uq_offer_version_offer_id_number", "offer_id", "number", unique=True),)

    id: Mapped[Id]
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[VersionKind] = mapped_column(stored_enum(VersionKind))
    digest: Mapped[str] = mapped_column(String(32))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    author_name: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[Moment] = mapped_column(default=clock.now)
    note: Mapped[str | None] = mapped_column(Text)
    is_to_see: Mapped[bool] = mapped_column(Boolean, default=False, index=True)
    seen_at: Mapped[Moment | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))


class OfferEdit(HasRevision, Model):
    """The pending work on an offer: at most one. For an offer that was never public it is all there is.

    `step` is draft, submitted or returned; with `approved_at` it waits for `publish_at`. `base_id` is the version of the public
    offer that it began from, None for a new offer. `change_kinds` are those of vocabulary/workflow.py, for the queue.
    """

    __tablename__ = "offer_edit"

    id: Mapped[Id]
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("offer_version.id", ondelete="CASCADE"))
    base_id: Mapped[int | None] = mapped_column(ForeignKey("offer_version.id", ondelete="CASCADE"))
    step: Mapped[Step] = mapped_column(stored_enum(Step), default=Step.DRAFT, index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    change_kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    submitted_at: Mapped[Moment | None]
    approved_at: Mapped[Moment | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    publish_at: Mapped[Moment | None] = mapped_column(index=True)

    offer: Mapped[Offer] = relationship()
    version: Mapped[OfferVersion] = relationship(foreign_keys=[version_id])
    base: Mapped[OfferVersion | None] = relationship(foreign_keys=[base_id])

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention


class OfferComment(Model):
    """A word between provider and editors about an offer; `is_reason` when it came with a return."""

    __tablename__ = "offer_comment"

    id: Mapped[Id]
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    author_name: Mapped[str] = mapped_column(String(200))
    is_editorial: Mapped[bool] = mapped_column(Boolean)
    is_reason: Mapped[bool] = mapped_column(Boolean, default=False)
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[Moment] = mapped_column(default=clock.now)


class ReturnReason(Model):
    """A text that editors put into a return with one click."""

    __tablename__ = "return_reason"

    id: Mapped[Id]
    label: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(default=0)


class DuplicatePair(Model):
    """Two offers that look the same, `first_id` the lower; kept when dismissed, so that nobody is asked again."""

    __tablename__ = "duplicate_pair"

    first_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    score: Mapped[int] = mapped_column(doc="0 to 100")
    found_at: Mapped[Moment]
    dismissed_at: Mapped[Moment | None]
    dismissed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
