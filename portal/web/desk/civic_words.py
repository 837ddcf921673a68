"""Fields of civic activity at the desk in words: rows of the list, who would like to help, both versions after a conflict."""

from collections.abc import Mapping
from datetime import date

from flask import url_for

from portal import clock
from portal.lectures.civic_actions import OpeningDraft
from portal.models import CivicInterest, CivicOpening
from portal.offers.filters import Facet
from portal.web.desk.pages_civic import InterestRow, OpeningRow
from portal.web.kit import desk_links, formats, languages, text_difference, vocabulary
from portal.web.kit.change_parts import ChangeRow
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext


def row(one: CivicOpening, waiting: Mapping[int, int], today: date) -> OpeningRow:
    is_over = one.open_until is not None and one.open_until < today
    count = waiting.get(one.id, 0)
    return OpeningRow(
        title=one.title,
        url=url_for("desk.edit_civic", opening_id=one.id),
        institution=one.institution.name,
        state=_("vorbei") if is_over else _("öffentlich") if one.is_public else _("nicht öffentlich"),
        waiting=ngettext("%(num)s Nachricht wartet", "%(num)s Nachrichten warten", count) if count else "",
        show_url=url_for("desk.show_civic", opening_id=one.id),
        show_label=_("Herausnehmen") if one.is_public else _("Öffentlich zeigen"),
        show="" if one.is_public else "1",
        revision=one.revision,
        remove_url=url_for("desk.ask_remove_civic", opening_id=one.id),
        public_url=desk_links.to("programmes.civic_opening", uuid=one.uuid)
        if one.is_public and not is_over
        else "",
    )


def interest_row(one: CivicInterest) -> InterestRow:
    return InterestRow(
        name=one.name,
        opening=one.opening.title,
        institution=one.opening.institution.name,
        asked=formats.short_date(clock.local(one.asked_at).date()),
        message=one.message or "",
        email=one.email or "",
        phone=one.phone or "",
        phone_link=formats.telephone_link(one.phone) if one.phone else "",
        handle_url=url_for("desk.handle_interest", interest_id=one.id),
        handled=_("abgehakt am %(day)s", day=formats.short_date(clock.local(one.handled_at).date()))
        if one.handled_at
        else "",
    )


def changes(stored: CivicOpening, typed: OpeningDraft, district: str) -> tuple[ChangeRow, ...]:
    """What is stored now beside what one has typed, where both differ."""
    pairs = (
        (_("Was gibt es zu tun?"), stored.title, typed.title),
        (_("In ein, zwei Sätzen"), stored.summary, typed.summary),
        (_("Worum es geht"), stored.description or "", typed.description),
        (_("Zeitaufwand"), stored.effort or "", typed.effort),
        (_("Was man mitbringen soll"), stored.requirements or "", typed.requirements),
        (_("Themen"), topics(stored.topics), topics(typed.topics)),
        (_("Stadtteil"), stored.district.name if stored.district else "", district),
        (_("Gesucht bis"), day(stored.open_until), day(typed.open_until)),
        (_("Öffentlich zeigen"), yes_no(is_so=stored.is_public), yes_no(is_so=typed.is_public)),
    )
    return tuple(
        ChangeRow(label, *text_difference.both(before, after), lang=languages.of_content())
        for label, before, after in pairs
        if before != after
    )


def topics(codes: tuple[str, ...] | list[str]) -> str:
    return ", ".join(vocabulary.label(Facet.TOPIC, code) for code in codes)


def day(one: date | None) -> str:
    return formats.long_date(one, weekday=False) if one else ""


def yes_no(*, is_so: bool) -> str:
    return _("ja") if is_so else _("nein")
