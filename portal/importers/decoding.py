"""Bytes of a file as text, whatever a spreadsheet made of them: UTF-8 with or without mark, UTF-16,
Windows-1252."""

import codecs
from dataclasses import dataclass

from portal.errors import ImportProblem

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
FALLBACK = "cp1252"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text and the encoding that it turned out to have."""

    text: str
    encoding: str


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file; `encoding` is what the mapping says. Raises ImportProblem where the bytes are no
    text."""
    if encoding:
        return _as_told(data, encoding)
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for name in (marked,) if marked else ("utf-8", FALLBACK, "latin-1"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        return Decoded(_without_nul(text), name)
    raise ImportProblem("Die Datei ist kein lesbarer Text. Bitte als „CSV UTF-8“ oder JSON Lines speichern.")


def _as_told(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise ImportProblem(
            f"Die Zeichenkodierung „{encoding}“ aus der Zuordnung ist unbekannt. "
            "Üblich sind utf-8 und cp1252."
        ) from None
    except UnicodeError as problem:
        place = f" an Byte {problem.start}" if isinstance(problem, UnicodeDecodeError) else ""
        raise ImportProblem(
            f"Die Datei ist nicht in {encoding} geschrieben (Fehler{place}). "
            "In der Zuordnung format.encoding ändern oder weglassen."
        ) from None
    return Decoded(_without_nul(text.removeprefix("\ufeff")), encoding)


def _without_nul(text: str) -> str:
    if text.count("\0") > len(text) // 100:
        raise ImportProblem(
            "Die Datei ist kein Text, sondern eine Binärdatei. Bitte als CSV, JSON Lines oder iCalendar speichern."
        )
    return text.replace("\0", "")
