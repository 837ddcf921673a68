"""What waits for editors beside submissions, as expressions: whoever needs several numbers gets them in one statement."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import aliased

from portal.models import CheckedLink, DuplicatePair, Feedback, Holiday, Letter, MissedQuery, Offer
from portal.town.settings import Freshness
from portal.upkeep import freshness
from portal.upkeep.links import BROKEN_FROM
from portal.vocabulary.letters import LetterState
from portal.vocabulary.offers import Step

Number = ScalarSelect[Any]


def columns() -> Mapping[str, Number]:
    """What the editors' menu shows: reports, pairs that look the same, words without a hit, broken links."""
    first, second = aliased(Offer), aliased(Offer)
    return {
        "reports": select(func.count(Feedback.id)).where(Feedback.answered_at.is_(None)).scalar_subquery(),
        "duplicates": select(func.count(DuplicatePair.first_id))
        .join(first, first.id == DuplicatePair.first_id)
        .join(second, second.id == DuplicatePair.second_id)
        .where(
            DuplicatePair.dismissed_at.is_(None),
            first.step == Step.PUBLISHED,
            second.step == Step.PUBLISHED,
        )
        .scalar_subquery(),
        "missed": select(func.count(MissedQuery.id)).where(MissedQuery.done_at.is_(None)).scalar_subquery(),
        "links": select(func.count(CheckedLink.id))
        .where(CheckedLink.failures >= BROKEN_FROM, CheckedLink.ignored_at.is_(None))
        .scalar_subquery(),
    }


def letters() -> Mapping[str, Number]:
    """What the administration's menu shows: letters that somebody has to look at."""
    stuck = (LetterState.DEAD, LetterState.UNCERTAIN)
    return {
        "dead_letters": select(func.count(Letter.id)).where(Letter.state.in_(stuck)).scalar_subquery(),
    }


def more_columns(now: datetime, thresholds: Freshness) -> Mapping[str, Number]:
    """What the editors' menu shows besides: special days to confirm, offers that nobody has confirmed for long."""
    return {
        "days": select(func.count(Holiday.id)).where(Holiday.is_confirmed.is_(False)).scalar_subquery(),
        "stale": freshness.stale_number(now, thresholds.ask_after_days),
    }
