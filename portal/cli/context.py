"""The application as commands see it: created once per process, its context pushed around a command."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask

P = ParamSpec("P")
R = TypeVar("R")


def with_app(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command inside the application's context, so that `db.session` works as in a request."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with open_application():
            return command(*args, **kwargs)

    return wrapped


@contextmanager
def open_application() -> Iterator[Flask]:
    """The application with its context; on leaving, the connections to the database are closed."""
    from portal.extensions import db

    app = application()
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def application() -> Flask:
    """The application. Imported here, not at the top: `agora --help` must not load the whole portal."""
    from portal.app import create_app

    return create_app()
