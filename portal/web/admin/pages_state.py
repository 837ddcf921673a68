"""What the administration's first page shows."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class StateRow:
    """One part of the house: how it is, in a word and in a sentence."""

    name: str
    status: p.Status
    text: str


@dataclass(frozen=True, slots=True)
class StatePage:
    """admin/state.html: whether everything runs, and what a new portal still lacks (without an address: on the server)."""

    rows: tuple[StateRow, ...]
    steps: tuple[p.Link, ...] = ()
    notices: tuple[p.Notice, ...] = ()
