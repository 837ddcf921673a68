"""What the desk's pages about fields of civic activity show."""

from dataclasses import dataclass

from portal.web.desk.pages_form import TopicPick
from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening of the list. `show_label` is what its button does: put it on the public pages or take it off."""

    title: str
    url: str
    institution: str
    state: str
    waiting: str
    show_url: str
    show_label: str
    show: str
    revision: int
    remove_url: str
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class OpeningsPage:
    """desk/civic.html: the openings of one's institutions, or all for editors."""

    rows: tuple[OpeningRow, ...]
    new_url: str
    interests_url: str
    waiting: int
    lang: str = ""


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """desk/civic_form.html with `form`: a new opening (`revision` 0) or a stored one; `changes`: both versions in conflict."""

    title: str
    eyebrow: str
    save_label: str
    back_url: str
    ticket: str
    topics: tuple[TopicPick, ...]
    has_choice: bool
    revision: int = 0
    remove_url: str = ""
    changes: tuple[ChangeRow, ...] = ()


@dataclass(frozen=True, slots=True)
class InterestRow:
    """Somebody who would like to help."""

    name: str
    opening: str
    institution: str
    asked: str
    message: str
    email: str
    phone: str
    phone_link: str
    handle_url: str
    handled: str = ""


@dataclass(frozen=True, slots=True)
class InterestsPage:
    """desk/civic_interests.html: who would like to help, first those who wait."""

    rows: tuple[InterestRow, ...]
    back: p.Link
    lang: str = ""
