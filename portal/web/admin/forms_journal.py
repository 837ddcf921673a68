"""Narrows the journal."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import SelectField, StringField

from portal.audit.queries import JournalFilter
from portal.vocabulary.workflow import ACT_LABELS, THING_LABELS, Act, Thing
from portal.web.admin.filtering import FilterForm
from portal.web.kit.fields import CountField, DayField, in_one_line
from portal.web.kit.words import gettext as _

MOST_ID = 2_147_483_647


class JournalFilterForm(FilterForm):
    """Who, what, to what, of which institution, when. `konto` has no field on the page: links lead here with it."""

    person = StringField(lazy_gettext("Person"), name="person", filters=[in_one_line])
    act = SelectField(lazy_gettext("Handlung"), name="handlung", validate_choice=False)
    thing = SelectField(lazy_gettext("Gegenstand"), name="gegenstand", validate_choice=False)
    institution = SelectField(lazy_gettext("Anbieter"), name="anbieter", validate_choice=False)
    first_day = DayField(lazy_gettext("Von"), name="von")
    last_day = DayField(lazy_gettext("Bis"), name="bis")
    account = CountField(lazy_gettext("Nummer des Kontos"), most=MOST_ID, name="konto")

    def __init__(self, institutions: list[tuple[int, str]]) -> None:
        super().__init__(
            act=_sorted((one.value, _(ACT_LABELS[one])) for one in Act),
            thing=_sorted((one.value, _(THING_LABELS[one])) for one in Thing),
            institution=[(str(number), name) for number, name in institutions],
        )

    def wanted(self) -> JournalFilter:
        """What the journal is narrowed to; ask `ignored` before."""
        return JournalFilter(
            person=(self.person.data or "")[:200],
            account_id=self.account.data,
            act=Act(self.act.data) if self.act.data else None,
            thing=Thing(self.thing.data) if self.thing.data else None,
            institution_id=int(self.institution.data) if self.institution.data else None,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
        )


def _sorted(options: Any) -> list[tuple[str, str]]:
    return sorted(options, key=lambda option: option[1].casefold())
