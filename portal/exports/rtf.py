"""Plain paragraphs as RTF (Rich Text Format 1.9.1), which every layout and word processor opens: bold and regular, no more."""

from collections.abc import Iterable
from dataclasses import dataclass

_HEAD = r"{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fswiss Arial;}}\f0\fs22 "
_ESCAPED = {"\\": r"\\", "{": r"\{", "}": r"\}", "\n": r"\line ", "\t": " "}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`bold` comes first, `text` after it; one of them may be empty."""

    bold: str = ""
    text: str = ""


def written(paragraphs: Iterable[Paragraph]) -> bytes:
    """The document; all of it ASCII, characters beyond as \\u with a question mark for readers that know none."""
    body = "".join(
        (rf"\pard\sa80 {{\b {escape(one.bold)}}}" if one.bold else r"\pard\sa80 ")
        + rf"{escape(one.text)}\par"
        + "\n"
        for one in paragraphs
    )
    return f"{_HEAD}\n{body}}}\n".encode("ascii")


def escape(text: str) -> str:
    """Text as RTF: signs of its own are marked, units of UTF-16 beyond ASCII are signed numbers."""
    return "".join(_ESCAPED.get(sign) or (sign if " " <= sign <= "~" else _units(sign)) for sign in text)


def _units(sign: str) -> str:
    raw = sign.encode("utf-16-le", "ignore")
    units = (int.from_bytes(raw[at : at + 2], "little", signed=True) for at in range(0, len(raw), 2))
    return "".join(rf"\u{unit}?" for unit in units)
