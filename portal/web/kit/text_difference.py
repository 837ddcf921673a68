"""What changed in a text, word by word, as markup with <del> and <ins>. Everything that comes in is escaped."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from markupsafe import Markup, escape

_WORDS = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")
_LINES = re.compile(r"[^\n.!?]*[\n.!?]*\s*")
MOST_PAIRS = 2_000_000  # beyond that, sentences are compared instead of words
BREAK = Markup("<br>")
GONE, COME = Markup("<del>{}</del>"), Markup("<ins>{}</ins>")


class Part(NamedTuple):
    """A stretch of both texts that is the same, or was replaced; one side may be empty."""

    before: str
    after: str

    @property
    def is_same(self) -> bool:
        return self.before == self.after


def both(before: str, after: str) -> tuple[Markup, Markup]:
    """The earlier text with what went marked, and the later one with what came."""
    found = parts(before, after)
    old = (shown(one.before) if one.is_same else gone(one.before) for one in found)
    new = (shown(one.after) if one.is_same else come(one.after) for one in found)
    return Markup("").join(old), Markup("").join(new)


def in_line(before: str, after: str) -> Markup:
    """One text that shows both, what went before what came."""
    found = parts(before, after)
    return Markup("").join(shown(one.before) if one.is_same else _replaced(one) for one in found)


def items(before: Sequence[str], after: Sequence[str]) -> tuple[Markup, Markup]:
    """The same for lists of words, such as topics."""
    old = (escape(one) if one in after else gone(one) for one in before)
    new = (escape(one) if one in before else come(one) for one in after)
    return Markup(", ").join(old), Markup(", ").join(new)


def gone(words: str) -> Markup:
    return _marked(GONE, words)


def come(words: str) -> Markup:
    return _marked(COME, words)


def shown(words: str) -> Markup:
    """Escaped, with line breaks."""
    return BREAK.join(escape(line) for line in words.split("\n"))


def parts(before: str, after: str) -> list[Part]:
    """Both texts cut into stretches that are the same or not; joined again they are the whole texts."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        old, new = _LINES.findall(before), _LINES.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        return [Part(before, after)]
    return list(_joined(_matched(old, new)))


def _matched(old: list[str], new: list[str]) -> Iterator[Part]:
    for _kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield Part("".join(old[a:b]), "".join(new[c:d]))


def _joined(found: Iterable[Part]) -> Iterator[Part]:
    """Neighbours that differ become one; so do two with nothing but signs between them, which only disturb the eye."""
    open_: Part | None = None
    between = ""
    for part in found:
        if not part.is_same:
            start = open_ or Part("", "")
            open_ = Part(start.before + between + part.before, start.after + between + part.after)
            between = ""
        elif open_ is not None and not between and not any(sign.isalnum() for sign in part.before):
            between = part.before
        else:
            if open_ is not None:
                yield open_
            if between:
                yield Part(between, between)
            open_, between = None, ""
            yield part
    if open_ is not None:
        yield open_
    if between:
        yield Part(between, between)


def _replaced(part: Part) -> Markup:
    old, new = gone(part.before), come(part.after)
    return old + " " + new if old and new and not part.after[:1].isspace() else old + new


def _marked(mark: Markup, words: str) -> Markup:
    """The words inside the mark, white space at its edges outside; nothing at all stays nothing."""
    if not words:
        return Markup("")
    inner = words.strip()
    if not inner:
        return mark.format(shown(words.replace("\n", "¶\n")))
    start = words.index(inner)
    return shown(words[:start]) + mark.format(shown(inner)) + shown(words[start + len(inner) :])
