"""Stems of German words: `stem` takes inflection off (Kurses: kurs), `root` also safe derivations (Beratung: berat).

Works on folded words (see lexicon.fold). The index keeps stems; roots only compare words with each other.
"""

from __future__ import annotations

import re

from portal.search.lexicon import er_plurals, irregular_forms

_FORMS = irregular_forms()
_ER_PLURALS = er_plurals()
_ER_LENGTHS = sorted({len(noun) for noun in _ER_PLURALS if len(noun) >= 3}, reverse=True)
_VERBS_IN_INNEN = frozenset(("beginnen", "gewinnen", "entrinnen", "gerinnen", "besinnen", "entsinnen"))
_KEEPS_S = re.compile(
    r"(?:[suxzi]s|los|chs|kurs|cours|puls|hals|fels|wels|gas|glas|gras|atlas|ananas|keks|gips|raps|schnaps|gans|zins|moos|chaos"
    r"|kosmos|ethos|pathos|mars|vers|texas|canvas|links|rechts|jeans|news)$"
)
_DERIVED = re.compile(
    r"(?:(?<=.{4})(?:isierung|isation|isier|ierung|ation|igkeit|lichkeit|itat)"
    r"|(?<=.{5})(?:ier|ung|heit|keit|erei|erisch|isch|iker|ik|lich|end|ing|ig|er|in|or|ie|i|t?iv))$"
)
_LAST = re.compile(r"(?:ung|end|er|in)$")
_NO_FAMILY = (
    "programm",
    "station",
    "inform",
    "kommission",
    "region",
    "religion",
    "portion",
    "material",
    "ausbild",
    "erzieh",
    "schneid",
)


def stem(word: str) -> str:
    """The inflection stem of a folded word. Short words, numbers and mixed codes stay as they are."""
    whole = _FORMS.whole.get(word)
    if whole is not None:
        return _base(whole)
    if len(word) < 4 or not word.isalpha():
        return word
    for length in range(min(_FORMS.longest, len(word) - 3), 3, -1):
        base = _FORMS.tails.get(word[-length:])
        if base is not None:
            return word[:-length] + _base(base)
    return _ending(word)


def _base(word: str) -> str:
    return word if word in _FORMS.kept else _ending(word)


def _ending(word: str) -> str:
    """Takes one inflection ending off."""
    size = len(word)
    last = word[-1]
    if size < 4:
        return word
    if last == "n":
        return _ending_n(word, size)
    if last == "e":
        if word.endswith("nisse"):
            return word[:-2]
        return word if word[-2] == "e" else word[:-1]
    if last == "s":
        return _ending_s(word, size)
    if last == "r" and word[-2] == "e":
        return _plural_er(word)
    return word


def _ending_n(word: str, size: int) -> str:
    if word.endswith("innen") and size >= 8 and word not in _VERBS_IN_INNEN:
        return word[:-5]
    if word.endswith("erin") and size >= 7:
        return word[:-2]
    if word[-2] == "e":
        if word.endswith("een"):
            return word[:-1]
        if word.endswith("nissen"):
            return word[:-3]
        return word[:-2] if size >= 5 else word
    if size >= 6 and word.endswith("ern"):
        return _plural_er(word[:-1])
    return word[:-1] if size >= 5 and word.endswith("eln") else word


def _ending_s(word: str, size: int) -> str:
    if word.endswith("nisses"):
        return word[:-3]
    if word.endswith("es") and size >= 5:
        return word[:-2]
    if size < 4 or _KEEPS_S.search(word):
        return word
    return word[:-1]


def _plural_er(word: str) -> str:
    """Takes the plural -er off nouns of the closed class, alone or at the end of a compound."""
    base = word[:-2]
    if base in _ER_PLURALS:
        return base
    for length in _ER_LENGTHS:
        if len(base) >= length + 3 and base[-length:] in _ER_PLURALS:
            return base
    return word


def root(term: str) -> str:
    """What members of a word family share: the stem without derivation endings, never shorter than four letters."""
    if len(term) < 6 or not term.isalpha():
        return term
    shorter = _DERIVED.sub("", term, count=1)
    if shorter in _NO_FAMILY:
        shorter = _LAST.sub("", term)
        return term if shorter in _NO_FAMILY else shorter
    if shorter != term and len(shorter) >= 8:
        again = _DERIVED.sub("", shorter, count=1)
        return shorter if again in _NO_FAMILY else again
    return shorter
