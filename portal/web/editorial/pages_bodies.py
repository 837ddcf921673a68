"""What the editors' pages about bodies, their meetings and documents show."""

from dataclasses import dataclass

from portal.web.editorial.pages_versions import TwoVersions
from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A line of the list, indented by its place in the chart. `note` says what is missing or hidden."""

    name: str
    kind: str
    level: int
    edit_url: str
    move_url: str
    next_meeting: str
    is_first: bool
    is_last: bool
    is_public: bool
    lang: str = ""


@dataclass(frozen=True, slots=True)
class BodiesDesk:
    """editorial/bodies.html."""

    rows: tuple[BodyRow, ...]
    new_url: str
    public_url: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A meeting or a document of a body, as a link to its form."""

    label: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class BodyEditing:
    """editorial/body.html with `form`. `revision` 0: it is new."""

    title: str
    back_url: str
    revision: int = 0
    ticket: str = ""
    public_url: str = ""
    remove_url: str = ""
    meetings: tuple[PartRow, ...] = ()
    new_meeting_url: str = ""
    documents: tuple[PartRow, ...] = ()
    new_document_url: str = ""
    differences: tuple[TwoVersions, ...] = ()
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class PartEditing:
    """editorial/body_meeting.html and editorial/body_document.html with `form`."""

    title: str
    body: str
    back_url: str
    revision: int
    remove_url: str = ""
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""
