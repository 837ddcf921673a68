"""Languages by address: /en/suche is /suche in English. The prefix moves into SCRIPT_NAME, so that url_for keeps it.

The language of a request stands in a context variable, which is asked some two hundred times a page and must be cheap.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import Flask, request

DEFAULT = "de"
LOCALES = ("de", "en")
LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}
_PREFIXES = {f"/{locale}": locale for locale in LOCALES if locale != DEFAULT}


class Voice(NamedTuple):
    """How the portal speaks now: the language, and where it is mounted (usually '')."""

    locale: str
    mount: str

    def root(self, locale: str) -> str:
        return self.mount if locale == DEFAULT else f"{self.mount}/{locale}"


_voice: ContextVar[Voice] = ContextVar("voice", default=Voice(DEFAULT, ""))


class LanguagePrefix:
    """WSGI middleware: takes the language off the path."""

    def __init__(self, wrapped: Any) -> None:
        self.wrapped = wrapped

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path, mount = environ.get("PATH_INFO", ""), environ.get("SCRIPT_NAME", "")
        locale = _PREFIXES.get(path[:3]) if len(path) == 3 or path[3:4] == "/" else None
        if locale:
            environ["SCRIPT_NAME"] = mount + path[:3]
            environ["PATH_INFO"] = path[3:] or "/"
        with speaking(locale or DEFAULT, mount):
            result: Iterable[bytes] = self.wrapped(environ, start_response)
            return result


@contextmanager
def speaking(locale: str, mount: str = "") -> Iterator[None]:
    """Everything inside is said in this language."""
    token = _voice.set(Voice(locale, mount))
    try:
        yield
    finally:
        _voice.reset(token)


def install(app: Flask) -> None:
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own way to add middleware


def current() -> str:
    """The language of the present request, as in LOCALES."""
    return _voice.get().locale


def of_content() -> str:
    """The `lang` of what providers wrote, where it is not the page's language: they write German."""
    return "" if current() == DEFAULT else DEFAULT


def root(locale: str | None = None) -> str:
    """What stands before every path of a language: '' for German, '/en' for English, after any outer mount point."""
    voice = _voice.get()
    return voice.root(locale or voice.locale)


def same_page_in(locale: str) -> str:
    """The address of the present page in another language."""
    query = request.query_string.decode("latin-1")
    return root(locale) + quote(request.path) + (f"?{query}" if query else "")
