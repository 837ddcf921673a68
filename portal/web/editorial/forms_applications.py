"""The forms of a decision about an institution: what is to happen, and a new name."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError

from portal.vocabulary.labels import N_
from portal.vocabulary.people import Standing
from portal.web.kit.fields import DeskForm, in_one_line, without_controls
from portal.web.kit.words import gettext as _

APPROVE, ASK, REFUSE = "freigeben", "fragen", "ablehnen"
TRUST, DISTRUST, SUSPEND, RESUME = "vertrauen", "ansehen", "sperren", "entsperren"
POSSIBLE: Mapping[Standing, Mapping[str, str]] = {
    Standing.APPLIED: {
        APPROVE: N_("Freigeben: Profil und Angebote dürfen öffentlich werden"),
        ASK: N_("Nachfragen: Die Anmeldung wartet weiter"),
        REFUSE: N_("Ablehnen: Die Anmeldung wird gelöscht, das Konto bleibt"),
    },
    Standing.CONFIRMED: {
        TRUST: N_("Als verlässlich einstufen: Der Anbieter veröffentlicht selbst"),
        SUSPEND: N_("Sperren: Profil und alle Angebote sind nicht mehr öffentlich"),
    },
    Standing.TRUSTED: {
        DISTRUST: N_("Wieder vorher ansehen: Die Redaktion prüft, bevor etwas öffentlich wird"),
        SUSPEND: N_("Sperren: Profil und alle Angebote sind nicht mehr öffentlich"),
    },
    Standing.SUSPENDED: {RESUME: N_("Entsperren: Profil und Angebote sind wieder öffentlich")},
}
NEEDS_WORDS = {
    ASK: N_("Bitte schreiben Sie, was Sie wissen möchten."),
    REFUSE: N_("Bitte schreiben Sie, warum: Der Anbieter bekommt Ihre Worte zu lesen."),
    SUSPEND: N_("Bitte schreiben Sie, warum: Der Anbieter bekommt Ihre Worte zu lesen."),
}


class JudgeForm(DeskForm):
    """What is to happen with an institution, and what its people read about it."""

    act = RadioField(lazy_gettext("Was soll geschehen?"), validate_choice=False)
    words = TextAreaField(
        lazy_gettext("Nachricht an den Anbieter"),
        description=lazy_gettext(
            "Beim Nachfragen, Ablehnen und Sperren nötig. Der Anbieter liest genau diesen Text."
        ),
        filters=[without_controls],
        validators=[
            Length(max=4000, message=lazy_gettext("Bitte kürzen Sie den Text auf höchstens %(max)d Zeichen."))
        ],
    )

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act.choices = [(value, _(label)) for value, label in POSSIBLE[standing].items()]
        self.act.validators = [
            AnyOf(list(POSSIBLE[standing]), message=_("Bitte wählen Sie, was geschehen soll."))
        ]

    def validate_words(self, field: TextAreaField) -> None:
        if self.act.data in NEEDS_WORDS and not (field.data or "").strip():
            raise ValidationError(_(NEEDS_WORDS[self.act.data]))


class RenameForm(DeskForm):
    """Another name, with another address after it."""

    name = StringField(
        lazy_gettext("Neuer Name"),
        description=lazy_gettext("Auch die Adresse der Seite ändert sich. Die alte führt zur neuen."),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie den Namen ein.")),
            Length(
                max=300, message=lazy_gettext("Bitte kürzen Sie den Namen auf höchstens %(max)d Zeichen.")
            ),
        ],
    )
