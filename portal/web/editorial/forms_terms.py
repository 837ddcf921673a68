"""Forms for a topic, for a synonym, and for putting one into another. What is saved must be what was looked at: `seen` says."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from portal import text
from portal.pages.terms import TermDraft
from portal.vocabulary.terms import Scheme
from portal.web.kit.fields import CountField, DeskForm, in_one_line, without_controls
from portal.web.kit.words import gettext as _

MOST_SYNONYMS, MOST_WORD, MOST_NOTE = 60, 80, 300
_SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")


class EffectForm(DeskForm):
    """What every form here has: a word to try out, the state it was opened with, and the one whose effect was shown."""

    probe = StringField(
        lazy_gettext("Suchwort zum Ausprobieren"),
        description=lazy_gettext("Was diese Änderung bei einer Suche nach diesem Wort bewirkt."),
        filters=[in_one_line],
        validators=[Length(max=100, message=_SHORTEN)],
    )
    opened = HiddenField(filters=[in_one_line])
    seen = HiddenField(filters=[in_one_line])


class SynonymForm(EffectForm):
    """A word that the portal prefers, and others that mean the same."""

    label = StringField(
        lazy_gettext("Bezeichnung"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie eine Bezeichnung ein.")),
            Length(max=MOST_WORD, message=_SHORTEN),
        ],
    )
    synonyms = TextAreaField(
        lazy_gettext("Synonyme"),
        description=lazy_gettext(
            "Wörter für dasselbe, eines in jeder Zeile. Engere Begriffe gehören nicht dazu."
        ),
        filters=[without_controls],
        render_kw={"rows": 6},
    )
    scheme = Scheme.SYNONYM

    def words(self) -> tuple[str, ...]:
        """The synonyms, each once and none the label itself."""
        lines = (text.one_line(line) for line in (self.synonyms.data or "").splitlines())
        found = {line.casefold(): line for line in reversed([line for line in lines if line])}
        found.pop((self.label.data or "").casefold(), None)
        return tuple(reversed(found.values()))

    def validate_synonyms(self, _field: TextAreaField) -> None:
        words = self.words()
        if len(words) > MOST_SYNONYMS:
            raise ValidationError(_("Bitte nennen Sie höchstens %(most)s Synonyme.", most=MOST_SYNONYMS))
        if long := next((word for word in words if len(word) > MOST_WORD), ""):
            shown = text.one_line(long, 40)
            raise ValidationError(_("„%(word)s“ ist zu lang für ein Suchwort.", word=shown))

    def draft(self) -> TermDraft:
        """What was entered, once it is valid."""
        return TermDraft(Scheme.SYNONYM, self.label.data, synonyms=self.words())


class TopicForm(SynonymForm):
    """A topic: its name in both languages, a note, its place among the others."""

    label_en = StringField(
        lazy_gettext("Bezeichnung auf Englisch"),
        filters=[in_one_line],
        validators=[Length(max=MOST_WORD, message=_SHORTEN)],
    )
    note = TextAreaField(
        lazy_gettext("Ein Satz dazu"),
        description=lazy_gettext("Er steht auf der Seite des Themas."),
        filters=[without_controls],
        render_kw={"rows": 2},
        validators=[Length(max=MOST_NOTE, message=_SHORTEN)],
    )
    note_en = TextAreaField(
        lazy_gettext("Der Satz auf Englisch"),
        filters=[without_controls],
        render_kw={"rows": 2},
        validators=[Length(max=MOST_NOTE, message=_SHORTEN)],
    )
    parent_id = SelectField(lazy_gettext("Gehört zu"), validate_choice=False)
    position = CountField(
        lazy_gettext("Platz in der Liste"),
        most=9999,
        description=lazy_gettext("Kleine Zahlen stehen oben."),
    )
    scheme = Scheme.TOPIC

    def offer_parents(self, broad: tuple[tuple[int, str], ...], own_id: int = 0) -> None:
        """The topics it may stand under: any broad one but itself."""
        self.parent_id.choices = [
            ("", _("(keinem, es ist selbst ein Oberthema)")),
            *((str(number), label) for number, label in broad if number != own_id),
        ]

    def validate_parent_id(self, field: SelectField) -> None:
        if field.data and field.data not in [value for value, _label in field.choices]:
            raise ValidationError(_("Bitte wählen Sie das Oberthema aus der Liste."))

    def draft(self) -> TermDraft:
        """What was entered, once it is valid."""
        return TermDraft(
            Scheme.TOPIC,
            self.label.data,
            self.label_en.data or "",
            self.note.data or "",
            self.note_en.data or "",
            self.words(),
            self.position.data or 0,
            int(self.parent_id.data) if self.parent_id.data else None,
        )


class MergeForm(EffectForm):
    """Which term takes another one in."""

    kept = SelectField(lazy_gettext("Zusammenlegen mit"), validate_choice=False)

    def offer(self, others: tuple[tuple[int, str], ...]) -> None:
        self.kept.choices = [("", _("Bitte wählen")), *((str(number), label) for number, label in others)]

    def validate_kept(self, field: SelectField) -> None:
        if not field.data or field.data not in [value for value, _label in field.choices]:
            raise ValidationError(_("Bitte wählen Sie, womit zusammengelegt wird."))


def form_of(draft: TermDraft | None, scheme: Scheme, **hidden: Any) -> SynonymForm:
    """The form filled with what is stored; without a draft an empty one."""
    kind = TopicForm if scheme is Scheme.TOPIC else SynonymForm
    if draft is None:
        return kind(data=hidden)
    values = {name: getattr(draft, name) for name in ("label", "label_en", "note", "note_en", "position")}
    parent = str(draft.parent_id or "")
    return kind(data={**values, "parent_id": parent, "synonyms": "\n".join(draft.synonyms), **hidden})
