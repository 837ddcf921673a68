"""How much of the workflow waits for editors, as expressions: whoever needs several numbers gets them in one statement."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from portal.models import Institution, OfferEdit, OfferVersion
from portal.vocabulary.offers import Step
from portal.vocabulary.people import Standing

FORGOTTEN_AFTER = timedelta(days=14)
Number = ScalarSelect[Any]


def columns() -> Mapping[str, Number]:
    """What the menu shows: submissions, offers that went public unseen, providers that applied, submissions sent back."""
    edits, offers = select(func.count(OfferEdit.id)), func.count(func.distinct(OfferVersion.offer_id))
    return {
        "submitted": edits.where(*_in_queue()).scalar_subquery(),
        "to_see": select(offers).where(OfferVersion.is_to_see).scalar_subquery(),
        "applied": select(func.count(Institution.id))
        .where(Institution.standing == Standing.APPLIED)
        .scalar_subquery(),
        "returned": edits.where(OfferEdit.step == Step.RETURNED).scalar_subquery(),
    }


def more_columns(now: datetime) -> Mapping[str, Number]:
    """What today's page says besides: since when the oldest waits, what was forgotten, what is to come."""
    edits = select(func.count(OfferEdit.id))
    return {
        "submitted_since": select(func.min(OfferEdit.submitted_at)).where(*_in_queue()).scalar_subquery(),
        "seen_since": select(func.min(OfferVersion.made_at)).where(OfferVersion.is_to_see).scalar_subquery(),
        "forgotten": edits.where(
            OfferEdit.step == Step.RETURNED, OfferEdit.updated_at < now - FORGOTTEN_AFTER
        ).scalar_subquery(),
        "scheduled": edits.where(OfferEdit.approved_at.is_not(None)).scalar_subquery(),
    }


def counts(session: Session) -> dict[str, int]:
    """The numbers of `columns`; one statement."""
    wanted = columns()
    row = session.execute(select(*(column.label(name) for name, column in wanted.items()))).one()
    return {name: int(number or 0) for name, number in row._mapping.items()}


def _in_queue() -> tuple[Any, Any]:
    return OfferEdit.step == Step.SUBMITTED, OfferEdit.approved_at.is_(None)
