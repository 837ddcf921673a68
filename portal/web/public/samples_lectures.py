"""Invented examples of the shapes of lectures, for the pattern page and the tests of the templates."""

from portal.web.kit.lecture_parts import LectureRow, LectureWeek, ShownSpeaker
from portal.web.kit.parts import Status

SPEAKERS = (
    ShownSpeaker("Prof. Dr. Adelheid Birnstengel", "Professorin für Stadtplanung, Hochschule Anhalt"),
    ShownSpeaker("Dr. Samuel Lindenhag", "Philosoph", "Liest seit der Schulzeit.", "10. Dezember 2026"),
)
LECTURES = LectureWeek(
    "Woche vom 30. November 2026",
    (
        LectureRow(
            "2026-12-02",
            "Mittwoch, 2. Dezember",
            "16:30 bis 18:00 Uhr",
            "lecture_series",
            "Vortragsreihe",
            "Ringvorlesung: Die Stadt im Wandel",
            "#ringvorlesung",
            part="Termin 3 von 8",
            text="Acht Abende über leere Läden und neue Nachbarn.",
            host="Hochschule Anhalt",
            where="Bill-Haus, Innenstadt Nord",
            access="stufenlos, Induktionsschleife",
            speakers=SPEAKERS[:1],
            guests="40 Gastplätze. Kommen Sie einfach dazu.",
            price="kostenlos",
            status=Status("Ohne Anmeldung", "ok", "check"),
        ),
        LectureRow(
            "2026-12-03",
            "Donnerstag, 3. Dezember",
            "15:00 bis 16:30 Uhr",
            "guided_tour",
            "Führung",
            "Rundgang durch das Luisium",
            "#luisium",
            is_short=True,
            is_off=True,
            note="Wegen Sturm geschlossen.",
            status=Status("Abgesagt", "stop", "cross"),
        ),
    ),
)
