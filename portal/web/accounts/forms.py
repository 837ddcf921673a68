"""The forms of accounts. What is secret never comes back into a form, everything else does."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from portal import text
from portal.accounts.passwords import MAX_LENGTH
from portal.accounts.registration import Application
from portal.vocabulary.people import INSTITUTION_KIND_LABELS, InstitutionKind
from portal.web.kit import languages
from portal.web.kit.fields import DeskForm, Tick, WebField, in_one_line, without_controls
from portal.web.kit.robots import ForPeople, opened
from portal.web.kit.words import gettext as _

INCOMPLETE = lazy_gettext("Diese Adresse ist unvollständig. Ein Beispiel: name@example.org")
PASSWORD_HINT = lazy_gettext("Mindestens 10 Zeichen. Gut sind mehrere Wörter hintereinander.")


def address(label: Any, *, description: Any = "", missing: Any = None) -> EmailField:
    """A mail address, looked at for its form only."""
    return EmailField(
        label,
        description=description,
        validators=[
            DataRequired(missing or lazy_gettext("Bitte geben Sie Ihre E-Mail-Adresse ein.")),
            Length(max=254, message=INCOMPLETE),
            Email(message=INCOMPLETE),
        ],
        filters=[in_one_line],
    )


def new_password(label: Any) -> PasswordField:
    """A password to choose; whether it is a good one is the room's question."""
    return PasswordField(
        label,
        description=PASSWORD_HINT,
        validators=[
            InputRequired(lazy_gettext("Bitte wählen Sie ein Passwort.")),
            Length(max=MAX_LENGTH, message=lazy_gettext("Das Passwort darf höchstens 200 Zeichen haben.")),
        ],
        render_kw={"data-reveal": ""},
    )


def line(label: Any, most: int, missing: Any = None, *, description: Any = "") -> StringField:
    """One line of text, needed where `missing` says what to do."""
    first = DataRequired(missing) if missing else Optional()
    too_long = Length(
        max=most, message=lazy_gettext("Bitte kürzen Sie die Angabe auf höchstens %(max)d Zeichen.")
    )
    return StringField(label, description=description, validators=[first, too_long], filters=[in_one_line])


def present_password() -> PasswordField:
    return PasswordField(
        lazy_gettext("Ihr jetziges Passwort"),
        validators=[
            InputRequired(lazy_gettext("Bitte geben Sie Ihr jetziges Passwort ein.")),
            Length(max=MAX_LENGTH, message=lazy_gettext("Das ist nicht Ihr jetziges Passwort.")),
        ],
    )


class LoginForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Address and password; the answer never says which of the two was wrong."""

    email = EmailField(
        lazy_gettext("E-Mail-Adresse"),
        validators=[DataRequired(lazy_gettext("Bitte geben Sie Ihre E-Mail-Adresse ein.")), Length(max=254)],
        filters=[lambda typed: text.clean(typed) if typed else typed],  # shown again, unlike the password
    )
    password = PasswordField(
        lazy_gettext("Passwort"),
        validators=[DataRequired(lazy_gettext("Bitte geben Sie Ihr Passwort ein.")), Length(max=MAX_LENGTH)],
    )
    remember = Tick(lazy_gettext("Auf diesem Gerät 60 Tage angemeldet bleiben"))


class CodeForm(DeskForm):
    """The second step: six figures from the app, or a recovery code."""

    code = StringField(
        lazy_gettext("Code"),
        validators=[DataRequired(lazy_gettext("Bitte geben Sie den Code ein.")), Length(max=60)],
        filters=[in_one_line],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


class AddressForm(ForPeople, Form):  # type: ignore[misc]  # WTForms has no types
    """Somebody's address, to send a link to."""

    email = address(lazy_gettext("E-Mail-Adresse"))


def blank_address_form() -> AddressForm:
    return AddressForm(**opened())


class NewPasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    password = new_password(lazy_gettext("Neues Passwort"))


class JoinForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Somebody who is invited and has no account yet."""

    name = line(lazy_gettext("Ihr Name"), 200, lazy_gettext("Bitte geben Sie Ihren Namen ein."))
    password = new_password(lazy_gettext("Passwort"))


class ProfileForm(DeskForm):
    """Name, and the language of letters."""

    name = line(
        lazy_gettext("Name"),
        200,
        lazy_gettext("Bitte geben Sie Ihren Namen ein."),
        description=lazy_gettext("So sehen Sie die Redaktion und die anderen bei Ihrem Anbieter."),
    )
    locale = RadioField(
        lazy_gettext("Sprache unserer E-Mails an Sie"),
        validators=[InputRequired(lazy_gettext("Bitte wählen Sie eine Sprache."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locale.choices = [(code, languages.LANGUAGE_NAMES[code]) for code in languages.LOCALES]


class PasswordForm(DeskForm):
    current_password = present_password()
    new_password = new_password(lazy_gettext("Neues Passwort"))


class NewAddressForm(DeskForm):
    email = address(
        lazy_gettext("Neue E-Mail-Adresse"),
        description=lazy_gettext(
            "Dorthin schicken wir einen Link. Erst wenn Sie ihn öffnen, gilt die neue Adresse."
        ),
        missing=lazy_gettext("Bitte geben Sie Ihre neue E-Mail-Adresse ein."),
    )
    current_password = present_password()


class ProofForm(DeskForm):
    """Before something that protects the account changes: is it you?"""

    current_password = present_password()


class RegisterForm(ForPeople, Form):  # type: ignore[misc]  # WTForms has no types
    """An institution and its first member. `einmal` leads a second click to what the first one made."""

    institution = line(
        lazy_gettext("Name der Einrichtung"),
        300,
        lazy_gettext("Bitte geben Sie den Namen Ihrer Einrichtung ein."),
        description=lazy_gettext("So, wie man Sie in der Stadt kennt. Zum Beispiel: Töpferverein Roßlau"),
    )
    kind = SelectField(
        lazy_gettext("Art der Einrichtung"),
        validators=[InputRequired(lazy_gettext("Bitte wählen Sie, was für eine Einrichtung Sie sind."))],
    )
    summary = TextAreaField(
        lazy_gettext("Was bieten Sie an?"),
        description=lazy_gettext(
            "Zwei oder drei Sätze. Nach der Freigabe stehen sie auf Ihrer Seite im Portal."
        ),
        validators=[
            DataRequired(lazy_gettext("Bitte schreiben Sie in zwei oder drei Sätzen, was Sie anbieten.")),
            Length(max=600, message=lazy_gettext("Bitte kürzen Sie den Text auf höchstens %(max)d Zeichen.")),
        ],
        filters=[without_controls],
    )
    street = line(
        lazy_gettext("Straße und Hausnummer"), 200, lazy_gettext("Bitte geben Sie Straße und Hausnummer ein.")
    )
    postal_code = line(
        lazy_gettext("Postleitzahl"), 10, lazy_gettext("Bitte geben Sie die Postleitzahl ein.")
    )
    town = line(lazy_gettext("Ort"), 120, lazy_gettext("Bitte geben Sie den Ort ein."))
    phone = line(
        lazy_gettext("Telefon"),
        60,
        lazy_gettext("Bitte geben Sie eine Telefonnummer ein."),
        description=lazy_gettext("Für alle sichtbar, und für Rückfragen der Redaktion."),
    )
    public_email = EmailField(
        lazy_gettext("E-Mail-Adresse der Einrichtung"),
        description=lazy_gettext("Für alle sichtbar."),
        validators=[Optional(), Length(max=254, message=INCOMPLETE), Email(message=INCOMPLETE)],
        filters=[in_one_line],
    )
    web = WebField(lazy_gettext("Internetseite"), validators=[Optional()])
    name = line(lazy_gettext("Ihr Name"), 200, lazy_gettext("Bitte geben Sie Ihren Namen ein."))
    email = address(
        lazy_gettext("Ihre E-Mail-Adresse"),
        description=lazy_gettext("Damit melden Sie sich an. Sie wird nicht veröffentlicht."),
    )
    password = new_password(lazy_gettext("Passwort"))
    may_speak = Tick(
        lazy_gettext(
            "Ich darf für diese Einrichtung sprechen und habe die Hinweise zum Datenschutz gelesen."
        ),
        validators=[
            InputRequired(lazy_gettext("Bitte bestätigen Sie, dass Sie für die Einrichtung sprechen dürfen."))
        ],
    )
    einmal = HiddenField(filters=[in_one_line])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = sorted(
            ((kind.value, _(INSTITUTION_KIND_LABELS[kind])) for kind in InstitutionKind), key=_label
        )
        self.kind.choices = [("", _("Bitte wählen")), *labels]

    def application(self) -> Application:
        """What was typed, once it is valid."""
        return Application(
            institution=self.institution.data,
            kind=InstitutionKind(self.kind.data),
            summary=self.summary.data,
            street=self.street.data,
            postal_code=self.postal_code.data,
            town=self.town.data,
            phone=self.phone.data,
            website=self.web.data,
            public_email=self.public_email.data or "",
            name=self.name.data,
            email=self.email.data,
            password=self.password.data,
            locale=languages.current(),
        )


def _label(choice: tuple[str, str]) -> str:
    return choice[1].casefold()
