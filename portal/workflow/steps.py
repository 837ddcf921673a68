"""The one table of steps: what may be done to the pending work on an offer and to the offer itself, from where, to where, by
which right, and whether it needs a reason. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.errors import AgoraError
from portal.offers.sheet import OfferSheet
from portal.permissions.policy import Right
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import STEP_LABELS, Step


class Move(StrEnum):
    """Something that is done to an offer or to the work on it."""

    SAVE = "save"
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    DISCARD = "discard"
    CHANGE_AT_ONCE = "change_at_once"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Rule:
    """From which steps, to which, by which right. `end` None: the step stays as it is."""

    start: frozenset[Step]
    end: Step | None
    right: Right
    needs_reason: bool = False


_OPEN = frozenset({Step.DRAFT, Step.RETURNED, Step.SUBMITTED})
_EVER = frozenset(Step)
# Moves of the pending work (models.OfferEdit). A save by an editor leaves submitted work submitted.
WORK: Mapping[Move, Rule] = {
    Move.SAVE: Rule(_OPEN, Step.DRAFT, Right.EDIT_OFFER),
    Move.SUBMIT: Rule(frozenset({Step.DRAFT, Step.RETURNED}), Step.SUBMITTED, Right.EDIT_OFFER),
    Move.APPROVE: Rule(_OPEN, Step.PUBLISHED, Right.PUBLISH),
    Move.SEND_BACK: Rule(frozenset({Step.SUBMITTED}), Step.RETURNED, Right.REVIEW, needs_reason=True),
    Move.DISCARD: Rule(_OPEN, None, Right.EDIT_OFFER),
}
# Moves of the offer as the public knows it.
PUBLIC: Mapping[Move, Rule] = {
    Move.CHANGE_AT_ONCE: Rule(frozenset({Step.PUBLISHED}), None, Right.EDIT_OFFER),
    Move.CONFIRM: Rule(frozenset({Step.PUBLISHED}), None, Right.EDIT_OFFER),
    Move.WITHDRAW: Rule(frozenset({Step.PUBLISHED}), Step.WITHDRAWN, Right.EDIT_OFFER, needs_reason=True),
    Move.ARCHIVE: Rule(_EVER - {Step.ARCHIVED}, Step.ARCHIVED, Right.REVIEW),
    Move.RESTORE: Rule(_EVER, Step.PUBLISHED, Right.PUBLISH),
}


class Outcome(StrEnum):
    """What became of a submission."""

    NOTHING = "nothing"
    MINOR = "minor"
    SUBMITTED = "submitted"
    MINOR_AND_SUBMITTED = "minor_and_submitted"
    PUBLISHED = "published"
    SCHEDULED = "scheduled"


OUTCOME_LABELS = {
    Outcome.NOTHING: N_("Es hat sich nichts geändert."),
    Outcome.MINOR: N_("Gespeichert. Die Änderung ist schon öffentlich."),
    Outcome.SUBMITTED: N_("Eingereicht. Das Bildungsbüro prüft die Angaben, meist binnen zwei Werktagen."),
    Outcome.MINOR_AND_SUBMITTED: N_(
        "Termine, Ort und andere kleine Änderungen sind schon öffentlich. Den Rest prüft das Bildungsbüro, "
        "meist binnen zwei Werktagen."
    ),
    Outcome.PUBLISHED: N_("Veröffentlicht."),
    Outcome.SCHEDULED: N_("Vorgemerkt. Das Angebot wird am gewünschten Tag veröffentlicht."),
}


class IllegalStep(AgoraError):
    """The move is not possible from where the thing stands."""


class Stale(AgoraError):
    """Somebody saved in between: `theirs` is what is there now, `base` what the form was opened with."""

    def __init__(self, theirs: OfferSheet, base: OfferSheet) -> None:
        super().__init__("Inzwischen hat jemand anderes gespeichert.")
        self.theirs, self.base = theirs, base


def check(table: Mapping[Move, Rule], move: Move, step: Step, reason: str | None = None) -> Rule:
    """The rule of a move. Raises IllegalStep where it does not start from this step or lacks its reason."""
    rule = table[move]
    if step not in rule.start:
        raise IllegalStep(f"Das geht nicht, solange der Stand „{STEP_LABELS[step]}“ ist.")
    if rule.needs_reason and not (reason or "").strip():
        raise IllegalStep("Bitte nennen Sie einen Grund.")
    return rule
