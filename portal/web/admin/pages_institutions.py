"""What the administration's pages about institutions show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class InstitutionLine:
    """One institution of the list; counts are finished words."""

    name: str
    url: str
    standing: str
    offers: str
    members: str
    confirmed: str


@dataclass(frozen=True, slots=True)
class InstitutionsPage:
    """admin/institutions.html with `form`: all institutions that the filter finds."""

    heading: str
    rows: tuple[InstitutionLine, ...]
    pagination: p.Pagination
    all_url: str
    new_url: str
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """One button: what it does, in a word, and whether it takes something away."""

    value: str
    label: str
    is_stop: bool = False


@dataclass(frozen=True, slots=True)
class InstitutionPage:
    """admin/institution.html with `form`: one institution, and what can be decided about it."""

    name: str
    facts: tuple[tuple[str, str], ...]
    decisions: tuple[Decision, ...]
    decide_url: str
    merge_url: str
    journal_url: str
    people_url: str
    public_url: str = ""
    offer_url: str = ""


@dataclass(frozen=True, slots=True)
class MergePage:
    """admin/merge.html with `form`: which institution stays; then, with `moves`, what that means."""

    title: str
    lead: str
    back_url: str
    moves: tuple[tuple[str, str], ...] = ()
    same_numbers: tuple[
        tuple[str, str, str, str], ...
    ] = ()  # number, title here, title that moves, its new number
    act_url: str = ""
