"""How complete an offer is, in per cent, what is missing and what would help most; and what nobody may leave out when handing
it in. Pure: looks at the sheet alone, so a provider sees the same number while typing as editors see later."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.offers.sheet import OfferSheet
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import DATELESS_KINDS, AttendanceMode, OfferKind, RegistrationWay
from portal.vocabulary.terms import Scheme

LEAST_TITLE = 3
Question = Callable[[OfferSheet], bool]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not there yet. `field` names the field of the form; `gain` is how many points it would bring.

    `label` is the thing in a word or two, `message` the sentence that asks for it.
    """

    field: str
    label: str
    message: str
    gain: int
    is_required: bool


@dataclass(frozen=True, slots=True)
class Completeness:
    """`percent` 0 to 100; `gaps` with the most helpful first."""

    percent: int
    gaps: tuple[Gap, ...]


def always(_sheet: OfferSheet) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that makes an offer easier to find or to attend."""

    field: str
    label: str
    message: str
    weight: int
    is_met: Question
    applies: Question = always
    is_required: bool = False


def _text(name: str) -> Question:
    return lambda sheet: bool((getattr(sheet, name) or "").strip())


def _has_title(sheet: OfferSheet) -> bool:
    return len(sheet.title.strip()) >= LEAST_TITLE


def _has_topic(sheet: OfferSheet) -> bool:
    return bool(sheet.terms.get(Scheme.TOPIC))


def _has_audience(sheet: OfferSheet) -> bool:
    schemes = (Scheme.LIFE_PHASE, Scheme.TARGET_GROUP, Scheme.GRADE)
    return any(sheet.terms.get(scheme) for scheme in schemes)


def _needs_dates(sheet: OfferSheet) -> bool:
    return sheet.kind not in DATELESS_KINDS


def _has_dates(sheet: OfferSheet) -> bool:
    return any(run.dates or run.starts_on or (run.schedule_note or "").strip() for run in sheet.runs)


def _has_price(sheet: OfferSheet) -> bool:
    said = sheet.is_free or sheet.price_cents is not None or bool((sheet.price_note or "").strip())
    return said or (bool(sheet.runs) and all(run.price_cents is not None for run in sheet.runs))


def _costs_money(sheet: OfferSheet) -> bool:
    return not sheet.is_free and bool(sheet.price_cents)


def _is_no_deadline(sheet: OfferSheet) -> bool:
    return sheet.kind is not OfferKind.DEADLINE


def _happens_somewhere(sheet: OfferSheet) -> bool:
    return sheet.attendance_mode is not AttendanceMode.ONLINE and _is_no_deadline(sheet)


def _has_place(sheet: OfferSheet) -> bool:
    if sheet.place_id is not None:
        return True
    return bool(sheet.runs) and all(
        run.place_id is not None or (run.dates and all(one.place_id is not None for one in run.dates))
        for run in sheet.runs
    )


def _is_reachable(sheet: OfferSheet) -> bool:
    return bool(sheet.contact_phone or sheet.contact_email)


def _way(way: RegistrationWay) -> Question:
    return lambda sheet: sheet.registration_way is way


def _has_places(sheet: OfferSheet) -> bool:
    """Trainings of parents have the town's number where nothing else is said."""
    if sheet.max_participants or sheet.kind is OfferKind.PARENT_TRAINING:
        return True
    return bool(sheet.runs) and all(run.max_participants for run in sheet.runs)


