"""Kept versions in words: the list of them, and two of them side by side."""

from collections.abc import Callable, Sequence

from flask import request

from portal import clock
from portal.audit.versions import Content, KeptVersion
from portal.web.editorial.pages_versions import TwoVersions, VersionRow
from portal.web.kit import formats, text_difference
from portal.web.kit.words import gettext as _

Lines = Sequence[tuple[str, str]]  # label and value of each field, in the order of the form
Layout = Callable[[Content], Lines]


def differences(before: Lines, after: Lines) -> tuple[TwoVersions, ...]:
    """The fields in which two versions differ, word by word; an empty value is named."""
    found = []
    for (label, old), (_same, new) in zip(before, after, strict=True):
        if old != new:
            found.append(TwoVersions(label, *text_difference.both(old or _("(leer)"), new or _("(leer)"))))
    return tuple(found)


def rows(kept: Sequence[KeptVersion], layout: Layout, url_of: Callable[[int], str]) -> tuple[VersionRow, ...]:
    """The versions, latest first, each with what it changed."""
    older = [*kept[1:], None][: len(kept)]
    return tuple(
        VersionRow(
            number=one.number,
            when=moment(one),
            iso=one.made_at.isoformat(),
            author=one.author,
            what=_(one.note) if one.note else what(layout, one, before),
            url=url_of(one.number),
            is_present=one is kept[0],
        )
        for one, before in zip(kept, older, strict=True)
    )


def what(layout: Layout, one: KeptVersion, before: KeptVersion | None) -> str:
    """'Titel, Text': the fields that a version changed."""
    if before is None:
        return _("Erste Fassung")
    pairs = zip(layout(before.content), layout(one.content), strict=True)
    return ", ".join(label for (label, old), (_same, new) in pairs if old != new) or _("nichts geändert")


def moment(one: KeptVersion) -> str:
    """'23. November 2026, 10:00'."""
    then = clock.local(one.made_at)
    return f"{formats.long_date(then.date(), weekday=False)}, {then:%H:%M}"


def revision() -> int:
    """The version that the form was made from; -1, which no row has, for anything that is no number."""
    typed = request.form.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
