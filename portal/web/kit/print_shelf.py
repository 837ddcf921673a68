"""Finished sheets of this process: setting one takes up to a second, so it is done once a day and change."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from flask import Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from portal import text

MOST_KEPT = 24  # about 150 kB each


class PrintShelf:
    """The sheets by what is on them, the oldest going first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made


def shelf() -> PrintShelf:
    """This application's finished sheets."""
    found: PrintShelf = current_app.extensions.setdefault("agora_prints", PrintShelf())
    return found


def answer(pdf: bytes, name: str) -> AnyResponse:
    """A sheet for everybody, to be kept for an hour, under a readable name."""
    response = Response(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{text.slugify(name, 120)}.pdf"'
    response.add_etag()
    response.cache_control.public = True
    response.cache_control.max_age = 3600
    return response.make_conditional(request)
