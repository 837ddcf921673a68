"""`agora check`: settings, database, index, mail and disk, one line each; exit 1 when something is wrong."""

import json
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import click

from portal.cli.context import open_application
from portal.errors import AgoraError

MIN_FREE_BYTES = 500_000_000
MOST_WAIT = timedelta(hours=1)


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def check_command(as_json: bool) -> None:
    """Say whether this portal is healthy."""
    results = [(name, *outcome(probe)) for name, probe in PROBES]
    if as_json:
        click.echo(json.dumps([{"check": name, "ok": ok, "detail": text} for name, ok, text in results]))
    else:
        for name, ok, text in results:
            click.echo(f"{'gut   ' if ok else 'FEHLER'}  {name}: {text}")
    if not all(ok for _, ok, _ in results):
        sys.exit(1)


def outcome(probe: Callable[[], str]) -> tuple[bool, str]:
    """Run one probe; what it raises is the finding, whatever it is, since a check must reach its last line."""
    try:
        return True, probe()
    except AgoraError as problem:
        return False, str(problem)
    except Exception as problem:
        return False, f"{type(problem).__name__}: {str(problem).splitlines()[0] if str(problem) else ''}"


def settings() -> str:
    from portal import config

    loaded = config.load()
    return f"{loaded.env}, Datenordner {loaded.data_dir}, Adresse {loaded.base_url}"


def database() -> str:
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from portal.extensions import db
    from portal.paths import resource_dir

    with open_application(), db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        alembic = Config()
        alembic.set_main_option("script_location", str(resource_dir("migrations")))
        head = ScriptDirectory.from_config(alembic).get_current_head()
        if current != head:
            raise AgoraError(
                f"Stand {current or 'leer'}, nötig ist {head}: bitte „agora db upgrade“ ausführen."
            )
        return f"{connection.dialect.name}, Stand {current}"


def index() -> str:
    from portal.extensions import db

    with open_application() as app:
        search = app.extensions["agora_search"]
        if not search.is_ready:
            raise AgoraError(
                f"{search.problem or 'noch nicht angelegt'}: bitte „agora search reindex“ ausführen."
            )
        report = search.check(db.session())
    if not report.is_clean:
        raise AgoraError(f"{report.summary()}: bitte „agora search reindex“ ausführen.")
    return str(report.summary())


def mail() -> str:
    """Whether letters could leave now, and how many wait for a person."""
    from contextlib import closing

    from portal import clock
    from portal.extensions import db
    from portal.mail import outbox
    from portal.mail.delivery import Trouble, post_office

    with open_application() as app:
        settings = app.extensions["agora_settings"]
        held = outbox.held(db.session())
    try:
        with closing(post_office(settings)) as office:
            office.open()
    except Trouble as trouble:
        raise AgoraError(f"{trouble} {held}") from None
    if held.waiting_since and clock.now() - held.waiting_since > MOST_WAIT:
        raise AgoraError(f"Briefe gehen nicht hinaus. {held.why or 'Läuft „agora jobs run“?'} {held}")
    where = (
        settings.mail_dir if settings.mail_url.startswith("file:") else urlsplit(settings.mail_url).hostname
    )
    return f"{where}, {held}"


def disk() -> str:
    from portal import config

    folder = config.load().data_dir
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    if free < MIN_FREE_BYTES:
        raise AgoraError(f"nur noch {free // 1_000_000} MB frei in {folder}.")
    return f"{free // 1_000_000_000} GB frei"


PROBES: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Einstellungen", settings),
    ("Datenbank", database),
    ("Suchindex", index),
    ("Post", mail),
    ("Platte", disk),
)
