"""The form for a collection. Which offers it picks stands in fields of its own (picking.py)."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Optional, ValidationError

from portal import text
from portal.models import Collection
from portal.pages.drafts import CollectionDraft, draft_of
from portal.web.kit import collections, uploads
from portal.web.kit.fields import DayField, DeskForm, in_one_line, without_controls
from portal.web.kit.uploads import PictureFields
from portal.web.kit.words import gettext as _

BY_SEARCH, BY_HAND = "suche", "hand"
MOST_TITLE, MOST_SUMMARY, MOST_BODY, MOST_QUERY = 120, 300, 20_000, 2000
_SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")


def counted(most: int, *, rows: int = 3) -> dict[str, object]:
    """Attributes of a text whose letters js/desk.js counts."""
    return {
        "rows": rows,
        "data-most": most,
        "data-left": lazy_gettext("Noch {count} Zeichen"),
        "data-over": lazy_gettext("{count} Zeichen zu viel"),
    }


class CollectionForm(PictureFields, DeskForm):
    """Texts in two languages, a period, a picture, and a search or a list picked by hand."""

    title = StringField(
        lazy_gettext("Titel"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie einen Titel ein.")),
            Length(max=MOST_TITLE, message=_SHORTEN),
        ],
    )
    slug = StringField(
        lazy_gettext("Adresse"),
        description=lazy_gettext(
            "Was hinter /themen/ steht. Bleibt das Feld leer, wird sie aus dem Titel gemacht."
        ),
        filters=[in_one_line],
        validators=[Length(max=80, message=_SHORTEN)],
    )
    summary = TextAreaField(
        lazy_gettext("Kurz gesagt"),
        description=lazy_gettext("Ein oder zwei Sätze. Sie stehen unter dem Titel und auf der Startseite."),
        filters=[without_controls],
        render_kw=counted(MOST_SUMMARY),
        validators=[Length(max=MOST_SUMMARY, message=_SHORTEN)],
    )
    body = TextAreaField(
        lazy_gettext("Text"),
        description=lazy_gettext("Leerzeile: neuer Absatz. ## Zwischentitel, *betont*, [Wort](Adresse)."),
        filters=[without_controls],
        render_kw=counted(MOST_BODY, rows=10),
        validators=[Length(max=MOST_BODY, message=_SHORTEN)],
    )
    title_en = StringField(
        lazy_gettext("Titel auf Englisch"),
        filters=[in_one_line],
        validators=[Length(max=MOST_TITLE, message=_SHORTEN)],
    )
    summary_en = TextAreaField(
        lazy_gettext("Kurz gesagt auf Englisch"),
        filters=[without_controls],
        render_kw=counted(MOST_SUMMARY),
        validators=[Length(max=MOST_SUMMARY, message=_SHORTEN)],
    )
    body_en = TextAreaField(
        lazy_gettext("Text auf Englisch"),
        filters=[without_controls],
        render_kw=counted(MOST_BODY, rows=10),
        validators=[Length(max=MOST_BODY, message=_SHORTEN)],
    )
    source = RadioField(
        lazy_gettext("Welche Angebote zeigt die Seite?"),
        validate_choice=False,  # its message would be English
        validators=[
            AnyOf([BY_SEARCH, BY_HAND], message=lazy_gettext("Bitte wählen Sie, woher die Angebote kommen."))
        ],
    )
    query = StringField(
        lazy_gettext("Suche"),
        description=lazy_gettext(
            "Suchen Sie im Portal, bis die Liste stimmt, und fügen Sie die Adresse der Seite ein. Wörter gehen auch."
        ),
        filters=[in_one_line],
        validators=[Length(max=MOST_QUERY, message=_SHORTEN)],
    )
    numbers = TextAreaField(
        lazy_gettext("Angebote dazunehmen"),
        name="nummern",
        description=lazy_gettext("Nummern oder Adressen von Angeboten, eine in jeder Zeile."),
        filters=[without_controls],
        render_kw={"rows": 3},
    )
    words = StringField(
        lazy_gettext("Angebote suchen"),
        name="woerter",
        filters=[in_one_line],
        validators=[Length(max=200, message=_SHORTEN)],
    )
    first_day = DayField(
        lazy_gettext("Erster Tag"),
        description=lazy_gettext("Vorher ist die Seite nicht zu sehen."),
        validators=[Optional()],
    )
    last_day = DayField(
        lazy_gettext("Letzter Tag"),
        description=lazy_gettext("Danach sagt die Seite, dass das Thema vorbei ist."),
        validators=[Optional()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source.choices = [
            (BY_SEARCH, _("Was eine Suche findet, immer auf dem neuesten Stand")),
            (BY_HAND, _("Von Hand ausgesucht, in fester Reihenfolge")),
        ]

    @property
    def is_by_hand(self) -> bool:
        return bool(self.source.data == BY_HAND)

    def validate_slug(self, field: StringField) -> None:
        if field.data and field.data != text.slugify(field.data):
            proposal = text.slugify(field.data)
            raise ValidationError(
                _(
                    "In der Adresse gehen nur a bis z, Ziffern und Bindestriche, zum Beispiel: %(slug)s",
                    slug=proposal,
                )
            )

    def validate_query(self, field: StringField) -> None:
        """A search that narrows nothing would make a page of everything."""
        if field.data and not self.is_by_hand and collections.read_search(field.data)[0].is_empty:
            raise ValidationError(
                _(
                    "Diese Suche findet alles. Fügen Sie eine Adresse ein, in der ein Wort oder ein Filter steht."
                )
            )

    def draft(self, offer_ids: tuple[int, ...], image_id: int | None) -> CollectionDraft:
        """What was entered, once it is valid: the search or the picks, whichever was chosen."""
        query = ""
        if self.query.data and not self.is_by_hand:
            query = collections.query_of(collections.read_search(self.query.data)[0])
        return CollectionDraft(
            title=self.title.data,
            slug=self.slug.data or text.slugify(self.title.data),
            title_en=self.title_en.data or "",
            summary=self.summary.data or "",
            summary_en=self.summary_en.data or "",
            body=self.body.data or "",
            body_en=self.body_en.data or "",
            query=query,
            offer_ids=offer_ids if self.is_by_hand else (),
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            image_id=image_id,
        )


def blank_form() -> CollectionForm:
    return CollectionForm(data={"source": BY_SEARCH})


def form_of(row: Collection) -> CollectionForm:
    """The form filled with what is stored."""
    draft = draft_of(row)
    return CollectionForm(
        data={
            **{name: getattr(draft, name) for name in ("title", "slug", "title_en", "summary", "summary_en")},
            **{name: getattr(draft, name) for name in ("body", "body_en", "query", "first_day", "last_day")},
            "source": BY_HAND if draft.offer_ids else BY_SEARCH,
            **uploads.of_image(row.image),
        }
    )
