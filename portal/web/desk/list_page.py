"""The list of a provider's offers in words: tasks on top, then a table with step, next date, score and how often it is found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from flask import url_for

from portal import clock
from portal.models import Institution
from portal.upkeep.tally import Counts
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import DATELESS_KINDS, KIND_LABELS, RegistrationWay, Step
from portal.web.desk import form_page, scores
from portal.web.desk.pages_list import OfferRow, OffersPage, Task
from portal.web.kit import formats, languages
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import provider_list
from portal.workflow.provider_list import ListedOffer, ShortOffer

PAGE = 50
# How the table is narrowed: value of the parameter -> what it is called.
STANDS: Mapping[str, str] = {
    "veroeffentlicht": N_("Veröffentlicht"),
    "in-pruefung": N_("In Prüfung"),
    "zurueckgegeben": N_("Zurückgegeben"),
    "entwurf": N_("Entwurf"),
    "zurueckgezogen": N_("Zurückgezogen"),
    "archiviert": N_("Archiviert"),
}
_PENDING = {
    Step.SUBMITTED: "in-pruefung",
    Step.RETURNED: "zurueckgegeben",
    Step.DRAFT: "entwurf",
}
_PUBLIC = {
    Step.PUBLISHED: "veroeffentlicht",
    Step.WITHDRAWN: "zurueckgezogen",
    Step.ARCHIVED: "archiviert",
}
ICONS = {"zurueckgegeben": "warn", "in-pruefung": "clock", "entwurf": "edit", "veroeffentlicht": "check"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the view has read."""

    institutions: Mapping[int, Institution]
    chosen: Institution | None
    offers: Sequence[ShortOffer]
    shown: Sequence[ShortOffer]
    details: Mapping[int, ListedOffer]
    counts: Mapping[int, Counts]
    waiting: Sequence[ShortOffer]
    page: int
    words: str = ""
    stand: str = ""
    choices: Sequence[Institution] = ()
    notices: tuple[p.Notice, ...] = field(default=())


def stands_of(one: ShortOffer) -> frozenset[str]:
    """Under which names of the filter an offer is found: its own step and that of the pending work."""
    own = _PUBLIC.get(one.step) or _PENDING[one.step]
    return frozenset({own, _PENDING[one.pending]}) if one.pending else frozenset({own})


def build(shelf: Shelf, now: datetime) -> OffersPage:
    """The whole page."""
    first = (shelf.page - 1) * PAGE
    return OffersPage(
        title=_("Meine Angebote") if shelf.chosen is None or len(shelf.choices) < 2 else _("Angebote"),
        eyebrow=shelf.chosen.name if shelf.chosen else _("Alle Anbieter"),
        new_url=url_for("desk.new_offer", anbieter=shelf.chosen.slug if shelf.chosen else None),
        tasks=tasks(shelf),
        words=shelf.words,
        stands=stands(shelf),
        choices=choices(shelf),
        institution=shelf.chosen.slug if shelf.chosen else "",
        rows=tuple(row(one, shelf, now) for one in shelf.shown[first : first + PAGE]),
        total=len(shelf.shown),
        pagination=pagination(shelf),
        notices=(*shelf.notices, *standing(shelf.chosen)),
        is_filtered=bool(shelf.words or shelf.stand),
        all_url=address(shelf, 1, words="", stand=""),
        lang=languages.of_content(),
    )


def standing(institution: Institution | None) -> tuple[p.Notice, ...]:
    """What happens next for an institution that the editors have not approved yet."""
    return form_page.standing_notices(institution, None) if institution else ()


def tasks(shelf: Shelf) -> tuple[Task, ...]:
    """What there is to do, and how often the offers were found."""
    found = []
    if shelf.waiting:
        count = len(shelf.waiting)
        found.append(
            Task(
                str(count),
                ngettext("Angebot bestätigen", "Angebote bestätigen", count),
                _("Lange nicht geprüft. Stimmt noch alles?"),
                ngettext("Es gilt noch", "Alle %(num)s gelten noch", count),
                post_url=url_for("desk.confirm_all", anbieter=shelf.chosen.slug if shelf.chosen else None),
                confirms=tuple(one.id for one in shelf.waiting),
            )
        )
    returned = [one for one in shelf.offers if one.pending is Step.RETURNED]
    if returned:
        found.append(
            Task(
                str(len(returned)),
                _("zurück an Sie"),
                _("Das Bildungsbüro bittet um eine Änderung: „%(title)s“", title=returned[0].title),
                _("Ansehen"),
                url_for("desk.edit_offer", offer_id=returned[0].id),
            )
        )
    views = sum(one.views for one in shelf.counts.values())
    calendars = sum(one.calendars for one in shelf.counts.values())
    if views or calendars:
        text = ngettext(
            "In den letzten 30 Tagen. Termine wurden einmal abonniert.",
            "In den letzten 30 Tagen. Termine wurden %(num)s-mal abonniert.",
            calendars,
        )
        found.append(Task(thousands(views), _("mal angesehen"), text))
    return tuple(found)


