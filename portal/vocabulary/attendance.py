"""Registrations: how it stands with one."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class RegistrationState(StrEnum):
    """Where a registration stands. Only `placed` and `offered` take places; only `waiting` and `offered` stand in line."""

    ASKED = "asked"  # written down, not yet confirmed by mail or, where only a telephone is known, by a call
    PLACED = "placed"
    WAITING = "waiting"
    OFFERED = "offered"  # a place has become free and is kept until the deadline
    CANCELLED = "cancelled"
    LAPSED = "lapsed"  # never confirmed in time


REGISTRATION_STATE_LABELS = {
    RegistrationState.ASKED: N_("noch nicht bestätigt"),
    RegistrationState.PLACED: N_("angemeldet"),
    RegistrationState.WAITING: N_("auf der Warteliste"),
    RegistrationState.OFFERED: N_("Platz angeboten"),
    RegistrationState.CANCELLED: N_("abgemeldet"),
    RegistrationState.LAPSED: N_("verfallen"),
}
TAKES_PLACES = frozenset({RegistrationState.PLACED, RegistrationState.OFFERED})
STANDING = frozenset(
    {RegistrationState.PLACED, RegistrationState.OFFERED, RegistrationState.WAITING}
)  # hear of changes
IN_LINE = frozenset({RegistrationState.WAITING, RegistrationState.OFFERED})
