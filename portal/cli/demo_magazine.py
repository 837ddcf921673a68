"""The city magazine in the demo: a choice for the coming month, and notices around today. Fictional like all of it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.cli.demo_dates import DemoCalendar
from portal.cli.seed_vocabularies import read
from portal.magazine import months, queries
from portal.models import MagazineChoice, MagazineTeaser
from portal.paths import resource_dir
from portal.vocabulary.offers import OfferKind

FILE = "magazine.yaml"
PRINTED = frozenset({OfferKind.LECTURE, OfferKind.GUIDED_TOUR, OfferKind.CAREERS_EVENT})
MOST = 24


def load(session: Session, calendar: DemoCalendar) -> None:
    """Replaces what the demo had before."""
    session.execute(delete(MagazineChoice))
    session.execute(delete(MagazineTeaser).where(MagazineTeaser.is_demo))
    rows: list[dict[str, Any]] = read(resource_dir("seed") / "demo" / FILE)["teasers"]
    for position, row in enumerate(rows):
        first = calendar.monday + timedelta(days=row.pop("days_from"))
        last = first + timedelta(days=row.pop("days"))
        session.add(MagazineTeaser(**row, first_day=first, last_day=last, position=position, is_demo=True))
    month = months.after(months.first_of(calendar.today))
    printed = [one for one in queries.dates(session, month) if one.kind in PRINTED][:MOST]
    for one in printed:
        session.add(MagazineChoice(month=month, offer_id=one.offer_id, occurrence_uuid=one.uuid))
    session.flush()
