"""Invented examples of every small shape, for the pattern page (/muster) and for the tests of the templates.

No real offers and no database: the pattern page must show each state, even one that no offer is in today.
"""

from dataclasses import dataclass

from markupsafe import Markup
from wtforms import Form, HiddenField, RadioField, SelectField, StringField, TextAreaField

from portal.web.kit import parts as p
from portal.web.kit.lecture_parts import LectureWeek, ShownSpeaker
from portal.web.kit.pages import CollectionTeaser, ShownTeaser, Words
from portal.web.kit.point_parts import GuidancePlace, Sketch
from portal.web.public.samples_desk import DESK_SAMPLES, DeskSamples
from portal.web.public.samples_lectures import LECTURES, SPEAKERS
from portal.web.public.samples_points import POINT, SKETCH
from portal.web.public.samples_year import YEAR_SAMPLES, YearSamples

STATUSES = (
    p.Status("Plätze frei", "ok", "check"),
    p.Status("Noch 2 Plätze", "few", "few"),
    p.Status("Ausgebucht", "full", "full"),
    p.Status("Verlegt", "moved", "moved"),
    p.Status("Abgesagt", "stop", "cross"),
    p.Status("Morgen ab 9 Uhr", "plain", "clock"),
)

KINDS = (
    ("course", "Kurs"),
    ("lecture", "Vortrag"),
    ("lecture_series", "Vortragsreihe"),
    ("workshop", "Workshop"),
    ("parent_training", "Elterntraining"),
    ("careers_event", "Berufsorientierung"),
    ("deadline", "Frist"),
    ("guided_tour", "Führung"),
    ("holiday_programme", "Ferienprogramm"),
    ("counselling", "Beratung"),
    ("open_learning", "Offener Lernort"),
)

ICONS = (
    "search menu calendar mail print download pin check cross few full moved info warn question flag "
    "phone edit copy minus clock send"
).split()

NOTICES = (
    p.Notice("Kalender laden erst, wenn Sie es möchten."),
    p.Notice("Bestätigt: Das Angebot gilt weiter.", tone="ok"),
    p.Notice("Dieses Angebot ist zu Ende.", "Der letzte Termin war am 3. November 2026.", "warn"),
    p.Notice("Der Kurs fällt aus.", "Nächste Durchführung: 8. bis 12. März 2027.", "stop"),
)

CARDS = (
    p.OfferCard(
        id=412,
        url="#angebot-412",
        shape="course",
        kind="Kurs",
        provider="Volkshochschule",
        title_html=Markup("<mark>Computer</mark>kurs ab\xa060: Grundlagen in kleinen Schritten"),
        text_html=Markup("Ein- und ausschalten, schreiben, speichern, wiederfinden."),
        iso_date="2027-01-12",
        weekday="Di",
        day="12",
        month="Jan 2027",
        facts=("dienstags, 10:00 bis 11:30 Uhr", "6 Termine", "Innenstadt Süd"),
        price="42 €, ermäßigt 21 €",
        status=STATUSES[1],
    ),
    p.OfferCard(
        id=87,
        url="#angebot-87",
        shape="counselling",
        kind="Beratung",
        provider="B-Punkt Mauerstraße",
        title_html=Markup("Bewerbung schreiben"),
        text_html=Markup("Einzelberatung mit Termin. Ausdruck und Versand gleich vor Ort."),
        date_word="laufend",
        facts=("Innenstadt Mitte", "stufenlos"),
        price="kostenlos",
    ),
    p.OfferCard(
        id=903,
        url="#angebot-903",
        shape="workshop",
        kind="Workshop",
        provider="Volkshochschule",
        title_html=Markup("Nähen mit der Maschine"),
        text_html=Markup("<b>Der Kurs fällt aus.</b> Nächste Durchführung: 8. März 2027."),
        iso_date="2026-12-07",
        weekday="Mo",
        day="7",
        month="Dez",
        price="15 €",
        status=STATUSES[4],
        is_off=True,
    ),
)

