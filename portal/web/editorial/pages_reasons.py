"""What the pages of reusable reasons show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One reason; the first cannot go up, the last not down."""

    id: int
    label: str
    text: str
    edit_url: str
    move_url: str
    is_first: bool
    is_last: bool
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ReasonsPage:
    """editorial/reasons.html"""

    rows: tuple[ReasonRow, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class ReasonPage:
    """editorial/reason.html with `form`: a new reason (`stand` '') or a stored one. `stored` is what somebody else has saved in
    the meantime."""

    title: str
    save_label: str
    back_url: str
    stand: str = ""
    remove_url: str = ""
    stored: tuple[tuple[str, str], ...] = ()
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""
