"""Three B-Punkte in the hall, on its fixed Monday at ten o'clock, and what the tests of them share."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import delete, select

from portal.extensions import db
from portal.guidance.hours import OtherHours, WeekSpan, exception_rows, hour_rows
from portal.models import (
    AppointmentRequest,
    District,
    GuidancePoint,
    JournalEntry,
    Letter,
    OutboxEntry,
    Seal,
    SealAward,
)
from portal.vocabulary.guidance import SealHolder
from tests.factories.offers import NOW

NORTH, SOUTH, FAR = "b-punkt-nord", "b-punkt-sued", "b-punkt-rosslau"
TABLES = (SealAward, Seal, AppointmentRequest, GuidancePoint, Letter, OutboxEntry, JournalEntry)


def forget(app: Flask) -> None:
    """Nothing of these tests stays, and what the process keeps is read anew."""
    with app.app_context():
        for table in TABLES:
            db.session.execute(delete(table))
        db.session.commit()
        db.session.remove()
    look_again(app)


def look_again(app: Flask) -> None:
    app.extensions.pop("agora_points", None)
    app.extensions.pop("agora_seals", None)


def fill(app: Flask) -> None:
    """Open now with everything, closed until tomorrow, and by arrangement."""
    with app.app_context():
        north = point(
            NORTH, "B-Punkt Nord", "innenstadt-nord", phone="0340 0000-1", email="nord@stadt.example",
            focus="Schule und Zuschüsse", focus_en="School and grants", description="Wir hören zu.", description_en="We listen.",
            opening_hours="Freitag nach Absprache", opening_hours_en="Fridays by appointment", focuses=["schule", "foerderung"], languages=["de", "uk"], step_free=True,
            street="Wallstraße 1", postal_code="06842", town="Dessau-Roßlau",
            hours=hour_rows([WeekSpan(0, 540, 720), WeekSpan(0, 780, 900), WeekSpan(4, 540, 720)]),
            exceptions=exception_rows(
                [OtherHours(date(2026, 11, 30), date(2026, 12, 2), note="Umzug", note_en="We are moving"), OtherHours(date(2026, 12, 4), date(2026, 12, 4), 600, 630, "Ausflug")]
            ),
        )  # fmt: skip
        south = point(
            SOUTH, "B-Punkt Süd", "sued", phone="0340 0000-2", focuses=["alter"], languages=["de", "ar"], step_free=False,
            focus="Lernen im Alter", description="Kommen Sie.", opening_hours="Samstag nach Absprache", hours=hour_rows([WeekSpan(1, 540, 780)]), takes_appointments=False,
        )  # fmt: skip
        far = point(FAR, "B-Punkt Roßlau", "rosslau", focus="Familie", focuses=["familie"], languages=["de"])
        hidden = point("b-punkt-geheim", "B-Punkt Geheim", None, focus="x", is_public=False)
        for position, row in enumerate((north, south, far, hidden)):
            row.position = position
            db.session.add(row)
        db.session.commit()
        db.session.remove()
    look_again(app)


def point(slug: str, name: str, district: str | None, **values: Any) -> GuidancePoint:
    wanted = select(District).where(District.slug == district)
    return GuidancePoint(slug=slug, name=name, district=db.session.scalar(wanted), **values)


def point_id(app: Flask, slug: str = NORTH) -> int:
    with app.app_context():
        return db.session.scalars(select(GuidancePoint.id).where(GuidancePoint.slug == slug)).one()


def award(app: Flask, kind: SealHolder, holder_id: int, first: date, last: date | None) -> None:
    """A seal for somebody; the same seal for all."""
    with app.app_context():
        seal = db.session.scalar(select(Seal)) or Seal(
            slug="gutes-siegel", name="Gutes Siegel", issuer="Prüfstelle", scope="Prüft alles."
        )
        db.session.add(seal)
        db.session.flush()
        db.session.add(
            SealAward(
                seal_id=seal.id, holder=kind, holder_id=holder_id, valid_from=first, valid_until=last,
                proof="Urkunde geheim", checked_on=first, checked_by="Rita",
                created_at=NOW + timedelta(minutes=5),  # the hall was built at NOW, and took a moment
            )
        )  # fmt: skip
        db.session.commit()
        db.session.remove()
    look_again(app)
