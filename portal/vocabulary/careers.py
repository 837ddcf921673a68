"""Careers orientation: how it stands with an entry of the coming year's calendar that was proposed from the last one."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class ProposalState(StrEnum):
    """What the editors decided about a proposed date."""

    PROPOSED = "proposed"
    TENTATIVE = "tentative"  # public as "Termin noch nicht bestätigt"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


PROPOSAL_STATE_LABELS = {
    ProposalState.PROPOSED: N_("noch zu entscheiden"),
    ProposalState.TENTATIVE: N_("öffentlich, noch nicht bestätigt"),
    ProposalState.CONFIRMED: N_("bestätigt"),
    ProposalState.DROPPED: N_("fällt weg"),
}
