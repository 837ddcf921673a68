"""The form for a notice "im Stadtmagazin"."""

from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.magazine.teasers import TeaserDraft
from portal.models import MagazineTeaser
from portal.web.kit.fields import DayField, DeskForm, WebField, in_one_line, without_controls

_SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")


class TeaserForm(DeskForm):
    """What stands in the magazine, and where one reads on."""

    title = StringField(
        lazy_gettext("Überschrift"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie eine Überschrift ein.")),
            Length(max=160, message=_SHORTEN),
        ],
    )
    text = TextAreaField(
        lazy_gettext("Ein, zwei Sätze dazu"),
        filters=[without_controls],
        render_kw={"rows": 3},
        validators=[Length(max=500, message=_SHORTEN)],
    )
    url = WebField(
        lazy_gettext("Adresse zum Weiterlesen"),
        description=lazy_gettext("Der Beitrag im Magazin oder eine Seite dieses Portals, mit https://."),
        validators=[InputRequired(lazy_gettext("Bitte geben Sie an, wohin der Hinweis führt."))],
    )
    issue = StringField(
        lazy_gettext("Ausgabe"),
        description=lazy_gettext("Zum Beispiel: Dezember 2026."),
        filters=[in_one_line],
        validators=[Length(max=60, message=_SHORTEN)],
    )
    first_day = DayField(
        lazy_gettext("Zeigen ab"),
        validators=[InputRequired(lazy_gettext("Bitte geben Sie den ersten Tag ein."))],
    )
    last_day = DayField(
        lazy_gettext("Zeigen bis"),
        description=lazy_gettext("Dieser Tag gehört noch dazu."),
        validators=[InputRequired(lazy_gettext("Bitte geben Sie den letzten Tag ein."))],
    )

    def draft(self) -> TeaserDraft:
        return TeaserDraft(
            title=self.title.data,
            text=self.text.data or "",
            url=self.url.data or "",
            issue=self.issue.data or "",
            first_day=self.first_day.data,
            last_day=self.last_day.data,
        )


def form_of(row: MagazineTeaser) -> TeaserForm:
    """The form with what is stored."""
    names = ("title", "text", "url", "issue", "first_day", "last_day")
    return TeaserForm(data={name: getattr(row, name) for name in names})
