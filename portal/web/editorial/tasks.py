"""What needs doing today, in words: one task for each number that is not nought, if there is a page to do it on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.text import slugify
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import STEP_LABELS, Step
from portal.web.kit import desk_links, workflow_words
from portal.web.kit import parts as p
from portal.web.kit.desk_parts import Task
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

Numbers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of task: which number, what it counts (one, many), why it matters, and where it is done."""

    name: str
    unit: Callable[[int], str]
    text: str
    label: str
    endpoint: str
    right: Right = Right.CURATE
    since: str = ""  # the number that says since when the oldest waits
    values: Mapping[str, str] = field(default_factory=dict)


SORTS = (
    Sort(
        "submitted",
        lambda count: ngettext("Einreichung prüfen", "Einreichungen prüfen", count),
        N_("Die älteste wartet %(since)s."),
        N_("Zum Eingang"),
        "editorial.list_queue",
        Right.REVIEW,
        "submitted_since",
    ),
    Sort(
        "to_see",
        lambda count: ngettext("Angebot ansehen", "Angebote ansehen", count),
        N_("Ohne Prüfung öffentlich geworden, das älteste %(since)s."),
        N_("Zur Kenntnis nehmen"),
        "editorial.list_seen_later",
        Right.REVIEW,
        "seen_since",
    ),
    Sort(
        "appointments",
        lambda count: ngettext("Terminwunsch beantworten", "Terminwünsche beantworten", count),
        N_("Jemand wartet auf einen Termin am B-Punkt."),
        N_("Zu den Terminwünschen"),
        "editorial.list_appointments",
        Right.ADVISE,
    ),
    Sort(
        "applied",
        lambda count: ngettext("neuer Anbieter", "neue Anbieter", count),
        N_("Erst nach der Freigabe wird ihr Angebot öffentlich."),
        N_("Anbieter ansehen"),
        "editorial.list_applications",
        Right.APPROVE_INSTITUTION,
    ),
    Sort(
        "reports",
        lambda count: ngettext("Meldung beantworten", "Meldungen beantworten", count),
        N_("Menschen aus der Stadt haben geschrieben."),
        N_("Zu den Meldungen"),
        "editorial.list_reports",
    ),
    Sort(
        "ideas",
        lambda count: ngettext("Vorschlag ansehen", "Vorschläge ansehen", count),
        N_("Erst nach Ihrer Durchsicht werden sie öffentlich."),
        N_("Zu den Vorschlägen"),
        "editorial.list_ideas",
    ),
    Sort(
        "forgotten",
        lambda count: ngettext("Rückgabe ohne Antwort", "Rückgaben ohne Antwort", count),
        N_("Seit mehr als zwei Wochen hat der Anbieter nichts geändert. Fragen Sie nach."),
        N_("Ansehen"),
        "editorial.find_offer",
        Right.REVIEW,
        values={"stand": slugify(STEP_LABELS[Step.RETURNED])},
    ),
    Sort(
        "days",
        lambda count: ngettext("Kalendertag bestätigen", "Kalendertage bestätigen", count),
        N_("Vorschläge, die noch niemand geprüft hat."),
        N_("Zu den Kalendertagen"),
        "editorial.list_days",
    ),
    Sort(
        "duplicates",
        lambda count: ngettext("doppeltes Angebot?", "doppelte Angebote?", count),
        N_("Zwei Angebote sehen gleich aus."),
        N_("Vergleichen"),
        "editorial.list_duplicates",
    ),
    Sort(
        "missed",
        lambda count: ngettext("Suchwort ohne Treffer", "Suchwörter ohne Treffer", count),
        N_("Vielleicht fehlt nur ein Synonym."),
        N_("Zu den Suchwörtern"),
        "editorial.list_missed",
    ),
    Sort(
        "links",
        lambda count: ngettext("Link führt ins Leere", "Links führen ins Leere", count),
        N_("Der Anbieter weiß es vielleicht noch nicht."),
        N_("Zu den Links"),
        "editorial.list_links",
    ),
    Sort(
        "stale",
        lambda count: ngettext("Angebot lange nicht bestätigt", "Angebote lange nicht bestätigt", count),
        N_("Stimmt noch alles? Fragen Sie den Anbieter."),
        N_("Zu den veralteten"),
        "editorial.list_stale",
    ),
)


def of_today(numbers: Numbers, actor: Actor, now: datetime) -> tuple[Task, ...]:
    """The tasks that this person can do, the most urgent sort first."""
    return tuple(
        task(sort, numbers, url, now)
        for sort in SORTS
        if numbers.get(sort.name)
        and policy.may(actor, sort.right)
        and (url := desk_links.to(sort.endpoint, **sort.values))
    )


def task(sort: Sort, numbers: Numbers, url: str, now: datetime) -> Task:
    count, since = int(numbers[sort.name]), numbers.get(sort.since)
    waits = workflow_words.waits(since, now) if isinstance(since, datetime) else ""
    text = _(sort.text, since=waits) if sort.since else _(sort.text)
    return Task(str(count), sort.unit(count), text, p.Action(_(sort.label), url))
