"""A small town's offers for the search tests: titles as people really write them, so that words stand in a believable vocabulary."""

from __future__ import annotations

from portal.search.postings import Field, JoinedVocabulary, TextIndex, analyse
from portal.search.query import understand
from portal.search.synonyms import SynonymTable

TITLES = """\
Englisch A2 am Vormittag
Spanisch für Anfänger
Yoga am Morgen
Hatha Yoga für Fortgeschrittene
Aquarellmalerei im Sommer
Kreatives Schreiben
Erste Hilfe am Kind
Einführung in die Buchhaltung
Bewerbungstraining für Jugendliche
Stadtführung durch die Altstadt
Vortrag: Leben im Barock
Führung durch das Bauhaus
Excel für den Beruf
Smartphone für Einsteiger
Ferienprogramm im Tierpark
Konzert der Musikschule
Elternabend: Gesunde Ernährung
Elterntraining in kleinen Gruppen
Tag der offenen Tür der Hochschule
Ausbildungsmesse im Rathaus
Rückengymnastik am Abend
Wandern in der Elbaue
Nordic Walking im Park
Schwimmen für Erwachsene
Fotografie für Fortgeschrittene
Nachhilfe in Mathematik
Das Klima und wir
Geschichte der Gartenkunst
Chor der Generationen
Theater im Stadtpark
Programmieren mit Python
Künstliche Intelligenz verstehen
Patientenverfügung und Vorsorge
Umgang mit Demenz
Integrationskurs mit Orientierung
Sprechstunde der Berufsberatung
Praktikumsbörse der Betriebe
Kommunikation im Team
Zeitmanagement
Qigong im Freien
Tanzen in den Mai
Lesung in der Bibliothek
Töpfern für Familien
Holzwerkstatt
Kochen ohne Fleisch
Lebensmittel richtig lagern
Tischtennis für alle
Fußball für Mädchen
Gitarrenkreis
Trommeln im Stadtteilzentrum
Astronomie am Abend
Deutsch für den Beruf
Alphabetisierung
Kinderturnen
Handarbeit und Plausch
Gedächtnistraining
Frühlingsuniversität
Ehrenamt im Verein
""".splitlines()

SYNONYMS = SynonymTable(
    [
        ("Senioren", ["Rentner", "ältere Menschen"]),
        ("Computer", ["PC", "EDV", "Laptop"]),
        ("Deutsch als Zweitsprache", ["DaZ", "Deutschkurs", "Deutsch lernen"]),
        ("Smartphone", ["Handy", "Mobiltelefon"]),
        ("Volkshochschule", ["VHS"]),
        ("Erste Hilfe", ["Ersthelfer", "Wiederbelebung"]),
        ("Künstliche Intelligenz", ["KI", "ChatGPT"]),
        ("Kita", ["Kindergarten", "Krippe"]),
        ("Radfahren", ["Fahrrad", "Rad"]),
        ("Laufen", ["Joggen", "Jogging"]),
        ("Buchhaltung", ["Buchführung", "Rechnungswesen"]),
        ("Ehrenamt", ["freiwilliges Engagement"]),
        ("Stand-up-Paddling", ["SUP"]),
        ("Zugewanderte", ["Migranten", "Geflüchtete", "Flüchtlinge"]),
        ("Programmieren", ["Coding", "Softwareentwicklung"]),
        ("Singen", ["Gesang", "Chor"]),
        ("Rhetorik", ["freies Sprechen", "Reden halten"]),
        ("Abitur", ["Hochschulreife"]),
        ("Auszubildende", ["Azubi", "Lehrling"]),
        ("Bildungsurlaub", ["Bildungsfreistellung"]),
    ]
)


def finds(query: str, text: str, *others: str, prefix_last: bool = False) -> bool:
    """Whether a search for `query` finds an offer with the title `text` in the town; `others` are offered there too."""
    titles = [text, *others, *TITLES]
    index = TextIndex.build(analyse({Field.TITLE: title}) for title in titles)
    plan = understand(query, JoinedVocabulary(index), SYNONYMS, prefix_last=prefix_last)
    return 0 in index.matches(plan)[0]
