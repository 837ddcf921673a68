"""What editors say about a guide, as frozen values that go into a kept version and back unchanged. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from portal.guidance import wayfinder
from portal.guidance.wayfinder import Question
from portal.models import Transition, TransitionStep

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One step on the way. Empty texts are nothing; `deadlines` and `query` are searches as in their addresses."""

    when: str
    title: str
    text: str = ""
    when_en: str = ""
    title_en: str = ""
    text_en: str = ""
    body_id: int | None = None
    contact: str = ""
    contact_en: str = ""
    phone: str = ""
    documents: tuple[str, ...] = ()
    documents_en: tuple[str, ...] = ()
    deadlines: str = ""
    query: str = ""


STEP_TEXTS = (
    "text",
    "when_en",
    "title_en",
    "text_en",
    "contact",
    "contact_en",
    "phone",
    "deadlines",
    "query",
)
STEP_LISTS = ("documents", "documents_en")


@dataclass(frozen=True, slots=True)
class TransitionDraft:
    """Everything of a guide that may be edited, but for its address and whether it is public."""

    name: str
    title: str
    lead: str
    name_en: str = ""
    title_en: str = ""
    lead_en: str = ""
    plain_text: str = ""
    plain_text_en: str = ""
    life_phases: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    query: str = ""
    steps: tuple[StepDraft, ...] = ()
    wayfinder: tuple[Question, ...] = ()

    def content(self) -> dict[str, Any]:
        """As a kept version holds it."""
        return {
            **{name: getattr(self, name) for name in ("name", "title", "lead", *TEXTS)},
            "life_phases": list(self.life_phases),
            "focus": list(self.focus),
            "steps": [
                {**asdict(step), **{name: list(getattr(step, name)) for name in STEP_LISTS}}
                for step in self.steps
            ],
            "wayfinder": wayfinder.stored(self.wayfinder),
        }

    @classmethod
    def of_content(cls, content: dict[str, Any]) -> "TransitionDraft":
        """The inverse of `content`; fields that this version does not know are left out."""
        values = _known(cls, content)
        return cls(
            **{
                **values,
                "life_phases": tuple(values.get("life_phases") or ()),
                "focus": tuple(values.get("focus") or ()),
                "steps": tuple(_step(step) for step in values.get("steps") or ()),
                "wayfinder": wayfinder.read(values.get("wayfinder") or ()),
            }
        )


TEXTS = ("name_en", "title_en", "lead_en", "plain_text", "plain_text_en", "query")


def _known(kind: type, content: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in content.items() if name in names}


def _step(content: dict[str, Any]) -> StepDraft:
    values = _known(StepDraft, content)
    return StepDraft(**{**values, **{name: tuple(values.get(name) or ()) for name in STEP_LISTS}})


def draft_of(row: Transition) -> TransitionDraft:
    """What is stored, as a draft."""
    return TransitionDraft(
        name=row.name,
        title=row.title,
        lead=row.lead,
        **{name: getattr(row, name) or "" for name in TEXTS},
        life_phases=tuple(row.life_phases),
        focus=tuple(row.focus),
        steps=tuple(step_of(step) for step in row.steps),
        wayfinder=wayfinder.read(row.wayfinder),
    )


def step_of(row: TransitionStep) -> StepDraft:
    """A stored step, as a draft."""
    more: dict[str, Any] = {name: getattr(row, name) or "" for name in STEP_TEXTS}
    more |= {name: tuple(getattr(row, name)) for name in STEP_LISTS}
    return StepDraft(when=row.when, title=row.title, body_id=row.body_id, **more)


def put(items: Sequence[T], at: int | None, item: T) -> tuple[T, ...]:
    """The items with one in place of another, or added at the end."""
    return (*items, item) if at is None else (*items[:at], item, *items[at + 1 :])


def without(items: Sequence[T], at: int) -> tuple[T, ...]:
    """The items without one of them."""
    return (*items[:at], *items[at + 1 :])


def moved(items: Sequence[T], at: int, by: int) -> tuple[T, ...]:
    """The items with one moved up (-1) or down (1), as far as there is room."""
    order = list(items)
    order.insert(min(max(at + by, 0), len(order) - 1), order.pop(at))
    return tuple(order)
