"""`agora check`: settings, database, index, mail, disk and what is still placeholder, one line each; exit 1 when something is
wrong. What a visitor or a letter should not show is a warning: the portal runs."""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

import click

from portal.cli.context import open_application
from portal.errors import AgoraError

MIN_FREE_BYTES = 500_000_000
MOST_WAIT = timedelta(hours=1)


class Mark(StrEnum):
    """How a line begins."""

    WELL = "gut"
    WARNING = "ACHTUNG"
    WRONG = "FEHLER"


class Warned(AgoraError):
    """Something that a person should see to, while the portal runs."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One line: its name, how it is found, and the lines without which it cannot be found."""

    name: str
    look: Callable[[], str]
    needs: tuple[str, ...] = ()


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def check_command(as_json: bool) -> None:
    """Say whether this portal is healthy."""
    results = look_at_all()
    if as_json:
        lines = [
            {"check": name, "ok": mark is not Mark.WRONG, "warning": mark is Mark.WARNING, "detail": text}
            for name, mark, text in results
        ]
        click.echo(json.dumps(lines))
    else:
        for name, mark, text in results:
            click.echo(f"{mark:7} {name}: {text}")
    if any(mark is Mark.WRONG for _, mark, _ in results):
        sys.exit(1)


def look_at_all() -> list[tuple[str, Mark, str]]:
    """Every line; one that rests on a wrong one is not looked at, so that the cause is said once."""
    found: dict[str, tuple[Mark, str]] = {}
    for probe in PROBES:
        cause = next((name for name in probe.needs if found[name][0] is Mark.WRONG), None)
        found[probe.name] = (
            (Mark.WRONG, f"nicht geprüft, erst muss „{cause}“ in Ordnung sein.")
            if cause
            else outcome(probe.look)
        )
    return [(name, *result) for name, result in found.items()]


def outcome(look: Callable[[], str]) -> tuple[Mark, str]:
    """Run one probe; what it raises is the finding, whatever it is, since a check must reach its last line."""
    try:
        return Mark.WELL, look()
    except Warned as warning:
        return Mark.WARNING, str(warning)
    except AgoraError as problem:
        return Mark.WRONG, str(problem)
    except Exception as problem:
        return Mark.WRONG, f"{type(problem).__name__}: {str(problem).splitlines()[0] if str(problem) else ''}"


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
            raise AgoraError(search.problem or "Es gibt noch keinen: bitte „agora search reindex“ ausführen.")
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


def placeholders() -> str:
    """What still stands as it came with the program. Raises Warned."""
    from portal.extensions import db
    from portal.upkeep import beginnings

    with open_application() as app:
        open_ones = beginnings.placeholders(db.session(), app.extensions["agora_settings"])
    if open_ones:
        raise Warned(" ".join(beginnings.SENTENCES[gap] for gap in open_ones))
    return "nichts ist mehr Platzhalter"


SETTINGS, DATABASE = "Einstellungen", "Datenbank"
PROBES = (
    Probe(SETTINGS, settings),
    Probe(DATABASE, database, (SETTINGS,)),
    Probe("Suchindex", index, (SETTINGS, DATABASE)),
    Probe("Post", mail, (SETTINGS, DATABASE)),
    Probe("Platte", disk, (SETTINGS,)),
    Probe("Angaben", placeholders, (SETTINGS, DATABASE)),
)
