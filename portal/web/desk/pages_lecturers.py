"""What the desk's pages about lecturers show."""

from dataclasses import dataclass

from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow


@dataclass(frozen=True, slots=True)
class LecturerRow:
    """One line of the list."""

    name: str
    standing: str
    institution: str
    consent: p.Status
    offers: str
    url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class LecturersPage:
    """desk/lecturers.html."""

    rows: tuple[LecturerRow, ...]
    new_url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class LecturerPage:
    """desk/lecturer.html with `form` (LecturerForm). `revision` 0: it is new."""

    title: str
    save_label: str
    back_url: str
    ticket: str
    revision: int = 0
    eyebrow: str = ""
    remove_url: str = ""
    has_choice: bool = False
    offers: tuple[p.Link, ...] = ()
    changes: tuple[ChangeRow, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakingRow:
    """Who speaks when; `remove_url` takes it out."""

    name: str
    standing: str
    when: str
    consent: p.Status
    url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class SpeakingPage:
    """desk/speaking.html with `form` (SpeakingForm)."""

    title: str
    eyebrow: str
    address: str
    rows: tuple[SpeakingRow, ...]
    has_people: bool
    new_url: str
    back_url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """desk/open_for_seniors.html with `form` (OpeningForm). `is_open`: it is part of the programme already."""

    title: str
    eyebrow: str
    address: str
    stand: str
    is_open: bool
    save_label: str
    explanations: tuple[str, ...]
    notices: tuple[p.Notice, ...]
    back_url: str
