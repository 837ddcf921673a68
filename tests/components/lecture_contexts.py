"""Contexts for the page of the Seniorenuniversität: a whole semester, one on a topic, and none at all."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.programmes.seniors_pages import Chosen, CompactBlock, Month, SemesterLink, SeniorsPage
from portal.web.public import samples
from portal.web.public.samples_lectures import LECTURES

CRUMBS = {"breadcrumb": (p.Crumb("Seniorenuniversität"),)}
PAGE = SeniorsPage(
    title="Senioren\xaduniversität",
    lead="Neugier hat kein Alter. Hochschule, Museen und Ämter öffnen ihre Säle.",
    steps=samples.STEPS,
    notices=("Das Semester „x“ kennen wir nicht.",),
    chosen=Chosen(
        "Wintersemester 2026/27",
        "",
        "1. Oktober 2026 bis 31. März 2027",
        ("14 Veranstaltungen", "9 Termine kommen noch"),
        Markup("<p>Willkommen.</p>"),
    ),
    semesters=(SemesterLink("Winter", "", "#w", True), SemesterLink("Sommer", "", "#s", False)),
    topics=samples.COUNTED,
    weeks=(LECTURES,),
    months=(Month("Januar 2027", 2, (LECTURES,)),),
    past=LECTURES.rows,
    compact=(
        CompactBlock("Frühlingsuniversität 2027", "Klima", "18. bis 21. März 2027", "", "#f", False),
        CompactBlock("Herbstuniversität 2026", "Wandel", "23. bis 27. November", "Bauhaus", "#h", True),
    ),
    partners=(p.Link("Hochschule Anhalt", "/anbieter/hochschule-anhalt"),),
    all_url="/suche?programm=seniorenuniversitaet",
    all_calendar_url="/seniorenuniversitaet.ics",
    booklet_url="#programmheft",
    civic_url="/seniorenuniversitaet/taetigkeitsfelder",
    guidance=samples.GUIDANCE[0],
)


def on_a_topic() -> SeniorsPage:
    assert PAGE.chosen
    chosen = replace(PAGE.chosen, topic="Musik", show_all_url="#alle", kicker="Herbstuniversität 2026")
    return replace(PAGE, chosen=chosen, notices=(), months=(), past=(), compact=PAGE.compact[:1])


def without_semester() -> SeniorsPage:
    return replace(
        PAGE, chosen=None, semesters=(), topics=(), weeks=(), months=(), past=(), compact=(), partners=()
    )


PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "seniorenuniversitaet": ("programmes/seniors.html", lambda: {"page": PAGE, **CRUMBS}),
    "seniorenuniversitaet-thema": ("programmes/seniors.html", lambda: {"page": on_a_topic(), **CRUMBS}),
    "seniorenuniversitaet-leer": ("programmes/seniors.html", lambda: {"page": without_semester(), **CRUMBS}),
}
