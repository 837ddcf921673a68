"""What the search knows about German words: curated lists read once from the folder `german`, folded and ready to look up.

Only data and look-ups; how words are taken apart is decided in stemming and compounds.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_UMLAUTS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "oe",
        "å": "a",
        "ł": "l",
        "đ": "d",
    }
)
_VOWELS_BEFORE_E = frozenset("aeoq")


def fold(word: str) -> str:
    """One spelling for all: case, accents, soft hyphens and ph/f go; ä, ae and a become one letter, and so on."""
    text = word.casefold()
    if not text.isascii():
        text = _without_marks(text)
    if "ae" in text:
        text = text.replace("ae", "a")
    if "oe" in text:
        text = text.replace("oe", "o")
    if "ue" in text:
        text = _fold_ue(text)
    return text.replace("ph", "f") if "ph" in text else text


def _without_marks(text: str) -> str:
    """Umlauts as ae, oe, ue whether composed or not; every other accent, soft hyphen and joiner dropped."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def _fold_ue(text: str) -> str:
    """`ue` is an ü unless a vowel or q stands before it (neue, Frauen, Quelle)."""
    pieces: list[str] = []
    begin = 0
    while (at := text.find("ue", begin)) >= 0:
        keep = at > 0 and text[at - 1] in _VOWELS_BEFORE_E
        pieces.append(text[begin : at + 1] + ("e" if keep else ""))
        begin = at + 2
    return "".join(pieces) + text[begin:]


def lines(name: str) -> list[str]:
    """The meaningful lines of a list in the folder `german`; a line that begins with # explains."""
    text = files("portal.search").joinpath("german", name).read_text(encoding="utf-8")
    return [line for line in (raw.strip() for raw in text.splitlines()) if line and not line.startswith("#")]


def words(name: str) -> list[str]:
    """All words of a list, as written."""
    return [word for line in lines(name) for word in line.split()]


@dataclass(frozen=True, slots=True)
class Forms:
    """Irregular forms, folded, to their base. `tails` hold at the end of compounds too, the longest with `longest`
    letters; `kept` are bases that are terms as they are.
    """

    whole: dict[str, str]
    tails: dict[str, str]
    kept: frozenset[str]
    longest: int


@lru_cache(maxsize=1)
def irregular_forms() -> Forms:
    """Reads `irregular.txt`, whose first lines explain its marks."""
    whole: dict[str, str] = {}
    tails: dict[str, str] = {}
    kept: set[str] = set()
    for line in lines("irregular.txt"):
        base, _, rest = line.lstrip("*=").partition(":")
        if "=" in line:
            kept.add(fold(base))
        for form in [base, *rest.split()]:
            whole[fold(form)] = fold(base)
            if line.startswith("*") and len(form) >= 4:
                tails[fold(form)] = fold(base)
    return Forms(whole, tails, frozenset(kept), max(map(len, tails)))


@lru_cache(maxsize=1)
def er_plurals() -> frozenset[str]:
    """Folded nouns that take -er in the plural."""
    return frozenset(fold(word) for word in words("er_plurals.txt"))


@lru_cache(maxsize=1)
def plain_vowel_terms() -> tuple[dict[str, str], dict[str, str]]:
    """Words that keep a term of their own when typed without an umlaut: whole words, and endings of compounds."""
    whole: dict[str, str] = {}
    tails: dict[str, str] = {}
    for line in lines("plain_vowels.txt"):
        term, _, forms = line.removeprefix("*").partition(":")
        for form in forms.split():
            whole[form] = term
            if line.startswith("*"):
                tails[form] = term
    return whole, tails


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Words of grammar in lower case, with umlauts as such and as ae, oe, ue."""
    written = [word.casefold() for word in words("function_words.txt")]
    return frozenset(written) | frozenset(word.translate(_UMLAUTS) for word in written)
