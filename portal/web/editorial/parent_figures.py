"""Figures of parent education in words: findings as sentences, rows of the tables, the file for spreadsheets."""

from collections.abc import Iterator

from portal.exports import csv_table
from portal.monitoring.half_year import HalfYear
from portal.monitoring.parent_education import Held, Report, Sums
from portal.monitoring.suppression import People
from portal.offers.filters import Facet
from portal.web.editorial.pages_monitoring import Figure, HeldRow
from portal.web.kit import addresses, charts, languages, vocabulary
from portal.web.kit.charts import BarChart
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

MOST_BARS, MOST_NAMED = 12, 6


def half_year(one: HalfYear) -> str:
    """'Juli bis Dezember 2026'."""
    if one.half == 1:
        return _("Januar bis Juni %(year)s", year=one.year)
    return _("Juli bis Dezember %(year)s", year=one.year)


def people(one: People) -> str:
    """'27', 'unter 3', 'mindestens 24'."""
    if one.is_few:
        return _("unter 3")
    return _("mindestens %(num)s", num=one.number) if one.is_least else str(one.number)


def findings(report: Report) -> tuple[str, ...]:
    """What stands out, each in one sentence; nothing is claimed that was not counted."""
    if not report.held:
        return (_("In diesem Halbjahr gab es im Portal keine Termine für Eltern."),)
    return tuple(sentence for sentence in _sentences(report) if sentence)


def _sentences(report: Report) -> Iterator[str]:
    now, before = report.now, report.before
    what = ngettext("Ein Angebot für Eltern", "%(num)s Angebote für Eltern", now.offers)
    yield _(
        "%(what)s an %(dates)s Terminen, %(change)s.", what=what, dates=now.dates, change=change(now, before)
    )
    if now.trainings:
        yield _(
            "Davon %(trainings)s Elterntrainings mit %(teams)s festen Teams.",
            trainings=now.trainings,
            teams=now.teams,
        )
    busiest = max(report.by_district, key=lambda pair: pair[1], default=("", 0))
    if busiest[1]:
        yield _("Die meisten Termine gab es in %(district)s: %(num)s.", district=busiest[0], num=busiest[1])
    if report.districts_without:
        yield _(
            "In %(num)s von %(all)s Stadtteilen gab es kein Angebot.",
            num=len(report.districts_without),
            all=len(report.by_district),
        )
    yield _taken_up(now)
    if report.languages_without:
        yield _("Kein Angebot gab es auf %(languages)s.", languages=named(spoken(report.languages_without)))
    yield (
        ngettext(
            "Bei einem Angebot werden Kinder betreut.",
            "Bei %(num)s Angeboten werden Kinder betreut.",
            now.with_childcare,
        )
        if now.with_childcare
        else _("Bei keinem Angebot ist Kinderbetreuung eingetragen.")
    )
    if report.missed:
        yield _("Gesucht und nicht gefunden: %(words)s.", words=named([one.words for one in report.missed]))


def _taken_up(now: Sums) -> str:
    if now.placed == People(0) and now.waiting == People(0):
        return _("Über das Portal hat sich niemand angemeldet.")
    return _(
        "Angemeldet über das Portal: %(placed)s, auf einer Warteliste: %(waiting)s.",
        placed=people(now.placed),
        waiting=people(now.waiting),
    )


def change(now: Sums, before: Sums) -> str:
    """'3 mehr als im Halbjahr davor'."""
    more = now.offers - before.offers
    if not more:
        return _("so viele Angebote wie im Halbjahr davor")
    if more > 0:
        return ngettext("eins mehr als im Halbjahr davor", "%(num)s mehr als im Halbjahr davor", more)
    return ngettext("eins weniger als im Halbjahr davor", "%(num)s weniger als im Halbjahr davor", -more)


def figures(report: Report) -> tuple[Figure, ...]:
    """The numbers that are shown large, each beside that of the half year before."""
    now, before = report.now, report.before
    pairs = (
        (_("Angebote für Eltern"), str(now.offers), str(before.offers)),
        (_("Feste Elternteams"), str(now.teams), str(before.teams)),
        (_("Termine"), str(now.dates), str(before.dates)),
        (_("Plätze"), str(now.seats), str(before.seats)),
        (_("Angemeldete Personen"), people(now.placed), people(before.placed)),
        (_("Auf Wartelisten"), people(now.waiting), people(before.waiting)),
    )
    return tuple(Figure(label, number, _("davor: %(num)s", num=old)) for label, number, old in pairs)


