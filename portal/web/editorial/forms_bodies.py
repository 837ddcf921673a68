"""The forms about bodies and offices: one for a body, one for a meeting, one for a document."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal import clock, text
from portal.accounts import emails
from portal.errors import Conflict
from portal.guidance.body_actions import BodyDraft, DocumentDraft, MeetingDraft, draft_of
from portal.models import Body, BodyDocument, BodyMeeting
from portal.vocabulary.guidance import BODY_KIND_LABELS, BodyKind
from portal.web.kit.fields import (
    DayField,
    DeskForm,
    Tick,
    TimeField,
    WebField,
    in_one_line,
    without_controls,
)
from portal.web.kit.words import gettext as _

NOBODY = "0"
MOST_LINE = 300
_SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")
_ONE_A_LINE = lazy_gettext("Jede Zeile ein Eintrag.")


def _line(label: str, most: int = 200, description: str = "") -> StringField:
    return StringField(
        label,
        description=description,
        filters=[in_one_line],
        validators=[Length(max=most, message=_SHORTEN)],
    )


def _text(label: str, most: int = 2000, rows: int = 4, description: str = "") -> TextAreaField:
    return TextAreaField(
        label,
        description=description,
        filters=[without_controls],
        render_kw={"rows": rows},
        validators=[Length(max=most, message=_SHORTEN)],
    )


class BodyForm(DeskForm):
    """Everything of a body but its meetings and documents, which have pages of their own."""

    name = StringField(
        lazy_gettext("Name"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie einen Namen ein.")),
            Length(max=200, message=_SHORTEN),
        ],
    )
    kind = RadioField(
        lazy_gettext("Art"),
        validate_choice=False,  # its message would be English
        validators=[AnyOf(list(BodyKind), message=lazy_gettext("Bitte wählen Sie die Art."))],
    )
    summary = TextAreaField(
        lazy_gettext("Kurz gesagt"),
        description=lazy_gettext("Ein oder zwei Sätze: Wofür ist diese Stelle da?"),
        filters=[without_controls],
        render_kw={"rows": 3},
        validators=[
            DataRequired(lazy_gettext("Bitte sagen Sie in einem Satz, wofür diese Stelle da ist.")),
            Length(max=1000, message=_SHORTEN),
        ],
    )
    parent = SelectField(
        lazy_gettext("Steht unter"),
        description=lazy_gettext("Ihr Platz im Schaubild."),
        validate_choice=False,  # as for the kind
    )
    link = _line(
        lazy_gettext("Wie hängt sie damit zusammen?"),
        description=lazy_gettext("In Worten, zum Beispiel: berichtet zweimal im Jahr."),
    )
    rhythm = _line(
        lazy_gettext("Wie oft trifft man sich?"), description=lazy_gettext("Zum Beispiel: zweimal im Jahr.")
    )
    tasks = _text(lazy_gettext("Aufgaben"), 6000, 6, _ONE_A_LINE)
    members = _text(
        lazy_gettext("Wer dazugehört"),
        6000,
        5,
        lazy_gettext("Jede Zeile ein Eintrag. Nur Ämter, Einrichtungen und Funktionen, keine Namen."),
    )
    topics = SelectMultipleField(
        lazy_gettext("Zuständig für diese Themen"),
        description=lazy_gettext("Auf den Seiten dieser Themen steht dann ein Hinweis."),
        validate_choice=False,  # unknown ones are left out
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    plain_text = _text(
        lazy_gettext("In einfachen Worten"),
        4000,
        6,
        lazy_gettext("Kurze Sätze. Leerzeile: neuer Absatz. Ein Strich am Anfang macht eine Liste."),
    )
    phone = _line(lazy_gettext("Telefon"), 60)
    email = _line(lazy_gettext("E-Mail"), 254)
    website = WebField(lazy_gettext("Internetseite"))
    name_en = _line(lazy_gettext("Name auf Englisch"))
    summary_en = _text(lazy_gettext("Kurz gesagt auf Englisch"), 1000, 3)
    link_en = _line(lazy_gettext("Zusammenhang auf Englisch"))
    rhythm_en = _line(lazy_gettext("Wie oft, auf Englisch"))
    tasks_en = _text(lazy_gettext("Aufgaben auf Englisch"), 6000, 6, _ONE_A_LINE)
    members_en = _text(lazy_gettext("Wer dazugehört, auf Englisch"), 6000, 5, _ONE_A_LINE)
    is_public = Tick(lazy_gettext("Öffentlich zeigen"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(one.value, _(BODY_KIND_LABELS[one])) for one in BodyKind]
        self.parent.choices = [(NOBODY, _("niemandem, sie steht oben"))]
        self.topics.choices = []

    def offer_choices(self, parents: Sequence[tuple[int, str]], topics: Sequence[tuple[str, str]]) -> None:
        """Which bodies it may stand under, and which topics there are."""
        self.parent.choices += [(str(number), label) for number, label in parents]
        self.topics.choices = list(topics)

    def validate_parent(self, field: SelectField) -> None:
        """Anything that was not offered is answered in words, not in the library's."""
        if str(field.data or NOBODY) not in {value for value, _label in field.choices}:
            raise ValidationError(_("Bitte wählen Sie eine der Stellen aus der Liste."))

    def validate_email(self, field: StringField) -> None:
        if not field.data:
            return
        try:
            field.data = emails.normalized(field.data)
        except Conflict as problem:
            raise ValidationError(_(str(problem))) from problem

    def _check_lines(self, field: TextAreaField) -> None:
        if any(len(line) > MOST_LINE for line in lines_of(field.data)):
            raise ValidationError(_("Eine Zeile ist zu lang. Bitte höchstens 300 Zeichen in jeder Zeile."))

    validate_tasks = validate_members = validate_tasks_en = validate_members_en = _check_lines

    def draft(self) -> BodyDraft:
        """What was entered, once it is valid."""
        known = [value for value, _label in self.topics.choices]
        chosen = set(self.topics.data or ())
        parent = str(self.parent.data or NOBODY)
        texts = ("link", "rhythm", "plain_text", "phone", "email", "website", "name_en", "summary_en")
        lists = ("tasks", "members", "tasks_en", "members_en")
        more: dict[str, Any] = {name: self[name].data or "" for name in (*texts, "link_en", "rhythm_en")}
        return BodyDraft(
            name=self.name.data,
            kind=BodyKind(self.kind.data),
            summary=self.summary.data,
            parent_id=int(parent) if parent != NOBODY else None,
            topics=tuple(code for code in known if code in chosen),
            is_public=bool(self.is_public.data),
            **more | {name: lines_of(self[name].data) for name in lists},
        )


