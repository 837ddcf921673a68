"""Where things happen: districts of the town and places with address, coordinates and access features."""

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id


class District(Model):
    """A district of the town with its centre (WGS 84, degrees) and postal codes; the origins of a radius search."""

    __tablename__ = "district"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    latitude: Mapped[float]
    longitude: Mapped[float]
    postal_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    position: Mapped[int] = mapped_column(default=0)
    source: Mapped[str | None] = mapped_column(String(300))


class Place(HasPublicId, HasRevision, Model):
    """A place of learning (Lernort). Access features: True, False, or None where nobody has said yet."""

    __tablename__ = "place"

    id: Mapped[Id]
    institution_id: Mapped[int | None] = mapped_column(
        ForeignKey("institution.id", ondelete="CASCADE"), index=True
    )
    external_id: Mapped[str | None] = mapped_column(String(200), index=True)
    name: Mapped[str] = mapped_column(String(300))
    street: Mapped[str | None] = mapped_column(String(200))
    postal_code: Mapped[str | None] = mapped_column(String(10))
    town: Mapped[str | None] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2), default="DE")
    district_id: Mapped[int | None] = mapped_column(
        ForeignKey("district.id", ondelete="SET NULL"), index=True
    )
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    step_free: Mapped[bool | None]
    lift: Mapped[bool | None]
    accessible_wc: Mapped[bool | None]
    hearing_loop: Mapped[bool | None]
    sign_language: Mapped[bool | None]
    plain_language: Mapped[bool | None]
    childcare: Mapped[bool | None]
    access_note: Mapped[str | None] = mapped_column(Text)
    transit_stop: Mapped[str | None] = mapped_column(String(200))

    district: Mapped[District | None] = relationship()
