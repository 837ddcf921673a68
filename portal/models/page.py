"""Plain pages: imprint, privacy, about ... as Markdown that editors can change."""

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model
from portal.models.columns import HasRevision, Id


class Page(HasRevision, Model):
    """One page in one language; where a language is missing, the German page is shown."""

    __tablename__ = "page"
    __table_args__ = (Index("uq_page_slug_locale", "slug", "locale", unique=True),)

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80))
    locale: Mapped[str] = mapped_column(String(5), default="de")
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text, doc="Markdown")

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention
