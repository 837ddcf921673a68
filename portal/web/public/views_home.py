"""The home page: search, Lebenslinie, this week, the three programmes, advice."""

from datetime import date, datetime, timedelta
from itertools import groupby

from flask import render_template, url_for

from portal import clock
from portal.extensions import db
from portal.models import Occurrence, Offer
from portal.offers import queries, rules
from portal.offers.filters import Facet, OfferFilter
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import KIND_LABELS, AttendanceMode, OfferKind
from portal.web.kit import (
    addresses,
    careers,
    formats,
    freshness,
    guidance_cards,
    guides,
    languages,
    magazine,
    wording,
)
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.public import blueprint, run_views, views_collections
from portal.web.public.pages import HomePage

DATES_SHOWN, PER_DAY = 60, 3
COLLECTIONS_SHOWN = 2
ADVICE_SHOWN = 4
EXAMPLES = (N_("Computer"), N_("Deutsch B1"), N_("Ferien mit Kindern"), N_("Yoga"))


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
        phases=guides.lifeline(everything),
        week_label=formats.span(today, last, today=today),
        week_days=day_groups(dates, today, now),
        week_count=count,
        week_url=addresses.search(OfferFilter(date_from=today, date_to=last)),
        programmes=programmes(now),
        kinds=tuple(
            p.KindLink(kind.value, _(KIND_LABELS[kind]), addresses.search_for(Facet.KIND, kind.slug))
            for kind in OfferKind
        ),
        guidance=guidance_cards.cards()[:ADVICE_SHOWN],
        collections=views_collections.teasers(COLLECTIONS_SHOWN),
        magazine=magazine.teasers(),
    )
    return render_template("public/home.html", page=page)


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
            url_for("programmes.senior_university"),
            "sky",
            OfferKind.LECTURE_SERIES.value,
        ),
        p.ProgrammePanel(
            _("Eltern\u00adtrainings"),
            _("Feste Gruppen mit höchstens zehn Eltern. Oft mit Kinderbetreuung, in mehreren Sprachen."),
            next_line(OfferFilter(chosen={Facet.KIND: (OfferKind.PARENT_TRAINING.slug,)}), now),
            url_for("programmes.parent_trainings"),
            "coral",
            OfferKind.PARENT_TRAINING.value,
        ),
        p.ProgrammePanel(
            _("Berufs\u00adorientierung"),
            _("Messen, Praktika, Fristen: das ganze Schuljahr an einem Ort."),
            deadline_line(now),
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
    return _("Nächster Termin: %(day)s", day=formats.long_date(clock.local(start).date(), year=False))


def deadline_line(now: datetime) -> str:
    """'Nächste Frist: Sonntag, 29. November', as the Jahres-Berufswahl-Kalender says it."""
    day = careers.next_deadline(now)
    return _("Nächste Frist: %(day)s", day=formats.long_date(day, year=False)) if day else ""
