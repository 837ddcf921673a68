"""What the administration's pages about accounts show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class UserRow:
    """One account of the list."""

    name: str
    url: str
    email: str
    role: str
    state: str
    second_factor: str
    last_login: str
    institutions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UsersPage:
    """admin/users.html with `form`: all accounts that the filter finds."""

    heading: str  # "12 Konten"
    rows: tuple[UserRow, ...]
    pagination: p.Pagination
    all_url: str
    invite_url: str
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class PartRow:
    """What somebody is in an institution, and the addresses to change it."""

    id: int
    institution: str
    role: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class UserPage:
    """admin/user.html with `role_form` and `part_form`: one account."""

    name: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[PartRow, ...]
    role_url: str
    join_url: str
    reset_url: str
    lock_url: str
    lock_label: str
    delete_url: str
    factor_url: str  # empty where there is no second factor
    journal_url: str
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class AskPage:
    """admin/ask.html with `form`: one question before something is done."""

    title: str
    text: str
    label: str
    back_url: str
