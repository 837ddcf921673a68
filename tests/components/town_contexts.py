"""Contexts for the pages about the town's bodies and about what its people miss."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from wtforms import EmailField, Form, HiddenField, RadioField, SelectField, StringField, TextAreaField

from portal.web.guidance.pages_bodies import (
    BodiesPage,
    BodyBranch,
    BodyEntry,
    BodyPage,
    DocumentLine,
    MeetingLine,
    NamedLink,
    StepLine,
)
from portal.web.kit import parts as p
from portal.web.kit.pages import Words
from portal.web.public import samples
from portal.web.public.pages_ideas import AlikePage, IdeaFormPage, IdeaPage, IdeaRow, IdeaSaidPage, IdeasPage

CONFERENCE = BodyEntry(
    "konferenz",
    Words("Education conference"),
    "/wer-macht-was/konferenz",
    "Konferenz",
    Words("Sieben Ämter planen.", "de"),
    tasks=(Words("Planen", "de"), Words("Fragen", "de")),
    members=(Words("Jugendamt"),),
    above=NamedLink(Words("Dezernat V", "de"), "/wer-macht-was/dezernat"),
    link=Words("berichtet", "de"),
    rhythm=Words("twice a year"),
    meetings=(
        MeetingLine("2026-12-01T10:00", "Dienstag, 1. Dezember 2026, 10:00 Uhr", "Rathaus", "Bericht", "de"),
    ),
    documents=(
        DocumentLine("Protokoll", "https://stadt.example/p.pdf", "stadt.example", "2. November 2026"),
    ),
)
OFFICE = BodyEntry(
    "jugendamt", Words("Jugendamt"), "/wer-macht-was/jugendamt", "Amt", Words("Hilft."), link=Words("frei")
)


def bodies() -> BodiesPage:
    below = BodyBranch(OFFICE.name, OFFICE.url, OFFICE.kind)
    return BodiesPage(
        (BodyBranch(CONFERENCE.name, CONFERENCE.url, CONFERENCE.kind, (below,)),), (CONFERENCE, OFFICE)
    )


def body() -> BodyPage:
    return BodyPage(
        CONFERENCE,
        below=(NamedLink(OFFICE.name, OFFICE.url),),
        steps=(
            StepLine(Words("Kita"), Words("Anmelden"), "/uebergaenge/kita"),
            StepLine(Words("A"), Words("B")),
        ),
        topics=(p.Link("Familie", "/themen/familie"),),
        plain_html=Markup("<p>Kurz gesagt.</p>"),
        plain_lang="de",
        contact=samples.CONTACT,
    )


def ideas() -> IdeasPage:
    row = IdeaRow(
        "Imkern",
        "/mitmachen/1",
        ("Es fehlt: ein Angebot",),
        "9 Personen",
        samples.STATUSES[0],
        "Ein Jahr.",
        "de",
    )
    return IdeasPage(
        "2 Vorschläge", (row,), samples.SORTS, samples.SORTS, samples.PAGES, "/mitmachen/vorschlagen", samples.NOTICES[:1]
    )  # fmt: skip


def idea() -> IdeaPage:
    return IdeaPage(
        "Imkern",
        Markup("<p>Ein Jahr lang.</p>"),
        ("Es fehlt: ein Angebot", "Roßlau"),
        samples.STATUSES[0],
        "9 Personen",
        "/mitmachen/1/unterstuetzen",
        "schein",
        answer_html=Markup("<p>Kommt im Mai.</p>"),
        answered="2. November 2026",
        offer=p.Link("Imkern für alle", "/angebote/1"),
        notice=samples.NOTICES[0],
    )


class IdeaSample(Form):
    """The fields of the form, one of them in error."""

    kind = RadioField("Was fehlt?", choices=["Angebot", "Thema"])
    title = StringField("In wenigen Worten")
    text = TextAreaField("Genauer")
    district = SelectField("In welchem Stadtteil?", choices=["Süd", "Alten"])
    email = EmailField("Ihre E-Mail-Adresse")
    website = StringField("Bitte leer lassen")
    ticket, seen = HiddenField(), HiddenField()


def refused() -> dict[str, Any]:
    form = IdeaSample(data={"title": "Imkern", "seen": "1"})
    form.kind.errors = ["Bitte wählen Sie, was fehlt."]
    alike = AlikePage((p.CountedLink("Bienen", "/mitmachen/2", 1),), (p.Link("Imkern, VHS", "/angebote/1"),))
    return {"page": IdeaFormPage("/mitmachen/vorschlagen", alike), "form": form}


PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "wer-macht-was": ("guidance/bodies.html", lambda: {"page": bodies()}),
    "wer-macht-was-leer": ("guidance/bodies.html", lambda: {"page": BodiesPage((), ())}),
    "stelle": ("guidance/body.html", lambda: {"page": body()}),
    "vorschlaege": ("public/ideas.html", lambda: {"page": ideas()}),
    "vorschlag": ("public/idea.html", lambda: {"page": idea()}),
    "vorschlagen": (
        "public/idea_form.html",
        lambda: {"page": IdeaFormPage("/mitmachen/vorschlagen"), "form": IdeaSample()},
    ),
    "vorschlagen-aehnlich": ("public/idea_form.html", refused),
    "vorgeschlagen": ("public/idea_said.html", lambda: {"page": IdeaSaidPage("/mitmachen")}),
}
