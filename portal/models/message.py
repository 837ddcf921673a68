"""Messages from the public: feedback, barriers, wrong entries. The sender's address is voluntary."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.extensions import Model
from portal.models.columns import Id, Moment, stored_enum
from portal.vocabulary.people import FeedbackKind


class Feedback(Model):
    """One message. No IP address, no browser string: only what the person wrote."""

    __tablename__ = "feedback"

    id: Mapped[Id]
    created_at: Mapped[Moment] = mapped_column(default=clock.now)
    kind: Mapped[FeedbackKind] = mapped_column(stored_enum(FeedbackKind))
    message: Mapped[str] = mapped_column(Text)
    page: Mapped[str | None] = mapped_column(String(500))
    email: Mapped[str | None] = mapped_column(String(254))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id", ondelete="SET NULL"), index=True)
    answered_at: Mapped[Moment | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    outcome: Mapped[str | None] = mapped_column(Text, doc="what was done about it; for the editors")
