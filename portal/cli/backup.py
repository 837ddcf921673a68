"""`agora backup` and `agora restore`: everything that cannot be made again in one file: the database and the uploads.

The search index is left out on purpose: it is built from the database, and its files must not come from elsewhere.
"""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath

import click

from portal import clock, config
from portal.cli.context import open_application
from portal.config import Settings
from portal.errors import AgoraError

FORMAT = 1
MANIFEST, SQLITE, DUMP, UPLOADS = "manifest.json", "agora.sqlite", "agora.dump", "uploads"


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_command(file: Path) -> None:
    """Write database and uploads into FILE (a tar.gz); the portal may go on running."""
    settings = config.load()
    if not file.parent.is_dir():
        raise AgoraError(f"Den Ordner {file.parent} gibt es nicht.")
    with tempfile.TemporaryDirectory(dir=make(settings.data_dir)) as folder:
        database = save_database(settings, Path(folder))
        made = clock.now().isoformat()
        manifest = {"format": FORMAT, "made": made, "database": database.name}
        with beside(file) as unfinished, tarfile.open(unfinished, "w:gz") as archive:
            add_text(archive, MANIFEST, json.dumps(manifest))
            archive.add(database, database.name)
            if (settings.data_dir / UPLOADS).is_dir():
                archive.add(settings.data_dir / UPLOADS, UPLOADS)
    settings.last_backup_file.write_text(made + "\n", encoding="utf-8")
    click.echo(f"Gesichert in {file} ({file.stat().st_size // 1024} kB).")


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """A private file in the same folder that takes the place of `file` once it is whole; what fails before leaves an older one as
    it was. Raises AgoraError where the folder or the disk refuses."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        unfinished.touch(mode=0o600)
        yield unfinished
        unfinished.replace(file)
    except OSError as problem:
        raise AgoraError(f"{file} lässt sich nicht schreiben: {problem.strerror or problem}.") from problem
    finally:
        unfinished.unlink(missing_ok=True)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace the data that is there.")
def restore_command(file: Path, force: bool) -> None:
    """Bring back database and uploads from FILE, then build the search index. Stop the portal first."""
    settings = config.load()
    with tempfile.TemporaryDirectory(dir=make(settings.data_dir)) as folder:
        database = unpack(file, Path(folder))
        load_database(settings, database, force=force)
        if (Path(folder) / UPLOADS).is_dir():
            shutil.rmtree(settings.data_dir / UPLOADS, ignore_errors=True)
            shutil.move(Path(folder) / UPLOADS, settings.data_dir / UPLOADS)
    with open_application() as app:
        from portal.cli.database import upgrade
        from portal.extensions import db

        upgrade()
        report = app.extensions["agora_search"].rebuild(db.session())
        db.session.commit()
    click.echo(f"Zurückgeholt aus {file}; {report.documents} Angebote indexiert.")


def make(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))


def sqlite_file(settings: Settings) -> Path | None:
    """The database file, or None for PostgreSQL."""
    prefix = "sqlite:///"
    return (
        Path(settings.database_url.removeprefix(prefix)) if settings.database_url.startswith(prefix) else None
    )


def save_database(settings: Settings, folder: Path) -> Path:
    """A consistent copy, taken while others write."""
    source = sqlite_file(settings)
    if source is None:
        target = folder / DUMP
        run("pg_dump", "--format=custom", "--no-owner", "--file", str(target), libpq(settings))
        return target
    if not source.is_file():
        raise AgoraError(f"Es gibt noch keine Datenbank in {source}.")
    target = folder / SQLITE
    with closing(sqlite3.connect(source)) as living, closing(sqlite3.connect(target)) as copy:
        living.backup(copy)
    return target


def unpack(file: Path, folder: Path) -> Path:
    """The database file of a backup, unpacked. Raises AgoraError for anything that is no backup of this portal."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python before 3.11.4 has none
            archive.extractall(folder, members=[plain(entry) for entry in archive])  # noqa: S202  each looked at by plain()
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        database = folder / Path(manifest["database"]).name
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, TypeError) as problem:
        raise AgoraError(f"{file} ist keine Sicherung dieses Portals.") from problem
    if manifest.get("format") != FORMAT or not database.is_file():
        raise AgoraError(f"{file} stammt aus einer anderen Version dieses Portals.")
    return database


def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """An entry of our own making: a file or folder inside the archive. Raises ValueError for links and ways out."""
    path = PurePosixPath(entry.name)
    if path.is_absolute() or ".." in path.parts or not (entry.isreg() or entry.isdir()):
        raise ValueError(entry.name)
    return entry


def load_database(settings: Settings, database: Path, *, force: bool) -> None:
    """Put the database of a backup in place. Raises AgoraError when data is there and `force` was not said."""
    target = sqlite_file(settings)
    if (target is None) != (database.name == DUMP):
        raise AgoraError(
            "Sicherung und AGORA_DATABASE_URL meinen verschiedene Datenbanken (SQLite und PostgreSQL)."
        )
    if target is None:
        if not force:
            raise AgoraError("Das ersetzt alle Daten in der Datenbank: bitte mit --force wiederholen.")
        run("pg_restore", "--clean", "--if-exists", "--no-owner", "--dbname", libpq(settings), str(database))
        return
    if target.exists() and not force:
        raise AgoraError(
            f"In {target} sind schon Daten: bitte mit --force wiederholen, dann werden sie ersetzt."
        )
    for leftover in (target.with_name(target.name + suffix) for suffix in ("-wal", "-shm")):
        leftover.unlink(missing_ok=True)
    shutil.move(database, target)


def libpq(settings: Settings) -> str:
    """The address as PostgreSQL's own programs take it."""
    return settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)


def run(*command: str) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise AgoraError(
            f"{command[0]} fehlt: bitte die PostgreSQL-Programme installieren (postgresql-client)."
        )
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
    if done.returncode:
        raise AgoraError(
            f"{command[0]}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'gescheitert'}"
        )