def _has_registration_link(sheet: OfferSheet) -> bool:
    runs = sheet.runs
    return bool(sheet.registration_url) or (bool(runs) and all(run.registration_url for run in runs))


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "title",
        N_("Titel"),
        N_("Geben Sie dem Angebot einen Titel, unter dem Menschen es suchen."),
        5,
        _has_title,
        is_required=True,
    ),
    Criterion(
        "summary",
        N_("Kurz gesagt"),
        N_("Beschreiben Sie das Angebot in ein bis zwei Sätzen. Sie stehen in den Suchergebnissen."),
        15,
        _text("summary"),
        is_required=True,
    ),
    Criterion(
        "description",
        N_("Beschreibung"),
        N_("Beschreiben Sie ausführlich, was die Menschen erwartet."),
        12,
        _text("description"),
    ),
    Criterion(
        "topic",
        N_("Thema"),
        N_("Wählen Sie mindestens ein Thema. Sonst findet es niemand beim Stöbern."),
        10,
        _has_topic,
        is_required=True,
    ),
    Criterion(
        "life_phase",
        N_("Für wen"),
        N_("Sagen Sie, für wen das Angebot ist: eine Lebensphase, eine Zielgruppe oder eine Klasse."),
        8,
        _has_audience,
        is_required=True,
    ),
    Criterion(
        "runs",
        N_("Termin"),
        N_("Nennen Sie mindestens einen Termin, einen Zeitraum oder in Worten, wann es stattfindet."),
        15,
        _has_dates,
        _needs_dates,
        is_required=True,
    ),
    Criterion(
        "price",
        N_("Preis"),
        N_("Nennen Sie den Preis, oder sagen Sie, dass das Angebot kostenlos ist."),
        10,
        _has_price,
        _is_no_deadline,
        is_required=True,
    ),
    Criterion(
        "reduced_price",
        N_("Ermäßigung"),
        N_("Sagen Sie, wie viel es ermäßigt kostet und für wen."),
        2,
        lambda sheet: sheet.reduced_price_cents is not None,
        _costs_money,
    ),
    Criterion(
        "place",
        N_("Lernort"),
        N_("Wählen Sie den Lernort, oder geben Sie an, dass man online teilnimmt."),
        10,
        _has_place,
        _happens_somewhere,
        is_required=True,
    ),
    Criterion(
        "registration_url",
        N_("Internetadresse zur Anmeldung"),
        N_("Tragen Sie die Internetadresse ein, unter der man sich anmeldet."),
        5,
        _has_registration_link,
        _way(RegistrationWay.LINK),
        is_required=True,
    ),
    Criterion(
        "registration_email",
        N_("E-Mail zur Anmeldung"),
        N_("Tragen Sie die E-Mail-Adresse ein, unter der man sich anmeldet."),
        5,
        lambda sheet: bool(sheet.registration_email or sheet.contact_email),
        _way(RegistrationWay.MAIL),
        is_required=True,
    ),
    Criterion(
        "registration_phone",
        N_("Telefon zur Anmeldung"),
        N_("Tragen Sie die Telefonnummer ein, unter der man sich anmeldet."),
        5,
        lambda sheet: bool(sheet.registration_phone or sheet.contact_phone),
        _way(RegistrationWay.PHONE),
        is_required=True,
    ),
    Criterion(
        "max_participants",
        N_("Zahl der Plätze"),
        N_("Sagen Sie, wie viele Plätze es gibt. Erst dann zählt das Portal sie und führt eine Warteliste."),
        5,
        _has_places,
        _way(RegistrationWay.HERE),
    ),
    Criterion(
        "contact_phone",
        N_("Ansprechstelle"),
        N_("Sagen Sie, wer Fragen beantwortet: eine Telefonnummer oder E-Mail-Adresse."),
        8,
        _is_reachable,
    ),
    Criterion(
        "image",
        N_("Bild"),
        N_("Ein eigenes Bild macht neugierig."),
        6,
        lambda sheet: sheet.image_id is not None,
    ),
    Criterion(
        "plain_text",
        N_("Text in Leichter Sprache"),
        N_("Ein kurzer Text in Leichter Sprache hilft Menschen, die wenig lesen oder Deutsch lernen."),
        5,
        _text("plain_text"),
    ),
    Criterion("goal", N_("Ziel"), N_("Was kann man danach? Ein Satz genügt."), 3, _text("goal")),
    Criterion(
        "prerequisites",
        N_("Voraussetzungen"),
        N_("Schreiben Sie, was man können oder mitbringen muss. Auch „keine“ hilft."),
        3,
        _text("prerequisites"),
        _is_no_deadline,
    ),
)


def rate(sheet: OfferSheet) -> Completeness:
    """The score of a content with its gaps."""
    asked = [one for one in CRITERIA if one.applies(sheet)]
    total = sum(one.weight for one in asked)
    met = sum(one.weight for one in asked if one.is_met(sheet))
    gaps = [_gap(one, total) for one in asked if not one.is_met(sheet)]
    gaps.sort(key=lambda gap: (not gap.is_required, -gap.gain))
    return Completeness(100 * met // total, tuple(gaps))


def _gap(criterion: Criterion, total: int) -> Gap:
    gain = max(1, round(100 * criterion.weight / total))
    return Gap(criterion.field, criterion.label, criterion.message, gain, criterion.is_required)


def missing_for_submission(sheet: OfferSheet, public: OfferSheet | None = None) -> tuple[Gap, ...]:
    """What has to be there before an offer goes to review, in the order of the form.

    What the public version lacks as well does not hold up a correction of something else.
    """
    before = _missing(public) if public else frozenset()
    return tuple(
        _gap(one, sum(other.weight for other in CRITERIA))
        for one in CRITERIA
        if one.is_required and one.field in _missing(sheet) - before
    )


def _missing(sheet: OfferSheet) -> frozenset[str]:
    return frozenset(
        one.field for one in CRITERIA if one.is_required and one.applies(sheet) and not one.is_met(sheet)
    )
