"""`agora search`: builds the search index anew, and checks it against the database row by row."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from portal.cli.context import with_app
from portal.errors import AgoraError


@click.group("search")
def search_group() -> None:
    """The search index."""


@search_group.command("reindex")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@with_app
def reindex_command(as_json: bool) -> None:
    """Build the index anew from the database; visitors search the old one until the new one is ready."""
    from flask import current_app

    from portal.extensions import db

    progress = None if as_json else Progress()
    with tables():
        report = current_app.extensions["agora_search"].rebuild(db.session(), progress)
        db.session.commit()
    if as_json:
        click.echo(json.dumps({"documents": report.documents, "seconds": round(report.seconds, 2)}))
    else:
        click.echo(f"{report.documents} Angebote in {report.seconds:.1f} s indexiert.")


@search_group.command("check")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@with_app
def check_command(as_json: bool) -> None:
    """Compare index and database row by row; exit 1 when they differ."""
    from flask import current_app

    from portal.extensions import db

    with tables():
        report = current_app.extensions["agora_search"].check(db.session())
    if as_json:
        fields = ("documents", "missing", "surplus", "stale", "waiting", "problems")
        click.echo(json.dumps({"clean": report.is_clean, **{name: getattr(report, name) for name in fields}}))
    else:
        click.echo(report.summary())
        for label, offers in (
            ("fehlt", report.missing),
            ("zu viel", report.surplus),
            ("veraltet", report.stale),
        ):
            for offer_id in offers:
                click.echo(f"  {label}: Angebot {offer_id}")
        for problem in report.problems:
            click.echo(f"  {problem}")
    if not report.is_clean:
        sys.exit(1)


@contextmanager
def tables() -> Iterator[None]:
    """Says in a sentence that the database has no tables yet, or does not answer."""
    try:
        yield
    except (OperationalError, ProgrammingError) as problem:
        reason = str(problem.orig).splitlines()[0] if problem.orig else type(problem).__name__
        raise AgoraError(
            f"Die Datenbank ist nicht bereit ({reason}): bitte „agora db upgrade“ ausführen."
        ) from problem


class Progress:
    """A line that counts up on a terminal; elsewhere one line for every tenth of the work."""

    def __init__(self) -> None:
        self._shown = 0

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done} von {total}", err=True, nl=done == total)
        elif (tenth := done * 10 // total) > self._shown:
            self._shown = tenth
            click.echo(f"{done} von {total}", err=True)
