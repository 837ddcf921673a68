"""The small shapes that pages about B-Punkte and seals are made of: finished words, finished addresses. As in `parts.py`: no
database objects and no flask."""

from dataclasses import dataclass

from portal.web.kit.pages import Words
from portal.web.kit.parts import Status


@dataclass(frozen=True, slots=True)
class ShownSeal:
    """A seal that somebody bears: `until` "gültig bis 31. März 2027", or '' for one without an end; `url` explains it."""

    name: str
    issuer: str
    until: str
    url: str
    bearer: str = ""  # "Anbieter", where it is not what the page is about that bears it


@dataclass(frozen=True, slots=True)
class GuidancePlace:
    """A B-Punkt in the finder. `anchor` is its id ("bp-rosslau"); `details` hours, what they leave unsaid, languages, access."""

    anchor: str
    name: str
    focus: Words
    address: str
    details: tuple[Words, ...]
    phone: str
    phone_link: str
    status: Status | None = None
    url: str = ""
    email: str = ""
    appointment_url: str = ""
    seals: tuple[ShownSeal, ...] = ()
    lang: str = ""  # language of the name where it is not the page's


@dataclass(frozen=True, slots=True)
class OtherDays:
    """Days on which a B-Punkt has other hours than usual, or none, and why."""

    days: str
    hours: str
    reason: Words


@dataclass(frozen=True, slots=True)
class SketchArea:
    """A district in the sketch: its outline as a path; `label` stands at x, y where there is room for it."""

    path: str
    label: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True)
class SketchDot:
    """A point in the sketch with its number in the list."""

    number: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """The town as a drawing for the eye alone; `width` and `height` in its own units."""

    width: int
    height: int
    areas: tuple[SketchArea, ...]
    dots: tuple[SketchDot, ...]
