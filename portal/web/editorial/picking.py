"""Hand-picking offers in a form without JavaScript: every button sends the whole form, and what is picked afterwards, and in
which order, follows from what was sent. Pure: nothing is stored."""

import re
from dataclasses import dataclass
from typing import Protocol

from portal import text

MOST = 200  # of whatever was sent; how many a collection may have is for the room to say
_ADDRESS = re.compile(r"(?:.*/angebote/)?#?0*(\d{1,10})(?:\D.*)?", re.IGNORECASE)
LARGEST = 2_147_483_647


class Sent(Protocol):
    """What is asked of the fields of a form: werkzeug's MultiDict, posted or kept."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Picking:
    """The picked offers in their order, the lines of `nummern` that name none, and the words to look for offers by."""

    offer_ids: tuple[int, ...]
    odd: tuple[str, ...] = ()
    words: str = ""


def read(sent: Sent) -> Picking:
    """The picks after the button that was pressed: moved, taken out, added."""
    picks = _numbers(sent.getlist("pick"))
    act, number = _pressed(sent)
    gone = set(_numbers(sent.getlist("weg")))
    if act == "out":
        gone.add(number)
    picks = [each for each in _placed(sent, picks) if each not in gone]
    if act in ("up", "down"):
        picks = _moved(picks, number, -1 if act == "up" else 1)
    typed, odd = _typed(first(sent, "nummern"))
    found = dict.fromkeys([*picks, *_numbers(sent.getlist("dazu")), *typed])
    return Picking(tuple(found)[:MOST], odd, text.one_line(first(sent, "woerter"))[:200])


def _pressed(sent: Sent) -> tuple[str, int]:
    name, _, number = first(sent, "act").partition("-")
    found = _numbers([number])
    return (name, found[0]) if found else ("", 0)


def first(sent: Sent, name: str) -> str:
    """The first value of a field, or ''."""
    return next(iter(sent.getlist(name)), "")


def _numbers(values: list[str]) -> list[int]:
    found = [int(each) for each in values[:MOST] if each.isascii() and each.isdigit() and len(each) < 11]
    return list(dict.fromkeys(each for each in found if 0 < each <= LARGEST))


def _placed(sent: Sent, picks: list[int]) -> list[int]:
    """By the places that were typed: who moves goes before who is there, or behind when moving back; odd places change
    nothing."""
    ranked = []
    for at, each in enumerate(picks, start=1):
        typed = first(sent, f"platz-{each}").strip()
        place = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else at
        ranked.append((place, 0 if place < at else 2 if place > at else 1, at, each))
    return [each for *_rank, each in sorted(ranked)]


def _moved(picks: list[int], number: int, by: int) -> list[int]:
    if number not in picks:
        return picks
    at = picks.index(number)
    to = min(max(at + by, 0), len(picks) - 1)
    picks.insert(to, picks.pop(at))
    return picks


def _typed(lines: str) -> tuple[list[int], tuple[str, ...]]:
    """Numbers or addresses, one a line or parted by commas and blanks; what is neither is named."""
    found, odd = [], []
    for piece in re.split(r"[\s,;]+", text.clean(lines))[:MOST]:
        match = _ADDRESS.fullmatch(piece)
        if match and 0 < int(match[1]) <= LARGEST:
            found.append(int(match[1]))
        elif piece:
            odd.append(text.one_line(piece, 60))
    return found, tuple(odd)
