"""The facts of an offer, as rows of "Das Wichtigste": when next, what it costs, where, for whom."""

from collections.abc import Sequence
from datetime import date

from portal.offers.detail import DateDetail, OfferDetail, RunDetail, TermDetail
from portal.offers.filters import Facet, OfferFilter
from portal.vocabulary.offers import ATTENDANCE_LABELS, DATELESS_KINDS, AttendanceMode, OfferKind
from portal.vocabulary.terms import Scheme
from portal.web.kit import addresses, formats, languages, place_parts, wording
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.public.run_views import run_status

REDUCED_WORD = "ermäßigt"  # how providers begin a price note; theirs, so never translated


def labels(offer: OfferDetail, scheme: Scheme) -> tuple[str, ...]:
    return tuple(label(term) for term in offer.terms_of(scheme))


def label(term: TermDetail) -> str:
    return term.label_en if term.label_en and languages.current() == "en" else term.label


def next_start(
    offer: OfferDetail,
    upcoming: tuple[RunDetail, DateDetail] | None,
    ended: bool,
    today: date,
    *,
    is_soonest: bool = True,
) -> p.Fact:
    """The row on yellow; where an earlier date is full or closed, `is_soonest` is False and it says so."""
    if ended:
        more = p.Link(_("Neues dazu per E-Mail"), addresses.search(successors(offer), "/abo"))
        return p.Fact(_("Termin"), _("Zurzeit kein Termin"), _("Dieses Angebot ist beendet."), more=more)
    if upcoming is None:
        word = _("laufend") if offer.kind in DATELESS_KINDS else _("nach Absprache")
        return p.Fact(_("Termin"), word)
    _run, day = upcoming
    usual = _("Nächster Termin") if is_soonest else _("Nächster freier Termin")
    label = _("Frist bis") if offer.kind is OfferKind.DEADLINE else usual
    if day.all_day:
        if offer.kind is OfferKind.DEADLINE and day.first_day != day.last_day:
            label = _("Zeitraum")
        return p.Fact(label, formats.span(day.first_day, day.last_day, today=today))
    when = _(
        "%(day)s, %(time)s Uhr", day=formats.long_date(day.first_day), time=formats.clock_time(day.starts_at)
    )
    return p.Fact(label, when)


def successors(offer: OfferDetail) -> OfferFilter:
    """The search that finds what follows an offer: of the same provider, on any of the same topics."""
    topics = tuple(term.code for term in offer.terms_of(Scheme.TOPIC))
    return (
        OfferFilter()
        .with_values(Facet.INSTITUTION, (offer.institution.slug,))
        .with_values(Facet.TOPIC, topics)
    )


def facts(offer: OfferDetail, upcoming: tuple[RunDetail, DateDetail] | None) -> tuple[p.Fact, ...]:
    """The rows of "Das Wichtigste" below the date, those that are known."""
    run = upcoming[0] if upcoming else (offer.runs[0] if offer.runs else None)
    found = [
        _places_fact(offer, upcoming),
        _cost_fact(offer, run),
        _where_fact(offer, run),
        _audience_fact(offer),
        p.Fact(_("Sprache"), ", ".join(labels(offer, Scheme.LANGUAGE)), _level(offer)),
        p.Fact(
            _("Klassen"),
            ", ".join(term.code for term in offer.terms_of(Scheme.GRADE)),
            ", ".join(labels(offer, Scheme.SCHOOL_FORM)),
        ),
        p.Fact(_("Berufsfeld"), ", ".join(labels(offer, Scheme.OCCUPATION_FIELD))),
        p.Fact(_("Nachweis"), offer.certificate or ""),
        p.Fact(_("Kinderbetreuung"), _("ja, währenddessen") if offer.childcare else ""),
        p.Fact(_("Versicherung"), offer.insurance_note or ""),
        _guests_fact(offer),
        p.Fact(_("Material"), offer.material_access or "", offer.material_licence or ""),
    ]
    return tuple(fact for fact in found if fact and (fact.value or fact.status))


def _level(offer: OfferDetail) -> str:
    return _("Niveau %(level)s", level=offer.cefr_level.label) if offer.cefr_level else ""


def _places_fact(offer: OfferDetail, upcoming: tuple[RunDetail, DateDetail] | None) -> p.Fact | None:
    if not upcoming or offer.kind is OfferKind.DEADLINE:
        return None
    return p.Fact(_("Plätze"), "", status=run_status(offer, *upcoming))


def _cost_fact(offer: OfferDetail, run: RunDetail | None) -> p.Fact:
    cents = run.price_cents if run and run.price_cents is not None else offer.price_cents
    reduced = (
        run.reduced_price_cents if run and run.reduced_price_cents is not None else offer.reduced_price_cents
    )
    if offer.kind is OfferKind.DEADLINE and not cents:
        return p.Fact(_("Kosten"), "")  # that a date in the calendar costs nothing goes without saying
    shown = wording.price(cents, None, is_free=offer.is_free)
    notes = [offer.price_note or ""]
    if reduced is not None and cents and reduced < cents:
        notes.insert(0, _("ermäßigt %(price)s", price=formats.money(reduced)))
    note, extra = (*_unique(notes), "", "")[:2]
    return p.Fact(_("Kosten"), shown or _("bitte nachfragen"), note, extra=extra)


def _unique(notes: Sequence[str]) -> list[str]:
    """Without empty ones; who gets the reduction joins it: 'ermäßigt 21 € mit Sozialpass', not 'ermäßigt' twice."""
    kept = [note for note in notes if note]
    if len(kept) == 2 and kept[1].lower().startswith(REDUCED_WORD):
        return [kept[0] + kept[1][len(REDUCED_WORD) :]]
    return kept


def _where_fact(offer: OfferDetail, run: RunDetail | None) -> p.Fact:
    place = (run.place if run else None) or offer.place
    if offer.attendance_mode is AttendanceMode.ONLINE or place is None:
        mode = (
            _(ATTENDANCE_LABELS[offer.attendance_mode])
            if offer.attendance_mode is AttendanceMode.ONLINE
            else ""
        )
        return p.Fact(_("Ort"), mode)
    note = ", ".join(
        part for part in (place_parts.address(place), place.district.name if place.district else "") if part
    )
    if offer.attendance_mode is AttendanceMode.HYBRID:
        note = _("%(place)s, auch online", place=note) if note else _("auch online")
    return p.Fact(_("Ort"), place.name, note)


def _audience_fact(offer: OfferDetail) -> p.Fact:
    ages = ""
    if offer.age_min is not None and offer.age_max is not None:
        ages = _("%(low)s bis %(high)s Jahre", low=offer.age_min, high=offer.age_max)
    elif offer.age_min is not None:
        ages = _("ab %(low)s Jahren", low=offer.age_min)
    elif offer.age_max is not None:
        ages = _("bis %(high)s Jahre", high=offer.age_max)
    return p.Fact(_("Für wen"), ", ".join(labels(offer, Scheme.TARGET_GROUP)) or ages, ages)


def _guests_fact(offer: OfferDetail) -> p.Fact:
    """What a host opens to the Seniorenuniversität."""
    places = (
        ngettext("%(num)s Platz", "%(num)s Plätze", offer.guest_places)
        if offer.guest_places is not None
        else ""
    )
    conditions = offer.guest_conditions or ""
    return p.Fact(_("Für Gäste"), places or conditions, conditions if places else "")
