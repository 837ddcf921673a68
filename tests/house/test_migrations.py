"""Migrations make the tables that the models describe, on both databases, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from portal.extensions import db
from portal.paths import resource_dir
from tests.fixtures.portals import make_app

FOLDER = str(resource_dir("migrations"))
VERSION_TABLE = "alembic_version"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty database, inside its context."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    app = make_app(tmp_path, database_url=url)
    with app.app_context():
        assert db.engine.dialect.name == request.param
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {VERSION_TABLE}


def differences() -> list[object]:
    """What autogenerate would still change."""
    with db.engine.connect() as connection:
        return list(
            compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), db.metadata)
        )


def revisions() -> list[str]:
    """From the first to the last."""
    config = Config()
    config.set_main_option("script_location", FOLDER)
    return [one.revision for one in reversed(list(ScriptDirectory.from_config(config).walk_revisions()))]


def test_migrations_make_what_the_models_describe(empty_portal: Flask) -> None:
    flask_migrate.upgrade(FOLDER)
    assert tables() == set(db.metadata.tables)
    assert differences() == []


def test_each_migration_can_be_taken_back_and_made_again(empty_portal: Flask) -> None:
    for revision in revisions():
        flask_migrate.upgrade(FOLDER, revision=revision)
        before = tables()
        flask_migrate.downgrade(FOLDER, revision="-1")
        assert tables() != before or differences()
        flask_migrate.upgrade(FOLDER, revision=revision)
        assert tables() == before
    flask_migrate.downgrade(FOLDER, revision="base")
    assert tables() == set()


def test_migrations_stand_in_one_line_and_are_numbered() -> None:
    assert revisions() == [f"{number:04}" for number in range(1, len(revisions()) + 1)]
