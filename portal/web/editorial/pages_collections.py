"""What the editors' pages about collections show."""

from dataclasses import dataclass

from portal.web.editorial.pages_versions import TwoVersions
from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """One line of the list. `public_url` is empty where the public sees nothing yet."""

    title: str
    state: p.Status
    shows: str  # "Suche: Energie · kostenlos", "7 ausgesuchte Angebote"
    period: str
    changed: str
    edit_url: str
    preview_url: str
    public_url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class CollectionsPage:
    """editorial/collections.html."""

    rows: tuple[CollectionRow, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class PickedRow:
    """A picked offer: `place` counts from one; `note` says why visitors do not see it now."""

    id: int
    title: str
    institution: str
    place: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """An offer that the words found, to be ticked."""

    id: int
    title: str
    institution: str


@dataclass(frozen=True, slots=True)
class FoundOffers:
    """What the words for picking found, the first few; `total` of all."""

    words: str
    total: int
    rows: tuple[FoundRow, ...]


@dataclass(frozen=True, slots=True)
class SearchLook:
    """What the search of a collection finds now: in words, how many, the first titles, where to see all, what was odd."""

    words: str
    total: int
    titles: tuple[str, ...]
    url: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What the form for a collection has around it. `revision` 0: it is new. After a conflict
    `differences` show both versions, and `revision` is the one that saving again replaces."""

    title: str
    back_url: str
    revision: int = 0
    ticket: str = ""
    history_url: str = ""
    preview_url: str = ""
    remove_url: str = ""
    publish_url: str = ""
    state: p.Status | None = None
    is_public: bool = False
    differences: tuple[TwoVersions, ...] = ()
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class CollectionEditing:
    """editorial/collection.html with `form`."""

    around: Around
    picks: tuple[PickedRow, ...] = ()
    odd: str = ""  # what of the numbers names no offer
    found: FoundOffers | None = None
    look: SearchLook | None = None