def lines_of(typed: str | None) -> tuple[str, ...]:
    """One entry a line; a sign of a list at its beginning is none of its words."""
    found = (text.one_line(line).lstrip("-*•– ").strip() for line in (typed or "").splitlines())
    return tuple(line for line in found if line)


def blank_body() -> BodyForm:
    return BodyForm(data={"is_public": True, "parent": NOBODY})


def form_of(row: Body) -> BodyForm:
    """The form filled with what is stored."""
    draft = draft_of(row)
    names = "name summary link rhythm plain_text phone email website name_en summary_en link_en rhythm_en"
    return BodyForm(
        data={
            **{name: getattr(draft, name) for name in names.split()},
            **{name: "\n".join(getattr(draft, name)) for name in ("tasks", "members")},
            **{name: "\n".join(getattr(draft, name)) for name in ("tasks_en", "members_en")},
            "kind": draft.kind.value,
            "parent": str(draft.parent_id or NOBODY),
            "topics": list(draft.topics),
            "is_public": draft.is_public,
        }
    )


class MeetingForm(DeskForm):
    """One meeting: when, where, what about, what came of it."""

    day = DayField(
        lazy_gettext("Tag"), validators=[InputRequired(lazy_gettext("Bitte geben Sie den Tag ein."))]
    )
    time = TimeField(
        lazy_gettext("Uhrzeit"),
        validators=[InputRequired(lazy_gettext("Bitte geben Sie die Uhrzeit ein."))],
    )
    place = _line(lazy_gettext("Ort"))
    subject = _line(lazy_gettext("Worum geht es?"), 300)
    notes = _text(
        lazy_gettext("Protokoll"),
        20_000,
        10,
        lazy_gettext(
            "Nur für die Redaktion: was besprochen und vereinbart wurde. ## Zwischentitel, - Aufzählung, *betont*."
        ),
    )
    is_public = Tick(lazy_gettext("Diesen Termin öffentlich zeigen"))

    def draft(self) -> MeetingDraft:
        """What was entered, once it is valid."""
        hour, minute = (self.time.data.hour, self.time.data.minute) if self.time.data else (0, 0)
        return MeetingDraft(
            starts_at=clock.as_utc(self.day.data, hour, minute),
            place=self.place.data or "",
            subject=self.subject.data or "",
            notes=self.notes.data or "",
            is_public=bool(self.is_public.data),
        )


def blank_meeting() -> MeetingForm:
    return MeetingForm(data={"is_public": True})


def meeting_form(row: BodyMeeting) -> MeetingForm:
    """The form filled with what is stored."""
    then = clock.local(row.starts_at)
    return MeetingForm(
        data={
            "day": then.date(),
            "time": then.time().replace(second=0, microsecond=0),
            "place": row.place,
            "subject": row.subject,
            "notes": row.notes,
            "is_public": row.is_public,
        }
    )


class DocumentForm(DeskForm):
    """One document: what it is called, where it stands, from when it is."""

    title = StringField(
        lazy_gettext("Titel"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie einen Titel ein.")),
            Length(max=300, message=_SHORTEN),
        ],
    )
    url = WebField(
        lazy_gettext("Adresse im Internet"),
        validators=[DataRequired(lazy_gettext("Bitte geben Sie die Adresse ein, unter der es steht."))],
    )
    published_on = DayField(lazy_gettext("Vom"), validators=[Optional()])

    def draft(self) -> DocumentDraft:
        """What was entered, once it is valid."""
        return DocumentDraft(self.title.data, self.url.data or "", self.published_on.data)


def document_form(row: BodyDocument) -> DocumentForm:
    """The form filled with what is stored."""
    return DocumentForm(data={"title": row.title, "url": row.url, "published_on": row.published_on})
