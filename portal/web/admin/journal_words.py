"""The journal in words."""

import json
from typing import Any

from flask import url_for

from portal import clock
from portal.audit.queries import JournalLine
from portal.town.registry import KNOWN
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import ACT_LABELS, THING_LABELS
from portal.web.admin.pages_journal import ChangedField, EntryPage, JournalRow
from portal.web.kit import formats
from portal.web.kit.words import gettext as _

# Fields of which the journal tells, beside settings and the fields of offers.
FIELDS = {
    "role": N_("Rolle"),
    "is_active": N_("Konto ist frei"),
    "institution": N_("Anbieter"),
    "standing": N_("Stand"),
    "step": N_("Bearbeitungsstand"),
    "name": N_("Name"),
    "slug": N_("Kürzel in Adressen"),
    "latitude": N_("Breite der Mitte, in Grad"),
    "longitude": N_("Länge der Mitte, in Grad"),
    "postal_codes": N_("Postleitzahlen"),
    "position": N_("Stelle in der Liste"),
    "offers": N_("Angebote"),
    "email": N_("E-Mail"),
    "state": N_("Zustand"),
    "first_day": N_("Erster Tag"),
    "last_day": N_("Letzter Tag"),
    "is_public": N_("Öffentlich"),
    "offer_ids": N_("Ausgewählte Veranstaltungen"),
    "intro": N_("Einleitung"),
    "consented_on": N_("Zustimmung liegt vor seit"),
    "affiliation": N_("Einrichtung"),
    "about": N_("In ein, zwei Sätzen"),
}


def row(line: JournalLine) -> JournalRow:
    then = clock.local(line.at)
    return JournalRow(
        url=url_for("admin.read_entry", entry_id=line.id),
        iso=then.isoformat(timespec="seconds"),
        at=at(line),
        person=line.actor_name,
        what=what(line),
        title=line.title,
        institution=line.institution,
        note=line.note,
    )


def page(line: JournalLine) -> EntryPage:
    """One act whole."""
    facts = (
        (_("Wann"), at(line)),
        (_("Person"), line.actor_name),
        (_("Gegenstand"), f"{_(THING_LABELS[line.thing])} {line.thing_id or ''}".strip()),
        (_("Titel"), line.title),
        (_("Anbieter"), line.institution),
        (_("Anmerkung"), line.note),
    )
    return EntryPage(
        title=what(line),
        facts=tuple(pair for pair in facts if pair[1]),
        changes=tuple(
            ChangedField(label(name), in_words(was), in_words(is_))
            for name, (was, is_) in line.changes.items()
        ),
        back_url=url_for("admin.read_journal"),
    )


def at(line: JournalLine) -> str:
    then = clock.local(line.at)
    day = formats.long_date(then.date(), weekday=False)
    return _("%(day)s, %(time)s Uhr", day=day, time=formats.clock_time(line.at))


def what(line: JournalLine) -> str:
    """'Angebot geändert'."""
    return _("%(thing)s %(act)s", thing=_(THING_LABELS[line.thing]), act=_(ACT_LABELS[line.act]))


def label(name: str) -> str:
    """What a field is called; one that nobody named stands as it is stored."""
    if name in KNOWN:
        return _(KNOWN[name].label)
    return _(FIELDS[name]) if name in FIELDS else name


def in_words(value: Any) -> str:
    """A stored value as people read it."""
    if value is None or value == "":
        return _("(leer)")
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or _("(leer)")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
