"""The application as commands see it: created once per process, its context pushed around a command."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask

P = ParamSpec("P")
R = TypeVar("R")


def with_app(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command inside the application's context, so that `db.session` works as in a request."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with application().app_context():
            return command(*args, **kwargs)

    return wrapped


def application() -> Flask:
    """The application. Imported here, not at the top: `agora --help` must not load the whole portal."""
    from portal.app import create_app

    return create_app()
