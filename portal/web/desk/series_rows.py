"""Regular dates that a run's series proposes: as rows of the form, and in words what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal import clock
from portal.offers import series
from portal.offers.series import Expansion, SeriesRule, Slot
from portal.web.desk.run_form import MOST_ROWS, SeriesForm
from portal.web.kit import formats
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

LONGEST = timedelta(days=3 * 366)
NAMED = 8


@dataclass(frozen=True, slots=True)
class Proposal:
    """New rows, and the notice above them."""

    rows: tuple[Mapping[str, str], ...]
    notice: p.Notice


def horizon(form: SeriesForm) -> tuple[date, date]:
    """Between which days special days matter; the form has been checked."""
    first = form.first.data
    weeks = (form.every.data or 1) * ((form.count.data or 0) + 30)
    return first, min(form.until.data or first + timedelta(weeks=weeks), first + LONGEST)


def propose(form: SeriesForm, days_off: Mapping[date, str], known: set[tuple[str, str]]) -> Proposal:
    """The dates of a checked series beside those that the run has already."""
    last = form.until.data
    rule = SeriesRule(
        form.first.data,
        _weekdays(form),
        form.start.data,
        form.end.data,
        last=min(last, form.first.data + LONGEST) if last else None,
        count=None if last else form.count.data,
        every=form.every.data or 1,
        skip_special_days=form.skips.data,
    )
    try:
        expansion = series.expand(rule, days_off)
    except ValueError:
        return _too_many()
    rows = tuple(row for row in map(row_of, expansion.slots) if (row["day"], row["start"]) not in known)
    if len(rows) + len(known) > MOST_ROWS:
        return _too_many()
    return Proposal(rows, notice(expansion, len(rows)))


def _weekdays(form: SeriesForm) -> frozenset[int]:
    ticked = {int(value) for value in form.weekdays.data or () if value in set("0123456")}
    return frozenset(ticked or {form.first.data.weekday()})


def _too_many() -> Proposal:
    sentence = _(
        "Das sind mehr als %(most)d Termine. Bitte teilen Sie sie auf mehrere Durchführungen auf.",
        most=MOST_ROWS,
    )
    return Proposal((), p.Notice(sentence, "", "warn"))


def row_of(slot: Slot) -> dict[str, str]:
    """A proposed date as the fields of its row."""
    start, end = clock.local(slot.starts_at), clock.local(slot.ends_at)
    last = slot.last_day.isoformat() if slot.last_day != slot.first_day else ""
    return {
        "uuid": "",
        "day": slot.first_day.isoformat(),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
        "last": last,
        "room": "",
    }


def notice(expansion: Expansion, new: int) -> p.Notice:
    """'Ergibt 6 Termine. Der 2. Februar (Winterferien) bleibt frei.'"""
    if not expansion.slots:
        return p.Notice(_("Daraus wird kein Termin. Bitte prüfen Sie Tage und Ende."), "", "warn")
    said = ngettext("Ergibt einen Termin.", "Ergibt %(num)s Termine.", len(expansion.slots))
    if new < len(expansion.slots):
        said += " " + ngettext(
            "Einer stand schon da.", "%(num)s standen schon da.", len(expansion.slots) - new
        )
    if expansion.skipped:
        said += " " + _("Frei bleiben: %(days)s.", days=named(expansion.skipped))
    if expansion.warnings:
        said += " " + _("Bitte prüfen: %(days)s.", days=named(expansion.warnings))
    return p.Notice(said, "", "warn" if expansion.warnings else "info")


def named(days: tuple[tuple[date, str], ...]) -> str:
    """'2. Februar (Winterferien), 9. Februar (Winterferien)'; a long list is cut."""
    words = [
        _("%(day)s (%(name)s)", day=formats.long_date(day, weekday=False, year=False), name=name)
        for day, name in days[:NAMED]
    ]
    if len(days) > NAMED:
        words.append(_("und %(num)d weitere", num=len(days) - NAMED))
    return ", ".join(words)
