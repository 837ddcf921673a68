"""The frame of pages for signed-in people: the menu beside the page, with how much waits behind each entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, g, get_flashed_messages, request, url_for

from portal import clock
from portal.permissions import policy
from portal.permissions.policy import Right
from portal.vocabulary.labels import N_
from portal.web.kit import desk_badges, formats, guards, languages, unsaved
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a menu: shown to who has the right, once its page exists. `badge` names a count (`waiting`)."""

    endpoint: str
    label: str
    right: Right | None = None
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading; a short menu is one group without."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ShownEntry:
    label: str
    url: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class ShownGroup:
    label: str
    entries: tuple[ShownEntry, ...]


def plain(*entries: Entry) -> tuple[Group, ...]:
    """A menu that is short enough to need no headings."""
    return (Group("", entries),)


AREAS: Mapping[str, str] = {
    "desk": N_("Anbieterbereich"),
    "editorial": N_("Redaktion"),
    "admin": N_("Verwaltung"),
    "accounts": N_("Mein Konto"),
}
MENUS: Mapping[str, tuple[Group, ...]] = {
    "desk": plain(
        Entry("desk.list_offers", N_("Angebote"), Right.USE_DESK, "returned"),
        Entry("desk.new_offer", N_("Neu eintragen"), Right.EDIT_OFFER),
        Entry("desk.list_civic", N_("Tätigkeitsfelder"), Right.EDIT_OFFER),
        Entry("desk.list_lecturers", N_("Vortragende"), Right.EDIT_OFFER),
        Entry("desk.list_institutions", N_("Unser Profil"), Right.USE_DESK),
    ),
    "editorial": (
        Group(
            N_("Prüfen"),
            (
                Entry("editorial.dashboard", N_("Heute"), Right.CURATE),
                Entry("editorial.list_queue", N_("Eingang"), Right.REVIEW, "submitted"),
                Entry("editorial.list_seen_later", N_("Zur Kenntnis"), Right.REVIEW, "to_see"),
                Entry(
                    "editorial.list_applications", N_("Neue Anbieter"), Right.APPROVE_INSTITUTION, "applied"
                ),
                Entry("editorial.list_reports", N_("Meldungen"), Right.CURATE, "reports"),
                Entry("editorial.list_appointments", N_("Terminwünsche"), Right.ADVISE, "appointments"),
                Entry("editorial.list_ideas", N_("Vorschläge"), Right.CURATE, "ideas"),
            ),
        ),
        Group(
            N_("Pflegen"),
            (
                Entry("editorial.find_offer", N_("Alle Angebote"), Right.REVIEW),
                Entry("editorial.list_stale", N_("Veraltet"), Right.CURATE, "stale"),
                Entry("editorial.list_duplicates", N_("Doppelte"), Right.CURATE, "duplicates"),
                Entry("editorial.list_links", N_("Links"), Right.CURATE, "links"),
                Entry("editorial.list_missed", N_("Suchwörter"), Right.CURATE, "missed"),
                Entry("editorial.list_terms", N_("Themen und Synonyme"), Right.CURATE),
                Entry("editorial.list_reasons", N_("Textbausteine"), Right.REVIEW),
            ),
        ),
        Group(
            N_("Inhalte"),
            (
                Entry("editorial.list_collections", N_("Themenseiten"), Right.CURATE),
                Entry("editorial.list_transitions", N_("Übergänge"), Right.CURATE),
                Entry("editorial.list_points", N_("B-Punkte"), Right.CURATE),
                Entry("editorial.list_bodies", N_("Wer macht was"), Right.CURATE),
                Entry("editorial.list_pages", N_("Seiten"), Right.CURATE),
            ),
        ),
        Group(
            N_("Programme"),
            (
                Entry("editorial.list_semesters", N_("Semester"), Right.CURATE),
                Entry("editorial.show_parent_meeting", N_("Treffen Elternbildung"), Right.CURATE),
                Entry("editorial.list_class_tasks", N_("Checkliste je Klasse"), Right.CURATE),
                Entry("editorial.list_seals", N_("Siegel"), Right.CURATE),
            ),
        ),
        Group(
            N_("Kalender"),
            (
                Entry("editorial.list_days", N_("Kalendertage"), Right.CURATE, "days"),
                Entry("editorial.roll_over", N_("Kalender fortschreiben"), Right.CURATE),
                Entry("editorial.list_magazine", N_("Stadtmagazin"), Right.CURATE),
            ),
        ),
    ),
    "admin": plain(
        Entry("admin.show_state", N_("Zustand"), Right.ADMINISTER),
        Entry("admin.list_users", N_("Konten"), Right.ADMINISTER),
        Entry("admin.list_institutions", N_("Anbieter"), Right.ADMINISTER),
        Entry("admin.edit_settings", N_("Einstellungen"), Right.ADMINISTER),
        Entry("admin.read_journal", N_("Protokoll"), Right.ADMINISTER),
        Entry("admin.list_letters", N_("Briefe"), Right.ADMINISTER, "dead_letters"),
    ),
    "accounts": plain(
        Entry("accounts.home", N_("Übersicht")),
        Entry("accounts.profile", N_("Angaben")),
        Entry("accounts.list_sessions", N_("Angemeldete Geräte")),
        Entry("accounts.second_factor", N_("Zweiter Faktor")),
    ),
}


