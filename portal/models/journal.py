"""The journal: who did what to which thing, when, and what it changed. Rows are only ever added, and deleted by age."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model
from portal.models.columns import Id, Moment, stored_enum
from portal.vocabulary.workflow import Act, Thing


class JournalEntry(Model):
    """One act. `changes` maps fields to [before, after] in short; `actor_name` stays when the account goes."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_thing_thing_id_at", "thing", "thing_id", "at"),)

    id: Mapped[Id]
    at: Mapped[Moment] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    actor_name: Mapped[str] = mapped_column(String(200))
    act: Mapped[Act] = mapped_column(stored_enum(Act))
    thing: Mapped[Thing] = mapped_column(stored_enum(Thing))
    thing_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(300), doc="of the thing at that time")
    institution_id: Mapped[int | None] = mapped_column(
        ForeignKey("institution.id", ondelete="SET NULL"), index=True
    )
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    note: Mapped[str | None] = mapped_column(Text)
