"""Every setting of the town with its kind, default, bounds and words. Nothing here reads or writes one: see settings.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import CHANGE_LABELS, ChangeKind


class Kind(StrEnum):
    """What a setting's value is, and so how it is asked for."""

    LINE = "line"
    TEXT = "text"
    EMAIL = "email"
    NUMBER = "number"
    COLOUR = "colour"  # "#rrggbb", or empty for the design's own
    CHOICE = "choice"  # one of `options`, or empty
    CHOICES = "choices"  # a list out of `options`


@dataclass(frozen=True, slots=True)
class Known:
    """One setting. `group` is the heading under which it stands; `least` and `most` bound a number, `most` also the length of
    a text."""

    name: str
    kind: Kind
    default: Any
    group: str
    label: str
    hint: str = ""
    least: int = 0
    most: int = 300
    options: Mapping[str, str] | None = None
    is_required: bool = False


TOWN, TEXTS, COLOURS = N_("Die Stadt"), N_("Texte"), N_("Farben")
FRESHNESS, REVIEW, ATTENDANCE = N_("Aktualität"), N_("Prüfung"), N_("Anmeldung")
GROUPS = (TOWN, TEXTS, COLOURS, FRESHNESS, REVIEW, ATTENDANCE)
LANDS: Mapping[str, str] = {
    "BW": N_("Baden-Württemberg"),
    "BY": N_("Bayern"),
    "BE": N_("Berlin"),
    "BB": N_("Brandenburg"),
    "HB": N_("Bremen"),
    "HH": N_("Hamburg"),
    "HE": N_("Hessen"),
    "MV": N_("Mecklenburg-Vorpommern"),
    "NI": N_("Niedersachsen"),
    "NW": N_("Nordrhein-Westfalen"),
    "RP": N_("Rheinland-Pfalz"),
    "SL": N_("Saarland"),
    "SN": N_("Sachsen"),
    "ST": N_("Sachsen-Anhalt"),
    "SH": N_("Schleswig-Holstein"),
    "TH": N_("Thüringen"),
}
WALLS = ("sun", "sky", "coral", "sage")
_COLOUR = N_("So wie #f8cb46. Leer: die Farbe des Entwurfs. Dunkle Schrift muss darauf gut lesbar sein.")
_TEXT = N_("Leer: Auf Englisch steht dort der deutsche.")
_MINOR = (
    ChangeKind.DATES,
    ChangeKind.PLACE,
    ChangeKind.PRICE,
    ChangeKind.AVAILABILITY,
    ChangeKind.CONTACT,
)
# In the order in which an offer grows old: each must come after the one before.
AGES = (
    "freshness.ask_after_days",
    "freshness.sink_after_days",
    "freshness.warn_after_days",
    "freshness.leave_after_days",
)
REGISTRY: tuple[Known, ...] = (
    Known(
        "town.name", Kind.LINE, "Agora des Lernens", TOWN, N_("Name des Portals"), most=60, is_required=True
    ),
    Known("town.place", Kind.LINE, "", TOWN, N_("Name der Stadt"), most=60),
    Known(
        "town.land",
        Kind.CHOICE,
        "",
        TOWN,
        N_("Bundesland"),
        N_("Danach richten sich Feiertage und Schulferien."),
        options=LANDS,
    ),
    Known("town.phone", Kind.LINE, "", TOWN, N_("Telefon des Bildungsbüros"), most=60),
    Known("town.email", Kind.EMAIL, "", TOWN, N_("E-Mail des Bildungsbüros"), most=254),
    Known("town.address", Kind.LINE, "", TOWN, N_("Anschrift des Bildungsbüros")),
    Known(
        "texts.welcome",
        Kind.TEXT,
        "",
        TEXTS,
        N_("Satz auf der Startseite"),
        N_("Er steht über dem Suchfeld. Leer: An dieser Stelle steht nichts."),
    ),
    Known("texts.welcome_en", Kind.TEXT, "", TEXTS, N_("Satz auf der Startseite, englisch"), _TEXT),
    Known(
        "texts.note",
        Kind.TEXT,
        "",
        TEXTS,
        N_("Hinweis am Fuß jeder Seite"),
        N_("Zum Beispiel, wer das Portal fördert oder was rechtlich gilt."),
        most=600,
    ),
    Known("texts.note_en", Kind.TEXT, "", TEXTS, N_("Hinweis am Fuß, englisch"), _TEXT, most=600),
    Known(
        "texts.magazine",
        Kind.LINE,
        "",
        TEXTS,
        N_("Name des Stadtmagazins"),
        N_("Dorthin gibt die Redaktion Termine, und so heißen Hinweise darauf. Leer: Stadtmagazin."),
        most=40,
    ),
    Known("colour.sun", Kind.COLOUR, "", COLOURS, N_("Farbe des Portals"), _COLOUR),
    Known("colour.sky", Kind.COLOUR, "", COLOURS, N_("Farbe der Seniorenuniversität"), _COLOUR),
    Known("colour.coral", Kind.COLOUR, "", COLOURS, N_("Farbe der Elterntrainings"), _COLOUR),
    Known("colour.sage", Kind.COLOUR, "", COLOURS, N_("Farbe der Berufsorientierung"), _COLOUR),
    Known(
        "freshness.ask_after_days",
        Kind.NUMBER,
        90,
        FRESHNESS,
        N_("Anbieter fragen, ob alles noch gilt, nach Tagen"),
        N_("So lange nach der letzten Bestätigung kommt ein Brief an den Anbieter."),
        7,
        1000,
    ),
    Known(
        "freshness.sink_after_days",
        Kind.NUMBER,
        150,
        FRESHNESS,
        N_("In der Trefferliste weiter unten zeigen, nach Tagen"),
        "",
        7,
        2000,
    ),
    Known(
        "freshness.warn_after_days",
        Kind.NUMBER,
        210,
        FRESHNESS,
        N_("Hinweis am Angebot „lange nicht bestätigt“, nach Tagen"),
        "",
        7,
        2000,
    ),
    Known(
        "freshness.leave_after_days",
        Kind.NUMBER,
        365,
        FRESHNESS,
        N_("Nicht mehr in Listen zeigen, nach Tagen"),
        N_("Unter seiner Adresse bleibt das Angebot erreichbar."),
        14,
        4000,
    ),
    Known(
        "review.minor_changes",
        Kind.CHOICES,
        [kind.value for kind in _MINOR],
        REVIEW,
        N_("Kleine Änderungen: gelten sofort und werden nur gemeldet"),
        N_("Alles andere prüft die Redaktion, bevor es öffentlich wird."),
        options={kind.value: CHANGE_LABELS[kind] for kind in ChangeKind if kind is not ChangeKind.NEW},
    ),
    Known(
        "attendance.team_size",
        Kind.NUMBER,
        10,
        ATTENDANCE,
        N_("Plätze in einem Team von Eltern"),
        N_("Gilt, wo ein Elterntraining nichts anderes sagt."),
        1,
        100,
    ),
    Known(
        "attendance.offer_hours",
        Kind.NUMBER,
        48,
        ATTENDANCE,
        N_("Einen frei gewordenen Platz freihalten, in Stunden"),
        N_("So lange kann, wer nachrückt, ja oder nein sagen. Danach ist die nächste Person dran."),
        4,
        336,
    ),
    Known(
        "attendance.remind_days",
        Kind.NUMBER,
        2,
        ATTENDANCE,
        N_("An jeden Termin erinnern, Tage vorher"),
        N_("0: Es kommt keine Erinnerung."),
        0,
        14,
    ),
    Known(
        "attendance.delete_after_days",
        Kind.NUMBER,
        30,
        ATTENDANCE,
        N_("Anmeldungen löschen, Tage nach dem letzten Termin"),
        N_("Auch wer sich abmeldet, wird nach dieser Zeit gelöscht."),
        7,
        365,
    ),
)
KNOWN: Mapping[str, Known] = {one.name: one for one in REGISTRY}
