"""An offer's texts as the durable index keeps them: the terms of each field in their order, and how title words are written.

Packs to bytes and back. Weights and postings are made from it in postings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from portal.search.analyzer import FUNCTION_MARK, english_term, is_function_term, term_of, terms
from portal.search.lexicon import words

_FIELD_END = "\x1e"
_PART_END = "\x1d"
_PUNCTUATION = '.,;:!?()[]"„“”»«’‘–-'


class Field(StrEnum):
    """The fields of an offer's text, in the order in which they are kept. `INSTITUTION`: who offers it, and who speaks;
    `ENGLISH`: how the lists of terms name in English what the offer is.
    """

    TITLE = "title"
    TOPIC = "topic"
    LABEL = "label"
    INSTITUTION = "institution"
    SUMMARY = "summary"
    DESCRIPTION = "description"
    ENGLISH = "english"


FIELDS = tuple(Field)
_SHOWN = frozenset((Field.TITLE, Field.TOPIC))


@dataclass(frozen=True, slots=True)
class AnalysedText:
    """Terms by field, in the order of FIELDS, joined by blanks; `surfaces` pairs terms with their spelling."""

    fields: tuple[str, ...]
    surfaces: tuple[str, ...] = ()

    def pack(self) -> bytes:
        """The bytes that the durable index keeps."""
        return (_FIELD_END.join(self.fields) + _PART_END + _FIELD_END.join(self.surfaces)).encode()

    @staticmethod
    def unpack(data: bytes) -> AnalysedText:
        """The text from its bytes. Raises ValueError for bytes that `pack` did not make."""
        fields, mark, surfaces = data.decode().partition(_PART_END)
        parts = tuple(fields.split(_FIELD_END))
        if not mark or len(parts) != len(FIELDS):
            raise ValueError("not an analysed text")
        return AnalysedText(parts, tuple(surfaces.split(_FIELD_END)) if surfaces else ())


def analyse(fields: Mapping[Field, str]) -> AnalysedText:
    """Analyses the texts of one offer. Function words stay only in titles ("Wer bin ich?" can be found by its name)."""
    kept: list[str] = []
    surfaces: list[str] = []
    for field in FIELDS:
        text = fields.get(field, "")
        if not text:
            kept.append("")
        elif field is Field.TITLE:
            kept.append(" ".join(terms(text)))
        elif field is Field.ENGLISH:
            kept.append(_english(text))
        else:
            kept.append(" ".join([term for term in terms(text) if term[-1] != FUNCTION_MARK]))
        if text and field in _SHOWN:
            surfaces += _spellings(text)
    return AnalysedText(tuple(kept), tuple(surfaces))


@lru_cache(maxsize=1)
def _false_friends() -> frozenset[str]:
    """Words of English names that a person who writes German means otherwise."""
    return frozenset(term_of(word) for word in words("false_friends.txt"))


@lru_cache(maxsize=4096)
def _english(text: str) -> str:
    """English words under terms of their own, each once: no German word is a slip, a beginning or a part of one of them."""
    names = dict.fromkeys(term for term in terms(text) if term[-1] != FUNCTION_MARK)
    return " ".join(english_term(name) for name in names if name not in _false_friends())


def _spellings(text: str) -> list[str]:
    """Pairs of term and written word, flat, for the words that carry meaning and stand alone."""
    found: dict[str, str] = {}
    for piece in text.split():
        word = piece.strip(_PUNCTUATION)
        if len(word) > 3 and word.isalpha() and not is_function_term(term := term_of(word)):
            found[term] = word
    return [part for pair in found.items() for part in pair]