def thousands(number: int) -> str:
    """'1.204' in German, '1,204' in English."""
    return f"{number:,}".replace(",", "." if languages.current() == "de" else ",")


def stands(shelf: Shelf) -> tuple[p.Choice, ...]:
    """The steps with how many offers each has."""
    counts = Counter(name for one in shelf.offers for name in stands_of(one))
    everything = p.Choice("", _("Alle (%(num)d)", num=len(shelf.offers)), not shelf.stand)
    return (
        everything,
        *(
            p.Choice(name, f"{_(label)} ({counts[name]})", name == shelf.stand)
            for name, label in STANDS.items()
            if counts[name] or name == shelf.stand
        ),
    )


def choices(shelf: Shelf) -> tuple[p.Choice, ...]:
    """The institutions to look at."""
    if len(shelf.choices) < 2:
        return ()
    chosen = shelf.chosen.slug if shelf.chosen else ""
    return (
        p.Choice("", _("Alle"), not chosen),
        *(p.Choice(one.slug, one.name, one.slug == chosen) for one in shelf.choices),
    )


def row(one: ShortOffer, shelf: Shelf, now: datetime) -> OfferRow:
    """One offer in words."""
    details, counts = shelf.details[one.id], shelf.counts.get(one.id)
    institution = shelf.institutions.get(one.institution_id)
    names = stands_of(one)
    icon = next((icon for name, icon in ICONS.items() if name in names), "minus")
    is_public = one.step is Step.PUBLISHED
    return OfferRow(
        title=one.title or details.sheet.title or _("(ohne Titel)"),
        url=url_for("desk.edit_offer", offer_id=one.id),
        shape=one.kind.value,
        kind=_(KIND_LABELS[one.kind]),
        institution=institution.name if institution and shelf.chosen is None else "",
        next_date=next_date(one, details, now),
        stand=form_page.stand_words(one.step, one.pending, one.is_scheduled),
        icon=icon,
        score=scores.of_sheet(details.sheet),
        views=thousands(counts.views) if is_public and counts else "–",
        calendars=subscribed(counts.calendars) if is_public and counts else "",
        actions=actions(one, details),
    )


def subscribed(number: int) -> str:
    """'4 Abos'; '' for none."""
    return ngettext("%(num)s Abo", "%(num)s Abos", number) if number else ""


def next_date(one: ShortOffer, details: ListedOffer, now: datetime) -> str:
    """'Mo, 1. Februar', or why there is none."""
    if details.next_at is None:
        return _("laufend") if one.kind in DATELESS_KINDS else _("kein Termin")
    day = provider_list.day_of(details.next_at)
    return formats.short_date(day, year=day.year != clock.local(now).year)


def actions(one: ShortOffer, details: ListedOffer) -> tuple[p.Link, ...]:
    """What can be done in one click."""
    found = [p.Link(_("Ändern"), url_for("desk.edit_offer", offer_id=one.id))]
    if details.next_at:
        found.append(p.Link(_("Termine"), url_for("desk.change_date", offer_id=one.id)))
    if details.run_count and one.step is Step.PUBLISHED:
        found.append(places_link(one.id, counts_here=details.sheet.registration_way is RegistrationWay.HERE))
    found.append(p.Link(_("Kopieren"), url_for("desk.copy_offer", offer_id=one.id)))
    return tuple(found)


def places_link(offer_id: int, *, counts_here: bool) -> p.Link:
    """Who registered, where the portal counts; else how many places are free."""
    if counts_here:
        return p.Link(_("Anmeldungen"), url_for("desk.list_participants", offer_id=offer_id))
    return p.Link(_("Plätze"), url_for("desk.set_places", offer_id=offer_id))


def address(shelf: Shelf, page: int, *, words: str | None = None, stand: str | None = None) -> str:
    """The list with the same filter."""
    pairs = {
        "anbieter": shelf.chosen.slug if shelf.chosen else "",
        "q": shelf.words if words is None else words,
        "stand": shelf.stand if stand is None else stand,
        "seite": str(page) if page > 1 else "",
    }
    query = urlencode({name: value for name, value in pairs.items() if value})
    return url_for("desk.list_offers") + (f"?{query}" if query else "")


def pagination(shelf: Shelf) -> p.Pagination:
    """The pages around this one."""
    last = pages(len(shelf.shown))
    near = sorted({1, last, *range(max(1, shelf.page - 2), min(last, shelf.page + 2) + 1)})
    items: list[p.PageLink | None] = []
    for number in near:
        if items and items[-1] and number - items[-1].number > 1:
            items.append(None)
        items.append(p.PageLink(number, address(shelf, number), number == shelf.page))
    return p.Pagination(
        address(shelf, shelf.page - 1) if shelf.page > 1 else None,
        address(shelf, shelf.page + 1) if shelf.page < last else None,
        tuple(items),
    )


def pages(total: int) -> int:
    return max(1, -(-total // PAGE))