def named(words: list[str]) -> str:
    """The first few of a list, and how many more there are."""
    shown, rest = words[:MOST_NAMED], len(words) - MOST_NAMED
    said = ", ".join(shown)
    return said if rest <= 0 else _("%(names)s und %(num)s weitere", names=said, num=rest)


def spoken(codes: tuple[str, ...]) -> list[str]:
    """Languages by their codes."""
    return [vocabulary.label(Facet.LANGUAGE, code) for code in codes]


def districts(report: Report) -> BarChart:
    """Dates by district, most first."""
    found = sorted((pair for pair in report.by_district if pair[1]), key=lambda pair: -pair[1])[:MOST_BARS]
    if report.online_dates:
        found.append((_("online"), report.online_dates))
    title = _("Am meisten in %(district)s", district=found[0][0]) if found else _("Noch keine Termine")
    measure = _("Termine nach Stadtteil, %(half_year)s", half_year=half_year(report.half_year))
    return charts.bar_chart(
        "stadtteile", title, measure, _("Stadtteil"), found, point=found[0][0] if found else ""
    )


def languages_chart(report: Report) -> BarChart:
    """Offers by language, most first."""
    found = [(vocabulary.label(Facet.LANGUAGE, code), number) for code, number in report.by_language]
    title = ngettext("Angebote in einer Sprache", "Angebote in %(num)s Sprachen", len(found))
    measure = _("Angebote nach Sprache, %(half_year)s", half_year=half_year(report.half_year))
    return charts.bar_chart(
        "sprachen", title, measure, _("Sprache"), found[:MOST_BARS], point=found[0][0] if found else ""
    )


def row(one: Held) -> HeldRow:
    """An offer of the half year as a row of the table."""
    runs = (
        ngettext("ein Team", "%(num)s Teams", one.teams)
        if one.is_training
        else ngettext("eine Durchführung", "%(num)s Durchführungen", one.teams)
    )
    dates = ngettext("ein Termin", "%(num)s Termine", one.dates)
    return HeldRow(
        title=one.title,
        institution=one.institution,
        url=addresses.offer_by_id(one.offer_id),
        runs=f"{runs}, {dates}",
        seats=str(one.seats) if one.seats is not None else _("nicht begrenzt"),
        where=where(one),
        for_whom=for_whom(one),
        placed=people(one.placed),
        waiting=people(one.waiting),
        lang=languages.of_content(),
    )


def where(one: Held) -> str:
    return ", ".join(name or _("online oder ohne Ort") for name in one.districts)


def for_whom(one: Held) -> str:
    """'Deutsch, Arabisch; mit Kinderbetreuung; 0 bis 6 Jahre'."""
    parts = [", ".join(spoken(one.languages)) or _("Sprache nicht genannt")]
    parts += [_("mit Kinderbetreuung")] if one.childcare else []
    if one.age_min is not None and one.age_max is not None:
        parts.append(_("%(first)s bis %(last)s Jahre", first=one.age_min, last=one.age_max))
    elif one.age_min is not None:
        parts.append(_("ab %(years)s Jahren", years=one.age_min))
    elif one.age_max is not None:
        parts.append(_("bis %(years)s Jahre", years=one.age_max))
    return "; ".join(parts)


def table(report: Report) -> str:
    """The offers as a file for spreadsheets, small groups not told there either, then what is missing."""
    columns = (
        "angebot", "anbieter", "elterntraining", "durchfuehrungen", "termine", "plaetze", "stadtteile", "sprachen",
        "kinderbetreuung", "alter_von", "alter_bis", "angemeldet", "warteliste",
    )  # fmt: skip
    rows: list[tuple[object, ...]] = [
        (
            one.title,
            one.institution,
            _yes_no(one.is_training),
            one.teams,
            one.dates,
            one.seats,
            where(one),
            ", ".join(spoken(one.languages)),
            _yes_no(one.childcare),
            one.age_min,
            one.age_max,
            people(one.placed),
            people(one.waiting),
        )
        for one in report.held
    ]
    rows.append(())
    rows += [(_("kein Angebot im Stadtteil"), name) for name in report.districts_without]
    rows += [(_("kein Angebot in der Sprache"), name) for name in spoken(report.languages_without)]
    rows += [(_("gesucht und nicht gefunden"), one.words, "", "", one.times) for one in report.missed]
    return csv_table.written(columns, rows)


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("ja") if value else _("nein")
