"""Invented examples of the parts of the Jahres-Berufswahl-Kalender, for the pattern page and for the tests of the templates."""

from dataclasses import dataclass

from portal.web.kit import parts as p
from portal.web.kit import year_parts as y
from portal.web.kit.subscription import qr_code

HOLIDAY = y.YearRow("holiday", "19. bis 30. Oktober 2026", "Herbstferien")
ACTION = y.YearRow(
    "action", "Aktionstag: Donnerstag, 22. April 2027", "Girls’Day und Boys’Day", top="Do", bottom="22"
)
EVENT = y.YearRow(
    "event",
    "Termin: Donnerstag, 8. Oktober 2026, 14:00 bis 17:00 Uhr",
    "Werkstatt-Rundgang: Tischlerei und Metallbau",
    url="#termin",
    shape="careers_event",
    top="Do",
    bottom="8",
    meta=("Klasse 7 bis 9", "alle Schulformen", "Handwerkskammer"),
    status=p.Status("Wenige Plätze", "few", "few"),
)
DEADLINE = y.YearRow(
    "deadline",
    "Frist: bis Freitag, 27. November 2026",
    "Berufswahl-SIEGEL für Schulen",
    url="#frist",
    prefix="Anmeldeschluss:",
    shape="deadline",
    top="bis Fr",
    bottom="27",
    meta=("Schulen",),
    soon="in 4 Tagen",
)
WINDOW = y.YearRow(
    "window",
    "Zeitraum: 5. bis 16. Oktober 2026",
    "BRAFO: Kompetenzerkundung",
    url="#zeitraum",
    top="5. Okt",
    bottom="16. Okt",
    meta=("Klasse 7",),
)
OFF = y.YearRow(
    "event",
    "Termin: Mittwoch, 14. Oktober 2026",
    "Tag der offenen Tür",
    url="#abgesagt",
    shape="careers_event",
    top="Mi",
    bottom="14",
    status=p.Status("Abgesagt", "stop", "cross"),
    reason="Dieser Termin fällt aus. Das Haus wird saniert.",
    is_off=True,
    lang="de",
)

WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_LOOKS = {
    1: "act", 5: "w1 wi", 6: "wi", 7: "wi", 8: "ev wi", 9: "wi", 10: "we wi", 11: "we wi", 12: "dl ev wi", 13: "wi", 14: "wi",
    15: "wi", 16: "w2 wi", 17: "we", 18: "we", 27: "dl", **dict.fromkeys((19, 20, 21, 22, 23, 26, 28, 29, 30), "free"),
}  # fmt: skip
WEEKS = tuple(
    tuple(
        y.DayCell(day, _LOOKS.get(day, "")) if 1 <= day <= 31 else y.DayCell(0)
        for day in range(monday, monday + 7)
    )
    for monday in range(-2, 32, 7)
)
MONTH = y.YearMonth(
    "m-2026-10",
    "Oktober",
    "2026",
    "Okt",
    4,
    weekdays=WEEKDAYS,
    weeks=WEEKS,
    still_on=(y.StillOn("Bewerben für den Ausbildungsstart 2027", lang="de"),),
    still_on_more=1,
    is_current=True,
)
EMPTY_MONTH = y.YearMonth("m-2026-11", "November", "2026", "Nov", 0)
BAND = y.YearBand(
    height=150,
    months=tuple(
        y.BandLabel(round(n * 100.0, 1), name)
        for n, name in enumerate("Aug Sep Okt Nov Dez Jan Feb März Apr Mai Juni Juli".split())
    ),
    breaks=(y.BandSpan(0, 46), y.BandSpan(259.7, 39.5), y.BandSpan(1127.7, 72.3)),
    windows=(y.BandSpan(52.6, 249.9, 53), y.BandSpan(213.7, 39.5, 71)),
    end=7,
    events=(y.BandMark(85), y.BandMark(144), y.BandMark(216.6, 3)),
    events_y=88,
    deadlines=(y.BandMark(380), y.BandMark(426, 2)),
    deadlines_y=116,
    actions=(y.BandMark(860),),
    actions_y=88,
    today_x=374.8,
)
PICKS = (
    y.FilterPick(
        "klasse", "Klasse", "1 gewählt", (p.Choice("8", "Klasse 8"), p.Choice("9", "Klasse 9", True)), True
    ),
    y.FilterPick("schulform", "Schulform", "alle", (p.Choice("gymnasium", "Gymnasium"),)),
)
SHOWN = (
    p.Choice("termine", "Termine", True),
    p.Choice("fristen", "Fristen", True),
    p.Choice("zeitraeume", "Zeiträume", True),
)


SUBSCRIBE = p.SubscribeBox(
    name="Berufswahl · Klasse 9",
    hint="20 Einträge, gefiltert wie angezeigt",
    path="/berufswahlkalender.ics?klasse=9",
    https="https://bildung.stadt.example/berufswahlkalender.ics?klasse=9",
    webcal="webcal://bildung.stadt.example/berufswahlkalender.ics?klasse=9",
    google="#google",
    outlook="#outlook",
    qr=qr_code("https://bildung.stadt.example/berufswahlkalender.ics?klasse=9"),
    news_url="#neues",
    table_url="#tabelle",
    mail_url="#per-mail",
)


@dataclass(frozen=True, slots=True)
class YearSamples:
    """A name for every example above, for public/patterns.html."""

    rows: tuple[y.YearRow, ...] = (HOLIDAY, WINDOW, EVENT, OFF, DEADLINE, ACTION)
    months: tuple[y.YearMonth, ...] = (MONTH, EMPTY_MONTH)
    band: y.YearBand = BAND
    picks: tuple[y.FilterPick, ...] = PICKS
    shown: tuple[p.Choice, ...] = SHOWN
    subscribe: p.SubscribeBox = SUBSCRIBE


YEAR_SAMPLES = YearSamples()
