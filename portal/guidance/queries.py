"""Reads the advice points."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.models import GuidancePoint


def points(session: Session) -> list[GuidancePoint]:
    """All advice points in the editors' order, with their district, in one statement."""
    return list(
        session.scalars(
            select(GuidancePoint)
            .options(joinedload(GuidancePoint.district))
            .order_by(GuidancePoint.position, GuidancePoint.name)
        )
    )
