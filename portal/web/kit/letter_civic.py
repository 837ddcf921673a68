"""The letter about somebody who would like to help in a field of civic activity, to the institution that has it to give."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.extensions import db
from portal.lectures import civic_interests
from portal.mail import recipients
from portal.models import CivicInterest, Institution
from portal.web.kit import languages, letters

DESK = "/anbieterbereich/taetigkeitsfelder"


def asked(payload: Mapping[str, Any]) -> None:
    """To the address that the institution keeps for letters of the portal, else to who manages it."""
    interest = db.session.get(CivicInterest, payload["interest_id"])
    if interest is None:  # erased meanwhile
        return
    opening = interest.opening
    for address, locale in _recipients(opening.institution):
        with languages.speaking(locale):
            letters.post(
                civic_interests.LETTER,
                to=address,
                locale=locale,
                about=civic_interests.about(interest.id),
                headers={"Reply-To": interest.email} if interest.email else None,
                title=opening.title,
                name=interest.name,
                email=interest.email or "",
                phone=interest.phone or "",
                message=interest.message or "",
                link=letters.address(f"{DESK}/interesse"),
                days=civic_interests.HANDLED_KEPT.days,
                most_days=civic_interests.KEPT.days,
            )


def _recipients(institution: Institution) -> list[tuple[str, str]]:
    if institution.maintenance_email:
        return [(institution.maintenance_email, languages.DEFAULT)]
    return [(one.email, one.locale) for one in recipients.managers(db.session(), institution.id)]


WISHES: Mapping[str, Callable[[Mapping[str, Any]], None]] = {civic_interests.LETTER: asked}
