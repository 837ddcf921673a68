"""Puts the page of the Seniorenuniversität together: the semester shown, its topics, what else there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from portal import clock, text
from portal.lectures.entries import Programme, ProgrammeEntry, counted
from portal.lectures.semesters import PROGRAMME
from portal.models import Semester
from portal.offers.filters import Facet, OfferFilter
from portal.web.kit import (
    addresses,
    filter_words,
    guidance_cards,
    languages,
    semester_words,
    subscription,
    vocabulary,
)
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.programmes import seniors_rows
from portal.web.programmes.seniors_pages import Chosen, CompactBlock, SemesterLink, SeniorsPage

MOST_TOPICS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the public semesters, the programme of the one to show, a topic that it knows."""

    every: Sequence[Semester]
    found: Programme | None
    topic: str
    notices: tuple[str, ...]
    now: datetime

    @property
    def today(self) -> date:
        return clock.local(self.now).date()

    @property
    def shown(self) -> Programme | None:
        return self.found.about(self.topic) if self.found and self.topic else self.found


def address(semester: Semester, topic: str = "", endpoint: str = "programmes.senior_university") -> str:
    """The page, or the calendar, of a semester and perhaps a topic."""
    values: dict[str, Any] = {semester_words.SEMESTER: semester.slug, Facet.TOPIC.value: topic or None}
    return url_for(endpoint, **values)


def nothing_about(topic: str) -> str:
    return _(
        "Zu „%(topic)s“ steht in diesem Semester nichts. Sie sehen das ganze Programm.",
        topic=vocabulary.label(Facet.TOPIC, topic),
    )


def page(asked: Asked, *, booklet_url: str, civic_url: str) -> SeniorsPage:
    """The whole page. What has passed of a semester that still runs is folded away."""
    everything = asked.found.entries if asked.found else ()
    entries = asked.shown.entries if asked.shown else ()
    coming = tuple(entry for entry in entries if entry.over_at > asked.now) or entries
    gone = tuple(entry for entry in entries if entry not in set(coming))
    advice = guidance_cards.cards(OfferFilter(chosen={Facet.LIFE_PHASE: ("nach-dem-beruf",)}))
    weeks, months = seniors_rows.spread(tuple(seniors_rows.rows(coming, everything)))
    return SeniorsPage(
        title=_("Senioren\u00aduniversität"),
        lead=_(
            "Vorlesungen hören, mitreden, Neues anfangen. Hochschule, Museen und Ämter öffnen ihre Veranstaltungen."
        ),
        steps=steps(),
        notices=asked.notices,
        chosen=chosen(asked, asked.found.semester, entries, coming) if asked.found else None,
        semesters=tuple(link(one, asked) for one in asked.every if not one.kind.is_compact),
        topics=topics(asked.found) if asked.found else (),
        weeks=weeks,
        months=months,
        past=tuple(row for _day, row in seniors_rows.rows(gone, everything)),
        compact=tuple(compact(one, asked) for one in reversed(asked.every) if one.kind.is_compact),
        partners=partners(asked.found) if asked.found else (),
        all_url=addresses.search(OfferFilter(chosen={Facet.PROGRAMME: (PROGRAMME,)})),
        all_calendar_url=url_for("feeds.senior_university"),
        booklet_url=booklet_url,
        civic_url=civic_url,
        guidance=next((one for one in advice if one.phone), None),
        subscribe=calendar_box(asked.found.semester, asked.topic) if asked.found else None,
    )


def steps() -> tuple[p.StepText, ...]:
    return (
        p.StepText(_("Aussuchen"), _("Sie brauchen kein Vorwissen. Jede Veranstaltung steht für sich.")),
        p.StepText(
            _("Hingehen"),
            _("Wo „Ohne Anmeldung“ steht, kommen Sie einfach. Sonst hilft Ihnen der Anbieter am Telefon."),
        ),
        p.StepText(
            _("Mitnehmen"),
            _(
                "Fragen Sie vor Ort nach einer Bestätigung, und lassen Sie sich zeigen, wo Mithilfe gesucht wird."
            ),
        ),
    )


def chosen(
    asked: Asked, semester: Semester, entries: Sequence[ProgrammeEntry], coming: Sequence[ProgrammeEntry]
) -> Chosen:
    """The semester that is shown, with its figures."""
    offers = len({entry.offer_id for entry in entries})
    ahead = [entry for entry in coming if entry.over_at > asked.now]
    facts = [ngettext("%(num)s Veranstaltung", "%(num)s Veranstaltungen", offers)]
    if ahead and len(ahead) < len(entries):
        facts.append(ngettext("%(num)s Termin kommt noch", "%(num)s Termine kommen noch", len(ahead)))
    prose = semester_words.intro(semester)
    return Chosen(
        name=semester_words.theme(semester),
        kicker=semester_words.kicker(semester),
        period=semester_words.period(semester, asked.today),
        facts=tuple(facts),
        intro_html=Markup(text.markdown_html(prose)) if prose else p.NOTHING,  # noqa: S704  sanitised by nh3
        intro_lang=semester_words.intro_lang(semester),
        topic=vocabulary.label(Facet.TOPIC, asked.topic) if asked.topic else "",
        show_all_url=address(semester) if asked.topic else "",
    )


def link(semester: Semester, asked: Asked) -> SemesterLink:
    return SemesterLink(
        semester_words.theme(semester),
        semester_words.period(semester, asked.today),
        address(semester),
        asked.found is not None and asked.found.semester.id == semester.id,
    )


def topics(found: Programme) -> tuple[p.CountedLink, ...]:
    """The most frequent topics of the semester, in the order of their names."""
    semester, locale = found.semester, languages.current()
    most = counted(found.entries)[:MOST_TOPICS]
    links = (
        p.CountedLink(topic.in_language(locale), address(semester, topic.code), count)
        for topic, count in most
    )
    return tuple(sorted(links, key=lambda one: one.label.casefold()))


def compact(semester: Semester, asked: Asked) -> CompactBlock:
    """A compact semester. Who takes part is known of the one that is shown; the others say it on their page."""
    is_current = asked.found is not None and asked.found.semester.id == semester.id
    hosts = asked.found.institutions if asked.found and is_current else ()
    return CompactBlock(
        kicker=semester_words.kicker(semester),
        title=semester_words.theme(semester),
        when=semester_words.period(semester, asked.today),
        hosts=", ".join(host.name for host in hosts),
        url=address(semester),
        is_over=semester.last_day < asked.today,
        is_current=is_current,
    )


def partners(found: Programme) -> tuple[p.Link, ...]:
    return tuple(p.Link(host.name, addresses.institution(host.slug)) for host in found.institutions)


def calendar_box(semester: Semester, topic: str) -> p.SubscribeBox:
    """The calendar of exactly what is shown."""
    words = [_("Seniorenuniversität"), semester_words.name(semester)]
    if topic:
        words.append(vocabulary.label(Facet.TOPIC, topic))
    return subscription.box(
        address(semester, topic, "feeds.senior_university"),
        filter_words.SEPARATOR.join(words),
        news_path=address(semester, topic, "feeds.senior_university_atom"),
    )
