"""What happened to the dates of a run, as a list: came, went, moved, changed in something else."""

from datetime import datetime

from markupsafe import Markup, escape

from portal.offers.sheet import DATE_FIELDS, DateSheet, RunSheet
from portal.offers.sheet_names import SheetNames
from portal.vocabulary.offers import OFF, STATUS_LABELS, OccurrenceStatus
from portal.web.kit import field_words, formats, text_difference
from portal.web.kit.change_parts import ChangedLine
from portal.web.kit.words import gettext as _

WHEN = frozenset({"starts_at", "ends_at", "first_day", "last_day", "all_day"})
EXTRAS = tuple(name for name in DATE_FIELDS if name not in WHEN)
USUAL = {"zone": DateSheet.__dataclass_fields__["zone"].default, "status": OccurrenceStatus.PLANNED}


def lines(before: RunSheet, after: RunSheet, names: SheetNames) -> tuple[tuple[ChangedLine, ...], int]:
    """Each date that is not as it was, in the order of the calendar, and how many stay."""
    old = {one.uuid: one for one in before.dates}
    new = {one.uuid: one for one in after.dates}
    found: list[tuple[datetime, ChangedLine]] = []
    for uuid in {**new, **old}:
        was, now = old.get(uuid), new.get(uuid)
        line = _line(was, now, names)
        if line is not None:
            found.append((first(now or was), line))
    kept = sum(1 for uuid, one in new.items() if old.get(uuid) == one)
    return tuple(line for _at, line in sorted(found, key=lambda pair: pair[0])), kept


def first(one: DateSheet | None) -> datetime:
    assert one is not None
    return one.starts_at


def _line(was: DateSheet | None, now: DateSheet | None, names: SheetNames) -> ChangedLine | None:
    if was is None:
        return ChangedLine(_("neu"), text_difference.come(whole(now, names))) if now else None
    if now is None:
        return ChangedLine(_("entfällt"), text_difference.gone(whole(was, names)))
    if was == now:
        return None
    return ChangedLine(_word(was, now), _changed(was, now, names))


def _word(was: DateSheet, now: DateSheet) -> str:
    if now.status is not was.status and now.status in OFF:
        return _(STATUS_LABELS[now.status])
    return _("verlegt") if when(was) != when(now) else _("geändert")


def _changed(was: DateSheet, now: DateSheet, names: SheetNames) -> Markup:
    """When it is, then each other thing that is not as it was."""
    found = [_when_changed(was, now)]
    for name in EXTRAS:
        old, new = getattr(was, name), getattr(now, name)
        if old == new or (name == "moved_from" and when(was) != when(now)):
            continue
        words = text_difference.in_line(
            field_words.value(name, old, names), field_words.value(name, new, names)
        )
        found.append(Markup("{}: {}").format(field_words.label(("date", name)), words))
    return Markup(", ").join(found)


def _when_changed(was: DateSheet, now: DateSheet) -> Markup:
    if when(was) == when(now):
        return escape(when(now))
    if day(was) == day(now) and time(was) and time(now):
        gone, come = text_difference.gone(time(was)), text_difference.come(time(now))
        return Markup("{}, {} {}").format(day(now), gone, come)
    return text_difference.gone(when(was)) + " " + text_difference.come(when(now))


def whole(one: DateSheet, names: SheetNames) -> str:
    """A date with everything that is said of it."""
    extras = (
        f"{field_words.label(('date', name))}: {field_words.value(name, getattr(one, name), names)}"
        for name in EXTRAS
        if getattr(one, name) not in (None, "") and getattr(one, name) != USUAL.get(name)
    )
    return ", ".join([when(one), *extras])


def when(one: DateSheet) -> str:
    """'Di, 26. Januar 2027, 10:00 bis 11:30 Uhr'."""
    return f"{day(one)}, {time(one)}" if time(one) else day(one)


def day(one: DateSheet) -> str:
    if one.first_day == one.last_day or not one.all_day:
        return formats.short_date(one.first_day, year=True)
    return _(
        "%(first)s bis %(last)s",
        first=formats.short_date(one.first_day, year=True),
        last=formats.short_date(one.last_day, year=True),
    )


def time(one: DateSheet) -> str:
    return "" if one.all_day else formats.time_span(one.starts_at, one.ends_at)
