"""Runs migrations inside the application's context, on the database that the application uses."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Enum

from portal.models.columns import UtcDateTime


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write the plain type that a column has in the database: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


db = current_app.extensions["migrate"].db

with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
