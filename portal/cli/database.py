"""`agora db`: brings the database to the tables that this version needs."""

import click

from portal.cli.context import with_app
from portal.paths import resource_dir


@click.group("db")
def db_group() -> None:
    """Database."""


@db_group.command("upgrade")
@with_app
def upgrade_command() -> None:
    """Create or migrate all tables."""
    upgrade()
    click.echo("Die Datenbank ist auf dem neuesten Stand.")


def upgrade() -> None:
    """Run all migrations that are missing, inside an application context; Alembic is asked only if there are any."""
    if is_current():
        return
    import flask_migrate

    flask_migrate.upgrade(directory=str(resource_dir("migrations")))


def is_current() -> bool:
    """Whether the database bears the number of the newest migration, which its file's name begins with."""
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    from portal.extensions import db

    names = (file.name for file in (resource_dir("migrations") / "versions").glob("[0-9]*.py"))
    newest = max(names, default="").partition("_")[0]
    try:
        found = db.session.scalars(text("SELECT version_num FROM alembic_version")).all()
    except DBAPIError:  # no such table: nothing was ever migrated
        found = []
    finally:
        db.session.remove()  # what failed must not stand in the way of what comes
    return list(found) == [newest]
