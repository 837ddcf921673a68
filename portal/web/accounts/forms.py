"""The login form."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired, Length

from portal import text


class LoginForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Address and password; the answer never says which of the two was wrong."""

    email = EmailField(
        lazy_gettext("E-Mail-Adresse"),
        validators=[DataRequired(lazy_gettext("Bitte geben Sie Ihre E-Mail-Adresse ein.")), Length(max=254)],
        filters=[lambda typed: text.clean(typed) if typed else typed],  # shown again, unlike the password
    )
    password = PasswordField(
        lazy_gettext("Passwort"),
        validators=[DataRequired(lazy_gettext("Bitte geben Sie Ihr Passwort ein.")), Length(max=200)],
    )
