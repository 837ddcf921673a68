"""The command line `agora`: one file per command group. Commands commit themselves; errors become a sentence and exit 1."""

import sys

import click

from portal.cli.backup import backup_command, restore_command
from portal.cli.database import db_group
from portal.cli.health import check_command
from portal.cli.imports import import_group
from portal.cli.jobs import jobs_group
from portal.cli.search import search_group
from portal.cli.seed import seed_group
from portal.cli.serve import serve_command
from portal.cli.user import user_group
from portal.errors import AgoraError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="agora-bildungsportal")
def cli() -> None:
    """Agora: the education portal of a municipality."""


for command in (
    serve_command,
    db_group,
    seed_group,
    import_group,
    search_group,
    jobs_group,
    user_group,
    check_command,
    backup_command,
    restore_command,
):
    cli.add_command(command)


def main() -> None:
    """Entry point of the console script."""
    try:
        cli()
    except AgoraError as error:
        click.echo(f"agora: {error}", err=True)
        sys.exit(1)
