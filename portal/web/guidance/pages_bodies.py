"""The contexts of the pages about bodies and offices (Wer macht was). Words carry their language where it is not the page's."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.kit.pages import Words


@dataclass(frozen=True, slots=True)
class BodyBranch:
    """A body in the chart, with what stands under it."""

    name: Words
    url: str
    kind: str
    branches: tuple["BodyBranch", ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A public meeting to come: "Dienstag, 8. Dezember 2026, 17:00 Uhr". Place and subject are in `lang`."""

    iso: str
    when: str
    place: str = ""
    subject: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document with where it stands; `day` is when it was published, or empty."""

    title: str
    url: str
    host: str
    day: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A link whose words may be in another language."""

    name: Words
    url: str


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """A body as list and page show it. `above` is to whom it answers, `link` says how."""

    anchor: str
    name: Words
    url: str
    kind: str
    summary: Words
    tasks: tuple[Words, ...] = ()
    members: tuple[Words, ...] = ()
    above: NamedLink | None = None
    link: Words = Words("")  # noqa: RUF009  frozen, so everybody may share it
    rhythm: Words = Words("")  # noqa: RUF009  as above
    meetings: tuple[MeetingLine, ...] = ()
    documents: tuple[DocumentLine, ...] = ()


@dataclass(frozen=True, slots=True)
class BodiesPage:
    """guidance/bodies.html: the chart, then the same as a list with everything."""

    branches: tuple[BodyBranch, ...]
    entries: tuple[BodyEntry, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a guide; without `url` the guide has no page here."""

    guide: Words
    title: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class BodyPage:
    """guidance/body.html."""

    entry: BodyEntry
    below: tuple[NamedLink, ...] = ()
    steps: tuple[StepLine, ...] = ()
    topics: tuple[p.Link, ...] = ()
    plain_html: Markup = p.NOTHING
    plain_lang: str = ""
    contact: p.Contact | None = None
