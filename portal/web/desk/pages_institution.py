"""What the desk's pages about an institution show."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of one institution: profile, places, members."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """One of one's institutions: as what one works there, how it stands, and what one may change."""

    name: str
    role: str
    state: p.Notice
    links: tuple[p.Link, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class InstitutionsPage:
    """desk/institutions.html: the institutions that one works for."""

    rows: tuple[Mine, ...]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """desk/profile.html with `form`: `revision` is the version that one began with; `changes` both versions after a conflict."""

    title: str
    tabs: tuple[Tab, ...]
    state: p.Notice
    revision: int
    public_url: str = ""
    changes: tuple[ChangeRow, ...] = ()
    preview_html: Markup = p.NOTHING
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place of the list."""

    name: str
    url: str
    address: str
    access: str
    offers: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """desk/places.html: the places of an institution."""

    institution: str
    tabs: tuple[Tab, ...]
    rows: tuple[PlaceRow, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class PlacePage:
    """desk/place.html with `form`: a new place (`revision` 0) or a stored one. `same` are places in the same house: with them
    the form is saved only when it comes a second time."""

    institution: str
    title: str
    tabs: tuple[Tab, ...]
    save_label: str
    back_url: str
    ticket: str
    revision: int = 0
    remove_url: str = ""
    used_by: str = ""
    same: tuple[p.Link, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class RemovePage:
    """desk/remove.html: are you sure, and what it means; or why it cannot be."""

    institution: str
    title: str
    text: str
    label: str
    back_url: str
    revision: int = 0
    in_use: tuple[p.Link, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person who works here."""

    id: int
    name: str
    email: str
    role: str
    since: str
    role_url: str
    other_role: str
    other_label: str
    remove_url: str
    is_oneself: bool = False


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """Somebody who is invited and has not come yet."""

    email: str
    role: str
    until: str
    revoke_url: str


@dataclass(frozen=True, slots=True)
class MembersPage:
    """desk/members.html with `form` (InviteForm): who works here, who is invited."""

    institution: str
    tabs: tuple[Tab, ...]
    rows: tuple[MemberRow, ...]
    invitations: tuple[InvitationRow, ...]
    invite_url: str
