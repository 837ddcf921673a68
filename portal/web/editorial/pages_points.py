"""What the editors' pages about B-Punkte, appointments and seals show."""

from dataclasses import dataclass

from portal.web.editorial.pages_versions import TwoVersions
from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class PointRow:
    """One line of the list of B-Punkte."""

    name: str
    focus: str
    hours: str
    state: p.Status
    edit_url: str
    public_url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PointsListPage:
    """editorial/points.html."""

    rows: tuple[PointRow, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class Editing:
    """Around a form of these pages. `revision` 0: it is new. After a conflict `differences` show both versions."""

    title: str
    back_url: str
    revision: int = 0
    ticket: str = ""
    remove_url: str = ""
    public_url: str = ""
    award_url: str = ""
    differences: tuple[TwoVersions, ...] = ()
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One wish for an appointment, with what was said; `phone_link`, `mail_link` whole addresses."""

    point: str
    point_url: str
    name: str
    lines: tuple[p.Fact, ...]
    wish: str
    asked: str
    iso: str
    handle_url: str = ""
    handled: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentsPage:
    """editorial/appointments.html: what waits, then what was done lately."""

    waiting: tuple[AppointmentRow, ...]
    done: tuple[AppointmentRow, ...]
    days: tuple[int, int]


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One award in a list: who bears which seal until when."""

    holder: str
    kind: str
    seal: str
    days: str
    checked: str
    proof: str
    state: p.Status
    edit_url: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class SealRow:
    """One line of the list of seals."""

    name: str
    issuer: str
    bearers: str
    edit_url: str


@dataclass(frozen=True, slots=True)
class SealsListPage:
    """editorial/seals.html: what runs out soon or is over, then all seals."""

    ending: tuple[AwardRow, ...]
    rows: tuple[SealRow, ...]
    new_url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SealEditing:
    """editorial/seal.html with `form`: a seal and its awards."""

    around: Editing
    awards: tuple[AwardRow, ...] = ()


@dataclass(frozen=True, slots=True)
class HolderChoice:
    """Who could bear the seal: `value` "institution:12"."""

    value: str
    name: str
    kind: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class AwardPage:
    """editorial/award.html with `form`: who gets a seal, or for how long it is renewed. `words` is what was looked for."""

    title: str
    back_url: str
    save_label: str
    revision: int = 0
    holder: str = ""  # of an award that exists
    words: str = ""
    find_url: str = ""
    choices: tuple[HolderChoice, ...] = ()
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""
