"""Advice and responsibilities: what advice is about, what bodies the town has, who can bear a seal."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class AdviceFocus(StrEnum):
    """What a B-Punkt knows about: the value of `schwerpunkt=`."""

    FAMILY = "familie"
    SCHOOL = "schule"
    TRAINING = "ausbildung"
    WORK = "beruf"
    FUNDING = "foerderung"
    GERMAN = "deutsch"
    LATER_LIFE = "alter"


ADVICE_FOCUS_LABELS = {
    AdviceFocus.FAMILY: N_("Familie und Kita"),
    AdviceFocus.SCHOOL: N_("Schule"),
    AdviceFocus.TRAINING: N_("Ausbildung und Studium"),
    AdviceFocus.WORK: N_("Beruf und Wiedereinstieg"),
    AdviceFocus.FUNDING: N_("Zuschüsse und Förderung"),
    AdviceFocus.GERMAN: N_("Deutsch lernen"),
    AdviceFocus.LATER_LIFE: N_("Lernen im Alter und Ehrenamt"),
}


class BodyKind(StrEnum):
    """What sort of body or office of the town it is (Wer macht was)."""

    LEADERSHIP = "leadership"
    CONFERENCE = "conference"
    AGENCY = "agency"
    OFFICE = "office"
    ADVISORY_BOARD = "advisory_board"
    NETWORK = "network"


BODY_KIND_LABELS = {
    BodyKind.LEADERSHIP: N_("Leitung"),
    BodyKind.CONFERENCE: N_("Konferenz"),
    BodyKind.AGENCY: N_("Bildungsbüro"),
    BodyKind.OFFICE: N_("Amt"),
    BodyKind.ADVISORY_BOARD: N_("Beirat"),
    BodyKind.NETWORK: N_("Netzwerk"),
}


class SealHolder(StrEnum):
    """What can bear a seal."""

    INSTITUTION = "institution"
    OFFER = "offer"
    GUIDANCE_POINT = "guidance_point"


SEAL_HOLDER_LABELS = {
    SealHolder.INSTITUTION: N_("Anbieter"),
    SealHolder.OFFER: N_("Angebot"),
    SealHolder.GUIDANCE_POINT: N_("B-Punkt"),
}
