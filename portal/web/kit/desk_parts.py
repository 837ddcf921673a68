"""The small shapes of the back office: tasks, submissions in the queue, comments, lines of the journal. Finished words only."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class Task:
    """components/task.html: something to do, with how much of it. `text` says why or since when."""

    number: str
    unit: str
    text: str
    action: p.Action | None = None


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One submission in components/queue.html: `meta` lines, `flags` what needs a second look."""

    title: str
    url: str
    shape: str
    kind: str
    meta: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    current: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One word between provider and editors in components/thread.html. `note` says that it came with a return."""

    author: str
    iso: str
    at: str
    text: str
    is_editorial: bool = False
    note: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One act in components/journal.html."""

    iso: str
    at: str
    text: str
    note: str = ""
    lang: str = ""
