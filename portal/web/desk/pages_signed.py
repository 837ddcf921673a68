"""What the pages behind a link from a letter show: nobody is signed in there."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """One offer that nobody has confirmed for long. `when` may be empty; `edit_url` asks for a login."""

    id: int
    title: str
    url: str
    when: str
    last: str
    edit_url: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """desk/confirm_link.html: all at once or one by one; without rows there is nothing left to do."""

    title: str
    lead: str
    rows: tuple[ToConfirm, ...]
    all_label: str
    address: str
    desk_url: str
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """desk/places_link.html with `form`: the free places of one run."""

    title: str
    when: str
    address: str
    url: str
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class NoLinkPage:
    """desk/no_link.html: why the link is of no use any more, and how to go on."""

    title: str
    text: str
    login_url: str
