"""What the pages of somebody who registers here show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class FormPart:
    """In programmes/registration_fields.html with `form`: where it is sent, what happens when the group is full, and with what
    one writes."""

    send_url: str
    line: p.Notice
    privacy: str
    is_long: bool  # too many groups to show all of them at once


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """programmes/register.html with `form`: registering for an offer. `part` is None where no group is open; then
    `closed` says why, and `contact` whom to ask."""

    title: str
    offer: p.Link | None
    provider: str
    part: FormPart | None
    closed: str = ""
    contact: p.Contact | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SaidPage:
    """programmes/registration_said.html: what has happened, and where to go from here. `notes` are further sentences."""

    title: str
    text: str
    notes: tuple[str, ...] = ()
    links: tuple[p.Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Press:
    """A button of the person's page, which sends."""

    label: str
    url: str
    stops: bool = False


@dataclass(frozen=True, slots=True)
class RegistrationPage:
    """programmes/registration.html: one registration, for who holds its link. `facts` say whose and for how many;
    `ask_cancel_url` is empty where there is nothing to cancel."""

    title: str
    text: str
    notice: p.Notice | None
    offer: p.Link
    provider: str
    first: p.Fact | None
    facts: tuple[p.Fact, ...]
    dates: tuple[p.DateLine, ...]
    place: p.PlaceView | None
    presses: tuple[Press, ...]
    ask_cancel_url: str
    calendar_url: str
    privacy: str
    contact: p.Contact | None
    links: tuple[p.Action, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class CancelPage:
    """programmes/registration_cancel.html: are you sure."""

    title: str
    sentences: tuple[str, ...]
    send_url: str
    back_url: str
