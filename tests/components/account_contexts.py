"""A context for each page template of accounts."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from wtforms import (
    BooleanField,
    EmailField,
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from portal.web.accounts import pages
from portal.web.kit import parts as p
from portal.web.public import samples

LOGINS = (("Redaktion", "redaktion@agora.example", "nur-zur-demo"),)


class AccountForm(Form):
    """Every field of the account forms, as the templates ask for them."""

    csrf_token = HiddenField()
    email = EmailField("E-Mail-Adresse")
    password = PasswordField("Passwort")
    current_password = PasswordField("Ihr jetziges Passwort")
    code = StringField("Code")
    name = StringField("Name")
    locale = RadioField("Sprache")
    remember = BooleanField("Angemeldet bleiben")

    def __init__(self) -> None:
        super().__init__()
        self.locale.choices = [("de", "Deutsch"), ("en", "English")]


class RegisterForm(Form):
    institution = StringField("Name der Einrichtung")
    kind = SelectField("Art der Einrichtung")
    summary = TextAreaField("Was bieten Sie an?")
    street = StringField("Straße und Hausnummer")
    postal_code = StringField("Postleitzahl")
    town = StringField("Ort")
    phone = StringField("Telefon")
    public_email = EmailField("E-Mail-Adresse der Einrichtung")
    web = StringField("Internetseite")
    name = StringField("Ihr Name")
    email = EmailField("Ihre E-Mail-Adresse")
    password = PasswordField("Passwort")
    may_speak = BooleanField("Ich darf sprechen.")
    website = StringField("Bitte leer lassen")
    ticket, einmal = HiddenField(), HiddenField()

    def __init__(self) -> None:
        super().__init__()
        self.kind.choices = [("", "Bitte wählen"), ("museum", "Museum")]


class AddressForm(Form):
    email = EmailField("E-Mail-Adresse")
    website = StringField("Bitte leer lassen")
    ticket = HiddenField()


def refused() -> RegisterForm:
    """A form with an error at a field and at the tick."""
    form = RegisterForm()
    form.phone.errors = ["Bitte geben Sie eine Telefonnummer ein."]
    form.may_speak.errors = ["Bitte bestätigen Sie."]
    return form


def factor(*, on: bool, required: bool) -> pages.FactorPage:
    return pages.FactorPage("12. März 2027" if on else "", "Noch 9 Ersatzcodes" if on else "", required)


HOME = pages.AccountPage(
    "Anna Beispiel",
    "anna@agora.example",
    "Anbieter",
    (
        pages.Belonging("Volkshochschule", "Leitung", "/anbieter/volkshochschule"),
        pages.Belonging("Töpferkreis", "Mitglied", note="wartet auf Freigabe"),
    ),
    (p.Link("Anbieterbereich", "/anbieterbereich/angebote"),),
    has_factor=True,
    notices=(samples.NOTICES[0],),
)
ROWS = (
    pages.SessionRow(
        "Firefox auf Windows",
        "Mo, 23. November",
        "Di, 24. November",
        True,
        False,
        "/konto/sitzungen/1/beenden",
    ),
    pages.SessionRow(
        "Safari auf iPhone", "Mo, 2. November", "Di, 3. November", False, True, "/konto/sitzungen/2/beenden"
    ),
)
FORM = pages.FormPage(
    "Passwort vergessen",
    "Wir schicken Ihnen einen Link.",
    "Link schicken",
    (pages.Input("email", "username"),),
)
OWN = pages.OwnFormPage(
    "Konto löschen",
    "Für immer.",
    "Löschen",
    (pages.Input("current_password"),),
    p.Link("Zurück", "/konto/angaben"),
    "Geht nicht.",
    True,
)

PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "anmelden": (
        "accounts/login.html",
        lambda: {"page": pages.LoginPage("Adresse oder Passwort stimmt nicht.", LOGINS), "form": AccountForm()},
    ),
    "anmelden-aufgehoben": (
        "accounts/login.html",
        lambda: {
            "page": pages.LoginPage(links=(p.Link("Neues Passwort", "/konto/passwort-vergessen"),), is_kept=True),
            "form": AccountForm(),
        },
    ),
    "konto": ("accounts/home.html", lambda: {"page": HOME}),
    "konto-frage": ("accounts/form.html", lambda: {"page": FORM, "form": AddressForm()}),
    "konto-eigenes": ("accounts/own_form.html", lambda: {"page": OWN, "form": AccountForm()}),
    "konto-nachricht": (
        "accounts/message.html",
        lambda: {"page": pages.MessagePage("Fertig", "Schauen Sie in Ihre E-Mails.", samples.ACTIONS, samples.STEPS, "Ja")},
    ),
    "registrieren": ("accounts/register.html", lambda: {"page": pages.RegisterPage(samples.STEPS), "form": refused()}),
    "einladung": (
        "accounts/join.html",
        lambda: {"page": pages.JoinPage("Einladung", "Sie sind eingeladen.", "a@b.example", True), "form": AccountForm()},
    ),
    "einladung-mit-konto": (
        "accounts/join.html",
        lambda: {"page": pages.JoinPage("Einladung", "Sie sind eingeladen.", "a@b.example", False, "Schon da."), "form": AccountForm()},
    ),
    "angaben": ("accounts/profile.html", lambda: {"page": pages.ProfilePage("a@b.example"), "form": AccountForm()}),
    "sitzungen": ("accounts/sessions.html", lambda: {"page": pages.SessionsPage(ROWS, "/konto/sitzungen/andere-beenden")}),
    "zweiter-faktor": ("accounts/factor.html", lambda: {"page": factor(on=True, required=False), "form": AccountForm()}),
    "zweiter-faktor-noetig": ("accounts/factor.html", lambda: {"page": factor(on=False, required=True), "form": AccountForm()}),
    "zweiter-faktor-einrichten": (
        "accounts/factor_setup.html",
        lambda: {
            "page": pages.SetUpPage(Markup('<svg aria-hidden="true" class="qr"></svg>'), "ABCD EFGH", "otpauth://totp/x?secret=y"),
            "form": AccountForm(),
        },
    ),
    "ersatzcodes": (
        "accounts/codes.html",
        lambda: {
            "page": pages.CodesPage(
                "Ersatzcodes", ("abcd-efgh-jkmn-pqrs",), "/konto/zweiter-faktor/codes.txt", p.Link("Weiter", "/konto/")
            )
        },
    ),
}  # fmt: skip
