"""Contexts of the Jahres-Berufswahl-Kalender: as year, as list, and with nothing in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from portal.web.careers import pages as careers_pages
from portal.web.careers import pages_checklist
from portal.web.kit import parts as p
from portal.web.public import samples, samples_year

from .kitchen import macro


def calendar(**changes: Any) -> careers_pages.CalendarPage:
    rows = Markup("").join(macro("year_entry", row) for row in samples_year.YEAR_SAMPLES.rows)
    fields: dict[str, Any] = {
        "year": "2026/27",
        "title": "Berufswahl\xadkalender 2026/27",
        "lead": "Das ganze Schuljahr auf einen Blick.",
        "years": (p.SortLink("2025/26", "?schuljahr=2025-26"), p.SortLink("2026/27", "?", True)),
        "picks": samples_year.PICKS,
        "shown": samples_year.SHOWN,
        "hidden": (("schuljahr", "2026-27"),),
        "chips": samples.CHIPS,
        "clear_url": "?alle=1",
        "notices": ("Den Wert „77“ bei „Klasse“ kennen wir nicht. Wir haben ihn weggelassen.",),
        "filters": "Klasse 9",
        "total": 4,
        "views": (p.SortLink("Jahr", "?", True), p.SortLink("Liste", "?ansicht=liste")),
        "is_list": False,
        "next_html": macro("year_entry", samples_year.DEADLINE),
        "band": samples_year.BAND,
        "past_months": (replace(samples_year.EMPTY_MONTH, anchor="m-2026-08"),),
        "months": (replace(samples_year.MONTH, rows_html=rows), samples_year.EMPTY_MONTH),
        "poster_url": "?format=a3",
        "handout_url": "?handzettel",
        "report_url": "/feedback",
        "printed_on": "23. November 2026",
        "address": "https://bildung.stadt.example/berufswahlkalender?klasse=9",
    }
    return careers_pages.CalendarPage(**(fields | changes))


def checklist(**changes: Any) -> pages_checklist.ChecklistPage:
    fields: dict[str, Any] = {
        "title": "Klasse 8: was jetzt dran ist",
        "lead": "Was in diesem Monat ansteht und was danach kommt.",
        "grade": "8",
        "grades": (p.SortLink("7", "/berufswahlkalender/klasse/7"), p.SortLink("8", "?", True)),
        "forms": (p.Choice("gymnasium", "Gymnasium"),),
        "chosen": "",
        "all_forms_url": "/berufswahlkalender/klasse/8",
        "groups": (
            pages_checklist.TaskGroup(
                "jetzt",
                "Im November",
                "Das ist jetzt dran.",
                (
                    pages_checklist.TaskLine(
                        "Praktikum suchen", "November", "Zwei Wochen im Frühling.", "/suche", "7 Termine"
                    ),
                ),
                is_now=True,
            ),
        ),
        "dates_html": macro("year_entry", samples_year.EVENT),
        "calendar_url": "/berufswahlkalender?klasse=8",
        "guidance": samples.GUIDANCE,
        "printed_on": "23. November 2026",
        "address": "https://bildung.stadt.example/berufswahlkalender/klasse/8",
        "notices": ("Den Wert „xy“ bei „Schulform“ kennen wir nicht. Wir haben ihn weggelassen.",),
    }
    return pages_checklist.ChecklistPage(**(fields | changes))


def checklists() -> pages_checklist.ChecklistsPage:
    row = pages_checklist.ClassRow("Klasse 8", "/berufswahlkalender/klasse/8", 4, ("Praktikum suchen",))
    return pages_checklist.ChecklistsPage(
        "November", (row, replace(row, count=0, now=())), "/berufswahlkalender"
    )


PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "berufswahlkalender": (
        "careers/calendar.html",
        lambda: {"page": calendar(), "breadcrumb": (p.Crumb("Berufswahlkalender"),)},
    ),
    "checkliste": ("careers/checklist.html", lambda: {"page": checklist(), "breadcrumb": ()}),
    "checkliste-leer": (
        "careers/checklist.html",
        lambda: {
            "page": checklist(groups=(), dates_html=p.NOTHING, guidance=(), notices=(), chosen="Gymnasium"),
            "breadcrumb": (),
        },
    ),
    "checklisten": ("careers/checklists.html", lambda: {"page": checklists(), "breadcrumb": ()}),
    "berufswahlkalender-liste": (
        "careers/calendar.html",
        lambda: {
            "page": calendar(
                is_list=True,
                band=None,
                past_months=(),
                past_count=3,
                past_url="?vergangene=1",
                running_html=macro("year_entry", samples_year.WINDOW),
                months=(
                    replace(samples_year.EMPTY_MONTH, rows_html=macro("year_entry", samples_year.EVENT)),
                ),
            )
        },
    ),
    "berufswahlkalender-leer": (
        "careers/calendar.html",
        lambda: {
            "page": calendar(
                total=0,
                band=None,
                past_months=(),
                months=(),
                next_html=p.NOTHING,
                drops=samples.COUNTED,
                poster_url="",
                handout_url="",
            )
        },
    ),
}
