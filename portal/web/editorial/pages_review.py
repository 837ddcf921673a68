"""What the page of one submission shows."""

from dataclasses import dataclass

from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow, ContentRow
from portal.web.kit.desk_parts import CommentLine, JournalLine, QueueItem


@dataclass(frozen=True, slots=True)
class ReasonOption:
    """A reusable reason: `text` is what it puts into the message."""

    value: str
    label: str
    text: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """editorial/review.html. Without `can_decide` there is nothing to decide (any more), and `notices` say why; what was typed
    nevertheless stands in `unsent`. `stand` is the digest of the content that is shown."""

    title: str
    shape: str
    kind: str
    byline: str
    stand: str
    items: tuple[QueueItem, ...]
    waiting: str  # "7 im Eingang"
    queue_url: str
    next_url: str
    history_url: str
    comment_url: str
    can_decide: bool
    changes: tuple[ChangeRow, ...] = ()
    content: tuple[ContentRow, ...] = ()
    picture: p.Image | None = None  # the one that a yes would make public
    hints: tuple[str, ...] = ()  # what is missing, and what would help
    similar: tuple[p.Link, ...] = ()
    comments: tuple[CommentLine, ...] = ()
    journal: tuple[JournalLine, ...] = ()
    reasons: tuple[ReasonOption, ...] = ()
    notices: tuple[p.Notice, ...] = ()
    preview_url: str = ""
    edit_url: str = ""
    approve_institution_url: str = ""
    unsent: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class CommentPage:
    """editorial/comment.html: the thread about an offer with the form to go on."""

    title: str
    comments: tuple[CommentLine, ...]
    back_url: str
    lang: str = ""
