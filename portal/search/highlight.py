"""Marks in a text what answers a query, for <mark>: whole words, and the part inside a compound that was meant.

Gives pieces of text; making HTML of them, and escaping, is the template's work.
"""

from __future__ import annotations

from collections.abc import Sequence

from portal.search.analyzer import Token, tokens
from portal.search.lexicon import fold
from portal.search.plan import QueryPlan, Reason


def marked(text: str, plan: QueryPlan) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it answers the query. The pieces joined are the text again."""
    return Highlighter(plan).pieces(text, tokens(text))


class Highlighter:
    """Marks many texts for one query; who keeps the tokens of a text spares their making."""

    def __init__(self, plan: QueryPlan) -> None:
        self.answers, self.parts = _answering(plan)

    def pieces(self, text: str, words: Sequence[Token]) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it answers the query; `words` are the text's own tokens."""
        answers = self.answers
        found = [token for token in words if token.term in answers]
        if not found:
            return [(text, False)] if text else []
        pieces: list[tuple[str, bool]] = []
        end = 0
        for token in found:
            if token.start < end:
                continue
            begin, stop = self._range(text, token)
            pieces += [(text[end:begin], False), (text[begin:stop], True)]
            end = stop
        pieces.append((text[end:], False))
        return [piece for piece in pieces if piece[0]]

    def _range(self, text: str, token: Token) -> tuple[int, int]:
        if self.answers[token.term]:
            return _part_within(text, token.start, token.end, self.parts)
        return token.start, token.end


def _answering(plan: QueryPlan) -> tuple[dict[str, bool], list[str]]:
    """Terms that answer, with whether only a part of them does; and the stems of the words searched for, longest first."""
    answers: dict[str, bool] = {}
    for word in plan.words:
        for alternative in word.alternatives:
            inside = alternative.reason is Reason.COMPOUND and not alternative.together
            for group in (alternative.terms, *alternative.together):
                for term in group:
                    answers[term] = answers.get(term, True) and inside
    stems = {word.term for word in plan.words} | {term for term, inside in answers.items() if not inside}
    return answers, sorted(stems, key=lambda stem: (-len(stem), stem))


def _part_within(text: str, start: int, end: int, parts: list[str]) -> tuple[int, int]:
    """The range of the first part that stands in a word; the whole word when none does, or spelling hides it."""
    word = text[start:end]
    places = [fold(word[:at]) for at in range(len(word) + 1)]
    folded = fold(word)
    for part in parts:
        at = folded.find(part)
        if at < 0 or len(part) < 3:
            continue
        begin = next((i for i, before in enumerate(places) if len(before) >= at), 0)
        stop = next((i for i, before in enumerate(places) if len(before) >= at + len(part)), len(word))
        return start + begin, start + stop
    return start, end
