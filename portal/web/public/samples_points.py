"""Invented examples of the shapes of B-Punkte and seals, for the pattern page and the tests of the templates."""

from portal.web.kit.pages import Words
from portal.web.kit.parts import Status
from portal.web.kit.point_parts import GuidancePlace, ShownSeal, Sketch, SketchArea, SketchDot

SEALS = (ShownSeal("Muster-Qualitätssiegel", "Musterstelle", "gültig bis 31. März 2027", "#siegel"),)
POINT = GuidancePlace(
    "bp-1",
    "B-Punkt Mauerstraße",
    Words("Beruf, Wiedereinstieg, Zuschüsse"),
    "Mauerstraße, Innenstadt Mitte",
    (Words("Montag bis Donnerstag 9 bis 18 Uhr"), Words("Deutsch, Englisch, Arabisch")),
    "0340 0000-101",
    "tel:+493400000101",
    Status("Geschlossen, morgen ab 9 Uhr", "plain", "clock"),
    url="#b-punkt",
    email="mauerstrasse@b-punkte.agora.example",
    appointment_url="#termin",
    seals=SEALS,
)
SKETCH = Sketch(
    480,
    240,
    (
        SketchArea("M40 30L300 20L330 110L60 130z", "Roßlau", 180, 60),
        SketchArea("M60 140L330 120L300 220L90 220z"),
    ),
    (SketchDot(1, 180, 100),),
)
