"""The letter to a provider whose dates the editors have set for the next school year (workflow/rollover_letters.py)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.extensions import db
from portal.mail import recipients
from portal.models import Institution, ProposedDate
from portal.schoolyear import SchoolYear
from portal.vocabulary.careers import ProposalState
from portal.web.kit import languages, letters, rollover_words
from portal.web.kit.words import gettext as _
from portal.workflow.rollover_letters import LETTER

DESK = "/anbieterbereich/angebote"
MOST_TOLD = 40


@dataclass(frozen=True, slots=True)
class SetDate:
    """One date of the letter: what, when, and whether it is confirmed."""

    title: str
    when: str
    state: str


def tell(payload: Mapping[str, Any]) -> None:
    """To who manages the institution; what was taken back meanwhile is left out."""
    session = db.session()
    institution = session.get(Institution, payload["institution_id"])
    year = SchoolYear.parse(payload["year"])
    if institution is None or year is None:
        return
    rows = _rows(session, payload["proposal_ids"])
    if not rows:
        return
    for one in recipients.managers(session, institution.id):
        with languages.speaking(one.locale):
            letters.post(
                LETTER,
                to=one.email,
                locale=one.locale,
                year=year.label,
                institution=institution.name,
                dates=tuple(_told(row) for row in rows[:MOST_TOLD]),
                more=max(0, len(rows) - MOST_TOLD),
                link=letters.address(DESK),
            )


def _rows(session: Session, ids: Sequence[int]) -> Sequence[ProposedDate]:
    public = (ProposalState.TENTATIVE, ProposalState.CONFIRMED)
    return session.scalars(
        select(ProposedDate)
        .options(joinedload(ProposedDate.offer))
        .where(ProposedDate.id.in_(ids), ProposedDate.state.in_(public))
        .order_by(ProposedDate.first_day, ProposedDate.id)
    ).all()


def _told(row: ProposedDate) -> SetDate:
    is_tentative = row.state is ProposalState.TENTATIVE
    state = _("noch nicht bestätigt") if is_tentative else _("bestätigt")
    return SetDate(row.offer.title, rollover_words.when(row), state)


WISHES: Mapping[str, Callable[[Mapping[str, Any]], None]] = {LETTER: tell}
