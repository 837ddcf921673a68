"""What the desk's pages about those who registered show."""

from dataclasses import dataclass

from portal.web.desk.pages_form import Summary
from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One registration. `position` "2" in the line, else empty; `called_url` is posted to when a call is done."""

    name: str
    email: str
    phone: str
    phone_link: str
    persons: str
    state: str
    since: str
    position: str = ""
    called_label: str = ""
    called_url: str = ""
    move_url: str = ""
    cancel_url: str = ""


@dataclass(frozen=True, slots=True)
class PeoplePart:
    """Some of a team's people under a heading. `is_line` adds the column of the position, `has_state` that of how it stands;
    `is_folded` folds it."""

    title: str
    rows: tuple[PersonRow, ...]
    is_line: bool = False
    has_state: bool = True
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class TeamPart:
    """One team: how it stands, its people, what can be done with all of them."""

    anchor: str
    title: str
    places: str
    status: p.Status | None
    parts: tuple[PeoplePart, ...]
    links: tuple[p.Link, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class ParticipantsPage:
    """desk/participants.html."""

    title: str
    eyebrow: str
    teams: tuple[TeamPart, ...]
    links: tuple[p.Link, ...]
    notices: tuple[p.Notice, ...]
    privacy: str
    back_url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantFormPage:
    """desk/participants_add.html with `form`: somebody who called is written down."""

    title: str
    eyebrow: str
    places: str
    address: str
    back_url: str
    ticket: str
    summary: Summary | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class MovePage:
    """desk/participants_move.html with `form`: to another team of the same offer. Without one `form` is not shown."""

    title: str
    eyebrow: str
    name: str
    here: str
    has_teams: bool
    address: str
    back_url: str
    summary: Summary | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SignRow:
    """A line to sign. `name` is empty for who comes along, `with_whom` says with whom."""

    number: str
    name: str
    with_whom: str = ""


@dataclass(frozen=True, slots=True)
class SignPage:
    """desk/participants_sign.html: the list on paper, with lines to sign. `dates` choose another date."""

    title: str
    eyebrow: str
    when: str
    where: str
    dates: tuple[p.SortLink, ...]
    rows: tuple[SignRow, ...]
    blank: tuple[str, ...]
    note: str
    back_url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class LetterPage:
    """desk/participants_letter.html with `form`: words to everybody of a team; with `preview` they are shown once more, and
    the button sends them."""

    title: str
    eyebrow: str
    counts: str
    without_mail: tuple[str, ...]
    reply_to: str
    address: str
    back_url: str
    ticket: str
    send_label: str = ""
    preview: tuple[str, ...] = ()
    summary: Summary | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PresenceRow:
    id: str
    value: str
    name: str
    persons: str
    was_there: bool


@dataclass(frozen=True, slots=True)
class PresencePage:
    """desk/participants_presence.html: who was there on one date. Without a date that has begun `rows` are not asked about."""

    title: str
    eyebrow: str
    when: str
    dates: tuple[p.SortLink, ...]
    rows: tuple[PresenceRow, ...]
    state: str
    address: str
    back_url: str
    lang: str = ""
