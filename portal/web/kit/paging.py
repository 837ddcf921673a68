"""Pages of a list in the back office: which one is asked for, and links to the others."""

from collections.abc import Callable
from math import ceil

from flask import request

from portal.web.kit import parts as p

AROUND = 2


def asked() -> int:
    """The page that the address names; anything else is the first."""
    given = request.args.get("seite", "")
    return (
        min(int(given), 10_000)
        if given.isascii() and given.isdigit() and 0 < len(given) < 8 and int(given)
        else 1
    )


def pages_of(total: int, per_page: int) -> int:
    return max(1, ceil(total / per_page))


def links(page: int, pages: int, url: Callable[[int], str]) -> p.Pagination:
    """First, last, and some round the present page; None for a gap."""
    near = range(max(1, page - AROUND), min(pages, page + AROUND) + 1)
    items: list[p.PageLink | None] = []
    for number in sorted({1, pages, *near}):
        last = items[-1] if items else None
        if last is not None and number > last.number + 1:
            items.append(None)
        items.append(p.PageLink(number, url(number), number == page))
    return p.Pagination(
        previous=url(page - 1) if page > 1 else None,
        next=url(page + 1) if page < pages else None,
        items=tuple(items),
    )
