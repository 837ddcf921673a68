"""What the pages for the checklists of the classes show."""

from dataclasses import dataclass

from portal.web.editorial.pages_versions import TwoVersions
from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A line of a checklist in the editors' list."""

    id: int
    title: str
    when: str
    text: str
    school_forms: str
    link_url: str
    has_english: bool
    edit_url: str
    move_url: str
    is_first: bool
    is_last: bool
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ClassTasksPage:
    """editorial/class_tasks.html: the lines of one class."""

    grade: str  # "Klasse 8"
    grades: tuple[p.SortLink, ...]
    rows: tuple[TaskRow, ...]
    new_url: str
    public_url: str
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassTaskPage:
    """editorial/class_task.html with `form`: a new line (`revision` 0) or a stored one."""

    title: str
    save_label: str
    back_url: str
    revision: int = 0
    remove_url: str = ""
    ticket: str = ""
    differences: tuple[TwoVersions, ...] = ()
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""