ARABIC_CARD = p.OfferCard(
    id=55,
    url="#angebot-55",
    shape="course",
    kind="دورة",
    provider="",
    title_html=Markup("اللغة الألمانية للمبتدئين"),
    text_html=p.NOTHING,
    iso_date="2026-12-01",
    weekday="الثلاثاء",
    day="1",
    month="ديسمبر",
    facts=("من الساعة 9 إلى 12",),
    price="مجانًا",
)

DAY = p.DayGroup(
    "23",
    "Montag",
    True,
    (
        p.Slot(
            "17:30",
            "Von der Sternwarte zum Satelliten",
            "#s1",
            "lecture",
            "Vortrag · Planetarium, Süd",
            "kostenlos",
            STATUSES[0],
        ),
        p.Slot(
            "",
            "Nähen mit der Maschine",
            "#s2",
            "workshop",
            "Workshop · Volkshochschule",
            "15 €",
            STATUSES[4],
            True,
        ),
    ),
)

PHASES = (
    p.PhaseLink("kita", "Kita", "0 bis 6 Jahre", 64, "#kita"),
    p.PhaseLink(
        "grundschule",
        "Grundschule",
        "6 bis 10 Jahre",
        91,
        "#grundschule",
        (p.Question("Wie gelingt der Schulstart?", "#grundschule"),),
    ),
    p.PhaseLink("weiterfuehrende-schule", "Weiterführende Schule", "10 bis 18 Jahre", 173, "#schule"),
    p.PhaseLink(
        "ausbildung-studium",
        "Ausbildung und Studium",
        "ab 16 Jahren",
        118,
        "#ausbildung",
        (p.Question("Wie geht es nach der Schule weiter?", "#ausbildung"),),
        is_current=True,
    ),
    p.PhaseLink(
        "beruf",
        "Beruf",
        "Lernen neben der Arbeit",
        402,
        "#beruf",
        (p.Question("Wie komme ich zurück in den Beruf?", "#beruf", is_loop=True),),
    ),
    p.PhaseLink(
        "nach-dem-beruf",
        "Nach dem Beruf",
        "ab etwa 60 Jahren",
        1,
        "#danach",
        (p.Question("Was kommt nach dem Beruf?", "#danach"),),
    ),
)

PANELS = (
    p.ProgrammePanel(
        "Senioren\xaduniversität",
        "Vorlesungen hören, mitreden, Neues anfangen.",
        "Donnerstag, 16:30 Uhr: Kurt Weill in Dessau",
        "#uni",
        "sky",
        "lecture_series",
    ),
    p.ProgrammePanel(
        "Eltern\xadtrainings",
        "Feste Gruppen mit höchstens zehn Eltern.",
        "3 Gruppen mit freien Plätzen",
        "#eltern",
        "coral",
        "parent_training",
    ),
    p.ProgrammePanel(
        "Berufs\xadorientierung",
        "Messen, Praktika, Fristen: das ganze Schuljahr.",
        "Nächste Frist: 27. November",
        "#beruf-2",
        "sage",
        "careers_event",
    ),
)

GUIDANCE = (
    p.GuidanceCard(
        "B-Punkt Mauerstraße",
        "Beruf, Wiedereinstieg, Zuschüsse",
        "Heute bis 18 Uhr",
        "Deutsch, Englisch, Arabisch",
        "0340 0000-101",
        "tel:+493400000101",
        "#bp-1",
    ),
    p.GuidanceCard(
        "B-Punkt Roßlau",
        "Familie und Schule",
        "Dienstag, 9 bis 17 Uhr",
        "Deutsch, Russisch",
        "0340 0000-102",
        "tel:+493400000102",
        "#bp-2",
    ),
)


