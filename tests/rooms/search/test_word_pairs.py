"""What a search must find, and what it must not: pairs of a typed query and an offer's title, in a small town's vocabulary."""

from __future__ import annotations

import pytest

from tests.rooms.search.town import finds

INFLECTION = """
Kurs | Kurse der Volkshochschule
Kurse | Kurs im Herbst
Kursen | Ein Kurs
Kita | Kitas stellen sich vor
Kitas | Eine Kita stellt sich vor
Buch | Bücher für die Schule
Bücher | Ein Buch für die Schule
Haus | Häuser der Stadt
Kind | Kinder malen
Kindern | Ein Kind malt
Museum | Museen der Region
Museen | Museum am Abend
Garten | Gärten im Frühling
Gärten | Ein Garten im Frühling
Vortrag | Vorträge zur Kunst
Vorträge | Ein Vortrag zur Kunst
Sprache | Sprachen der Welt
Sprachen | Sprache und Spiel
Lehrer | Treffen der Lehrerinnen
Lehrerinnen | Treffen der Lehrer
Schüler | Schüler:innen forschen
Schülerinnen | Schüler*innen forschen
Schüler | SchülerInnen forschen
Schüler | Schüler/-innen forschen
Studenten | Eine Studentin erzählt
Seniorinnen | Senioren reisen
Thema | Themen der Zeit
Themen | Ein Thema der Zeit
Praktikum | Praktika in der Verwaltung
Zentrum | Zentren der Begegnung
Ausflug | Ausflüge ins Umland
Baum | Bäume bestimmen
Wald | Wälder im Wandel
Fahrrad | Fahrräder flicken
Führung | Führungen durch das Schloss
Prüfung | Prüfungen bestehen
Workshop | Workshops im Juli
Autor | Autoren lesen
Museums | Das Museum erleben
nähen | Wer näht mit?
näht | Nähen für alle
kochen | Gekocht wird gemeinsam
singen | Wer singt mit?
lesen | Sie liest vor
tanzen | Er tanzt gern
Firmen | Eine Firma stellt sich vor
Wort | Wörter und Sätze
Ärztin | Vortrag eines Arztes
Kauffrau | Kaufleute für Büromanagement
Hobbys | Ein Hobby finden
großes | Große Tiere
deutscher | Deutsche Geschichte
Beratung | Beratungen am Montag
Zeugnisse | Das Zeugnis
Kenntnis | Kenntnisse auffrischen
Übungen | Übung macht den Meister
Ferien | Ferien am See
Reisen | Eine Reise nach Polen
Noten | Die Note auf dem Zeugnis
beraten | Beratung für Eltern
fotografieren | Fotografie im Herbst
gesund | Gesundheit im Alltag
meditieren | Meditation am Abend
malen | Malerei des Barock
"""

UMLAUTS = """
Führerschein | Fuehrerschein machen
Fuehrerschein | Der Führerschein
Fuhrerschein | Der Führerschein
Straße | Strassen der Stadt
Strasse | Straße der Romanik
Fußgänger | Fussgänger im Verkehr
Bucher | Bücher tauschen
Maedchen | Treff für Mädchen
Madchen | Treff für Mädchen
Töpfern | Toepfern lernen
Toepfern | Töpferkurs
Ubersetzung | Übersetzung literarischer Texte
Französisch | Franzoesisch am Abend
Franzosisch | Französisch am Abend
FUEHRUNG | Führung im Dunkeln
gebaerdensprache | Gebärdensprache Stufe 1
Öffentlichkeitsarbeit | Oeffentlichkeitsarbeit im Verein
Cafe | Café der Kulturen
Photographie | Fotografie analog
Grafik | Graphik und Druck
Rückenschule | RÜCKENSCHULE
Ku\u0308che | Die Küche Italiens
"""

