"""Work that comes again: how often, and whose turn it is. What there is to do stands in web/kit/housework.py.

A file per work is its lock and its memory: while one process holds it no other does the same work, and what it says is the
stretch of time in which the work was done last. A process that dies lets go of it.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from portal import clock


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work done once in so many minutes or, with `hour`, once a day from that hour of the town's clock on.

    `work` may commit parts; the rest is committed after it. What it returns is logged. Whatever it raises is logged too, and it
    is tried again when its time comes again.
    """

    name: str
    work: Callable[[Session, datetime], object]
    minutes: int = 0
    hour: int | None = None

    def __post_init__(self) -> None:
        if (self.minutes > 0) == (self.hour is not None):
            raise ValueError(f"{self.name} comes every so many minutes or at an hour, one of the two")

    def stretch(self, now: datetime) -> str:
        """The stretch of time that `now` lies in; the work is due once in each."""
        if self.hour is not None:
            return (clock.local(now).replace(tzinfo=None) - timedelta(hours=self.hour)).date().isoformat()
        return str(int(now.timestamp()) // (self.minutes * 60))


def is_due(folder: Path, periodic: Periodic, now: datetime) -> bool:
    """Whether the work was not done in the present stretch of time, as far as can be seen without taking its turn."""
    file = _file(folder, periodic)
    return not file.is_file() or file.read_text(encoding="ascii") != periodic.stretch(now)


@contextmanager
def turn(folder: Path, periodic: Periodic, now: datetime) -> Iterator[bool]:
    """Whether it is our turn. When the block is over, with an error or without, the work counts as done."""
    with holding(_file(folder, periodic)) as is_ours:
        if not is_ours or not is_due(folder, periodic, now):
            yield False
            return
        try:
            yield True
        finally:
            _file(folder, periodic).write_text(periodic.stretch(now), encoding="ascii")


@contextmanager
def holding(file: Path) -> Iterator[bool]:
    """Holds a file for the length of the block; False when another thread or process holds it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.open("a", encoding="ascii") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _file(folder: Path, periodic: Periodic) -> Path:
    return folder / f"{periodic.name}.turn"
