"""The thresholds of freshness as pages and searches go by them, of the same reading as the other settings (kit/town.py)."""

from portal.town.settings import Freshness
from portal.web.kit import town


def thresholds() -> Freshness:
    """The thresholds of the present town; the last known without a database."""
    kept = town.shelf()
    kept.get()
    return kept.ages
