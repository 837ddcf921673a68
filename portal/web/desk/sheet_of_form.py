"""The sheet that a filled form means. It starts from the sheet that the form was opened with: what the form does not show,
what it showed and nobody touched, and dates that it left out stay exactly as they were. Never trusts a uuid that is not there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from portal import text
from portal.offers import series
from portal.offers.series import Slot
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet, new_uuid
from portal.vocabulary.offers import AttendanceMode, Availability, CefrLevel, OfferKind, RegistrationWay
from portal.vocabulary.terms import Scheme
from portal.web.desk import form_of_sheet as shown
from portal.web.desk.offer_form import SCHEMES, OfferForm
from portal.web.desk.run_form import MIDNIGHT, DateForm, RunForm

E = TypeVar("E", bound=StrEnum)
DEFAULT = OfferSheet(title="", kind=OfferKind.COURSE)


def sheet(form: OfferForm, opened: OfferSheet | None) -> OfferSheet:
    """What the form says. Fields that nobody can read keep what they were, so that the score can be shown beside an error."""
    base = opened or DEFAULT
    return replace(
        base,
        **_same_named(form, base, shown.OFFER_TEXTS, shown.OFFER_LINKS, shown.OFFER_VALUES),
        educational_leave=bool(form.educational_leave.data),
        **_money(form, base),
        is_free=_is_free(form, base),
        kind=_member(OfferKind, form.kind.data, base.kind),
        attendance_mode=_member(AttendanceMode, form.attendance_mode.data, base.attendance_mode),
        registration_way=_member(RegistrationWay, form.registration_way.data, base.registration_way),
        cefr_level=_optional_member(CefrLevel, form.cefr_level.data, base.cefr_level),
        place_id=chosen_place(form.place, base.place_id),
        childcare=_answer(form.childcare.data, base.childcare),
        terms=_terms(form, base),
        runs=_runs(form, base),
    )


def _is_free(form: OfferForm, base: OfferSheet) -> bool:
    """Ticked, or a price of 0 unless that stood there before without the tick."""
    return bool(form.is_free.data) or (form.price.data == 0 and (base.is_free or base.price_cents != 0))


def _same_named(
    form: Any, base: Any, texts: Iterable[str], links: Iterable[str], values: Iterable[str]
) -> dict[str, Any]:
    found = {name: _text(form[name], getattr(base, name)) for name in texts}
    found |= {name: _link(form[name], getattr(base, name)) for name in links}
    found |= {name: _value(form[name], getattr(base, name)) for name in values}
    return found if "title" not in found else {**found, "title": found["title"] or ""}


def _money(form: Any, base: Any) -> dict[str, Any]:
    return {column: _value(form[name], getattr(base, column)) for name, column in shown.MONEY.items()}


def _text(field: Any, before: str | None) -> str | None:
    """What was typed; what only lost odd spaces on its way through the form is what it was before."""
    typed: str | None = field.data or None
    if before is None:
        return typed
    same = _lines if "\n" in before or "\n" in (typed or "") else text.one_line
    return before if same(before) == same(typed or "") else typed


def _lines(given: str) -> str:
    return "\n".join(part.rstrip() for part in text.clean(given).strip().split("\n"))


def _link(field: Any, before: str | None) -> str | None:
    typed = field.raw_data[0] if field.raw_data else field.data
    return before if (typed or "") == text.one_line(before or "") else field.data or None


def _value(field: Any, before: Any) -> Any:
    return before if field.process_errors else field.data


def _member(kind: type[E], value: Any, before: E) -> E:
    return kind(value) if value in set(kind) else before


def _optional_member(kind: type[E], value: Any, before: E | None) -> E | None:
    return None if value == "" else _member(kind, value, before)  # type: ignore[type-var]  # before may be None


def _answer(value: str | None, before: bool | None) -> bool | None:
    known = {said: answer for answer, said in shown.ANSWERS.items()}
    return known.get(value, before) if value is not None else before


def chosen_place(field: Any, before: int | None) -> int | None:
    """One of the places that were offered, or none."""
    if not field.data:
        return None if field.data == "" else before
    offered = {choice.value for choice in field.iter_choices()}
    return int(field.data) if field.data in offered and field.data.isdigit() else before


def _terms(form: OfferForm, base: OfferSheet) -> Mapping[Scheme, tuple[str, ...]]:
    """The ticked terms; those that the form could not offer stay."""
    found = {}
    for scheme in SCHEMES:
        field, before = form[scheme.value], base.terms.get(scheme, ())
        offered = {choice.value for choice in field.iter_choices()}
        codes = {code for code in field.data or () if code in offered} | (set(before) - offered)
        if codes:
            found[scheme] = before if codes == set(before) else tuple(sorted(codes))
    return found


def _runs(form: OfferForm, base: OfferSheet) -> tuple[RunSheet, ...]:
    known = {run.uuid: run for run in base.runs}
    made = []
    for entry in form.runs:
        run = run_sheet(entry.form, known.pop(entry.form.uuid.data or "", None))
        if run is not None:
            made.append(run)
    kept = set((form.kept.data or "").split())
    return (*made, *(run for run in known.values() if run.uuid in kept))


def run_sheet(form: RunForm, before: RunSheet | None) -> RunSheet | None:
    """One run; None for a new one that says nothing."""
    base = before or RunSheet()
    dates = _dates(form, base)
    made = replace(
        base,
        **_same_named(form, base, shown.RUN_TEXTS, shown.RUN_LINKS, shown.RUN_VALUES),
        **_money(form, base),
        availability=_member(Availability, form.availability.data, base.availability),
        attendance_mode=_optional_member(AttendanceMode, form.attendance_mode.data, base.attendance_mode),
        place_id=chosen_place(form.place, base.place_id),
        dates=_online(form, base, dates),
    )
    made = _with_period(made, base)
    return made if before or replace(made, uuid="") != RunSheet(uuid="") else None


def _with_period(made: RunSheet, base: RunSheet) -> RunSheet:
    """A period that was that of the dates follows them, unless it was changed itself."""
    if (made.starts_on, made.ends_on) != (base.starts_on, base.ends_on) or not made.dates:
        return made
    if base.starts_on is None or (base.starts_on, base.ends_on) != span(base.dates):
        return made
    first, last = span(made.dates)
    return replace(made, starts_on=first, ends_on=last)


def span(dates: Iterable[DateSheet]) -> tuple[Any, Any]:
    """The first and the last day of some dates."""
    found = tuple(dates)
    if not found:
        return None, None
    return min(one.first_day for one in found), max(one.last_day for one in found)


def _dates(form: RunForm, base: RunSheet) -> tuple[DateSheet, ...]:
    known = {one.uuid: one for one in base.dates}
    made = []
    for entry in form.dates:
        one = date_sheet(entry.form, known.pop(entry.form.uuid.data or "", None))
        if one is not None:
            made.append(one)
    kept = set((form.kept.data or "").split())
    made += [one for one in known.values() if one.uuid in kept]
    return tuple(sorted(made, key=lambda one: (one.starts_at, one.uuid)))


def date_sheet(form: DateForm, before: DateSheet | None) -> DateSheet | None:
    """One date; None for a row without a day. What was not touched keeps its moments, even in the hour that comes twice."""
    room = _text(form.room, before.room if before else None)
    typed = (form.day.data, form.last.data, form.start.data, form.end.data)
    if typed[1] == typed[0]:
        typed = (typed[0], None, *typed[2:])
    if before and (typed == shown.row_values(before) or any(one.process_errors for one in form)):
        return replace(before, room=room)
    if form.day.data is None:
        return before if before and not form.is_blank else None
    zone = before.zone if before else DateSheet.__dataclass_fields__["zone"].default
    made = slot(form, ZoneInfo(str(zone)))
    when = {name: getattr(made, name) for name in Slot.__slots__}
    return replace(before, **when, room=room) if before else DateSheet(**when, room=room, uuid=new_uuid())


def slot(form: DateForm, zone: ZoneInfo) -> Slot:
    """When it is, as far as the row says so: without both times the whole day, an end at midnight is that after the last day."""
    day = form.day.data
    last = max(day, form.last.data or day)
    start, end = form.start.data, form.end.data
    if start is None or end is None:
        return series.whole_days(day, last, zone)
    if last == day:
        return series.timed(day, start, end, zone)
    ends_on = last + timedelta(days=1) if end == MIDNIGHT else last
    first, until = (datetime.combine(*one, tzinfo=zone) for one in ((day, start), (ends_on, end)))
    return series.between(first, until, zone)


def _online(form: RunForm, base: RunSheet, dates: tuple[DateSheet, ...]) -> tuple[DateSheet, ...]:
    """The address for taking part online goes to all dates once it is changed, and to new ones always."""
    before, typed = shown.online_url(base), _link(form.online_url, shown.online_url(base))
    known = {one.uuid for one in base.dates}
    takes: Callable[[DateSheet], bool] = lambda one: typed != before or one.uuid not in known  # noqa: E731
    return tuple(replace(one, online_url=typed) if takes(one) else one for one in dates)
