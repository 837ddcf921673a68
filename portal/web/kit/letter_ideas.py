"""The one letter about an idea: what became of it. With it goes the address that was left for it."""

from collections.abc import Callable, Mapping
from typing import Any

from portal import clock
from portal.extensions import db
from portal.models import Idea, Offer
from portal.participation import actions
from portal.vocabulary.participation import IdeaState
from portal.web.kit import languages, letters


def answered(payload: Mapping[str, Any]) -> None:
    """To who proposed it and left an address; afterwards the idea has none."""
    session = db.session()
    idea = session.get(Idea, payload["idea_id"])
    if idea is None or not idea.email or idea.state in (IdeaState.WAITING, IdeaState.PUBLIC):
        return  # what was said of it has been taken back
    offer = session.get(Offer, idea.offer_id) if idea.offer_id else None
    with languages.speaking(idea.locale):
        letters.post(
            actions.ANSWERED,
            to=idea.email,
            locale=idea.locale,
            about=f"idea:{idea.id}",
            title=idea.title,
            said=idea.answer or "",
            is_refused=idea.state is IdeaState.REFUSED,
            page=f"/mitmachen/{idea.uuid}" if idea.state is not IdeaState.REFUSED else "",
            offer=offer.title if offer else "",
            offer_path=f"/angebote/{offer.id}-{offer.slug}" if offer else "",
        )
    actions.forget_address(session, idea, clock.now())


WISHES: Mapping[str, Callable[[Mapping[str, Any]], None]] = {actions.ANSWERED: answered}
