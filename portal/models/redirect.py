"""Old slugs: an address that was public once keeps working."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model
from portal.models.columns import Id


class SlugRedirect(Model):
    """That `old_slug` of a thing (such as "institution") now leads to the row `target_id`."""

    __tablename__ = "slug_redirect"
    __table_args__ = (Index("uq_slug_redirect_thing_old_slug", "thing", "old_slug", unique=True),)

    id: Mapped[Id]
    thing: Mapped[str] = mapped_column(String(40))
    old_slug: Mapped[str] = mapped_column(String(120))
    target_id: Mapped[int]
