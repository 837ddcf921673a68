"""Words that the benchmark's offers are made of: everyday German of courses, written for this purpose."""

SUBJECTS = """Yoga Pilates Gitarre Klavier Englisch Spanisch Französisch Italienisch Polnisch Russisch Deutsch Arabisch
Türkisch Nähen Stricken Töpfern Malen Zeichnen Aquarell Fotografie Kochen Backen Ernährung Gymnastik Schwimmen Tanzen
Theater Chor Geschichte Philosophie Literatur Politik Wirtschaft Buchhaltung Excel Word Computer Smartphone Internet
Programmieren Python Datenschutz Bewerbung Rhetorik Führung Pflege Demenz Erziehung Gesundheit Entspannung Meditation
Rückenschule Wandern Garten Imkern Obstbau Umwelt Klima Energie Bauhaus Architektur Musik Trommeln Flöte Geige Holz
Metall Schweißen Elektrotechnik Robotik Astronomie Mathematik Physik Chemie Biologie Medizin Recht Steuern Rente
Ehrenamt Integration Alphabetisierung Gebärdensprache Leichte Märchen Puppenspiel Zirkus Film Video Podcast Schreiben
Lesen Bibliothek Museum Stadtgeschichte Genealogie Schach Tischtennis Fußball Volleyball Klettern Segeln Rudern Reiten
Selbstverteidigung Ersthelfer Brandschutz Arbeitsschutz Projektmanagement Zeitmanagement Konflikt Mediation Coaching
Existenzgründung Marketing Vertrieb Einkauf Logistik Lager Gastronomie Hotel Tourismus Landwirtschaft Tiere Hunde""".split()

HEADS = """kurs werkstatt training seminar treff gruppe abend nachmittag woche reise führung beratung schule theorie
praxis technik grundlagen aufbau prüfung projekt labor studio kreis club tag stunde wissen kunst pflege arbeit planung
übung methode sprache musik spiel bau reparatur gestaltung""".split()

PARTS = """garten kinder eltern senioren familien stadt land wasser feuer wald haus heim hand kopf herz rücken bewegungs
gesundheits arbeits berufs wirtschafts rechts steuer sprach schreib lese rechen lern lehr schul hochschul volks welt
europa heimat kultur kunst musik tanz theater film foto bild farb form licht raum zeit energie umwelt klima natur
tier pflanzen obst gemüse kräuter brot koch back näh strick web holz metall ton glas papier leder stoff mode schmuck
computer daten netz handy digital medien video ton radio roboter technik elektro motor auto fahrrad boots flug""".split()

AUDIENCES = """Anfänger Fortgeschrittene Kinder Jugendliche Erwachsene Senioren Eltern Familien Frauen Berufstätige
Einsteiger Wiedereinsteiger Lehrkräfte Ehrenamtliche Zugewanderte""".split()

# Syllables of surnames and of streets named after people, for the long tail of words that stand in few offers.
NAME_STARTS = """Ahr Bre Born Bru Buch Da Dre Die Ebe Ehr Fal Fri Gar Ger Gri Hag Har Hei Her Im Ja Kal Ker Kla Kru Lan
Lau Leh Lü Ma Mehl Mo Nau Ni Obe Pa Pet Pla Ra Rei Ri Ro Sal Scha Sie Sto Ta Thie Ull Vo Wa Web Wie Wol Za Ze""".split()
NAME_MIDDLES = "ba be bi bo cha de di do ga gi ha ja ke ki la le li lo ma me mi mo na ne ni ra ri ro sa si so ta te to wa zi".split()
NAME_ENDS = "bek cek dow fert gert ick jan kert kow lert litz mann mert nack nek rath ratz schek ska sky tke tow wicz witz zak".split()

TITLES = (
    "{s} für {a}",
    "{s}: Grundlagen und Übungen",
    "{c} mit {s}",
    "Einführung in {s}",
    "{s} am Abend für {a}",
    "{c} und {c2}",
    "Intensivkurs {s} für {a}",
    "{s} trifft {t}",
    "{c} für {a}",
    "Offener Treff {s}",
)

SENTENCES = (
    "In kleiner Runde lernen Sie {s} von Grund auf kennen und üben jede Woche gemeinsam.",
    "Der Kurs richtet sich an {a}, die bisher keine Erfahrung mit {s} haben.",
    "Bitte bringen Sie bequeme Kleidung, Schreibzeug und etwas zu trinken mit.",
    "Unsere Dozentin verbindet {s} mit {t} und zeigt viele Beispiele aus dem Alltag.",
    "Nach dem {c} können Sie selbstständig weiterarbeiten und andere anleiten.",
    "Die Teilnahme ist auch mit geringen Deutschkenntnissen möglich, wir nehmen uns Zeit.",
    "Wir besuchen die {c} vor Ort und sprechen mit Menschen, die dort arbeiten.",
    "Am Ende erhalten alle eine Bescheinigung über die Teilnahme an {c2}.",
    "Schwerpunkte sind {s}, {t} sowie Fragen, die Sie selbst mitbringen.",
    "Für {a} gibt es eine eigene Gruppe, die am Nachmittag beginnt.",
    "Material für {c} ist im Preis enthalten, Werkzeuge werden gestellt.",
    "Der Raum ist barrierefrei erreichbar, die Straßenbahn hält vor der Tür.",
    "Wer möchte, kann im Anschluss am {c2} teilnehmen und das Gelernte vertiefen.",
    "Vorkenntnisse in {t} sind hilfreich, aber nicht notwendig.",
    "Leitung: {n} {n2}. Treffpunkt ist der Raum {n3} im ersten Stock.",
    "Gastdozent {n} aus {n2} stellt {s} vor, danach bleibt Zeit für Gespräche über {t}.",
)
