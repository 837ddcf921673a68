"""Bringing the database up to date: Alembic is asked only where a migration is missing."""

from pathlib import Path
from typing import Any

import flask_migrate
import pytest

from portal.cli import database
from portal.extensions import db
from tests.fixtures import portals


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Alembic was asked for, instead of asking it."""
    found: list[str] = []
    monkeypatch.setattr(flask_migrate, "upgrade", lambda directory: found.append(directory))
    return found


def test_an_up_to_date_database_does_not_trouble_alembic(own_app: Any, asked: list[str]) -> None:
    with own_app.app_context():
        assert database.is_current()
        database.upgrade()
    assert asked == []


def test_an_older_database_is_migrated(own_app: Any, asked: list[str]) -> None:
    with own_app.app_context():
        db.session.execute(db.text("UPDATE alembic_version SET version_num = '0000'"))
        db.session.commit()
        database.upgrade()
    assert len(asked) == 1


def test_an_empty_database_is_migrated(tmp_path: Path, asked: list[str]) -> None:
    app = portals.make_app(tmp_path / "new")
    with app.app_context():
        assert not database.is_current()
        database.upgrade()
        db.engine.dispose()
    assert len(asked) == 1


def test_the_newest_files_name_is_the_newest_revision(own_app: Any) -> None:
    with own_app.app_context():
        [stored] = db.session.scalars(db.text("SELECT version_num FROM alembic_version"))
    names = sorted(file.name for file in (database.resource_dir("migrations") / "versions").glob("0*.py"))
    assert names[-1].startswith(f"{stored}_")