COMPOUNDS = """
Computer | Computerkurs am Vormittag
Gitarre | Gitarrenkurs
Gitarre | Akustikgitarre im Ensemble
Kurs | Aufbaukurs Rhetorik
Yoga | Kinderyoga
Tanz | Volkstanzgruppe
Kunst | Kunstkurs
Rad | Radtour an der Elbe
Deutsch | Deutschkurs am Abend
Deutschkurs | Deutsch als Zweitsprache
Deutschkurs | Deutsch: ein Kurs für alle
Gitarrenkurs | Gitarre lernen
Gitarrenunterricht | Gitarrenkurs
Klavierstunden | Klavier am Nachmittag
Computerkurs | Computer verstehen
Kinderyoga | Yoga für Kinder
Schwimmen | Schwimmkurs
Schwimmkurs | Schwimmen lernen
nähen | Nähkurs am Samstag
Nähkurs | Nähen mit der Maschine
Kochkurs | Kochen wie in Italien
kochen | Kochkurs vegan
Wandern | Wandertag im Harz
Garten | Gartenbau heute
Garten | Schulgarten anlegen
Museum | Museumspädagogik
Sprache | Sprachreise nach Rom
Hund | Hundeschule
Kirche | Kirchenführung
Buch | Kinderbuch gestalten
Bild | Bildbearbeitung
Musik | Musikunterricht für alle
Eltern | Elternabend
Beruf | Berufsberatung
Bewerbung | Bewerbungstraining
Erzähl-Café | Erzählcafé am Sonntag
Erzählcafé | Erzähl-Café am Sonntag
E-Bike | E-Bike sicher fahren
Ebike | E-Bike sicher fahren
Tai Chi | Tai-Chi am Morgen
Taichi | Tai Chi am Morgen
Tai-Chi | Taichi am Morgen
PowerPoint | Power Point für Lehrer
Power Point | PowerPoint für Lehrer
3D-Druck | 3D Druck ausprobieren
Holz | Holzwerkstatt
Radtour | Tour mit dem Rad
Museumsführung | Führung im Museum
Kräuterwanderung | Wanderung zu den Kräutern
A1 | Englisch A 1
B 1 | Deutsch B1
C++ | Programmieren in C++
Vogelkunde | Vogelkunde im Park
Weihnachtsbasteln | Basteln zu Weihnachten
Ferienlager | Lager in den Ferien
Medien | Medienerziehung in der Familie
"""

SYNONYM_PAIRS = """
Rentner | Senioren reisen
Rentner | Seniorentanz
Rentnerinnen | Für Seniorinnen und Senioren
ältere Menschen | Senioren am Computer
PC | Computer verstehen
PC | Computerkurs
Laptop | EDV im Alltag
DaZ | Deutsch als Zweitsprache
Deutsch als Zweitsprache | DaZ am Vormittag
Handy | Smartphone sicher nutzen
VHS | Die Volkshochschule öffnet
Ersthelfer | Erste Hilfe
Erste Hilfe | Wiederbelebung üben
KI | Künstliche Intelligenz im Büro
ChatGPT | KI im Büro
Kindergarten | Kita mit Garten
Fahrrad | Radfahren lernen
joggen | Lauftreff: Laufen im Park
Buchführung | Buchhaltung für Vereine
SUP | Stand-up-Paddling
Flüchtlinge | Geflüchtete erzählen
Softwareentwicklung | Programmieren mit Java
Chor | Singen im Alltag
Reden halten | Rhetorik
freies Sprechen | Rhetorik
Hochschulreife | Abitur nachholen
Lehrlinge | Azubi-Treff
Bildungsfreistellung | Bildungsurlaub an der See
PC-Kurs | Computer für Einsteiger
"""

TYPOS = """
Volkshochschle | Die Volkshochschule öffnet
Gittarre | Gitarre am Lagerfeuer
Gitare | Gitarrenkurs
Englich | Englisch am Abend
Spansich | Spanisch am Abend
Franzöisch | Französisch am Abend
Photoshp | Photoshop
Meditaton | Meditation
Kommunikaton | Kommunikation im Büro
Ernärung | Ernährung im Alter
Bewerbnug | Die Bewerbung
Schwimen | Schwimmen am Morgen
Rethorik | Rhetorik
Computerkrus | Computerkurs
Gitarenkurs | Gitarrenkurs
Projektmanagment | Projektmanagement
Aquarel | Aquarell im Freien
Progammieren | Programmieren mit Scratch
Akrobatick | Akrobatik
Selbstverteidigun | Selbstverteidigung
Basketbal | Basketball
Klaviierunterricht | Klavierunterricht
Philosofie | Philosophie im Gespräch
"""

