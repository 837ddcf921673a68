"""Offers: what is taught, for years; with their terms and images."""

from datetime import date

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Model
from portal.models.columns import HasPublicId, HasRevision, Id, Moment, stored_enum
from portal.models.institution import Institution
from portal.models.place import Place
from portal.models.run import Run
from portal.models.term import Term
from portal.vocabulary.offers import AttendanceMode, CefrLevel, OfferKind, RegistrationWay, Step


class OfferTerm(Model):
    """That an offer bears a term, of whatever scheme: one table, so that a page reads all of them in one statement."""

    __tablename__ = "offer_term"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True)
    term_id: Mapped[int] = mapped_column(
        ForeignKey("term.id", ondelete="RESTRICT"), primary_key=True, index=True
    )


class Image(HasPublicId, Model):
    """A picture with what the law asks for beside it: alternative text, author and licence."""

    __tablename__ = "image"

    id: Mapped[Id]
    path: Mapped[str] = mapped_column(String(300), doc="relative to the uploads folder")
    alt: Mapped[str] = mapped_column(String(500))
    author: Mapped[str] = mapped_column(String(200))
    licence: Mapped[str] = mapped_column(String(120))
    width: Mapped[int]
    height: Mapped[int]


class Offer(HasPublicId, HasRevision, Model):
    """An offer (Angebot). Money in cents; `price_cents` 0 is free, None means ask. Dates belong to its runs."""

    __tablename__ = "offer"
    __table_args__ = (
        Index("uq_offer_institution_id_external_id", "institution_id", "external_id", unique=True),
        Index("ix_offer_step_id", "step", "id"),
    )

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(120))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id", ondelete="RESTRICT"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="SET NULL"), index=True)
    image_id: Mapped[int | None] = mapped_column(ForeignKey("image.id", ondelete="SET NULL"))
    kind: Mapped[OfferKind] = mapped_column(stored_enum(OfferKind))
    step: Mapped[Step] = mapped_column(stored_enum(Step), default=Step.DRAFT)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text, doc="Markdown")
    plain_text: Mapped[str | None] = mapped_column(Text, doc="the same in Leichte Sprache")
    goal: Mapped[str | None] = mapped_column(Text)
    prerequisites: Mapped[str | None] = mapped_column(Text)
    certificate: Mapped[str | None] = mapped_column(String(300))
    age_min: Mapped[int | None]
    age_max: Mapped[int | None]
    attendance_mode: Mapped[AttendanceMode] = mapped_column(
        stored_enum(AttendanceMode), default=AttendanceMode.ON_SITE
    )
    cefr_level: Mapped[CefrLevel | None] = mapped_column(stored_enum(CefrLevel))
    price_cents: Mapped[int | None] = mapped_column(Integer)
    reduced_price_cents: Mapped[int | None] = mapped_column(Integer)
    price_note: Mapped[str | None] = mapped_column(String(300))
    is_free: Mapped[bool] = mapped_column(Boolean, default=False)
    educational_leave: Mapped[bool] = mapped_column(Boolean, default=False)
    educational_leave_number: Mapped[str | None] = mapped_column(String(80))
    educational_leave_until: Mapped[date | None]
    min_participants: Mapped[int | None]
    max_participants: Mapped[int | None]
    registration_way: Mapped[RegistrationWay] = mapped_column(
        stored_enum(RegistrationWay), default=RegistrationWay.NONE
    )
    registration_url: Mapped[str | None] = mapped_column(String(500))
    registration_email: Mapped[str | None] = mapped_column(String(254))
    registration_phone: Mapped[str | None] = mapped_column(String(60))
    contact_name: Mapped[str | None] = mapped_column(String(200))
    contact_phone: Mapped[str | None] = mapped_column(String(60))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    website: Mapped[str | None] = mapped_column(String(500))
    maintenance_name: Mapped[str | None] = mapped_column(String(200), doc="never public")
    maintenance_email: Mapped[str | None] = mapped_column(String(254), doc="never public")
    childcare: Mapped[bool | None] = mapped_column(doc="whether children are looked after meanwhile")
    insurance_note: Mapped[str | None] = mapped_column(String(300), doc="how pupils are insured")
    guest_places: Mapped[int | None] = mapped_column(doc="places that the host opens to seniors")
    guest_conditions: Mapped[str | None] = mapped_column(String(300))
    material_url: Mapped[str | None] = mapped_column(String(500), doc="of open learning material")
    material_licence: Mapped[str | None] = mapped_column(String(120))
    material_access: Mapped[str | None] = mapped_column(String(300), doc="what one needs to use it")
    published_at: Mapped[Moment | None]
    confirmed_at: Mapped[Moment | None]
    expires_on: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("offer.id", ondelete="SET NULL"), index=True, doc="the kept one of two that were the same"
    )
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(String(120))
    external_id: Mapped[str | None] = mapped_column(String(200))
    import_digest: Mapped[str | None] = mapped_column(String(64))
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)

    institution: Mapped[Institution] = relationship()
    place: Mapped[Place | None] = relationship()
    image: Mapped[Image | None] = relationship()
    runs: Mapped[list[Run]] = relationship(
        back_populates="offer", order_by="Run.position, Run.id", cascade="all, delete-orphan"
    )
    terms: Mapped[list[Term]] = relationship(
        secondary="offer_term", order_by="Term.scheme, Term.position, Term.id"
    )

    __mapper_args__ = {"version_id_col": HasRevision.revision}  # noqa: RUF012  SQLAlchemy's own convention
