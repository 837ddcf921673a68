"""What may become of an idea: which step leads where, and how long what is kept. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from portal.errors import Conflict
from portal.vocabulary.labels import N_
from portal.vocabulary.participation import IdeaState

ADDRESS_KEPT = timedelta(days=90)
ANSWER_TAKES = timedelta(days=1)  # in which the letter is written; that deletes the address at once
REFUSED_KEPT = timedelta(days=90)
LETTER_KEPT = timedelta(days=30)


class Step(StrEnum):
    """What an editor does with an idea."""

    PUBLISH = "publish"
    ANSWER = "answer"
    LINK_OFFER = "link_offer"
    REFUSE = "refuse"


_STATES = IdeaState
WAYS: Mapping[Step, Mapping[IdeaState, IdeaState]] = {
    Step.PUBLISH: {_STATES.WAITING: _STATES.PUBLIC, _STATES.REFUSED: _STATES.PUBLIC},
    Step.ANSWER: {
        _STATES.PUBLIC: _STATES.ANSWERED,
        _STATES.ANSWERED: _STATES.ANSWERED,
        _STATES.BECAME_OFFER: _STATES.BECAME_OFFER,
    },
    Step.LINK_OFFER: {
        _STATES.PUBLIC: _STATES.BECAME_OFFER,
        _STATES.ANSWERED: _STATES.BECAME_OFFER,
        _STATES.BECAME_OFFER: _STATES.BECAME_OFFER,
    },
    Step.REFUSE: {
        _STATES.WAITING: _STATES.REFUSED,
        _STATES.PUBLIC: _STATES.REFUSED,
        _STATES.ANSWERED: _STATES.REFUSED,
    },
}
SUPPORTABLE = frozenset({IdeaState.PUBLIC, IdeaState.ANSWERED})
IMPOSSIBLE = N_("Das geht bei diesem Vorschlag nicht mehr: Er hat inzwischen einen anderen Stand.")


def after(state: IdeaState, step: Step) -> IdeaState:
    """The state that a step leads to. Raises Conflict when it leads nowhere from here."""
    found = WAYS[step].get(state)
    if found is None:
        raise Conflict(IMPOSSIBLE)
    return found


def steps_from(state: IdeaState) -> frozenset[Step]:
    """What may be done with an idea in this state."""
    return frozenset(step for step, ways in WAYS.items() if state in ways)
