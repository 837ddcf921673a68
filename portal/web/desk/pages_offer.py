"""What the small pages of one offer show: its dates, free places, history, copies, the next term, and "are you sure"."""

from dataclasses import dataclass

from portal.web.desk.pages_form import Said, Summary
from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class DateRow:
    """A date that is still to come, with what can be done about it."""

    when: str
    where: str
    note: str
    status: p.Status | None
    is_off: bool
    cancel_url: str = ""
    move_url: str = ""
    reinstate_url: str = ""


@dataclass(frozen=True, slots=True)
class RunDates:
    """A run with its dates to come; `rest_url` calls all of them off, where there are several."""

    title: str
    rows: tuple[DateRow, ...]
    rest_url: str = ""


@dataclass(frozen=True, slots=True)
class DatesPage:
    """desk/dates.html."""

    title: str
    eyebrow: str
    runs: tuple[RunDates, ...]
    back_url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class DatePage:
    """desk/date.html with `form`: one date is called off, moved or reinstated. `act` is absagen, verlegen or doch."""

    title: str
    eyebrow: str
    when: str
    act: str
    address: str
    label: str
    effect: str
    back_url: str
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class SeatsPage:
    """desk/seats.html with `form`: `titles` name its runs in order."""

    title: str
    eyebrow: str
    address: str
    titles: tuple[str, ...]
    effect: str
    back_url: str
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class VersionRow:
    when: str
    what: str
    author: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """desk/history.html with `form` for a comment."""

    title: str
    eyebrow: str
    address: str
    comments: tuple[Said, ...]
    versions: tuple[VersionRow, ...]
    back_url: str
    summary: Summary | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class AskPage:
    """desk/ask.html with `form`: are you sure, and what it means. `field` names the form's field to show, if any."""

    title: str
    eyebrow: str
    sentences: tuple[str, ...]
    label: str
    address: str
    back_url: str
    field: str = ""
    stops: bool = False
    ticket: str = ""
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class NextRunPart:
    """A proposed run beside its fields: `days_off` says for each row what is on that day."""

    title: str
    days_off: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextTermPage:
    """desk/next_term.html with `form`."""

    title: str
    eyebrow: str
    address: str
    weeks: int
    runs: tuple[NextRunPart, ...]
    back_url: str
    ticket: str = ""
    summary: Summary | None = None