GROUPS = (
    p.FacetGroup(
        "art",
        "Angebotsart",
        True,
        (
            p.FacetOption("art", "kurs", "Kurs", 12, True, "course"),
            p.FacetOption("art", "vortrag", "Vortrag", 5, False, "lecture"),
        ),
        (p.FacetOption("art", "frist", "Frist", 0, False, "deadline"),),
    ),
    p.FacetGroup("wann", "Wann", True, (p.FacetOption("tageszeit", "abends", "abends", 7),), extra="dates"),
    p.FacetGroup("wo", "Stadtteil", False, (p.FacetOption("stadtteil", "sued", "Süd", 3),), extra="place"),
    p.FacetGroup(
        "thema",
        "Thema",
        False,
        (
            p.FacetOption("thema", "sprachen", "Sprachen", 31),
            p.FacetOption("thema", "englisch", "Englisch", 14, is_narrower=True),
        ),
    ),
)

CHIPS = (p.Chip("ab 23. November", "#ohne-von"), p.Chip("Kurs", "#ohne-art"))
SORTS = (p.SortLink("Treffer", "#s1", True), p.SortLink("Datum", "#s2"), p.SortLink("Preis", "#s3"))
PAGES = p.Pagination(
    "#p1",
    "#p3",
    (p.PageLink(1, "#p1"), p.PageLink(2, "#p2", True), p.PageLink(3, "#p3"), None, p.PageLink(9, "#p9")),
)
RADII = (p.Choice("", "nur dort", True), p.Choice("5", "5 km"))

FIRST_FACT = p.Fact("Nächster Beginn", "Dienstag, 12. Januar 2027, 10:00\xa0Uhr")
FACTS = (
    p.Fact("Plätze", "", status=STATUSES[1]),
    p.Fact("Kosten", "42 €", "21 € mit Sozialpass oder Familienpass"),
    p.Fact("Telefon", "0340 0000-200", url="tel:+493400000200"),
)
ACTIONS = (p.Action("Anmelden", "#anmelden", True), p.Action("Per E-Mail fragen", "#mail", icon="mail"))

RUN = p.RunView(
    "12. Januar bis 2. März 2027, dienstags 10:00 bis 11:30 Uhr",
    ("Nummer 27-5011", "Anmelden bis 5. Januar"),
    STATUSES[1],
    ACTIONS[0],
    (
        p.DateLine(Markup("Di, 12. Januar, 10:00 bis 11:30 Uhr"), "Raum 104"),
        p.DateLine(
            Markup("Di, 26. Januar, <del>10:00</del> <b>13:00 bis 14:30 Uhr</b>"), "Raum 104", STATUSES[3]
        ),
        p.DateLine(Markup("<del>Di, 9. Februar, 10:00 bis 11:30 Uhr</del>"), "", STATUSES[4]),
    ),
    True,
)

PLACE = p.PlaceView(
    "Volkshochschule",
    "Erdmannsdorffstraße 3, 06844 Dessau-Roßlau",
    "Haltestelle Museum Süd",
    (
        p.AccessItem("Eingang ohne Stufen", "yes"),
        p.AccessItem("Gebärdensprache", "no"),
        p.AccessItem("Induktionsschleife", "ask"),
    ),
    "Der Aufzug ist links neben der Treppe.",
    "https://www.openstreetmap.org/",
)
CONTACT = p.Contact(
    "Kursbüro",
    "Montag bis Donnerstag, 9 bis 16 Uhr",
    "0340 0000-201",
    "tel:+493400000201",
    "kurse@vhs.agora.example",
    "https://vhs.example/",
)
COUNTED = (p.CountedLink("ohne „am Wochenende“", "#d1", 5), p.CountedLink("Sprachen", "#d2", 1))
STEPS = (
    p.StepText("Aussuchen", "Sie brauchen kein Vorwissen."),
    p.StepText("Hingehen", "Eine Begleitung wartet am Eingang."),
    p.StepText("Mitnehmen", "Wer möchte, bekommt einen Nachweis."),
)
PROVIDER = p.InstitutionRow(
    "Anhaltische Landesbücherei", "#buecherei", "Lesen, fragen, ausprobieren.", "Innenstadt Mitte", 23
)
TOPIC = p.TopicGroup("Sprachen", "#sprachen", 31, (p.CountedLink("Englisch", "#englisch", 14),))
THEME = CollectionTeaser(
    Words("Energie sparen, gemeinsam"),
    Words("Strom messen, richtig heizen, den Garten vorbereiten."),
    "#thema",
)
TEASER = ShownTeaser("Ein Nachmittag im Repair-Treff", "Wer noch mitmachen kann.", "#heft", "LEO, Dezember")
PICTURE = p.Image(
    "/static/img/mark.svg", "Das Zeichen des Portals: ein kleines a", "Zeichnung: Stadt, gemeinfrei"
)


