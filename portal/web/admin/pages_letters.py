"""What the page about letters shows."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter: never what is in it. `again_url` and `give_up_url` are empty where there is nothing to decide."""

    subject: str
    recipient: str
    kind: str
    state: str
    times: tuple[str, ...]
    problem: str = ""
    again_url: str = ""
    give_up_url: str = ""


@dataclass(frozen=True, slots=True)
class StateLink:
    """A state that one can look at, with how many letters are in it."""

    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class LettersPage:
    """admin/letters.html: letters by state; those that somebody has to decide about first."""

    states: tuple[StateLink, ...]
    rows: tuple[LetterRow, ...]
    pagination: p.Pagination
    notices: tuple[p.Notice, ...] = ()
