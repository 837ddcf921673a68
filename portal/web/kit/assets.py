"""Static files under addresses that change with their content, so that browsers may keep them for a year.

The stylesheet is joined from its @import parts at start (no bundler, no second round trip), each in its @layer.
"""

import hashlib
import re
from functools import cached_property
from pathlib import Path

from flask import Flask, Response, abort, current_app, request

from portal.web.kit import languages
from portal.web.kit.guards import public

FOREVER = "public, max-age=31536000, immutable"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_IMPORT = re.compile(r'@import "(?P<file>[^"]+)"(?: layer\((?P<layer>[a-z]+)\))?;')
_URL = re.compile(r'url\("(?P<path>[^"]+)"\)')


class Assets:
    """Answers asset('css/agora.css') with /assets/<hash>/css/agora.css."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hashes: dict[str, str] = {}
        self._addresses: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """The versioned address of a file, for templates: asked for every icon on a page, so kept."""
        if name not in self._addresses:
            self._addresses[name] = self.address(name)
        return languages.root(languages.DEFAULT) + self._addresses[name]

    @cached_property
    def has_fonts(self) -> bool:
        return (self.folder / "vendor" / "fira-sans").is_dir()

    def address(self, name: str) -> str:
        return f"/assets/{self.version(name)}/{name}"

    def version(self, name: str) -> str:
        """The first 12 hex digits of the content's SHA-256; remembered for the life of the process."""
        if name not in self._hashes:
            self._hashes[name] = hashlib.sha256(self.content(name)).hexdigest()[:12]
        return self._hashes[name]

    def content(self, name: str) -> bytes:
        """The bytes served for a file. Raises FileNotFoundError for what is not there or lies outside the folder."""
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            raise FileNotFoundError(name)
        return self._css(path).encode() if path.suffix == ".css" else path.read_bytes()

    def _css(self, path: Path) -> str:
        text = _IMPORT.sub(lambda match: self._part(path, match), path.read_text(encoding="utf-8"))
        return _URL.sub(lambda match: f'url("{self._absolute(path, match["path"])}")', text)

    def _part(self, importer: Path, match: re.Match[str]) -> str:
        text = self._css(importer.parent / match["file"])
        return f"@layer {match['layer']} {{\n{text}\n}}" if match["layer"] else text

    def _absolute(self, importer: Path, reference: str) -> str:
        """Relative references would break under /assets/<hash>/, so they become addresses of their own."""
        if reference.startswith(("data:", "/")):
            return reference
        target = (importer.parent / reference).resolve()
        if not target.is_file():
            return reference
        return self.address(target.relative_to(self.folder.resolve()).as_posix())


def install(app: Flask) -> None:
    app.extensions["agora_assets"] = Assets(Path(str(app.static_folder)))
    app.add_url_rule("/assets/<version>/<path:name>", "assets", send)


@public
def send(version: str, name: str) -> Response:
    """A file under its versioned address; an old version answers with the present file, but only for a minute."""
    assets: Assets = current_app.extensions["agora_assets"]
    try:
        body, current = assets.content(name), assets.version(name)
    except (FileNotFoundError, ValueError):
        abort(404)
    response = Response(body, content_type=TYPES.get(Path(name).suffix, "application/octet-stream"))
    response.headers["Cache-Control"] = FOREVER if version == current else "public, max-age=60"
    response.set_etag(current)
    response.make_conditional(request)
    return response
