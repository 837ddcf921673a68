"""The form for one line of a class's checklist."""

from typing import Any

from babel.dates import get_month_names
from flask_babel import lazy_gettext
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.careers.checklist_actions import TaskDraft
from portal.offers.filters import Facet
from portal.schoolyear import FIRST_MONTH
from portal.web.kit import class_tasks, languages, vocabulary
from portal.web.kit.class_tasks import MOST_QUERY
from portal.web.kit.fields import DeskForm, in_one_line, without_controls
from portal.web.kit.words import gettext as _

MOST_TITLE, MOST_TEXT = 120, 1000
_SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")
_MONTHS = tuple((FIRST_MONTH - 1 + offset) % 12 + 1 for offset in range(12))


class Ticks(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """Several answers, each with its own check box; what is none of them is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        known = {str(value) for value, _label in self.choices or ()}
        self.data = [value for value in dict.fromkeys(valuelist) if value in known]

    def pre_validate(self, form: Any) -> None:
        """Nothing to refuse: unknown answers are gone already."""


class ClassTaskForm(DeskForm):
    """For which class, when, what, and where one finds what helps; the texts in two languages."""

    grade = SelectField(
        lazy_gettext("Klasse"),
        validate_choice=False,  # its message would be English
    )
    title = StringField(
        lazy_gettext("Was jetzt dran ist"),
        description=lazy_gettext("Ein kurzer Satz mit einem Verb, zum Beispiel: Einen Betrieb besuchen."),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte schreiben Sie, was zu tun ist.")),
            Length(max=MOST_TITLE, message=_SHORTEN),
        ],
    )
    text = TextAreaField(
        lazy_gettext("Wie das geht"),
        description=lazy_gettext("Ein bis drei Sätze. Empfehlungen, keine Pflichten."),
        filters=[without_controls],
        render_kw={"rows": 4},
        validators=[Length(max=MOST_TEXT, message=_SHORTEN)],
    )
    months = Ticks(
        lazy_gettext("In welchen Monaten?"),
        description=lazy_gettext("Ohne Auswahl gilt die Zeile das ganze Schuljahr."),
    )
    school_forms = Ticks(
        lazy_gettext("Für welche Schulformen?"),
        description=lazy_gettext("Ohne Auswahl gilt die Zeile für alle."),
    )
    query = StringField(
        lazy_gettext("Was dazu passt"),
        description=lazy_gettext("Die Adresse einer Suche oder des Berufswahlkalenders mit Filtern."),
        filters=[in_one_line],
        validators=[Length(max=MOST_QUERY, message=_SHORTEN)],
    )
    title_en = StringField(
        lazy_gettext("Was jetzt dran ist, auf Englisch"),
        filters=[in_one_line],
        validators=[Length(max=MOST_TITLE, message=_SHORTEN)],
    )
    text_en = TextAreaField(
        lazy_gettext("Wie das geht, auf Englisch"),
        filters=[without_controls],
        render_kw={"rows": 4},
        validators=[Length(max=MOST_TEXT, message=_SHORTEN)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Ticks ask for their choices while the form is filled: these come first.
        names = get_month_names("wide", context="stand-alone", locale=languages.current())
        months = [(str(month), str(names[month])) for month in _MONTHS]
        known = vocabulary.catalogue().of(Facet.SCHOOL_FORM)
        forms = [(code, vocabulary.label(Facet.SCHOOL_FORM, code)) for code in known]
        grades = [(code, vocabulary.label(Facet.GRADE, code)) for code in class_tasks.grades()]
        self._choices = {"months": months, "school_forms": forms, "grade": grades}
        super().__init__(*args, **kwargs)

    def process(self, *args: Any, **kwargs: Any) -> None:
        for name, choices in self._choices.items():
            self._fields[name].choices = choices
        super().process(*args, **kwargs)

    def validate_grade(self, field: SelectField) -> None:
        AnyOf(class_tasks.grades(), message=_("Bitte wählen Sie die Klasse."))(self, field)

    def validate_query(self, field: StringField) -> None:
        if field.data and not class_tasks.stored(field.data):
            raise ValidationError(
                _(
                    "Diese Adresse grenzt nichts ein. Fügen Sie eine ein, in der ein Wort oder ein Filter steht."
                )
            )

    def draft(self) -> TaskDraft:
        """What was entered, once it is valid."""
        return TaskDraft(
            grade=self.grade.data,
            title=self.title.data,
            text=self.text.data or "",
            title_en=self.title_en.data or "",
            text_en=self.text_en.data or "",
            months=tuple(sorted(int(month) for month in self.months.data or ())),
            school_forms=tuple(self.school_forms.data or ()),
            query=class_tasks.stored(self.query.data) if self.query.data else "",
        )


def blank_form(grade: str) -> ClassTaskForm:
    return ClassTaskForm(data={"grade": grade})


def form_of(draft: TaskDraft) -> ClassTaskForm:
    """The form filled with what is stored."""
    return ClassTaskForm(
        data={
            **{
                name: getattr(draft, name)
                for name in ("grade", "title", "text", "title_en", "text_en", "query")
            },
            "months": [str(month) for month in draft.months],
            "school_forms": list(draft.school_forms),
        }
    )
