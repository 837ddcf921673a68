"""Beteiligung: what citizens propose, and how it stands with it."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class IdeaKind(StrEnum):
    """What is missing in town."""

    OFFER = "offer"
    TOPIC = "topic"


IDEA_KIND_LABELS = {IdeaKind.OFFER: N_("ein Angebot"), IdeaKind.TOPIC: N_("ein Thema")}


class IdeaState(StrEnum):
    """Waiting and refused ideas are never public."""

    WAITING = "waiting"
    PUBLIC = "public"
    ANSWERED = "answered"
    BECAME_OFFER = "became_offer"
    REFUSED = "refused"


IDEA_STATE_LABELS = {
    IdeaState.WAITING: N_("wird geprüft"),
    IdeaState.PUBLIC: N_("offen"),
    IdeaState.ANSWERED: N_("beantwortet"),
    IdeaState.BECAME_OFFER: N_("ist jetzt ein Angebot"),
    IdeaState.REFUSED: N_("abgelehnt"),
}
PUBLIC_IDEAS = frozenset({IdeaState.PUBLIC, IdeaState.ANSWERED, IdeaState.BECAME_OFFER})
