"""What editors do with an idea of a citizen: put its words right, answer, refuse, connect it with an offer; several buttons."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError

from portal.participation.actions import IdeaDraft
from portal.participation.queries import Listed
from portal.vocabulary.participation import IDEA_KIND_LABELS, IdeaKind
from portal.web.kit.fields import DeskForm, in_one_line, without_controls
from portal.web.kit.words import gettext as _

ANYWHERE = ""
_SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")


class IdeaDeskForm(DeskForm):
    """The words of the idea, and what the editors say to it."""

    kind = RadioField(
        lazy_gettext("Was fehlt?"),
        validate_choice=False,  # its message would be English
        validators=[AnyOf(list(IdeaKind), message=lazy_gettext("Bitte wählen Sie, was fehlt."))],
    )
    title = StringField(
        lazy_gettext("Titel"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie einen Titel ein.")),
            Length(max=160, message=_SHORTEN),
        ],
    )
    text = TextAreaField(
        lazy_gettext("Text"),
        description=lazy_gettext("Nehmen Sie Namen und Privates heraus, bevor es alle lesen."),
        filters=[without_controls],
        render_kw={"rows": 5},
        validators=[Length(max=2000, message=_SHORTEN)],
    )
    district = SelectField(lazy_gettext("Stadtteil"), validate_choice=False)
    answer = TextAreaField(
        lazy_gettext("Antwort"),
        description=lazy_gettext(
            "Alle lesen sie. Leerzeile: neuer Absatz. [Wort](Adresse) macht einen Link."
        ),
        filters=[without_controls],
        render_kw={"rows": 6},
        validators=[Length(max=4000, message=_SHORTEN)],
    )
    reason = TextAreaField(
        lazy_gettext("Grund der Ablehnung"),
        description=lazy_gettext("Nicht öffentlich. Er geht an die Adresse, wenn eine hinterlassen wurde."),
        filters=[without_controls],
        render_kw={"rows": 3},
        validators=[Length(max=2000, message=_SHORTEN)],
    )
    words = StringField(
        lazy_gettext("Angebot suchen"),
        description=lazy_gettext("Wörter aus dem Titel."),
        filters=[in_one_line],
        validators=[Length(max=200, message=_SHORTEN)],
    )
    offer = RadioField(lazy_gettext("Welches Angebot ist es?"), validate_choice=False)

    def __init__(self, *args: Any, districts: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(one.value, _(IDEA_KIND_LABELS[one])) for one in IdeaKind]
        self.district.choices = [(ANYWHERE, _("nicht genannt"))]
        self.district.choices += [(str(number), name) for number, name in districts]
        self.offer.choices = []

    def validate_district(self, field: SelectField) -> None:
        if (field.data or ANYWHERE) not in {value for value, _label in field.choices}:
            raise ValidationError(_("Bitte wählen Sie einen Stadtteil aus der Liste."))

    def draft(self) -> IdeaDraft:
        """The words of the idea, once they are valid."""
        return IdeaDraft(
            kind=IdeaKind(self.kind.data),
            title=self.title.data,
            text=self.text.data or "",
            district_id=int(self.district.data) if self.district.data else None,
        )

    @property
    def offer_id(self) -> int | None:
        """The offer that was chosen; None for anything that is no number of one."""
        given = self.offer.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def form_of(one: Listed, districts: Sequence[tuple[int, str]]) -> IdeaDeskForm:
    """The form filled with what is stored; a reason of refusal is not the public answer."""
    idea = one.idea
    return IdeaDeskForm(
        data={
            "kind": idea.kind.value,
            "title": idea.title,
            "text": idea.text,
            "district": str(idea.district_id or ANYWHERE),
            "answer": idea.answer if idea.public_at else "",
        },
        districts=districts,
    )
