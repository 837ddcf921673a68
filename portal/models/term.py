"""Terms of the code lists that editors keep as data: topics, target groups, life phases ... (a SKOS concept each)."""

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.columns import Id, stored_enum
from portal.vocabulary.terms import Scheme


class Term(Model):
    """One entry of a list. `code` is the value in addresses; `parent` makes topics two levels deep."""

    __tablename__ = "term"
    __table_args__ = (Index("uq_term_scheme_code", "scheme", "code", unique=True),)

    id: Mapped[Id]
    scheme: Mapped[Scheme] = mapped_column(stored_enum(Scheme))
    code: Mapped[str] = mapped_column(String(80))
    notation: Mapped[str | None] = mapped_column(String(20), doc="the official code, such as a KldB number")
    label: Mapped[str] = mapped_column(String(200))
    label_en: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)
    note_en: Mapped[str | None] = mapped_column(Text)
    synonyms: Mapped[list[str]] = mapped_column(JSON, default=list)
    source: Mapped[str | None] = mapped_column(String(300))
    position: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("term.id", ondelete="RESTRICT"), index=True)

    parent: Mapped["Term | None"] = relationship(remote_side="Term.id", back_populates="narrower")
    narrower: Mapped[list["Term"]] = relationship(back_populates="parent", order_by="Term.position")
