"""What the runs of the form show beside their fields: a title, what of their dates is past, what cannot be typed into a row."""

from collections.abc import Mapping
from datetime import datetime

from wtforms import FormField

from portal import clock
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.vocabulary.offers import STATUS_LABELS, OccurrenceStatus
from portal.web.desk.form_errors import lines
from portal.web.desk.offer_form import OfferForm
from portal.web.desk.pages_form import RowView, RunPart
from portal.web.kit import formats
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

MORE = tuple(
    "number schedule_note starts_on ends_on note min_participants registration_opens_on registration_closes_on "
    "registration_url price reduced_price price_note place attendance_mode online_url".split()
)


def locked(live: OfferSheet | None, now: datetime) -> frozenset[str]:
    """Dates that were public and are over: they are history and stay as they were."""
    if live is None:
        return frozenset()
    return frozenset(one.uuid for run in live.runs for one in run.dates if one.ends_at < now)


def run_parts(
    form: OfferForm,
    opened: OfferSheet,
    notices: Mapping[int, p.Notice],
    places: Mapping[int, str],
    now: datetime,
) -> tuple[RunPart, ...]:
    """One for each run of the form, in its order."""
    known = {run.uuid: run for run in opened.runs}
    return tuple(
        _part(entry, number, known.get(entry.form.uuid.data or ""), notices.get(number), places, now)
        for number, entry in enumerate(form.runs)
    )


def _part(
    entry: FormField,
    number: int,
    before: RunSheet | None,
    notice: p.Notice | None,
    places: Mapping[int, str],
    now: datetime,
) -> RunPart:
    run, dates = entry.form, {one.uuid: one for one in before.dates} if before else {}
    kept = [dates[uuid] for uuid in (run.kept.data or "").split() if uuid in dates]
    rows = tuple(
        RowView(_("Termin %(number)d", number=index), remark(dates.get(row.form.uuid.data or ""), places))
        for index, row in enumerate(run.dates, start=1)
    )
    name = _("Durchführung %(number)s", number=number + 1)
    has_errors = any(True for _line in lines(entry))
    return RunPart(
        title=f"{name} ({run.number.data})" if run.number.data else name,
        rows=rows,
        summary=_period(before) if before else "",
        past=_past(kept, now),
        is_over=bool(before and before.dates) and not len(rows) and not has_errors,
        notice=notice,
        opens_more=any(run[field].data or run[field].errors for field in MORE),
        opens_series=bool(run.series.form.first.data)
        or any(True for _line in lines(run.series))
        or not dates,
    )


def remark(one: DateSheet | None, places: Mapping[int, str]) -> str:
    """What a date has beside its row: 'Verlegt, Aula, Bitte Ausweis mitbringen'."""
    if one is None:
        return ""
    status = "" if one.status is OccurrenceStatus.PLANNED else _(STATUS_LABELS[one.status])
    place = places.get(one.place_id, "") if one.place_id else ""
    return ", ".join(part for part in (status, place, one.note or "") if part)


def _period(run: RunSheet) -> str:
    if not run.dates:
        return ""
    first, last = min(one.first_day for one in run.dates), max(one.last_day for one in run.dates)
    said = ngettext("%(num)s Termin", "%(num)s Termine", len(run.dates))
    return f"{formats.span(first, last, today=clock.today())}, {said}"


def _past(kept: list[DateSheet], now: datetime) -> str:
    over = sum(1 for one in kept if one.ends_at < now)
    said = []
    if over:
        said.append(
            ngettext(
                "Ein vergangener Termin bleibt, wie er war.",
                "%(num)s vergangene Termine bleiben, wie sie waren.",
                over,
            )
        )
    if len(kept) > over:
        said.append(
            ngettext(
                "Ein weiterer Termin hat hier keinen Platz und bleibt unverändert.",
                "%(num)s weitere Termine haben hier keinen Platz und bleiben unverändert.",
                len(kept) - over,
            )
        )
    return " ".join(said)
