"""A context for each page template, built from the samples of the pattern page."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from portal.web.kit import pages as kit_pages
from portal.web.kit import parts as p
from portal.web.public import pages, samples, samples_year

from . import (
    account_contexts,
    careers_contexts,
    collection_contexts,
    digest_contexts,
    lecture_contexts,
    point_contexts,
    registration_contexts,
    town_contexts,
)
from .kitchen import macro

PROSE = Markup("<p>Ein Absatz.</p><h2>Zwischentitel</h2><ul><li>Ein Punkt</li></ul>")


def home() -> pages.HomePage:
    return pages.HomePage(
        offer_count=971,
        institution_count=86,
        examples=(p.Link("Computer", "/suche?q=Computer"), p.Link("heute Abend", "/suche?q=heute+Abend")),
        phases=samples.PHASES,
        week_label="23. bis 29. November 2026",
        week_days=(samples.DAY,),
        week_count=58,
        week_url="/suche?von=2026-11-23",
        programmes=samples.PANELS,
        kinds=samples.PatternsPage().kinds,
        guidance=samples.GUIDANCE,
    )


def many_facets(options: int = 200) -> tuple[p.FacetGroup, ...]:
    """As many groups as the address map names, with 200 options between them."""
    names = [
        "art",
        "thema",
        "phase",
        "zielgruppe",
        "stadtteil",
        "wochentag",
        "tageszeit",
        "kosten",
        "format",
        "sprache",
    ]
    each = options // len(names)
    return tuple(
        p.FacetGroup(
            name,
            name.capitalize(),
            at < 5,
            tuple(p.FacetOption(name, f"wert-{n}", f"Möglichkeit {n}", 40 - n, n == 1) for n in range(8)),
            tuple(p.FacetOption(name, f"wert-{n}", f"Möglichkeit {n}", 0) for n in range(8, each)),
            ("dates" if name == "wochentag" else "place" if name == "stadtteil" else ""),
        )
        for at, name in enumerate(names)
    )


def search() -> pages.SearchPage:
    return pages.SearchPage(
        query="Computer",
        heading="31 Angebote für „Computer“",
        total=31,
        page=2,
        pages=9,
        entries_html=Markup("").join(macro("entry", card, 2) for card in samples.CARDS * 7),
        pagination=samples.PAGES,
        groups=many_facets(),
        sorts=samples.SORTS,
        chips=samples.CHIPS,
        clear_url="/suche?q=Computer",
        also_found=(p.Link("PC", "/suche?q=PC"), p.Link("EDV", "/suche?q=EDV")),
        notices=("„montagabends“ ist keine Tageszeit. Diese Angabe wurde nicht beachtet.",),
        date_from="2026-11-23",
        place="Roßlau",
        radius_options=samples.RADII,
        hidden=(("sort", "datum"),),
        first_number=21,
        json_url="/suche.json?q=Computer",
        subscribe=samples_year.SUBSCRIBE,
    )


def zero() -> pages.ZeroPage:
    return pages.ZeroPage(
        query="Töpfan für Rentner",
        sentence="Für „Töpfan für Rentner“ am Wochenende in Roßlau gibt es gerade kein Angebot.",
        did_you_mean=p.CountedLink("Töpfern für Senioren", "/suche?q=T%C3%B6pfern", 7),
        drops=samples.COUNTED,
        guidance=samples.GUIDANCE,
        chips=samples.CHIPS,
        clear_url="/suche?q=T%C3%B6pfan",
    )


def offer(**changes: Any) -> pages.OfferPage:
    fields: dict[str, Any] = {
        "id": 412,
        "shape": "course",
        "kind": "Kurs",
        "title": "Computerkurs ab\xa060: Grundlagen in kleinen Schritten",
        "lead": "Ein- und ausschalten, schreiben, speichern, wiederfinden. Mit Zeit, ohne Fachwörter.",
        "provider": p.Link("Volkshochschule Dessau-Roßlau", "/anbieter/volkshochschule"),
        "canonical": "http://127.0.0.1/angebote/412-computerkurs",
        "report_url": "/feedback?angebot=412",
        "next_start": samples.FIRST_FACT,
        "facts": samples.FACTS,
        "actions": samples.ACTIONS,
        "description_html": PROSE,
        "plain_html": Markup("<p>Sie lernen den Computer kennen.</p>"),
        "goal": "Sie schreiben einen Brief.",
        "prerequisites": "Keine",
        "certificate": "Teilnahmebescheinigung",
        "educational_leave": "Anerkannt als Bildungsfreistellung, Nummer LSA-DEMO-2041.",
        "funding": ("Bildungsgutschein",),
        "runs": (samples.RUN, p.RunView("14. Januar bis 25. Februar 2027", status=samples.STATUSES[2])),
        "place": samples.PLACE,
        "contact": samples.CONTACT,
        "topics": (p.Link("Computer-Grundlagen", "/themen/computer-grundlagen"),),
        "confirmed_line": "Die Volkshochschule hat dieses Angebot am 17. November 2026 bestätigt.",
        "related": samples.CARDS,
        "image": samples.PICTURE,
        "json_ld": '{"@context": "https://schema.org", "@type": "Course"}',
    }
    return pages.OfferPage(**(fields | changes))


def ended_offer() -> pages.OfferPage:
    return offer(
        ended=True,
        state_notice=samples.NOTICES[2],
        next_start=p.Fact("Termine", "Zurzeit kein Termin"),
        actions=(),
        runs=(),
        related=(),
        alternatives=(
            p.CardGroup("Als Nächstes bei der Volkshochschule", samples.CARDS, p.Link("Alle", "/suche")),
        ),
    )


def bare_offer() -> pages.OfferPage:
    """Only what every offer has: no text, no place, no date."""
    return pages.OfferPage(
        1,
        "course",
        "Kurs",
        "Titel",
        "",
        p.Link("Verein", "/anbieter/verein"),
        "http://127.0.0.1/angebote/1-titel",
        "/feedback?angebot=1",
        p.Fact("Termine", "Zurzeit kein Termin"),
    )


def institution() -> pages.InstitutionPage:
    return pages.InstitutionPage(
        name="Volkshochschule Dessau-Roßlau",
        kind_line="Anbieter, Volkshochschule",
        lead="Kurse für alle, vom ersten Wort Deutsch bis zum Schulabschluss.",
        canonical="http://127.0.0.1/anbieter/volkshochschule",
        report_url="/feedback",
        total=214,
        all_url="/suche?anbieter=volkshochschule",
        lead_fact=p.Fact("Geöffnet", "Montag bis Donnerstag, 9 bis 16 Uhr"),
        facts=samples.FACTS,
        topics=samples.COUNTED,
        entries=samples.CARDS,
        places=(samples.PLACE, samples.PLACE),
        about_html=PROSE,
        confirmed_line="Die Volkshochschule hat diese Seite am 17. November 2026 bestätigt.",
    )


def life_phase() -> pages.LifePhasePage:
    return pages.LifePhasePage(
        "Ausbildung und Studium",
        "ab 16 Jahren",
        (p.Question("Wie geht es nach der Schule weiter?", "/uebergaenge/schule-beruf"),),
        118,
        "/suche?phase=x",
        samples.CARDS,
        samples.COUNTED,
        samples.PHASES,
    )


def text(*, plain: bool = False) -> pages.TextPage:
    return pages.TextPage("Über das Portal", PROSE, "22. November 2026", "Wie wir arbeiten.", plain)


CRUMBS = {"breadcrumb": (p.Crumb("Angebote", "/suche"), p.Crumb("Hier"))}

PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "start": ("public/home.html", lambda: {"page": home()}),
    "suche": ("public/search.html", lambda: {"page": search()}),
    "suche-leer": ("public/zero.html", lambda: {"page": zero()}),
    "angebot": ("public/offer.html", lambda: {"page": offer(), **CRUMBS}),
    "angebot-vorbei": ("public/offer.html", lambda: {"page": ended_offer(), **CRUMBS}),
    "angebot-karg": ("public/offer.html", lambda: {"page": bare_offer()}),
    "anbieter-liste": (
        "public/institutions.html",
        lambda: {
            "page": pages.InstitutionsPage(
                86, tuple(p.LetterGroup(letter, (samples.PROVIDER,) * 2) for letter in "AHKV")
            ),
            **CRUMBS,
        },
    ),
    "anbieter": ("public/institution.html", lambda: {"page": institution(), **CRUMBS}),
    "themen": ("public/topics.html", lambda: {"page": pages.TopicsPage((samples.TOPIC,) * 5), **CRUMBS}),
    "thema": (
        "public/topic.html",
        lambda: {
            "page": pages.TopicPage(
                "Englisch",
                "Vom ersten Wort bis C1.",
                14,
                "/suche?thema=englisch",
                samples.CARDS,
                samples.COUNTED,
                p.Link("Sprachen", "/themen/sprachen"),
            ),
            **CRUMBS,
        },
    ),
    "thema-leer": ("public/topic.html", lambda: {"page": pages.TopicPage("Spanisch", "", 0, "/suche", ())}),
    "lebensphasen": (
        "public/life_phases.html",
        lambda: {"page": pages.LifePhasesPage(samples.PHASES), **CRUMBS},
    ),
    "lebensphase": ("public/life_phase.html", lambda: {"page": life_phase(), **CRUMBS}),
    **registration_contexts.PAGES,
    **careers_contexts.PAGES,
    **collection_contexts.PAGES,
    **digest_contexts.PAGES,
    **lecture_contexts.PAGES,
    **point_contexts.PAGES,
    **town_contexts.PAGES,
    "text": ("public/text.html", lambda: {"page": text(), **CRUMBS}),
    "leichte-sprache": ("public/text.html", lambda: {"page": text(plain=True)}),
    "barrierefreiheit": (
        "public/accessibility.html",
        lambda: {
            "page": pages.AccessibilityPage("Erklärung zur Barrierefreiheit", PROSE, "22. November 2026"),
            "form": samples.sample_form(),
        },
    ),
    "feedback": (
        "public/feedback.html",
        lambda: {
            "page": pages.FeedbackPage(about=p.Link("Computerkurs ab 60", "/angebote/412")),
            "form": samples.sample_form(),
        },
    ),
    "feedback-danke": (
        "public/feedback.html",
        lambda: {"page": pages.FeedbackPage(sent=True), "form": samples.SampleForm()},
    ),
    "muster": (
        "public/patterns.html",
        lambda: {"page": samples.PatternsPage(), "form": samples.sample_form(), **CRUMBS},
    ),
    **account_contexts.PAGES,
    "fehler-404": (
        "errors/error.html",
        lambda: {
            "page": kit_pages.ErrorPage(
                404, "Diese Seite gibt es nicht", "Vielleicht ist die Adresse alt.", "a1b2"
            )
        },
    ),
    "fehler-410": (
        "errors/gone.html",
        lambda: {
            "page": pages.GonePage(
                "Dieses Angebot gibt es nicht mehr",
                "Der Anbieter hat es zurückgezogen.",
                samples.CARDS,
                "/suche",
            )
        },
    ),
    "fehler-500": (
        "errors/broken.html",
        lambda: {
            "page": kit_pages.ErrorPage(
                500, "Hier ist etwas kaputt", "Wir wissen davon und kümmern uns darum.", "a1b2"
            )
        },
    ),
}
