"""`agora db`: brings the database to the tables that this version needs."""

import click

from portal.cli.context import with_app


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
    """Run all migrations that are missing, inside an application context."""
    import flask_migrate

    from portal.paths import resource_dir

    flask_migrate.upgrade(directory=str(resource_dir("migrations")))
