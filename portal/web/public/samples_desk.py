"""Invented examples of the back office's shapes, for the pattern page and the tests of the templates."""

from dataclasses import dataclass, field

from markupsafe import Markup
from wtforms import BooleanField, FileField, Form, HiddenField, SelectField, StringField

from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangedLine, ChangeRow, ContentRow
from portal.web.kit.charts import BarChart, bar_chart
from portal.web.kit.desk import ShownEntry, ShownGroup, ShownKept
from portal.web.kit.desk_parts import CommentLine, JournalLine, QueueItem, Task

KEPT = ShownKept("Di, 24. November, 16:40 Uhr")
CHART = bar_chart(
    "m-balken",
    "Am meisten in Zoberberg",
    "Termine nach Stadtteil",
    "Stadtteil",
    (("Zoberberg", 55), ("Innenstadt Mitte", 24), ("Roßlau", 9)),
    point="Zoberberg",
)
CHANGES = (
    ChangeRow(
        "Titel",
        Markup("Computerkurs <del>für Senioren</del>"),
        Markup("Computerkurs <ins>ab\xa060: Grundlagen in kleinen Schritten</ins>"),
    ),
    ChangeRow("Preis", Markup("<del>38\xa0€</del>"), Markup("<ins>42\xa0€</ins>"), "Durchführung 1"),
    ChangeRow("Voraussetzungen", after=Markup("<ins>Keine.</ins>")),
    ChangeRow(
        "Termine",
        where="Durchführung 1",
        lines=(
            ChangedLine(
                "verlegt",
                Markup("Di, 26. Januar 2027, <del>10:00 bis 11:30 Uhr</del> <ins>13:00 bis 14:30 Uhr</ins>"),
            ),
            ChangedLine("neu", Markup("<ins>Di, 16. Februar 2027, 10:00 bis 11:30 Uhr</ins>")),
            ChangedLine("entfällt", Markup("<del>Di, 2. März 2027, 10:00 bis 11:30 Uhr</del>")),
        ),
        rest="3 Termine bleiben, wie sie sind.",
    ),
)
QUEUE = (
    QueueItem(
        "Computerkurs ab\xa060",
        "#einreichung-1",
        "course",
        "Kurs",
        ("Volkshochschule", "4 Angaben geändert: Texte, Preis, seit 2 Tagen"),
        current=True,
    ),
    QueueItem(
        "Modellflug für Anfänger",
        "#einreichung-2",
        "workshop",
        "Workshop",
        ("Technikmuseum", "neu, seit 1 Tag"),
        ("Ähnlich: „Flugmodelle bauen“", "Liegt auf einem Feiertag"),
    ),
)


class PictureSample(Form):  # type: ignore[misc]  # WTForms has no types
    """What components/picture_fields.html asks for; the real fields stand in web/kit/uploads.py."""

    shown_picture = p.Image("/static/img/mark.svg", "Das Zeichen des Portals: ein kleines a")
    picture = FileField("Bilddatei", description="JPEG, PNG oder WebP, höchstens 8 MB.")
    picture_kept = HiddenField()
    picture_alt = StringField("Was ist auf dem Bild zu sehen?")
    picture_author = StringField("Wer hat das Bild gemacht?")
    picture_licence = SelectField("Wie darf es gezeigt werden?", choices=["CC BY 4.0", "gemeinfrei"])
    picture_remove = BooleanField("Dieses Bild entfernen")


@dataclass(frozen=True, slots=True)
class DeskSamples:
    """What public/patterns_desk.html shows."""

    menu: tuple[ShownGroup, ...] = (
        ShownGroup(
            "Prüfen",
            (
                ShownEntry("Eingang", "#menue-eingang", True, 7),
                ShownEntry("Zur Kenntnis", "#menue-kenntnis", False, 2),
            ),
        ),
        ShownGroup("Pflegen", (ShownEntry("Textbausteine", "#menue-texte", False),)),
    )
    kept: ShownKept = KEPT
    chart: BarChart = CHART
    tabs: tuple[ShownEntry, ...] = (
        ShownEntry("Profil", "#reiter-profil", True),
        ShownEntry("Lernorte", "#reiter-lernorte", False),
    )
    picture_form: PictureSample = field(default_factory=PictureSample)
    tasks: tuple[Task, ...] = (
        Task(
            "7",
            "Einreichungen prüfen",
            "Die älteste wartet seit 2 Tagen.",
            p.Action("Zum Eingang", "#aufgabe-1"),
        ),
        Task("1", "Meldung beantworten", "Menschen aus der Stadt haben geschrieben."),
    )
    queue: tuple[QueueItem, ...] = QUEUE
    changes: tuple[ChangeRow, ...] = CHANGES
    content: tuple[ContentRow, ...] = (
        ContentRow("Titel", Markup("Wasser in der Stadt")),
        ContentRow("Beschreibung", Markup("<p>Ein Vortrag.</p><ul><li>mit Fragen</li></ul>")),
        ContentRow(
            "Termine",
            Markup("<ul><li>Mi, 16. Dezember 2026, 17:30 bis 19:00 Uhr</li></ul>"),
            "Durchführung 1",
        ),
    )
    comments: tuple[CommentLine, ...] = (
        CommentLine(
            "Demo Redaktion (Redaktion)",
            "2026-11-22T09:30",
            "22. November 2026, 9:30 Uhr",
            "Bitte nennen Sie noch die Termine.",
            True,
            "Begründung",
        ),
        CommentLine(
            "Demo Anbieter", "2026-11-23T14:20", "23. November 2026, 14:20 Uhr", "Kommt Ende der Woche."
        ),
    )
    journal: tuple[JournalLine, ...] = (
        JournalLine(
            "2026-11-22T09:30",
            "22. November 2026, 9:30 Uhr",
            "Zurückgegeben von Demo Redaktion",
            "Termine fehlen",
        ),
        JournalLine("2026-11-20T15:10", "20. November 2026, 15:10 Uhr", "Eingereicht von Demo Anbieter"),
    )


DESK_SAMPLES = DeskSamples()
