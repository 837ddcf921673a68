"""What the checklists of the classes show. No flask, no database objects."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One line: what, when in words, a sentence, and where to find what helps. `lang` where it is not the page's."""

    title: str
    when: str
    text: str
    url: str = ""
    link: str = ""
    lang: str = ""
    school_forms: str = ""


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """The lines that are due at one time."""

    anchor: str
    title: str
    hint: str
    lines: tuple[TaskLine, ...]
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class ChecklistPage:
    """careers/checklist.html: what a class has to do now, next, and this year, with the next dates of the calendar."""

    title: str
    lead: str
    grade: str
    grades: tuple[p.SortLink, ...]
    forms: tuple[p.Choice, ...]
    chosen: str  # the school forms in words, or empty
    all_forms_url: str
    groups: tuple[TaskGroup, ...]
    dates_html: Markup
    calendar_url: str
    guidance: tuple[p.GuidanceCard, ...]
    printed_on: str
    address: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class in the overview: how many lines it has, and what is due now."""

    label: str
    url: str
    count: int
    now: tuple[str, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistsPage:
    """careers/checklists.html: all classes."""

    month: str
    rows: tuple[ClassRow, ...]
    calendar_url: str
