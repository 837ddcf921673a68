"""Column types and mixins that several tables share: aware UTC moments, stored enums, public ids, revisions."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Dialect, Enum, Uuid
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from portal import clock


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC on every database; a naive one is refused, since nobody knows what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def stored_enum(kind: type[StrEnum]) -> Any:
    """A column type that stores the enum's value as text, so that a new member needs no migration of the type."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


Id = Annotated[int, mapped_column(primary_key=True)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]


class HasPublicId:
    """A UUID for the outside (calendar UIDs, exports) that survives moves between databases."""

    uuid: Mapped[UUID] = mapped_column(Uuid, default=uuid4, unique=True)


class HasRevision:
    """A number that rises with each change and refuses a stale write, with the moments of creation and change."""

    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Moment] = mapped_column(default=clock.now)
    updated_at: Mapped[Moment] = mapped_column(default=clock.now, onupdate=clock.now)
