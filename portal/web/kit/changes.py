"""The difference between two contents of an offer in words, field by field, and the content of a new one in reading order."""

from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup, escape

from portal.offers import differences
from portal.offers.differences import Change, Key
from portal.offers.sheet import OFFER_FIELDS, RUN_FIELDS, TERM_SCHEMES, OfferSheet, RunSheet
from portal.offers.sheet_names import SheetNames
from portal.text import markdown_html
from portal.vocabulary.offers import Availability, OccurrenceStatus
from portal.vocabulary.terms import Scheme
from portal.web.kit import date_changes, field_words, languages, text_difference
from portal.web.kit.change_parts import ChangedLine, ChangeRow, ContentRow
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

FORMATTED = frozenset({"description", "plain_text"})
DERIVED = frozenset({"starts_on", "ends_on"})  # said by the dates, where there are any
# Values of a run that say nothing of their own.
USUAL: dict[str, Any] = {"availability": Availability.FREE, "status": OccurrenceStatus.PLANNED}


def in_words(before: OfferSheet, after: OfferSheet, names: SheetNames) -> tuple[ChangeRow, ...]:
    """Every difference: fields of the offer, then for each run its fields and the list of its dates."""
    found = differences.compare(before, after)
    of_offer = [change_row(one, names) for one in found if one.key[0] == "offer"]
    old, new = {run.uuid: run for run in before.runs}, {run.uuid: run for run in after.runs}
    touched = dict.fromkeys(one.key[1] for one in found if one.key[0] != "offer")
    order = [uuid for uuid in {**new, **old} if uuid in touched]
    of_runs = (row for uuid in order for row in _run_rows(uuid, old, new, found, names))
    return (*of_offer, *of_runs)


def change_row(one: Change, names: SheetNames, where: str = "") -> ChangeRow:
    """One field before and after."""
    before, after = _both(one, names)
    is_prose = isinstance(one.before if one.after is None else one.after, str) and one.field != ""
    return ChangeRow(
        field_words.label(one.key),
        before,
        after,
        where,
        key=".".join(one.key),
        lang=languages.of_content() if is_prose else "",
    )


def _both(one: Change, names: SheetNames) -> tuple[Markup, Markup]:
    if one.key[:2] == ("offer", "terms"):
        scheme = Scheme(one.key[2])
        return text_difference.items(
            field_words.terms(scheme, one.before or ()), field_words.terms(scheme, one.after or ())
        )
    old = field_words.value(one.field, one.before, names)
    new = field_words.value(one.field, one.after, names)
    if type(one.before) is str or type(one.after) is str:
        return text_difference.both(old, new)
    return text_difference.gone(old), text_difference.come(new)


def value_in_words(key: Key, value: Any, names: SheetNames) -> str:
    """One side of a change, as plain text; '' for nothing."""
    if key[:2] == ("offer", "terms"):
        return ", ".join(field_words.terms(Scheme(key[2]), value or ()))
    return field_words.value(key[-1], value, names)


def run_name(uuid: str, runs: Iterable[RunSheet]) -> str:
    """'Durchführung 2', with its number where there is one."""
    for position, run in enumerate(runs, start=1):
        if run.uuid == uuid:
            name = _("Durchführung %(number)s", number=position)
            return f"{name} ({run.number})" if run.number else name
    return _("Durchführung")


def _run_rows(
    uuid: str,
    old: dict[str, RunSheet],
    new: dict[str, RunSheet],
    found: Iterable[Change],
    names: SheetNames,
) -> Iterator[ChangeRow]:
    was, now = old.get(uuid), new.get(uuid)
    where = run_name(uuid, new.values() if now else old.values())
    if was is None or now is None:
        yield _whole_run(was, now, where, names)
        return
    lines, kept = date_changes.lines(was, now, names)
    for one in found:
        if one.key[:2] == ("run", uuid) and not (lines and now.dates and one.field in DERIVED):
            yield change_row(one, names, where)
    if lines:
        rest = ngettext("%(num)s Termin bleibt, wie er ist.", "%(num)s Termine bleiben, wie sie sind.", kept)
        yield ChangeRow(
            _("Termine"),
            where=where,
            lines=lines,
            rest=rest if kept else "",
            key=f"dates.{uuid}",
        )


def _whole_run(was: RunSheet | None, now: RunSheet | None, where: str, names: SheetNames) -> ChangeRow:
    """A run that came or went, with all it holds."""
    run, mark = (now, text_difference.come) if now else (was, text_difference.gone)
    assert run is not None
    about = "; ".join(_about(run, names))
    told = [about] if about else []
    nothing = RunSheet(uuid=run.uuid)
    dates, _kept = date_changes.lines(*((nothing, run) if now else (run, nothing)), names)
    head = ChangedLine(
        _("neu") if now else _("entfällt"), mark(": ".join([_("die ganze Durchführung"), *told]))
    )
    return ChangeRow(
        _("Durchführung"),
        where=where,
        lines=(head, *dates),
        key=f"run.{run.uuid}",
    )


def _about(run: RunSheet, names: SheetNames) -> Iterator[str]:
    for name in RUN_FIELDS:
        given = getattr(run, name)
        if given in (None, "") or given == USUAL.get(name) or (run.dates and name in DERIVED):
            continue
        yield f"{field_words.label(('run', name))}: {field_words.value(name, given, names)}"


def content(sheet: OfferSheet, names: SheetNames) -> tuple[ContentRow, ...]:
    """Everything that a new offer says, in the order in which one reads it."""
    rows = [row for name in OFFER_FIELDS if (row := _content_row(sheet, name, names))]
    for scheme in TERM_SCHEMES:
        if labels := field_words.terms(scheme, sheet.terms.get(scheme, ())):
            rows.append(
                ContentRow(field_words.label(("offer", "terms", scheme.value)), escape(", ".join(labels)))
            )
    for run in sheet.runs:
        where = run_name(run.uuid, sheet.runs)
        said = [escape(line) for line in _about(run, names)]
        said += [escape(date_changes.whole(one, names)) for one in run.dates]
        items = Markup("").join(Markup("<li>{}</li>").format(line) for line in said)
        html = Markup("<ul>{}</ul>").format(items) if said else escape(_("ohne Angaben"))
        rows.append(ContentRow(_("Termine"), html, where))
    return tuple(rows)


def _content_row(sheet: OfferSheet, name: str, names: SheetNames) -> ContentRow | None:
    given = getattr(sheet, name)
    if given in (None, "", False):
        return None
    words = field_words.value(name, given, names)
    html = Markup(markdown_html(given)) if name in FORMATTED else text_difference.shown(words)  # noqa: S704  cleaned
    lang = languages.of_content() if type(given) is str else ""
    return ContentRow(field_words.label(("offer", name)), html, lang=lang)
