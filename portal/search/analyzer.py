"""German text to index terms: splits, folds and stems, the same for every engine, for indexing, queries and highlighting.

No engine and no database. Function words are kept, with a mark; who indexes decides where they count (see postings).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from portal.search.lexicon import fold, function_words, plain_vowel_terms
from portal.search.stemming import stem

_MEMORY = 60_000  # words in pieces of text that are remembered; a town's whole catalogue has fewer

_MARK = "\u0300-\u036f\u00ad\u200b\u200c\u200d"
_PIECE = re.compile(
    rf"(?:c\+\+|c#|f#|\d\d\+)(?!\w)|[^\W_](?:[^\W_]|[{_MARK}]|['’](?=[^\W_]))*", re.IGNORECASE
)
_GENDER_JOINT = re.compile(r"[*:_·(]|/-?|\(-")
_GENDER_ENDINGS = frozenset(("in", "innen", "r", "n", "e", "en", "frau", "es", "rin"))
_INNER_I = re.compile(r"(?<=[a-zäöüß])In(?:nen)?$")
_HYPHENS = frozenset("-‐‑‒&")
_LEVEL_APART = re.compile(r"(?<![\w.])([A-Ca-c]) (?=[12](?![\w]))")
_WITH_ZU = re.compile(
    r"(auf|ab|an|aus|ein|vor|mit|nach|zuruck|um|bei|los|weiter|teil|kennen|weg|her)"
    r"zu(?!g(?!eh|eb)|bild)(\w{3,}n)$"
)
_PLAIN_WORDS, _PLAIN_TAILS = plain_vowel_terms()
_FUNCTION_WORDS = function_words()
FUNCTION_MARK = "_"  # ends the term of a function word, so that no stem equals it (seit and Seite)
_ENGLISH_MARK = "="  # begins the term of an English name; no letter, so that it is part of no word


@dataclass(frozen=True, slots=True)
class Token:
    """One term of a text, with the half-open range of characters that it came from."""

    term: str
    start: int
    end: int


_chunks: dict[str, tuple[Token, ...]] = {}
_chunk_terms: dict[str, tuple[str, ...]] = {}
_terms: dict[str, str] = {}


def term_of(word: str) -> str:
    """The index term of a single word without separators."""
    known = _terms.get(word)
    if known is not None:
        return known
    if len(_terms) >= _MEMORY:
        _terms.clear()
    _terms[word] = term = _term_of(word)
    return term


def _term_of(word: str) -> str:
    lower = word.casefold()
    if lower in _FUNCTION_WORDS:
        return fold(lower) + FUNCTION_MARK
    if lower in _PLAIN_WORDS:
        return _PLAIN_WORDS[lower]
    folded = fold(lower.replace("'", "").replace("’", ""))
    for tail, base in _PLAIN_TAILS.items():
        if lower.endswith(tail):
            return folded[: -len(tail)] + base
    if folded[-1] == "+" and folded[0] in "123456789":
        return folded[:-1] + "plus"
    infinitive = _WITH_ZU.match(folded)
    return stem(infinitive.group(1) + infinitive.group(2) if infinitive else folded)


def is_function_term(term: str) -> bool:
    """Whether a term stands for a word of grammar."""
    return term.endswith(FUNCTION_MARK)


def english_term(term: str) -> str:
    """The term under which an English name of a topic stands, apart from the German words."""
    return _ENGLISH_MARK + term


def tokens(text: str) -> list[Token]:
    """All terms of a text with their places; a hyphenated word with a short part also as a whole (E-Bike: ebik)."""
    found: list[Token] = []
    for chunk in re.finditer(r"\S+", _join_levels(text)):
        at = chunk.start()
        for token in _chunk(chunk.group()):
            found.append(Token(token.term, token.start + at, token.end + at))
    return found


def terms(text: str) -> list[str]:
    """The terms alone: the fast way, remembers what each piece of text between blanks became."""
    chunks = _join_levels(text).split()
    known = list(map(_chunk_terms.get, chunks))
    if None in known:
        known = [
            _learn(chunk) if found is None else found for chunk, found in zip(chunks, known, strict=True)
        ]
    return list(chain.from_iterable(known))  # type: ignore[arg-type]  # no None is left


def _learn(chunk: str) -> tuple[str, ...]:
    if len(_chunk_terms) >= _MEMORY:
        _chunk_terms.clear()
    _chunk_terms[chunk] = result = tuple(token.term for token in _split(chunk))
    return result


def _chunk(chunk: str) -> tuple[Token, ...]:
    known = _chunks.get(chunk)
    if known is None:
        if len(_chunks) >= _MEMORY // 10:
            _chunks.clear()
        _chunks[chunk] = known = tuple(_split(chunk))
    return known


def _join_levels(text: str) -> str:
    """`A 1` is the level A1: the blank becomes a hyphen, so that no offset moves."""
    return _LEVEL_APART.sub(r"\1-", text) if " 1" in text or " 2" in text else text


def _split(chunk: str) -> list[Token]:
    """Takes one blank-free piece of text apart."""
    pieces: list[tuple[int, int, str]] = []
    joints: list[str] = []
    end = 0
    for match in _PIECE.finditer(chunk):
        joint = chunk[end : match.start()] if pieces else ""
        word = match.group()
        end = match.end()
        if (
            pieces
            and len(pieces[-1][2]) >= 3
            and _GENDER_JOINT.fullmatch(joint)
            and word.casefold() in _GENDER_ENDINGS
        ):
            continue
        pieces.append((match.start(), end, word))
        joints.append(joint)
    if len(pieces) == 1:
        start, end, word = pieces[0]
        return [Token(term_of(_without_inner_i(word)), start, end)]
    found: list[Token] = []
    for first, last in _hyphen_groups(joints):
        found += _group(pieces[first:last])
    return found


def _without_inner_i(word: str) -> str:
    """SchülerInnen and PraktikantIn are Schüler and Praktikant."""
    return _INNER_I.sub("", word) if len(word) > 5 and ("In" in word) else word


def _hyphen_groups(joints: list[str]) -> list[tuple[int, int]]:
    """Ranges of pieces that a hyphen holds together."""
    groups: list[tuple[int, int]] = []
    for at, joint in enumerate(joints):
        if at and joint in _HYPHENS:
            groups[-1] = (groups[-1][0], at + 1)
        else:
            groups.append((at, at + 1))
    return groups


def _group(pieces: list[tuple[int, int, str]]) -> list[Token]:
    """The terms of words joined by hyphens: each part, and the whole where a part alone says too little (Tai-Chi)."""
    shortest = min(len(word) for _, _, word in pieces)
    found: list[Token] = []
    if 1 < len(pieces) <= 3 and shortest <= 3:
        whole = term_of("".join(word for _, _, word in pieces))
        found.append(Token(whole, pieces[0][0], pieces[-1][1]))
    for start, end, word in pieces:
        if len(pieces) == 1 or len(word) > 1:
            found.append(Token(term_of(_without_inner_i(word)), start, end))
    return found
