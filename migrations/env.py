"""Runs migrations inside the application's context, on the database that the application uses."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Enum

from portal.models.columns import UtcDateTime


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write the plain type that a column has in the database: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


db = current_app.extensions["migrate"].db


def keeps_references(connection: Connection, wanted: bool) -> None:
    """SQLite changes a table by making it anew and dropping the old one, which with references on would delete what refers to
    it. The pragma counts only outside a transaction."""
    if connection.dialect.name == "sqlite":
        connection.commit()
        connection.exec_driver_sql(f"PRAGMA foreign_keys={'ON' if wanted else 'OFF'}")
        connection.commit()


with db.engine.connect() as connection:
    keeps_references(connection, False)
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
    keeps_references(connection, True)
