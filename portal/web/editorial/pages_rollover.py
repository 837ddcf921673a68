"""What the pages for rolling the Jahres-Berufswahl-Kalender over show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposed date. `key` ("12:3") is number and revision; `moves` are the decisions that one may make now as
    (value, label). `sort` says what it stands for ("Termin", "Frist", "Zeitraum", "Anmeldung")."""

    id: int
    key: str
    title: str
    offer_url: str
    institution: str
    sort: str
    old: str
    new: str
    rules: tuple[str, ...]
    warnings: tuple[str, ...]
    state: p.Status | None
    decided: str
    edit_url: str
    moves: tuple[tuple[str, str], ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ProposalMonth:
    """The proposals that begin in one month; `slug` as in "2027-09"."""

    slug: str
    name: str
    rows: tuple[ProposalRow, ...]


@dataclass(frozen=True, slots=True)
class RolloverPage:
    """editorial/rollover.html: a school year to fill. `begun` is False as long as nothing is proposed."""

    year: str  # "2027/28"
    slug: str
    before: str  # "2026/27"
    years: tuple[p.SortLink, ...]
    progress: str  # "12 von 48 entschieden"
    begun: bool
    tabs: tuple[p.SortLink, ...]
    shows_open: bool
    month: str  # value of `monat=`
    month_tabs: tuple[p.SortLink, ...]
    months: tuple[ProposalMonth, ...]
    begin_url: str
    decide_url: str
    calendar_url: str
    notices: tuple[p.Notice, ...] = ()
    days_url: str = ""  # where holidays are kept; empty where the year has them
    bulk: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """editorial/rollover_date.html with `form`: another day or time for one proposal."""

    title: str
    eyebrow: str
    old: str
    rules: tuple[str, ...]
    warnings: tuple[str, ...]
    revision: int
    back_url: str
    is_public: bool
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""
