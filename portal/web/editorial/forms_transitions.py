"""The forms for guides: their texts, and one step. Those for questions: forms_wayfinder.py."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal import text
from portal.guidance.transition_drafts import StepDraft, TransitionDraft
from portal.offers.filters import Facet
from portal.vocabulary.guidance import ADVICE_FOCUS_LABELS, AdviceFocus
from portal.web.editorial.forms_collections import counted
from portal.web.kit import collections, languages, vocabulary
from portal.web.kit.fields import DeskForm, in_one_line, without_controls
from portal.web.kit.words import gettext as _

MOST_TITLE, MOST_LEAD, MOST_TEXT, MOST_PLAIN, MOST_QUERY = 200, 400, 3000, 20_000, 2000
MOST_DOCUMENTS, MOST_DOCUMENT = 12, 200
TEXTS = tuple("name title lead plain_text name_en title_en lead_en plain_text_en".split())
STEP_TEXTS = tuple("when title text when_en title_en text_en contact contact_en phone".split())
SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")
_MARKDOWN = lazy_gettext("Leerzeile: neuer Absatz. ## Zwischentitel, *betont*, [Wort](Adresse).")
_SEARCH = lazy_gettext("Suchen Sie im Portal, bis die Liste stimmt, und fügen Sie die Adresse der Seite ein.")


def line(label: str, hint: str = "", *, most: int = MOST_TITLE, needed: str = "") -> StringField:
    """A field of one line. `needed` is the message where it must not be empty."""
    needs = [DataRequired(needed)] if needed else []
    return StringField(
        label,
        description=hint,
        filters=[in_one_line],
        validators=[*needs, Length(max=most, message=SHORTEN)],
    )


def area(label: str, hint: str = "", *, most: int, rows: int = 3, needed: str = "") -> TextAreaField:
    """A field of several lines, whose letters are counted."""
    needs = [DataRequired(needed)] if needed else []
    return TextAreaField(
        label,
        description=hint,
        filters=[without_controls],
        render_kw=counted(most, rows=rows),
        validators=[*needs, Length(max=most, message=SHORTEN)],
    )


class SearchField(StringField):  # type: ignore[misc]  # WTForms has no types
    """A search that somebody pastes: its address, its parameters, or words."""

    def __init__(self, label: str, hint: str = "", **options: Any) -> None:
        super().__init__(
            label,
            description=hint or _SEARCH,
            filters=[in_one_line],
            validators=[Length(max=MOST_QUERY, message=SHORTEN), narrows],
            **options,
        )

    @property
    def query(self) -> str:
        """As it is stored."""
        return collections.query_of(collections.read_search(self.data)[0]) if self.data else ""


def narrows(_form: Any, field: SearchField) -> None:
    """A search that narrows nothing would show everything."""
    if field.data and collections.read_search(field.data)[0].is_empty:
        raise ValidationError(
            _("Diese Suche findet alles. Fügen Sie eine Adresse ein, in der ein Wort oder ein Filter steht.")
        )


class TransitionForm(DeskForm):
    """The texts of a guide in two languages, in plain words, where it stands in a life, and what fits."""

    name = line(
        lazy_gettext("Name"),
        lazy_gettext("Von wo nach wo, zum Beispiel: Von der Kita in die Grundschule"),
        needed=lazy_gettext("Bitte geben Sie einen Namen ein."),
    )
    slug = line(
        lazy_gettext("Adresse"),
        lazy_gettext(
            "Was hinter /uebergaenge/ steht; sie bleibt. Ist das Feld leer, wird sie aus dem Namen gemacht."
        ),
        most=80,
    )
    title = line(
        lazy_gettext("Frage"),
        lazy_gettext("Die Frage, die jemand hat. Sie steht auf der Lebenslinie und über der Seite."),
        needed=lazy_gettext("Bitte schreiben Sie die Frage, die jemand hat."),
    )
    lead = area(
        lazy_gettext("Kurz gesagt"),
        lazy_gettext("Ein oder zwei Sätze unter der Frage."),
        most=MOST_LEAD,
        needed=lazy_gettext("Bitte sagen Sie in einem Satz, worum es geht."),
    )
    plain_text = area(lazy_gettext("Das Ganze in einfacher Sprache"), _MARKDOWN, most=MOST_PLAIN, rows=12)
    name_en = line(lazy_gettext("Name auf Englisch"))
    title_en = line(lazy_gettext("Frage auf Englisch"))
    lead_en = area(lazy_gettext("Kurz gesagt auf Englisch"), most=MOST_LEAD)
    plain_text_en = area(
        lazy_gettext("Das Ganze in einfacher Sprache, auf Englisch"), most=MOST_PLAIN, rows=12
    )
    from_phase = SelectField(lazy_gettext("Von welcher Lebensphase"), validate_choice=False)
    to_phase = SelectField(
        lazy_gettext("In welche Lebensphase"),
        description=lazy_gettext("Über ihr steht die Frage auf der Lebenslinie."),
        validate_choice=False,
    )
    focus = SelectMultipleField(
        lazy_gettext("Schwerpunkte der B-Punkte, die helfen"),
        validate_choice=False,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    query = SearchField(lazy_gettext("Suche nach passenden Angeboten"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = vocabulary.catalogue().of(Facet.LIFE_PHASE)
        phases = [(code, term.in_language(languages.current())) for code, term in known.items()]
        self.from_phase.choices = self.to_phase.choices = [("", _("keine")), *phases]
        self.focus.choices = [(one.value, _(ADVICE_FOCUS_LABELS[one])) for one in AdviceFocus]

    def validate_slug(self, field: StringField) -> None:
        if field.data and field.data != text.slugify(field.data):
            raise ValidationError(
                _(
                    "In der Adresse gehen nur a bis z, Ziffern und Bindestriche, zum Beispiel: %(slug)s",
                    slug=text.slugify(field.data),
                )
            )

    def draft(self, before: TransitionDraft | None) -> TransitionDraft:
        """What was entered, with the steps and questions that there are."""
        known = {code for code, _label in self.from_phase.choices if code}
        phases = (self.from_phase.data, self.to_phase.data)
        return TransitionDraft(
            **{name: getattr(self, name).data or "" for name in TEXTS},
            life_phases=tuple(phase for phase in phases if phase in known),
            focus=tuple(one.value for one in AdviceFocus if one.value in (self.focus.data or ())),
            query=self.query.query,
            steps=before.steps if before else (),
            wayfinder=before.wayfinder if before else (),
        )


def form_of(draft: TransitionDraft) -> TransitionForm:
    """The form filled with what is stored."""
    phases = (*draft.life_phases, "", "")
    return TransitionForm(
        data={
            **{name: getattr(draft, name) for name in (*TEXTS, "query")},
            "from_phase": phases[0] if len(draft.life_phases) > 1 else "",
            "to_phase": draft.life_phases[-1] if draft.life_phases else "",
            "focus": list(draft.focus),
        }
    )


class StepForm(DeskForm):
    """One step on the way."""

    when = line(
        lazy_gettext("Wann"),
        lazy_gettext("In Worten, zum Beispiel: Klasse 9, oder: Im letzten Kita-Jahr"),
        most=120,
        needed=lazy_gettext("Bitte sagen Sie, wann dieser Schritt dran ist."),
    )
    title = line(
        lazy_gettext("Was ist zu tun?"),
        lazy_gettext("Kurz und mit einem Verb, zum Beispiel: Sich bewerben und anmelden"),
        needed=lazy_gettext("Bitte sagen Sie, was zu tun ist."),
    )
    text = area(lazy_gettext("Text"), _MARKDOWN, most=MOST_TEXT, rows=5)
    body = SelectField(
        lazy_gettext("Wer ist zuständig?"),
        description=lazy_gettext("Ein Amt oder Gremium aus „Wer macht was“."),
        validate_choice=False,
    )
    contact = line(
        lazy_gettext("Wer antwortet?"),
        lazy_gettext("Eine Aufgabe oder Stelle, kein Name: Schulanmeldung, Berufsberatung"),
    )
    phone = line(lazy_gettext("Telefon"), most=60)
    documents = area(
        lazy_gettext("Unterlagen"),
        lazy_gettext("Was man mitbringt, eines in jeder Zeile."),
        most=MOST_DOCUMENTS * MOST_DOCUMENT,
        rows=4,
    )
    deadlines = SearchField(
        lazy_gettext("Suche nach Fristen"),
        lazy_gettext(
            "Suchen Sie nach der Angebotsart Frist, zum Beispiel für Klasse 9, und fügen Sie die Adresse ein. "
            "Die nächsten drei stehen dann von selbst da."
        ),
    )
    query = SearchField(lazy_gettext("Suche nach passenden Angeboten"))
    when_en = line(lazy_gettext("Wann, auf Englisch"), most=120)
    title_en = line(lazy_gettext("Was ist zu tun, auf Englisch"))
    text_en = area(lazy_gettext("Text auf Englisch"), most=MOST_TEXT, rows=5)
    documents_en = area(
        lazy_gettext("Unterlagen auf Englisch"),
        lazy_gettext("Was man mitbringt, eines in jeder Zeile."),
        most=MOST_DOCUMENTS * MOST_DOCUMENT,
        rows=4,
    )
    contact_en = line(lazy_gettext("Wer antwortet, auf Englisch"))

    def choose_from(self, bodies: tuple[tuple[int, str], ...]) -> None:
        """The bodies that may be responsible."""
        self.body.choices = [("", _("keines davon")), *((str(number), name) for number, name in bodies)]

    def _check_documents(self, field: TextAreaField) -> None:
        found = lines_of(field.data)
        if len(found) > MOST_DOCUMENTS:
            raise ValidationError(_("Bitte nennen Sie höchstens %(most)d Unterlagen.", most=MOST_DOCUMENTS))
        for one in found:
            if len(one) > MOST_DOCUMENT:
                raise ValidationError(_("Diese Zeile ist zu lang: %(line)s", line=text.one_line(one, 60)))

    validate_documents = validate_documents_en = _check_documents

    def draft(self) -> StepDraft:
        """What was entered, once it is valid."""
        known = {number for number, _name in self.body.choices}
        body = self.body.data if self.body.data in known else ""
        return StepDraft(
            **{name: self[name].data or "" for name in STEP_TEXTS},
            body_id=int(body) if body else None,
            documents=tuple(lines_of(self.documents.data)),
            documents_en=tuple(lines_of(self.documents_en.data)),
            deadlines=self.deadlines.query,
            query=self.query.query,
        )


def lines_of(typed: str | None) -> list[str]:
    """The lines that say something."""
    return [one for each in (typed or "").splitlines() if (one := text.one_line(each))]


def step_form_of(draft: StepDraft) -> StepForm:
    """The form filled with what is stored."""
    return StepForm(
        data={
            **{name: getattr(draft, name) for name in (*STEP_TEXTS, "deadlines", "query")},
            "body": str(draft.body_id) if draft.body_id else "",
            "documents": "\n".join(draft.documents),
            "documents_en": "\n".join(draft.documents_en),
        }
    )
