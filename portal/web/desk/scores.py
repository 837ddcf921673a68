"""Completeness in a number, ten squares and words."""

from portal.offers import completeness
from portal.offers.completeness import Completeness
from portal.offers.sheet import OfferSheet
from portal.web.desk.form_errors import anchor
from portal.web.desk.pages_form import ScoreView
from portal.web.kit.words import gettext as _

NAMED = 3


def of_sheet(sheet: OfferSheet) -> ScoreView:
    """The score of a content."""
    return view(completeness.rate(sheet))


def view(found: Completeness) -> ScoreView:
    """What is missing, the most helpful first."""
    if not found.gaps:
        return ScoreView(found.percent, 10)
    best = found.gaps[0]
    return ScoreView(
        percent=found.percent,
        squares=found.percent // 10,
        missing=", ".join(_(gap.label) for gap in found.gaps[:NAMED]),
        best=_(best.message),
        best_url=anchor(best.field),
        gain=best.gain,
    )
