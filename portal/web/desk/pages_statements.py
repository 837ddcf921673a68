"""What the desk's pages about statements of attendance show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody with a place: how often they were there, and the statement that holds for them. `issue_label` is empty where
    there is nothing to issue."""

    registration_id: int
    name: str
    attended: str
    is_enough: bool
    state: str
    code: str = ""
    is_changed: bool = False
    has_mail: bool = False
    issue_label: str = ""
    file_url: str = ""
    revoke_url: str = ""


@dataclass(frozen=True, slots=True)
class RunStatements:
    """One run: `enough` of its people have no statement yet and were there often enough."""

    id: int
    title: str
    held: str
    rows: tuple[PersonRow, ...]
    enough: int
    issue_all_label: str
    print_url: str = ""


@dataclass(frozen=True, slots=True)
class OldRow:
    """A statement whose name is not known any more, or that was taken back."""

    code: str
    issued: str
    period: str
    attended: str
    state: str
    revoke_url: str = ""


@dataclass(frozen=True, slots=True)
class StatementsPage:
    """desk/statements.html: `least` is how many dates one has to have attended, `most` how many there were."""

    title: str
    eyebrow: str
    issue_url: str
    least: int
    most: int
    runs: tuple[RunStatements, ...]
    old: tuple[OldRow, ...]
    back_url: str
    check_url: str
    presence_url: str = ""
    lang: str = ""
