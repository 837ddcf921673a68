"""The thresholds of freshness as pages and searches go by them, kept for half a minute; the last known without a database."""

import time

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from portal.extensions import db
from portal.town import settings
from portal.town.settings import Freshness

KEPT_SECONDS = 30


class FreshnessShelf:
    """This process's copy of the thresholds: a change of the setting is noticed within half a minute, everywhere."""

    def __init__(self) -> None:
        self.thresholds = Freshness()
        self.read_at: float | None = None

    def get(self) -> Freshness:
        if self.read_at is None or time.monotonic() - self.read_at > KEPT_SECONDS:
            try:
                self.thresholds = settings.freshness(db.session())
            except (SQLAlchemyError, ValueError, TypeError):
                db.session.rollback()
            self.read_at = time.monotonic()  # a database that is away is not asked again by every request
        return self.thresholds


def shelf() -> FreshnessShelf:
    """This application's copy."""
    found: FreshnessShelf = current_app.extensions.setdefault("agora_freshness", FreshnessShelf())
    return found


def thresholds() -> Freshness:
    """The thresholds of the present town."""
    return shelf().get()
