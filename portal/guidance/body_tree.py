"""The order of bodies as a chart draws it: who stands under whom, and whether a change would close a circle. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.models import Body

Parents = Mapping[int, int | None]  # of each body by its number


@dataclass(frozen=True, slots=True)
class Branch:
    """A body with everything that stands under it. `level` counts from 0."""

    body: Body
    level: int = 0
    branches: tuple["Branch", ...] = ()


def closes_circle(parents: Parents, body_id: int, parent_id: int | None) -> bool:
    """Whether a body would, by this parent, come to stand under itself."""
    seen = {body_id}
    while parent_id is not None:
        if parent_id in seen:
            return True
        seen.add(parent_id)
        parent_id = parents.get(parent_id)
    return False


def tree(bodies: Iterable[Body]) -> tuple[Branch, ...]:
    """Every given body exactly once, in the given order. One whose parent is not among them stands on top; a circle, should
    there be one, is opened where it is met first."""
    kept = list(bodies)
    known = {body.id for body in kept}
    under: dict[int | None, list[Body]] = {}
    for body in kept:
        above = body.parent_id if body.parent_id in known else None
        under.setdefault(above, []).append(body)
    placed: set[int] = set()
    found = [_grown(body, under, placed, 0) for body in under.get(None, ())]
    for body in kept:
        if body.id not in placed:
            found.append(_grown(body, under, placed, 0))
    return tuple(found)


def flat(branches: Iterable[Branch]) -> tuple[Branch, ...]:
    """The branches one after the other, each before those under it."""
    found: list[Branch] = []
    for branch in branches:
        found += [branch, *flat(branch.branches)]
    return tuple(found)


def _grown(body: Body, under: Mapping[int | None, list[Body]], placed: set[int], level: int) -> Branch:
    placed.add(body.id)
    below = []
    for one in under.get(body.id, ()):
        if one.id not in placed:
            below.append(_grown(one, under, placed, level + 1))
    return Branch(body, level, tuple(below))
