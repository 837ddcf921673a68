"""Opening hours in words: of a week, of a day, and whether somebody is there now."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from portal import clock
from portal.guidance import hours
from portal.guidance.hours import Ahead, Openness, OpenState, Span, WeekSpan
from portal.web.kit import formats, languages
from portal.web.kit import parts as p
from portal.web.kit.pages import Words
from portal.web.kit.point_parts import OtherDays
from portal.web.kit.words import gettext as _

A_MONDAY = date(2024, 1, 1)
SOON = 6  # days within which the name of a weekday says which one is meant


def week(known: Iterable[WeekSpan]) -> tuple[str, ...]:
    """'Montag und Dienstag 9 bis 15 Uhr', 'Mittwoch 12 bis 19 Uhr': equal days together."""
    return tuple(f"{days(each)} {spans(of_them)}" for each, of_them in hours.week(known))


def week_rows(known: Iterable[WeekSpan]) -> tuple[tuple[str, str], ...]:
    """The same with days and hours apart, for a table."""
    return tuple((days(each), spans(of_them)) for each, of_them in hours.week(known))


def days(weekdays: Sequence[int]) -> str:
    """'Montag und Dienstag', 'Montag bis Donnerstag', 'Montag, Mittwoch und Freitag'."""
    names: list[str] = []
    for run in hours.runs_of_days(weekdays):
        if len(run) > 2:
            names.append(_("%(first)s bis %(last)s", first=weekday(run[0]), last=weekday(run[-1])))
        else:
            names += map(weekday, run)
    return listed(names)


def weekday(number: int) -> str:
    return formats.weekday_name(A_MONDAY + timedelta(days=number))


def spans(of_day: Sequence[Span]) -> str:
    """'9 bis 12 und 14:30 bis 18 Uhr'; '' is no word for closed, so there is one."""
    if not of_day:
        return _("geschlossen")
    times = [
        _("%(first)s bis %(last)s", first=minute(opens), last=minute(closes)) for opens, closes in of_day
    ]
    return _("%(times)s Uhr", times=listed(times))


def listed(words: Sequence[str]) -> str:
    """'a', 'a und b', 'a, b und c'."""
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s und %(last)s", some=", ".join(words[:-1]), last=words[-1])


def minute(of_day: int) -> str:
    """'9', '14:30'; in English '9:00'."""
    hour, rest = divmod(of_day, 60)
    return f"{hour}" if not rest and languages.current() == "de" else f"{hour}:{rest:02}"


def clock_words(moment: datetime) -> str:
    """The same of a moment, on the town's clocks."""
    then = clock.local(moment)
    return minute(then.hour * 60 + then.minute)


def status(state: OpenState, now: datetime) -> p.Status:
    """'Jetzt geöffnet, bis 18 Uhr', 'Geschlossen, morgen ab 9 Uhr', 'Nach Absprache'."""
    if state.until:
        return p.Status(_("Jetzt geöffnet, bis %(time)s Uhr", time=closing(state.until)), "ok", "check")
    if state.openness is Openness.BY_ARRANGEMENT:
        return p.Status(_("Nach Absprache"), "plain", "phone")
    again = opens_again(state.opens, now) if state.opens else ""
    if not again:
        return p.Status(_("Zurzeit geschlossen"), "plain", "clock")
    if state.reason:
        label = _("Heute geschlossen: %(reason)s. Wieder %(when)s", reason=state.reason, when=again)
    else:
        label = _("Geschlossen, %(when)s", when=again)
    return p.Status(label, "plain", "clock")


def closing(until: datetime) -> str:
    """When it closes; midnight is 24, not 0."""
    return "24" if not (then := clock.local(until)).hour and not then.minute else clock_words(until)


def opens_again(opens: datetime, now: datetime) -> str:
    """'heute ab 13 Uhr', 'morgen ab 9 Uhr', 'Mittwoch ab 10 Uhr', 'Donnerstag, 7. Januar, ab 9 Uhr'."""
    day, today, time = clock.local(opens).date(), clock.local(now).date(), clock_words(opens)
    away = (day - today).days
    if away == 0:
        return _("heute ab %(time)s Uhr", time=time)
    if away == 1:
        return _("morgen ab %(time)s Uhr", time=time)
    if away <= SOON:
        return _("%(day)s ab %(time)s Uhr", day=formats.weekday_name(day), time=time)
    named = formats.long_date(day, year=day.year != today.year)
    return _("%(day)s, ab %(time)s Uhr", day=named, time=time)


def other_days(one: Ahead, today: date, *, is_german: bool) -> OtherDays:
    """'Freitag, 25. Dezember': 'geschlossen', '1. Weihnachtstag'; `is_german`: so is the reason, on a page that is not."""
    reason = Words(one.reason, languages.DEFAULT if is_german else "")
    return OtherDays(formats.span(one.first_day, one.last_day, today=today), spans(one.spans), reason)
