"""What the editors' pages about semesters show."""

from dataclasses import dataclass

from portal.web.editorial.pages_collections import Around, FoundOffers, FoundRow, PickedRow
from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class SemesterRow:
    """One line of the list. `public_url` is empty where the public does not see it."""

    title: str
    kind: str
    state: p.Status
    period: str
    shows: str
    edit_url: str
    public_url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SemestersPage:
    """editorial/semesters.html."""

    rows: tuple[SemesterRow, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class SemesterEditing:
    """editorial/semester.html with `form`. `proposals` are lectures of the programme on these days that are not chosen yet;
    `missing` the institutions from which nothing is there."""

    around: Around
    public_url: str = ""
    picks: tuple[PickedRow, ...] = ()
    odd: str = ""  # what of the numbers names no offer
    found: FoundOffers | None = None
    proposals: tuple[FoundRow, ...] = ()
    missing: tuple[p.Link, ...] = ()