BEGINNINGS = """
Volkshoch | Die Volkshochschule öffnet
Gitar | Gitarrenkurs
Fotogr | Fotografie
Kinderb | Kinderbuch gestalten
Selbstvert | Selbstverteidigung
Bew | Bewerbungstraining
Kur | Kurs am Abend
Englisch für Fortg | Englisch für Fortgeschrittene
"""

SENTENCES = """
wo lerne ich am Wochenende nähen | Nähen am Wochenende
wo lerne ich am Wochenende nähen | Nähkurs
spanisch für die reise | Spanisch
Ich suche einen Kurs für Gitarre | Gitarrenkurs
ich möchte gern Klavier spielen lernen | Klavier für alle
gibt es auch Schwimmkurse für Kinder? | Schwimmen für Kinder
"freies Sprechen" | Rhetorik und freies Sprechen
"""

APART = """
Kurs | Die Schlacht bei Kursk
Bar | Musik des Barock
Bar | Bargeld und Karte
Bar | Bären im Zoo
Uni | Uniform und Mode
Rad | Radio machen
Rad | Kamerad und Freund
Ton | Die Tonne
Ton | Beton gießen
Ball | Ballett
Ball | Ballade und Lied
Tanz | Auf Distanz
Rat | Heirat
Rat | Beratung
Kunst | Kunststoff kleben
Kur | Kurs
Mut | Mutter und Tochter
Hut | Hütte im Wald
Wal | Wald
Reis | Reise nach Rom
Reise | Reis kochen
Küche | Kuchen
Kuchen | Küche
nähen | In der Nähe
Bild | Bildung für alle
Tag | Tagung
Wand | Wandern
Leber | Leben
Leben | Die Leber
Not | Note
Auto | Der Autor
Auto | Automatische Steuerung
Art | Der Arzt
Tee | Teer und Asphalt
Lied | Ein Glied der Kette
Schach | Schachtel
Rom | Roman
Hand | Handel und Handlung
Haus | Haushalt
Bad | Badminton
Gras | Grasse
Zug | Der Bezug
Lauf | Lebenslauf
Stadt | Statt
Kochen | Knochen
Land | Landung
Fest | Festplatte
Deutsch | Deutschland
Musik | Museum
Buch | Die Buche
Post | Der Posten
Sport | Transport
Text | Textil
Computer | Kompost
Mediation | Meditation
Spiel | Beispiel
Polen | Pole Dance
Angst | Angeln
Gesang | Gesamtschule
Buchhaltung | Das Buch im Mittelalter
Seminar | Seminole
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    return [
        (query.strip(), text.strip())
        for query, text in (line.split(" | ") for line in table.strip().splitlines())
    ]


FOUND = _pairs(
    INFLECTION + UMLAUTS.strip("\n") + COMPOUNDS + SYNONYM_PAIRS.strip("\n") + TYPOS + SENTENCES.strip("\n")
)


@pytest.mark.parametrize(("query", "title"), FOUND, ids=lambda text: text)
def test_query_finds_the_offer(query: str, title: str) -> None:
    assert finds(query, title)


@pytest.mark.parametrize(("query", "title"), _pairs(BEGINNINGS), ids=lambda text: text)
def test_beginning_finds_the_offer_while_typing(query: str, title: str) -> None:
    assert finds(query, title, prefix_last=True)


@pytest.mark.parametrize(("query", "title"), _pairs(APART), ids=lambda text: text)
def test_query_does_not_find_the_other_word(query: str, title: str) -> None:
    assert not finds(query, title)
    assert not finds(query, title, query)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Autoinspektion", "Inspektion der Stadtmauer"),
        ("Autoinspektion", "Das Auto der Zukunft"),
        ("Wohnung mieten", "Wohnung einrichten"),
        ("Pizza bestellen", "Pizza und Pasta"),
        ("TÜV Hauptuntersuchung Auto", "Das Auto der Zukunft"),
        ("Personalausweis verlängern", "Personal führen"),
        ("qwertz asdfgh", "Quartier im Wandel"),
    ],
)
def test_errand_finds_no_offer_that_shares_a_word(query: str, title: str) -> None:
    assert not finds(query, title)


def test_the_tables_are_as_large_as_promised() -> None:
    assert len(FOUND) + len(_pairs(BEGINNINGS)) >= 130
    assert len(_pairs(APART)) >= 45