@dataclass(frozen=True, slots=True)
class ShownKept:
    """components/kept.html: since when what a form is filled with has been waiting."""

    since_words: str


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        desk_menu=menu, desk_area=area_name, said=said, kept_form=kept_form, request_path=own_path
    )


def area_name() -> str:
    """The area of this page in words."""
    return _(AREAS[str(request.blueprint)])


def own_path() -> str:
    """The address of this page without its parameters."""
    return languages.root() + request.path


def said() -> tuple[p.Notice, ...]:
    """What the last step reported with `flash(text, tone)`."""
    flashed = cast(list[tuple[p.NoticeTone, str]], get_flashed_messages(with_categories=True))
    return tuple(p.Notice(message, "", tone) for tone, message in flashed)


def kept_form() -> ShownKept | None:
    """That a form of this page was filled with what was typed before; a page without a form asks nobody."""
    found = unsaved.filled_with()
    if found is None:
        return None
    then = clock.local(found.since)
    return ShownKept(_("%(day)s, %(time)s Uhr", day=formats.short_date(then.date()), time=f"{then:%H:%M}"))


def menu() -> tuple[ShownGroup, ...]:
    """The entries of this page's area that who asks may use; a group without any is left out."""
    area, actor = str(request.blueprint), guards.actor()
    counts = {**desk_badges.of(area), **waiting()}
    groups = (
        ShownGroup(
            _(group.label) if group.label else "",
            tuple(
                ShownEntry(
                    _(one.label), url_for(one.endpoint), one.endpoint == current(), counts.get(one.badge, 0)
                )
                for one in group.entries
                if one.endpoint in current_app.view_functions
                and (one.right is None or policy.may(actor, one.right))
            ),
        )
        for group in MENUS.get(area, ())
    )
    return tuple(group for group in groups if group.entries)


def current() -> str:
    """The endpoint whose entry is marked: that of this page, or the one it says it stands under."""
    return str(g.get("stands_under") or request.endpoint)


def stand_under(endpoint: str) -> None:
    """Called by a page that no menu names, to mark the entry it belongs to."""
    g.stands_under = endpoint


def waiting() -> Mapping[str, int]:
    """How much waits behind the badges, as the area's views have said with `say_waiting`."""
    found: Mapping[str, int] = g.get("waiting", {})
    return found


def say_waiting(counts: Mapping[str, int]) -> None:
    g.waiting = {**waiting(), **counts}
