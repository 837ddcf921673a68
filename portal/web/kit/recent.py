"""What many pages need and editors seldom change, kept by each process for half a minute."""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from flask import current_app
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from portal.extensions import db

KEPT_SECONDS = 30
T = TypeVar("T")


class Recent(Generic[T]):
    """The last reading of something, read again when it is half a minute old or known to be old. A database that is away leaves
    what was known last; where nothing ever was, its error is raised."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._kept: list[T] = []  # of one, once there was a reading
        self.read_at = 0.0
        self.is_old = True

    def get(self) -> T:
        if self.is_old or time.monotonic() - self.read_at > KEPT_SECONDS:
            self.is_old = False  # before reading: a change in the meantime makes it old again
            try:
                self._kept = [self._read()]
                self.read_at = time.monotonic()
            except SQLAlchemyError:
                self.is_old = True
                if not self._kept:
                    raise
                db.session.rollback()
        return self._kept[0]

    def read_again_after_commit(self) -> None:
        """It has changed: this process shows it from the commit on, others within half a minute."""

        def committed(_session: object) -> None:
            self.is_old = True

        event.listen(db.session(), "after_commit", committed, once=True)


def kept(name: str, read: Callable[[], Any]) -> Recent[Any]:
    """This application's reading of that name."""
    return cast(Recent[Any], current_app.extensions.setdefault(name, Recent(read)))
