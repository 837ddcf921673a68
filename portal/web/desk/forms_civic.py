"""The form about a field of civic activity."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms.validators import DataRequired, Length

from portal.lectures.civic_actions import OpeningDraft
from portal.models import CivicOpening, District, Institution
from portal.vocabulary.terms import Scheme
from portal.web.desk import form_fields
from portal.web.desk.form_fields import day, line, pick, prose, ticks
from portal.web.kit import languages, vocabulary
from portal.web.kit.fields import DeskForm, Tick
from portal.web.kit.words import gettext as _

TEXTS = ("title", "summary", "description", "effort", "requirements")


class OpeningForm(DeskForm):
    """What is to be done, how much time it takes, what one should bring along, where, until when."""

    institution = pick(lazy_gettext("Anbieter"))
    title = line(
        lazy_gettext("Was gibt es zu tun?"),
        200,
        lazy_gettext("Zum Beispiel: Kindern vorlesen in der Stadtbibliothek"),
        needed=lazy_gettext("Bitte sagen Sie in wenigen Worten, was es zu tun gibt."),
    )
    summary = prose(
        lazy_gettext("In ein, zwei Sätzen"), 400, lazy_gettext("Das steht in der Liste."), counts=True, rows=3
    )
    description = prose(lazy_gettext("Worum es geht"), 4000, rows=7)
    effort = line(
        lazy_gettext("Zeitaufwand"), 200, lazy_gettext("Zum Beispiel: eine Stunde in der Woche, donnerstags")
    )
    requirements = prose(
        lazy_gettext("Was man mitbringen soll"),
        1000,
        lazy_gettext("Auch, was Sie stellen: Einarbeitung, Fahrkosten, Versicherung."),
        rows=3,
    )
    topic = ticks(
        lazy_gettext("Themen"),
        lazy_gettext("Bei Vorträgen zu diesen Themen weist das Portal auf Ihr Tätigkeitsfeld hin."),
    )
    district = pick(lazy_gettext("Stadtteil"))
    open_until = day(lazy_gettext("Gesucht bis"), lazy_gettext("Danach steht es nicht mehr in der Liste."))
    is_public = Tick(lazy_gettext("Öffentlich zeigen"))

    def __init__(
        self, *args: Any, institutions: Sequence[Institution], districts: Sequence[District], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.summary.validators = (
            DataRequired(lazy_gettext("Bitte beschreiben Sie es kurz.")),
            Length(max=400, message=form_fields.TOO_LONG),
        )
        self.institution.choices = [(str(one.id), one.name) for one in institutions]
        self.district.choices = [
            ("", _("nicht festgelegt")),
            *((str(one.id), one.name) for one in districts),
        ]
        known = vocabulary.catalogue().terms.get(Scheme.TOPIC, {})
        self.topic.choices = [(code, term.in_language(languages.current())) for code, term in known.items()]

    def draft(self) -> OpeningDraft:
        """What was entered, once it is valid; what no list knows is left out."""
        topics = {code for code, _label in self.topic.choices}
        district = str(self.district.data or "")
        known = district in {value for value, _label in self.district.choices}
        return OpeningDraft(
            **{name: self[name].data or "" for name in TEXTS},
            topics=tuple(code for code in self.topic.data or () if code in topics),
            district_id=int(district) if district and known else None,
            open_until=self.open_until.data,
            is_public=bool(self.is_public.data),
        )

    def chosen_institution(self) -> int | None:
        """The only one, or the one that was chosen of those one may enter something for."""
        ids = [int(value) for value, _label in self.institution.choices]
        if len(ids) == 1:
            return ids[0]
        typed = str(self.institution.data or "")
        return next((one for one in ids if str(one) == typed), None)


def opening_data(opening: CivicOpening) -> Mapping[str, object]:
    """What fills the form with what is stored."""
    return {
        **{name: getattr(opening, name) for name in TEXTS},
        "institution": str(opening.institution_id),
        "topic": list(opening.topics),
        "district": str(opening.district_id or ""),
        "open_until": opening.open_until,
        "is_public": opening.is_public,
    }
