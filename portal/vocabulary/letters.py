"""Letters: how far one has come, and how often a digest is sent."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class LetterState(StrEnum):
    """Where a letter stands. `uncertain`: handed over, but the answer never came; a person decides whether to send it again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    UNCERTAIN = "uncertain"


LETTER_LABELS = {
    LetterState.WAITING: N_("wartet"),
    LetterState.SENDING: N_("wird gesendet"),
    LetterState.SENT: N_("gesendet"),
    LetterState.DEAD: N_("nicht zustellbar"),
    LetterState.UNCERTAIN: N_("ungewiss"),
}


class Rhythm(StrEnum):
    """How often a digest is sent. The value is that of the form field."""

    DAILY = "taeglich"
    WEEKLY = "woechentlich"


RHYTHM_LABELS = {Rhythm.DAILY: N_("jeden Tag"), Rhythm.WEEKLY: N_("einmal in der Woche")}
