"""What the offer form lets one choose from: terms in the reader's language, topics in two levels, places of the town."""

from collections.abc import Iterable

from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from portal.institutions import place_choices
from portal.institutions.place_choices import PlaceChoice
from portal.vocabulary.terms import Scheme
from portal.web.desk.offer_form import SCHEMES, OfferForm
from portal.web.desk.pages_form import TopicPick
from portal.web.kit import languages, vocabulary
from portal.web.kit.words import gettext as _


def fill(session: Session, form: OfferForm, institution_id: int) -> None:
    """Puts the choices into the form; one statement, for the places."""
    locale = languages.current()
    known = vocabulary.catalogue().terms
    terms = {
        scheme: [(term.code, term.in_language(locale)) for term in known.get(scheme, {}).values()]
        for scheme in SCHEMES
    }
    places = place_choices.for_institution(session, institution_id)
    chosen = {form.place.data, *(run.form.place.data for run in form.runs)}
    form.offer_choices(terms, of_offer(places), of_runs(places, chosen))


def of_offer(places: Iterable[PlaceChoice]) -> list[SelectChoice]:
    """Own places first, those of others below; a town without places still has "none"."""
    groups = {True: _("Ihre Lernorte"), False: _("Andere Lernorte in der Stadt")}
    shown = [SelectChoice(str(one.id), one.label, optgroup=groups[one.is_own]) for one in places]
    return [SelectChoice("", _("noch keiner")), *shown]


def of_runs(places: Iterable[PlaceChoice], chosen: set[str | None]) -> list[SelectChoice]:
    """A run is nearly always at an own place: the long list stands once, at the offer."""
    return [SelectChoice(str(one.id), one.label) for one in places if one.is_own or str(one.id) in chosen]


def topics(form: OfferForm) -> tuple[TopicPick, ...]:
    """The topics with the narrower ones below them, each by its place among the ticks."""
    known, locale = vocabulary.catalogue().terms.get(Scheme.TOPIC, {}), languages.current()
    places = {code: number for number, code in enumerate(known)}
    ticked = set(form.topic.data or ())
    picks = []
    for code, term in known.items():
        if term.parent is None:
            codes = [code, *(one for one, other in known.items() if other.parent == code)]
            chosen = ", ".join(known[one].in_language(locale) for one in codes if one in ticked)
            ticks = tuple(places[one] for one in codes)
            picks.append(TopicPick(term.in_language(locale), ticks, chosen))
    return tuple(picks)
