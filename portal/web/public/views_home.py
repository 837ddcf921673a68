"""The home page: search, Lebenslinie, this week, the three programmes, advice."""

from datetime import date, datetime, timedelta
from itertools import groupby

from flask import render_template, url_for

from portal import clock
from portal.extensions import db
from portal.models import Occurrence, Offer
from portal.offers import queries, rules
from portal.offers.filters import Facet, OfferFilter
from portal.search.results import SearchResult
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import KIND_LABELS, AttendanceMode, OfferKind
from portal.vocabulary.terms import Scheme
from portal.web.kit import addresses, formats, freshness, languages, vocabulary, wording
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.public import blueprint, guidance, run_views, views_collections
from portal.web.public.pages import HomePage

DATES_SHOWN, PER_DAY = 60, 3
COLLECTIONS_SHOWN = 2
EXAMPLES = (N_("Computer"), N_("Deutsch B1"), N_("Ferien mit Kindern"), N_("Yoga"))
# The transitions of the city's programme, asked as questions, by the phase they lead into.
QUESTIONS = {
    "grundschule": (N_("Wie gelingt der Schulstart?"), False),
    "ausbildung-studium": (N_("Wie geht es nach der Schule weiter?"), False),
    "beruf": (N_("Wie komme ich zurück in den Beruf?"), True),
    "nach-dem-beruf": (N_("Was kommt nach dem Beruf?"), False),
}


@blueprint.get("/")
@public
def home() -> str:
    now = clock.now()
    today = clock.local(now).date()
    everything = service().search(OfferFilter(per_page=1), now=now)
    sunday = today + timedelta(days=6 - today.weekday())
    last = sunday if today.weekday() < 5 else sunday + timedelta(days=7)
    since = clock.as_utc(today - timedelta(days=freshness.thresholds().leave_after_days), 0, 0)
    dates, count = queries.dates_between(db.session(), today, last, limit=DATES_SHOWN, confirmed_since=since)
    page = HomePage(
        offer_count=everything.total,
        institution_count=everything.institution_count,
        examples=tuple(p.Link(_(word), addresses.search(OfferFilter(text=_(word)))) for word in EXAMPLES),
        phases=phases(everything),
        week_label=formats.span(today, last, today=today),
        week_days=day_groups(dates, today, now),
        week_count=count,
        week_url=addresses.search(OfferFilter(date_from=today, date_to=last)),
        programmes=programmes(now),
        kinds=tuple(
            p.KindLink(kind.value, _(KIND_LABELS[kind]), addresses.search_for(Facet.KIND, kind.slug))
            for kind in OfferKind
        ),
        guidance=guidance.cards(),
        collections=views_collections.teasers(COLLECTIONS_SHOWN),
    )
    return render_template("public/home.html", page=page)


def phases(result: SearchResult, current: str = "") -> tuple[p.PhaseLink, ...]:
    """The six phases with their counts and the questions that lead into them."""
    counts = dict(result.facets.get(Facet.LIFE_PHASE, ()))
    locale = languages.current()
    links = []
    for code, term in vocabulary.catalogue().terms.get(Scheme.LIFE_PHASE, {}).items():
        url = url_for("public.life_phase", code=code)
        asked = QUESTIONS.get(code)
        questions = (p.Question(_(asked[0]), url, asked[1]),) if asked else ()
        links.append(
            p.PhaseLink(
                code,
                term.in_language(locale),
                term.note_in(locale),
                counts.get(code, 0),
                url,
                questions,
                code == current,
            )
        )
    return tuple(links)


def day_groups(dates: list[tuple[Occurrence, Offer]], today: date, now: datetime) -> tuple[p.DayGroup, ...]:
    """Dates under their days: the first few of each, those still to come."""
    ahead = [(day, offer) for day, offer in dates if day.ends_at > now]
    groups = []
    for day, entries in groupby(ahead, key=lambda entry: entry[0].first_day):
        slots = tuple(slot(occurrence, offer) for occurrence, offer in list(entries)[:PER_DAY])
        groups.append(p.DayGroup(str(day.day), formats.weekday_name(day), day == today, slots))
    return tuple(groups)


def slot(day: Occurrence, offer: Offer) -> p.Slot:
    place = day.run.place or offer.place
    provider = offer.institution.short_name or offer.institution.name
    district = place.district.name if place and place.district else ""
    where = _("online") if offer.attendance_mode is AttendanceMode.ONLINE else district
    cents = day.run.price_cents if day.run.price_cents is not None else offer.price_cents
    return p.Slot(
        time=formats.clock_time(day.starts_at),
        title=offer.title,
        url=addresses.offer(offer.id, offer.slug),
        shape=offer.kind.value,
        meta=f"{_(KIND_LABELS[offer.kind])} · {provider}" + (f", {where}" if where else ""),
        price=wording.price(cents, None, is_free=offer.is_free),
        status=run_views.run_status(offer, day.run, day),
        is_off=rules.off_status(day.run.status, day.status) is not None,
        lang=languages.of_content(),
    )


def programmes(now: datetime) -> tuple[p.ProgrammePanel, ...]:
    """The three programmes with what is next in each."""
    return (
        p.ProgrammePanel(
            _("Senioren\u00aduniversität"),
            _(
                "Vorlesungen hören, mitreden, Neues anfangen. Museen, Ämter und die Hochschule öffnen ihre Säle."
            ),
            next_line(OfferFilter(chosen={Facet.PROGRAMME: ("seniorenuniversitaet",)}), now),
            url_for("public.senior_university"),
            "sky",
            OfferKind.LECTURE_SERIES.value,
        ),
        p.ProgrammePanel(
            _("Eltern\u00adtrainings"),
            _("Feste Gruppen mit höchstens zehn Eltern. Oft mit Kinderbetreuung, in mehreren Sprachen."),
            next_line(OfferFilter(chosen={Facet.KIND: (OfferKind.PARENT_TRAINING.slug,)}), now),
            url_for("public.parent_trainings"),
            "coral",
            OfferKind.PARENT_TRAINING.value,
        ),
        p.ProgrammePanel(
            _("Berufs\u00adorientierung"),
            _("Messen, Praktika, Fristen: das ganze Schuljahr an einem Ort."),
            next_line(OfferFilter(chosen={Facet.KIND: (OfferKind.DEADLINE.slug,)}), now),
            url_for("careers.calendar"),
            "sage",
            OfferKind.CAREERS_EVENT.value,
        ),
    )


def next_line(wanted: OfferFilter, now: datetime) -> str:
    """'Nächster Termin: Donnerstag, 26. November'; '' when nothing is planned."""
    hits = service().search(wanted, now=now, facets=False).hits
    ahead = (hit.next_start for hit in hits if hit.next_start and not hit.next_is_cancelled)
    start = next((start for start in ahead if start > now), None)  # a window that is open began before
    if start is None:
        return ""
    day = formats.long_date(clock.local(start).date(), year=False)
    if wanted.has(Facet.KIND, OfferKind.DEADLINE.slug):
        return _("Nächste Frist: %(day)s", day=day)
    return _("Nächster Termin: %(day)s", day=day)
