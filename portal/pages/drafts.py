"""What editors say about a collection or a page, as frozen values that go into a kept version and back unchanged. Pure."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from portal.models import Collection
from portal.vocabulary.pages import CollectionState


@dataclass(frozen=True, slots=True)
class CollectionDraft:
    """Everything of a collection that may be edited. Either `query` or `offer_ids` say what it shows; empty texts are nothing."""

    title: str
    slug: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    body: str = ""
    body_en: str = ""
    query: str = ""
    offer_ids: tuple[int, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    image_id: int | None = None

    def content(self) -> dict[str, Any]:
        """As a kept version holds it."""
        days = {
            name: day.isoformat() if (day := getattr(self, name)) else None
            for name in ("first_day", "last_day")
        }
        return {**asdict(self), **days, "offer_ids": list(self.offer_ids)}

    @classmethod
    def of_content(cls, content: dict[str, Any]) -> "CollectionDraft":
        """The inverse of `content`; fields that this version does not know are left out."""
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in content.items() if name in known}
        for name in ("first_day", "last_day"):
            values[name] = date.fromisoformat(values[name]) if values.get(name) else None
        return cls(**{**values, "offer_ids": tuple(values.get("offer_ids") or ())})


TEXTS = ("title_en", "summary", "summary_en", "body", "body_en", "query")


def draft_of(row: Collection) -> CollectionDraft:
    """What is stored, as a draft."""
    return CollectionDraft(
        title=row.title,
        slug=row.slug,
        **{name: getattr(row, name) or "" for name in TEXTS},
        offer_ids=tuple(item.offer_id for item in row.items),
        first_day=row.first_day,
        last_day=row.last_day,
        image_id=row.image_id,
    )


def state_of(row: Collection, today: date) -> CollectionState:
    """Where a collection stands on a day."""
    if not row.is_public:
        return CollectionState.DRAFT
    if row.first_day and today < row.first_day:
        return CollectionState.COMING
    return CollectionState.OVER if row.last_day and today > row.last_day else CollectionState.CURRENT


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A plain page in one language."""

    title: str
    body: str

    def content(self) -> dict[str, Any]:
        """As a kept version holds it."""
        return {"title": self.title, "body": self.body}

    @classmethod
    def of_content(cls, content: dict[str, Any]) -> "PageDraft":
        """The inverse of `content`."""
        return cls(content["title"], content["body"])
