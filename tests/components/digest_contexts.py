"""Contexts for the pages about mail digests."""

from collections.abc import Callable
from typing import Any

from wtforms import EmailField, Form, HiddenField, RadioField, StringField

from portal.web.kit import parts as p
from portal.web.public.pages_digest import (
    DigestConfirmPage,
    DigestFormPage,
    DigestManagePage,
    DigestSaidPage,
)


class OftenForm(Form):  # type: ignore[misc]  # WTForms has no types
    """As portal/web/public/forms_digest.py has it, with words of its own."""

    rhythm = RadioField("Wie oft?")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.rhythm.choices = [("taeglich", "jeden Tag"), ("woechentlich", "einmal in der Woche")]


class AskForm(OftenForm):
    """The same with an address."""

    email = EmailField("Ihre E-Mail-Adresse")
    ticket = HiddenField()
    website = StringField("Bitte leer lassen")


def failed() -> AskForm:
    """After a refused attempt."""
    form = AskForm(data={"email": "lina", "rhythm": "taeglich"})
    form.email.errors = ["Diese Adresse ist unvollständig."]
    return form


PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "abo": (
        "public/digest_form.html",
        lambda: {
            "page": DigestFormPage(
                ("Deutsch", "Roßlau"),
                "/suche/abo?q=Deutsch",
                "/suche?q=Deutsch",
                (p.Notice("Den Wert „x“ kennen wir nicht."),),
            ),
            "form": failed(),
        },
    ),
    "abo-bestaetigen": (
        "public/digest_confirm.html",
        lambda: {"page": DigestConfirmPage("Deutsch · Roßlau", "jeden Tag", "/abo/k/bestaetigen")},
    ),
    "abo-abbestellen": (
        "public/digest_manage.html",
        lambda: {
            "page": DigestManagePage(
                "lina@leser.example",
                "Deutsch · Roßlau",
                "/suche?q=Deutsch",
                "23. November 2026",
                "/abo/k/rhythmus",
                "/abo/k/abbestellen",
                (p.Notice("Gespeichert", "", "ok"),),
            ),
            "form": OftenForm(data={"rhythm": "taeglich"}),
        },
    ),
    "abo-gefragt": (
        "public/digest_said.html",
        lambda: {
            "page": DigestSaidPage(
                "Bitte sehen Sie in Ihr E-Mail-Postfach",
                "Wir haben Ihnen eine E-Mail geschickt.",
                (p.Action("Zurück zur Suche", "/suche", primary=True),),
            )
        },
    ),
}
