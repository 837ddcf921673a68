"""The form for a plain page in one language."""

from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.models import Page
from portal.pages.drafts import PageDraft
from portal.web.kit.fields import DeskForm, in_one_line, without_controls

MOST_BODY = 100_000
_SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")


class PageForm(DeskForm):
    """Title and text; an empty page is none."""

    title = StringField(
        lazy_gettext("Titel"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie einen Titel ein.")),
            Length(max=200, message=_SHORTEN),
        ],
    )
    body = TextAreaField(
        lazy_gettext("Text"),
        description=lazy_gettext(
            "Leerzeile: neuer Absatz. ## Zwischentitel, - Aufzählung, **fett**, [Wort](Adresse)."
        ),
        filters=[without_controls],
        render_kw={"rows": 24},
        validators=[
            DataRequired(lazy_gettext("Bitte schreiben Sie einen Text. Eine leere Seite gibt es nicht.")),
            Length(max=MOST_BODY, message=_SHORTEN),
        ],
    )

    def draft(self) -> PageDraft:
        """What was entered, once it is valid."""
        return PageDraft(self.title.data or "", self.body.data or "")


def form_of(page: Page | None) -> PageForm:
    """The form filled with what is stored; empty for a language in which the page is missing."""
    return PageForm(data={"title": page.title, "body": page.body} if page else {})
