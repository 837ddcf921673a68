"""Beteiligung ("Was fehlt in der Stadt?"): what citizens propose, others support, and editors answer."""

from sqlalchemy import Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id, Moment, stored_enum
from portal.vocabulary.participation import IdeaKind, IdeaState


class Idea(HasPublicId, HasRevision, Model):
    """One proposal. `email` is voluntary, only for the answer, and deleted with it. `supports` is a number and nothing else."""

    __tablename__ = "idea"
    __table_args__ = (Index("ix_idea_state_supports", "state", "supports"),)

    id: Mapped[Id]
    kind: Mapped[IdeaKind] = mapped_column(stored_enum(IdeaKind))
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str | None] = mapped_column(Text)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id", ondelete="SET NULL"))
    email: Mapped[str | None] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(5), default="de", doc="of the answer by mail")
    state: Mapped[IdeaState] = mapped_column(stored_enum(IdeaState), default=IdeaState.WAITING)
    supports: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[Moment | None]
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id", ondelete="SET NULL"), index=True)
    asked_at: Mapped[Moment] = mapped_column(default=clock.now)
    public_at: Mapped[Moment | None]
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention
