"""The forms about lecturers: who they are, where they speak, and opening an offer for the Seniorenuniversität."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext
from wtforms.fields.choices import SelectChoice

from portal.lectures.lecturer_actions import LecturerDraft
from portal.models import Institution, Lecturer
from portal.web.desk.form_fields import count, day, line, pick, prose
from portal.web.desk.small_forms import ReadableForm
from portal.web.kit.words import gettext as _

TEXTS = ("name", "role", "affiliation", "about")


class LecturerForm(ReadableForm):
    """A lecturer. Without the day of consent nothing of it is public."""

    institution = pick(lazy_gettext("Anbieter"))
    name = line(
        lazy_gettext("Name"),
        200,
        lazy_gettext("Mit Titel, wie er gedruckt wird. Zum Beispiel: Dr. Anna Beispiel"),
        needed=lazy_gettext("Bitte geben Sie den Namen ein."),
    )
    role = line(lazy_gettext("Funktion"), 200, lazy_gettext("Zum Beispiel: Professorin für Stadtplanung"))
    affiliation = line(
        lazy_gettext("Einrichtung"),
        200,
        lazy_gettext("Wo die Person arbeitet, zum Beispiel: Hochschule Anhalt"),
    )
    about = prose(lazy_gettext("In ein, zwei Sätzen"), 600, counts=True, rows=3)
    consented_on = day(
        lazy_gettext("Zustimmung liegt vor seit"),
        lazy_gettext(
            "Bleibt das Feld leer, erscheint der Name nirgends öffentlich. Zieht jemand die Zustimmung zurück, leeren Sie es."
        ),
    )

    def __init__(self, *args: Any, institutions: Sequence[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution.choices = [SelectChoice(str(one.id), one.name) for one in institutions]

    def draft(self) -> LecturerDraft:
        """What was entered, once it is valid."""
        return LecturerDraft(
            **{name: self[name].data or "" for name in TEXTS}, consented_on=self.consented_on.data
        )

    def chosen_institution(self) -> int | None:
        """The only one, or the one that was chosen of those one may enter somebody for."""
        ids = [int(one.value) for one in self.institution.choices]
        if len(ids) == 1:
            return ids[0]
        return next((one for one in ids if str(one) == str(self.institution.data or "")), None)


def lecturer_data(row: Lecturer) -> Mapping[str, object]:
    """What fills the form with what is stored."""
    return {
        **{name: getattr(row, name) for name in TEXTS},
        "institution": str(row.institution_id),
        "consented_on": row.consented_on,
    }


class SpeakingForm(ReadableForm):
    """Who speaks in an offer, and on which of its dates."""

    lecturer = pick(lazy_gettext("Wer spricht?"))
    day = pick(lazy_gettext("Wann?"))

    def offer(self, people: Sequence[tuple[str, str]], days: Sequence[tuple[str, str]]) -> None:
        """The choices: lecturers by number, dates by their public id."""
        self.lecturer.choices = [
            SelectChoice("", _("Bitte wählen")),
            *(SelectChoice(*one) for one in people),
        ]
        self.day.choices = [SelectChoice("", _("an allen Terminen")), *(SelectChoice(*one) for one in days)]

    def chosen(self) -> tuple[int | None, UUID | None, bool]:
        """The lecturer, the date (None for all), and whether the date is one of those offered."""
        known = {one.value for one in self.lecturer.choices if one.value}
        typed = str(self.lecturer.data or "")
        when = str(self.day.data or "")
        is_known = when in {one.value for one in self.day.choices}
        return (
            int(typed) if typed in known else None,
            UUID(when) if when and is_known else None,
            is_known,
        )


class OpeningForm(ReadableForm):
    """On what terms seniors may come to a lecture that is held anyway."""

    guest_places = count(
        lazy_gettext("Wie viele Plätze öffnen Sie?"), lazy_gettext("Leer heißt: ohne feste Zahl."), most=2000
    )
    guest_conditions = line(
        lazy_gettext("Bedingungen"),
        300,
        lazy_gettext("Zum Beispiel: „Bitte bis zum Vortag anrufen. Plätze in den ersten beiden Reihen.“"),
    )