class SampleForm(Form):  # type: ignore[misc]  # WTForms has no types
    """One field of each sort; two of them fail, so that errors can be seen."""

    title = StringField("Name des Angebots", description="So, wie Menschen suchen.")
    email = StringField("E-Mail-Adresse")
    district = SelectField("Stadtteil", choices=["Süd", "Alten"])
    message = TextAreaField("Ausführlich")
    kind = RadioField("Worum geht es?", choices=["Lob", "Ein Fehler"])
    page = HiddenField()
    offer = HiddenField()
    ticket = HiddenField()
    website = StringField("Internetseite")


def sample_form() -> SampleForm:
    form = SampleForm(data={"title": "Gitarre für Anfänger", "email": "vhs@", "page": "/muster"})
    form.email.errors = ["Nach dem @ fehlt die Adresse, zum Beispiel vhs@stadt.example."]
    form.kind.errors = ["Wählen Sie aus, worum es geht."]
    return form


@dataclass(frozen=True, slots=True)
class PatternsPage:
    """public/patterns.html: a name for every example above. The template passes the facets this object as page."""

    query: str = "Computer"
    statuses: tuple[p.Status, ...] = STATUSES
    kinds: tuple[p.KindLink, ...] = tuple(p.KindLink(shape, label, f"#art-{shape}") for shape, label in KINDS)
    icons: tuple[str, ...] = tuple(ICONS)
    notices: tuple[p.Notice, ...] = NOTICES
    cards: tuple[p.OfferCard, ...] = CARDS
    arabic_card: p.OfferCard = ARABIC_CARD
    day: p.DayGroup = DAY
    phases: tuple[p.PhaseLink, ...] = PHASES
    panels: tuple[p.ProgrammePanel, ...] = PANELS
    guidance: tuple[p.GuidanceCard, ...] = GUIDANCE
    point: GuidancePlace = POINT
    sketch: Sketch = SKETCH
    groups: tuple[p.FacetGroup, ...] = GROUPS
    hidden: tuple[tuple[str, str], ...] = ()
    date_from: str = "2026-11-23"
    date_to: str = ""
    place: str = "Roßlau"
    radius_options: tuple[p.Choice, ...] = RADII
    chips: tuple[p.Chip, ...] = CHIPS
    sorts: tuple[p.SortLink, ...] = SORTS
    pagination: p.Pagination = PAGES
    first_fact: p.Fact = FIRST_FACT
    facts: tuple[p.Fact, ...] = FACTS
    actions: tuple[p.Action, ...] = ACTIONS
    run: p.RunView = RUN
    where: p.PlaceView = PLACE
    contact: p.Contact = CONTACT
    counted: tuple[p.CountedLink, ...] = COUNTED
    steps: tuple[p.StepText, ...] = STEPS
    provider: p.InstitutionRow = PROVIDER
    topic: p.TopicGroup = TOPIC
    picture: p.Image = PICTURE
    theme: CollectionTeaser = THEME
    teaser: ShownTeaser = TEASER
    school_year: YearSamples = YEAR_SAMPLES
    desk: DeskSamples = DESK_SAMPLES
    lectures: LectureWeek = LECTURES
    speakers: tuple[ShownSpeaker, ...] = SPEAKERS
