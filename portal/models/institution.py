"""Institutions: who offers (Anbieter, Träger)."""

from sqlalchemy import Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id, Moment, stored_enum
from portal.models.place import District, Place
from portal.vocabulary.people import InstitutionKind, Standing


class Institution(HasPublicId, HasRevision, Model):
    """A provider with its public page. `email` is public; `maintenance_email` is for the portal's letters only."""

    __tablename__ = "institution"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    short_name: Mapped[str | None] = mapped_column(String(120))
    kind: Mapped[InstitutionKind | None] = mapped_column(stored_enum(InstitutionKind))
    summary: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    street: Mapped[str | None] = mapped_column(String(200))
    postal_code: Mapped[str | None] = mapped_column(String(10))
    town: Mapped[str | None] = mapped_column(String(120))
    district_id: Mapped[int | None] = mapped_column(
        ForeignKey("district.id", ondelete="SET NULL"), index=True
    )
    phone: Mapped[str | None] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(254))
    website: Mapped[str | None] = mapped_column(String(500))
    opening_hours: Mapped[str | None] = mapped_column(Text)
    maintenance_email: Mapped[str | None] = mapped_column(String(254))
    confirmed_at: Mapped[Moment | None]
    reminded_at: Mapped[Moment | None] = mapped_column(doc="when it was last asked to confirm its offers")
    standing: Mapped[Standing] = mapped_column(stored_enum(Standing), default=Standing.CONFIRMED)
    is_public: Mapped[bool] = mapped_column(Boolean, default=True)
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)
    source: Mapped[str | None] = mapped_column(String(120), doc="set when an import created it")

    district: Mapped[District | None] = relationship()
    places: Mapped[list[Place]] = relationship(order_by=Place.name)
