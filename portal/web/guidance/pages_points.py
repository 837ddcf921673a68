"""The contexts of the pages about B-Punkte and seals."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.kit.pages import Words
from portal.web.kit.point_parts import GuidancePlace, OtherDays, ShownSeal, Sketch


@dataclass(frozen=True, slots=True)
class PointsPage:
    """guidance/points.html: the finder. `is_exact` False: nothing fits it all, so the list begins with what fits best."""

    points: tuple[GuidancePlace, ...]
    heading: str
    focuses: tuple[p.Choice, ...] = ()
    districts: tuple[p.Choice, ...] = ()
    languages: tuple[p.Choice, ...] = ()
    is_open: bool = False
    is_step_free: bool = False
    is_exact: bool = True
    all_url: str = ""  # without any filter, where one is set
    sketch: Sketch | None = None
    notices: tuple[str, ...] = ()
    phone: str = ""
    phone_link: str = ""
    phone_hours: str = ""


@dataclass(frozen=True, slots=True)
class PointPage:
    """guidance/point.html: one B-Punkt. `week` are days and hours."""

    name: str
    focus: Words
    canonical: str
    state: p.Fact
    facts: tuple[p.Fact, ...]
    week: tuple[tuple[str, str], ...]
    exceptions: tuple[OtherDays, ...]
    hours_note: Words
    about_html: Markup
    topics: tuple[p.Link, ...]
    place: p.PlaceView
    seals: tuple[ShownSeal, ...] = ()
    entries: tuple[p.OfferCard, ...] = ()
    all_url: str = ""
    all_label: str = ""
    appointment_url: str = ""
    about_lang: str = ""
    lang: str = ""  # of what nobody has translated


@dataclass(frozen=True, slots=True)
class AppointmentPage:
    """guidance/appointment.html with `form`: the wish for an appointment at one B-Punkt."""

    name: str
    url: str
    send_url: str
    hours: tuple[Words, ...]
    phone: str
    phone_link: str
    days: tuple[int, int]  # how long it is kept: after it was handled, and at most
    lang: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentSentPage:
    """guidance/appointment_sent.html."""

    name: str
    url: str
    phone: str
    phone_link: str


@dataclass(frozen=True, slots=True)
class SealEntry:
    """A seal explained, with who bears it: a link, and what stands behind it."""

    anchor: str
    name: str
    issuer: str
    scope: str
    about_html: Markup
    website: str
    bearers: tuple[tuple[p.Link, str], ...]


@dataclass(frozen=True, slots=True)
class SealsPage:
    """guidance/seals.html."""

    seals: tuple[SealEntry, ...]
    lang: str = ""
