"""What the editors' pages about guides show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.web.editorial.pages_collections import Around, SearchLook
from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class TransitionRow:
    """One line of the list. `public_url` is empty where the public sees nothing."""

    name: str
    state: p.Status
    holds: str  # "7 Schritte, 4 Fragen"
    changed: str
    edit_url: str
    preview_url: str
    public_url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class TransitionsDesk:
    """editorial/transitions.html."""

    rows: tuple[TransitionRow, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A step or a question in its list, with where its buttons lead. `odd` says what is not well with it."""

    number: int
    title: str
    note: str
    edit_url: str
    move_url: str
    remove_url: str
    odd: str = ""


@dataclass(frozen=True, slots=True)
class PartList:
    """All steps or all questions of a guide."""

    rows: tuple[PartRow, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class TransitionEditing:
    """editorial/transition.html with `form`. A new guide has no parts yet, and its address may be chosen."""

    around: Around
    look: SearchLook | None = None
    steps: PartList | None = None
    questions: PartList | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class PartEditing:
    """editorial/transition_step.html or transition_question.html with `form`. `looks`: what the searches in the form find
    now, by the name of their field; `counts`: the same as a number in words."""

    around: Around
    action: str
    looks: Mapping[str, SearchLook] = field(default_factory=dict)
    counts: Mapping[str, str] = field(default_factory=dict)
