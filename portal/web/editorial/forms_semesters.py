"""The form for a semester of the Seniorenuniversität. Which lectures a compact one takes in stands in fields of its own
(picking.py)."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from portal.lectures.semester_actions import SemesterDraft, draft_of
from portal.models import Semester
from portal.vocabulary.lectures import SEMESTER_KIND_LABELS, SemesterKind
from portal.web.editorial.forms_collections import counted
from portal.web.kit.fields import DayField, DeskForm, Tick, in_one_line, without_controls
from portal.web.kit.words import gettext as _

MOST_TITLE, MOST_INTRO = 120, 3000
_SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")
_NO_DAY = lazy_gettext("Bitte geben Sie einen Tag ein, zum Beispiel: 01.10.2027")


class SemesterForm(DeskForm):
    """Kind, texts in two languages, period, and whether the public sees it."""

    kind = RadioField(
        lazy_gettext("Art"),
        validate_choice=False,  # its message would be English
        validators=[AnyOf(list(SemesterKind), message=lazy_gettext("Bitte wählen Sie die Art."))],
    )
    title = StringField(
        lazy_gettext("Titel"),
        description=lazy_gettext(
            "Zum Beispiel „Wintersemester 2027/28“, bei einer Herbst- oder Frühlingsuniversität ihr Thema."
        ),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie einen Titel ein.")),
            Length(max=MOST_TITLE, message=_SHORTEN),
        ],
    )
    first_day = DayField(lazy_gettext("Erster Tag"), validators=[InputRequired(_NO_DAY)])
    last_day = DayField(lazy_gettext("Letzter Tag"), validators=[InputRequired(_NO_DAY)])
    intro = TextAreaField(
        lazy_gettext("Einleitung"),
        description=lazy_gettext("Leerzeile: neuer Absatz. ## Zwischentitel, *betont*, [Wort](Adresse)."),
        filters=[without_controls],
        render_kw=counted(MOST_INTRO, rows=6),
        validators=[Length(max=MOST_INTRO, message=_SHORTEN)],
    )
    title_en = StringField(
        lazy_gettext("Titel auf Englisch"),
        filters=[in_one_line],
        validators=[Length(max=MOST_TITLE, message=_SHORTEN)],
    )
    intro_en = TextAreaField(
        lazy_gettext("Einleitung auf Englisch"),
        filters=[without_controls],
        render_kw=counted(MOST_INTRO, rows=6),
        validators=[Length(max=MOST_INTRO, message=_SHORTEN)],
    )
    is_public = Tick(
        lazy_gettext("Öffentlich: Alle sehen dieses Semester auf der Seite der Seniorenuniversität.")
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {
            SemesterKind.REGULAR: _("nimmt von selbst jede Veranstaltung des Programms in dieser Zeit auf"),
            SemesterKind.AUTUMN: _("wenige Tage, die Veranstaltungen wählen Sie aus"),
            SemesterKind.SPRING: _("wenige Tage, die Veranstaltungen wählen Sie aus"),
        }
        self.kind.choices = [
            (one.value, f"{_(SEMESTER_KIND_LABELS[one])}: {hints[one]}") for one in SemesterKind
        ]

    @property
    def is_compact(self) -> bool:
        return self.kind.data in set(SemesterKind) and SemesterKind(self.kind.data).is_compact

    def draft(self, offer_ids: tuple[int, ...]) -> SemesterDraft:
        """What was typed, once it is valid."""
        return SemesterDraft(
            kind=SemesterKind(self.kind.data),
            title=self.title.data,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            title_en=self.title_en.data or "",
            intro=self.intro.data or "",
            intro_en=self.intro_en.data or "",
            is_public=bool(self.is_public.data),
            offer_ids=offer_ids,
        )


def blank_form() -> SemesterForm:
    return SemesterForm(data={"kind": SemesterKind.REGULAR.value})


def form_of(row: Semester) -> SemesterForm:
    """The form filled with what is stored."""
    draft = draft_of(row)
    names = ("title", "title_en", "intro", "intro_en", "first_day", "last_day", "is_public")
    return SemesterForm(data={"kind": draft.kind.value, **{name: getattr(draft, name) for name in names}})
