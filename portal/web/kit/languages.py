"""Languages by address: /en/suche is /suche in English. The prefix moves into SCRIPT_NAME, so that url_for keeps it."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, request

DEFAULT = "de"
LOCALES = ("de", "en")
LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}
_PREFIXES = {f"/{locale}": locale for locale in LOCALES if locale != DEFAULT}
_KEY = "agora.locale"


class LanguagePrefix:
    """WSGI middleware: takes the language off the path."""

    def __init__(self, wrapped: Any) -> None:
        self.wrapped = wrapped

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        locale = _PREFIXES.get(path[:3]) if len(path) == 3 or path[3:4] == "/" else None
        if locale:
            environ[_KEY] = locale
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + path[:3]
            environ["PATH_INFO"] = path[3:] or "/"
        result: Iterable[bytes] = self.wrapped(environ, start_response)
        return result


def install(app: Flask) -> None:
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own way to add middleware


def current() -> str:
    """The language of the present request, as in LOCALES."""
    found: str = request.environ.get(_KEY, DEFAULT) if request else DEFAULT
    return found


def root(locale: str | None = None) -> str:
    """What stands before every path of a language: '' for German, '/en' for English, after any outer mount point."""
    outer: str = request.environ.get("SCRIPT_NAME", "") if request else ""
    if request and _KEY in request.environ:
        outer = outer[: -len(request.environ[_KEY]) - 1]
    wanted = locale or current()
    return outer if wanted == DEFAULT else f"{outer}/{wanted}"


def same_page_in(locale: str) -> str:
    """The address of the present page in another language."""
    query = request.query_string.decode("latin-1")
    return root(locale) + request.path + (f"?{query}" if query else "")
