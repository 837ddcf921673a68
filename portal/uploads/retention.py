"""Sweeps up pictures that nobody uses: uploaded for a form that was never sent, taken out of everything, or left by a transaction
that failed. What is younger than a day may still be waiting for its form."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.models import Image
from portal.uploads import references

KEPT = timedelta(days=1)


def sweep(session: Session, folder: Path, now: datetime) -> int:
    """Deletes rows that nothing refers to and files without a row, both older than a day; how many pictures and files. Called by
    the job worker, which commits; a row whose file is gone already shows nothing worse than no picture."""
    paths = {row.id: row.path for row in session.execute(select(Image.id, Image.path))}
    old = {name for name, age in _files(folder, now) if age > KEPT}
    unwanted = {number for number, path in paths.items() if path in old or not (folder / path).exists()}
    if unwanted:
        unwanted -= references.used(session, unwanted) | references.typed(session)
        session.execute(delete(Image).where(Image.id.in_(unwanted)))
        session.flush()
    kept = {path for number, path in paths.items() if number not in unwanted}
    orphans = old - kept
    for name in orphans:
        (folder / name).unlink(missing_ok=True)
    return len(orphans)


def _files(folder: Path, now: datetime) -> Iterator[tuple[str, timedelta]]:
    """The files of the folder itself with their age."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.is_file():
            yield path.name, timedelta(seconds=now.timestamp() - path.stat().st_mtime)
