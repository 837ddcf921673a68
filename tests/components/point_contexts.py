"""Contexts for the pages about B-Punkte and seals."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from wtforms import EmailField, Form, HiddenField, SelectField, StringField, TelField, TextAreaField

from portal.web.guidance import pages_points as pages
from portal.web.kit import parts as p
from portal.web.kit.pages import Words
from portal.web.kit.point_parts import OtherDays
from portal.web.public import samples, samples_points

CRUMBS = {"breadcrumb": (p.Crumb("B-Punkte: Beratung"),)}
CHOICES = (p.Choice("de", "Deutsch", True), p.Choice("uk", "Ukrainisch"))
PHONE = ("0340 0000-100", "tel:+493400000100")


class AskForm(Form):  # type: ignore[misc]  # WTForms has no types
    """As portal/web/guidance/forms_appointment.py has it, with words of its own."""

    name = StringField("Ihr Name")
    email = EmailField("Ihre E-Mail-Adresse", description="Oder eine Telefonnummer.")
    phone = TelField("Ihre Telefonnummer")
    focus = SelectField("Worum geht es?")
    language = SelectField("Sprache")
    wish = TextAreaField("Wann passt es Ihnen?")
    ticket = HiddenField()
    website = StringField("Bitte leer lassen")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.focus.choices = [("", "Das weiß ich noch nicht")]
        self.language.choices = [("", "Egal")]


def failed() -> AskForm:
    """After a refused attempt."""
    form = AskForm(data={"name": "Ida"})
    form.email.errors = ["Bitte nennen Sie eine Adresse oder eine Telefonnummer."]
    return form


def finder() -> pages.PointsPage:
    return pages.PointsPage(
        points=(samples_points.POINT,),
        heading="Was am besten passt",
        focuses=CHOICES,
        districts=CHOICES,
        languages=CHOICES,
        is_open=True,
        is_exact=False,
        all_url="/b-punkte",
        sketch=samples_points.SKETCH,
        notices=("Den Wert „xx“ bei „Sprache“ kennen wir nicht.",),
        phone=PHONE[0],
        phone_link=PHONE[1],
        phone_hours="Montag bis Freitag, 9 bis 16 Uhr",
    )


def point() -> pages.PointPage:
    return pages.PointPage(
        name="B-Punkt Mauerstraße",
        focus=Words("Beruf, Wiedereinstieg, Zuschüsse"),
        canonical="https://agora.example/b-punkte/mauerstrasse",
        state=p.Fact("Jetzt", "", status=samples_points.POINT.status),
        facts=samples.FACTS,
        week=(("Montag und Dienstag", "9 bis 15 Uhr"),),
        exceptions=(
            OtherDays("Freitag, 25. Dezember", "geschlossen", Words("Erster Weihnachtstag")),
            OtherDays("Montag, 28. Dezember", "geschlossen", Words("Umzug", "de")),
        ),
        hours_note=Words("Freitag nach Absprache", "de"),
        about_html=Markup("<p>Ein Absatz.</p>"),
        topics=(p.Link("Schule", "/b-punkte?schwerpunkt=schule"),),
        place=samples.PLACE,
        seals=samples_points.SEALS,
        entries=samples.CARDS,
        all_url="/suche?stadtteil=sued",
        all_label="Alle Angebote in: Süd",
        appointment_url="/b-punkte/mauerstrasse/termin",
    )


def ask() -> pages.AppointmentPage:
    return pages.AppointmentPage(
        "B-Punkt Mauerstraße", "/b-punkte/mauerstrasse", "/b-punkte/mauerstrasse/termin", (Words("Montag 9 bis 15 Uhr"), Words("Freitag nach Absprache", "de")), *PHONE, (14, 60)
    )  # fmt: skip


def seals() -> pages.SealsPage:
    bearers = (
        (p.Link("Volkshochschule", "/anbieter/volkshochschule"), "Anbieter, gültig bis 31. März 2027"),
    )
    about = Markup("<p>Mehr dazu.</p>")
    return pages.SealsPage(
        (
            pages.SealEntry(
                "a", "Muster-Siegel", "Prüfstelle", "Alles.", about, "https://p.example", bearers
            ),
            pages.SealEntry("b", "Noch eins", "Prüfstelle", "Nichts.", Markup(""), "", ()),
        )
    )


PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "b-punkte": ("guidance/points.html", lambda: {"page": finder(), **CRUMBS}),
    "b-punkt": ("guidance/point.html", lambda: {"page": point(), **CRUMBS}),
    "termin": ("guidance/appointment.html", lambda: {"page": ask(), "form": AskForm(), **CRUMBS}),
    "termin-fehler": ("guidance/appointment.html", lambda: {"page": ask(), "form": failed(), **CRUMBS}),
    "termin-danke": (
        "guidance/appointment_sent.html",
        lambda: {"page": pages.AppointmentSentPage("B-Punkt Süd", "/b-punkte/sued", *PHONE), **CRUMBS},
    ),
    "siegel": ("guidance/seals.html", lambda: {"page": seals(), **CRUMBS}),
}
