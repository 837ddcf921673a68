"""Where a themed page stands, seen from a day."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class CollectionState(StrEnum):
    """Only what is current is listed; what is over stays at its address and says so."""

    DRAFT = "draft"
    COMING = "coming"
    CURRENT = "current"
    OVER = "over"


COLLECTION_LABELS = {
    CollectionState.DRAFT: N_("Entwurf"),
    CollectionState.COMING: N_("kommt noch"),
    CollectionState.CURRENT: N_("öffentlich"),
    CollectionState.OVER: N_("vorbei"),
}
