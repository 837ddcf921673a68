"""What people typed and have not saved yet, so that a closed tab, an expired session or a double click loses nothing."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model
from portal.models.columns import Id, Moment


class FormDraft(Model):
    """The fields of a form as one person last left it; `form` names it, such as "offer:17"."""

    __tablename__ = "form_draft"
    __table_args__ = (Index("uq_form_draft_user_id_form", "user_id", "form", unique=True),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    form: Mapped[str] = mapped_column(String(80))
    fields: Mapped[list[Any]] = mapped_column(JSON, doc="pairs of name and value, in order")
    saved_at: Mapped[Moment] = mapped_column(index=True)


class ParkedForm(Model):
    """What was posted without a session, kept for a day behind a token until its owner has signed in again."""

    __tablename__ = "parked_form"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[Any]] = mapped_column(JSON)
    parked_at: Mapped[Moment] = mapped_column(index=True)


class FormReceipt(Model):
    """That a form was taken: a second click on the same page is led to what the first one made."""

    __tablename__ = "form_receipt"

    ticket_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    target: Mapped[str] = mapped_column(String(500))
    taken_at: Mapped[Moment] = mapped_column(index=True)
