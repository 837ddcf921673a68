"""A template of this room and its data, set as an accessible PDF (PDF/UA-1). The only module that knows typst.

Data reach the template as JSON, never as markup; the Fira Sans that the pages wear comes with two packages, so that a
machine without a single font prints the same sheet.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import fontpkg_fira_sans  # type: ignore[import-untyped]  # a folder of fonts and its path
import fontpkg_fira_sans_condensed  # type: ignore[import-untyped]
import typst

from portal.errors import AgoraError

TEMPLATES = Path(__file__).resolve().parent / "templates"
TRIES = 4
_NO_GLYPH = re.compile(r'the text `"((?:[^"\\`]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_UNKNOWN_LETTER = "\u25a1"  # an empty square, as screens show a letter they have no font for
_PICTURES = frozenset(
    {"So", "Sk", "Mn", "Me"}
)  # emoji with their skin tones and joiners: a sheet loses nothing without

Data = Mapping[str, object]


class PrintProblem(AgoraError):
    """A sheet could not be set: a template is broken, or is given data that it does not know."""


def typeset(template: str, data: Data, *, now: datetime) -> bytes:
    """The PDF of `templates/<template>.typ`, made from data that JSON can hold; `now` is its date of creation.

    PDF/UA wants a glyph for every letter: what no font here carries is left out or becomes an empty square.
    """
    text = json.dumps(_cleaned(data), ensure_ascii=False)
    for _attempt in range(TRIES):
        try:
            return _compiled(template, text, now)
        except typst.TypstError as problem:
            missing = {_unescaped(found) for found in _NO_GLYPH.findall(problem.diagnostic)}
            if not missing:
                raise PrintProblem(f"{template}: {problem.message}\n{problem.diagnostic}") from problem
            text = _without("".join(missing), text)
    raise PrintProblem(f"{template}: letters without a glyph remain")


def _compiled(template: str, data: str, now: datetime) -> bytes:
    pdf = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": data},
        format="pdf",
        pdf_standards="ua-1",
        timestamp=now.replace(microsecond=0),
    )
    assert isinstance(pdf, bytes)
    return pdf


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Looked up once per process: Fira Sans first, then what the machine has, for scripts that Fira does not write."""
    folders = [str(package.ROOT / "files") for package in (fontpkg_fira_sans, fontpkg_fira_sans_condensed)]
    return typst.Fonts(include_system_fonts=True, font_paths=folders)


def _cleaned(value: object) -> object:
    """Strings without controls, private characters and unassigned ones; line ends and tabs become blanks."""
    if isinstance(value, str):
        return "".join(_allowed(character) for character in value)
    if isinstance(value, Mapping):
        return {str(key): _cleaned(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return value


def _allowed(character: str) -> str:
    if character.isspace():
        return character if character in "\u00a0\u202f" else " "
    if character in "\u00ad\u200b\u200c\u200d":
        return character
    return "" if unicodedata.category(character)[0] == "C" else character


def _without(missing: str, text: str) -> str:
    """The JSON text without characters that no font carries; its own marks are in every font and never among them."""
    wanted = {ord(one): "" if unicodedata.category(one) in _PICTURES else _UNKNOWN_LETTER for one in missing}
    return text.translate(wanted)


def _unescaped(text: str) -> str:
    """What Rust's debug form stands for: 'a\\u{1f393}' -> the graduation cap."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
