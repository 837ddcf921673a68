"""The Jahres-Berufswahl-Kalender: what is in it, filters and notices, year and list, and that any address is answered."""

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.vocabulary.offers import OfferKind
from tests.factories.offers import NOW
from tests.judge import JudgingClient

from .careers_hall import MANY, build
from .reading import HTML, Document, page, text_of
from .test_any_query import NASTY, RAW, assert_sound, encoded

PATH = "/berufswahlkalender"
NAMES = (
    "schuljahr",
    "klasse",
    "schulform",
    "berufsfeld",
    "aktion",
    "stadtteil",
    "zeigen",
    "ansicht",
    "vergangene",
)
GOOD = {
    "schuljahr": ("2026-27", "2027/28", "2099-00"), "klasse": ("9", "4", "13"), "schulform": ("gymnasium",), "aktion": ("messe",),
    "berufsfeld": ("bau",), "stadtteil": ("online",), "zeigen": ("termine", "fristen", "zeitraeume"), "ansicht": ("liste", "jahr"),
    "vergangene": ("1",),
}  # fmt: skip


@pytest.fixture(scope="module")
def full_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    with time_machine.travel(NOW, tick=True):
        return build(tmp_path_factory.mktemp("careers"))


@pytest.fixture
def full(full_app: Flask) -> Iterator[Flask]:
    """The full calendar; inside the test it is Monday, 23 November 2026."""
    with time_machine.travel(NOW, tick=True):
        yield full_app


@pytest.fixture
def reader(full: Flask) -> FlaskClient:
    return JudgingClient(full)


def ask(reader: FlaskClient, query: str = "", root: str = "") -> Document:
    answer = reader.get(f"{root}{PATH}" + (f"?{query}" if query else ""))
    assert answer.status_code == 200
    return page(answer)


def row_of(document: Document, title: str) -> Any:
    """The row of an entry in its month, not the one on top."""
    found = [one for one in document.all("li", class_="yentry") if title in text_of(one)]
    assert found, title
    return found[-1]


def titles(document: Document) -> str:
    return " | ".join(text_of(one) for one in document.all("h3", class_="yentry__title"))


def count(document: Document) -> int:
    found = re.search(r"(\d+) (?:Einträge|Eintrag) im Schuljahr", document.words)
    return int(found[1]) if found else 0


def link(document: Document, words: str) -> str:
    [found] = [one.get("href") or "" for one in document.all("a") if words in text_of(one)]
    return found


def test_a_full_year_is_there_and_costs_few_statements(reader: Any) -> None:
    document = ask(reader)
    assert document.h1.replace("\xad", "") == "Berufswahlkalender 2026/27"
    assert count(document) > MANY
    ask(reader)
    assert len(reader.watch.statements) <= 1, "the year is kept, special days are read"


def test_a_full_year_is_quick_once_it_is_kept(full: Flask) -> None:
    visitor = full.test_client()
    visitor.get(PATH)
    begun = time.perf_counter()
    visitor.get(f"{PATH}?klasse=9")
    assert time.perf_counter() - begun < 1.0


def test_what_belongs_is_in_it_and_nothing_else(reader: FlaskClient) -> None:
    document = ask(reader)
    shown = titles(document)
    for title in (
        "Morgen im Betrieb",
        "Vorbei: Schnuppertag",
        "Vortrag im Programm",
        "Stichtag der Hochschule",
        "Frist für Klasse 9 ohne Programm",
    ):
        assert title in shown
    for title in ("Geheimes", "Stilles", "Töpfern", "Nächstes Schuljahr: Messe", "Zinsfrist"):
        assert title not in document.words


def test_registering_is_an_entry_of_its_own(reader: FlaskClient) -> None:
    shown = titles(ask(reader))
    assert "Anmeldeschluss: Praxistag mit Anmeldung" in shown
    assert "Anmeldung offen: Praxistag mit Anmeldung" in shown


def test_a_deadline_counts_in_its_year_even_if_the_date_is_in_the_next(reader: FlaskClient) -> None:
    document = ask(reader)
    assert "Anmeldeschluss: Sommerakademie im nächsten Schuljahr" in titles(document)
    assert titles(document).count("Sommerakademie") == 1
    assert "Sommerakademie" in titles(ask(reader, "schuljahr=2027-28"))


def test_sorts_are_said_in_words(reader: FlaskClient) -> None:
    document = ask(reader)
    assert "Termin: Dienstag, 24. November 2026, 10:00 bis 11:30 Uhr" in text_of(
        row_of(document, "Morgen im Betrieb")
    )
    assert "Frist: bis Freitag, 15. Januar 2027" in text_of(row_of(document, "Stichtag der Hochschule"))
    window = text_of(row_of(document, "Bewerbungsphase der Verwaltung"))
    assert "Zeitraum: 1. September 2026 bis 15. Januar 2027" in window


def test_what_is_off_is_struck_with_its_reason(reader: FlaskClient) -> None:
    document = ask(reader)
    off = row_of(document, "Fällt aus: Messe")
    assert list(off.iter(HTML + "del"))
    assert "Abgesagt" in text_of(off)
    assert "Dieser Termin fällt aus. Die Halle ist gesperrt." in text_of(off)
    postponed = row_of(document, "Verschoben: Parcours")
    assert list(postponed.iter(HTML + "del"))
    assert "Ein neuer steht noch nicht fest." in text_of(postponed)
    moved = row_of(document, "Verlegt: Rundgang")
    assert not list(moved.iter(HTML + "del"))
    assert "Neuer Ort: Aula." in text_of(moved)


def test_holidays_are_a_layer_and_action_days_events(reader: FlaskClient) -> None:
    document = ask(reader)
    assert "19. bis 30. Oktober 2026" in text_of(row_of(document, "Herbstferien"))
    assert "Reformationstag" in document.words
    assert "Aktionstag: Donnerstag, 22. April 2027" in text_of(row_of(document, "Girls’Day"))
    assert "Noch ungewisser Tag" not in document.words
    assert "Girls’Day" not in ask(reader, "zeigen=fristen").words
    assert "Herbstferien" in ask(reader, "zeigen=fristen").words


def test_what_comes_next_stands_on_top_and_takes_place(reader: FlaskClient) -> None:
    document = ask(reader, "klasse=9")
    [top] = document.all("section", class_="year__next")
    assert "Morgen im Betrieb" in text_of(top)
    assert "morgen" in text_of(top)
    assert "Auswahl: Klasse 9." in text_of(top)
    assert 3 <= len(list(top.iter(HTML + "li"))) <= 5
    assert "Fällt aus" not in text_of(top)
    assert not ask(reader, "schuljahr=2025-26").all("section", class_="year__next")


def test_filters_narrow_and_chips_take_them_back(reader: FlaskClient) -> None:
    everything = count(ask(reader))
    document = ask(reader, "klasse=9&schulform=gymnasium&zeigen=termine")
    assert 0 < count(document) < everything
    chips = [text_of(one) for one in document.all("a", class_="chip")]
    assert [chip.replace(" Filter entfernen", "") for chip in chips] == [
        "Klasse 9",
        "Gymnasium",
        "nur Termine",
    ]
    less = page(reader.get(link(document, "Gymnasium")))
    assert len(less.all("a", class_="chip")) == 2
    assert count(page(reader.get(link(document, "Alle Filter entfernen")))) == everything


def test_values_of_one_filter_are_alternatives(reader: FlaskClient) -> None:
    nine, ten = count(ask(reader, "klasse=9")), count(ask(reader, "klasse=10"))
    both = count(ask(reader, "klasse=9&klasse=10"))
    assert max(nine, ten) < both < nine + ten


@pytest.mark.parametrize(
    ("value", "sort"), [("termine", "event"), ("fristen", "deadline"), ("zeitraeume", "window")]
)
def test_one_sort_alone(reader: FlaskClient, value: str, sort: str) -> None:
    document = ask(reader, f"zeigen={value}&ansicht=liste&vergangene=1")
    looks = {one.get("class") or "" for one in document.all("li", class_="yentry")}
    assert {look.split()[1] for look in looks} - {"yentry--holiday", "yentry--action"} == {f"yentry--{sort}"}


def test_all_three_sorts_are_the_same_as_none(reader: FlaskClient) -> None:
    document = ask(reader, "zeigen=termine&zeigen=fristen&zeigen=zeitraeume")
    assert not document.all("a", class_="chip")
    assert all(one.get("checked") is not None for one in document.all("input", name="zeigen"))


def test_school_years_lead_on_and_keep_the_filter(reader: FlaskClient) -> None:
    document = ask(reader, "klasse=9&ansicht=liste")
    onward = link(document, "2027/28")
    assert onward == f"{PATH}?schuljahr=2027-28&klasse=9&ansicht=liste"
    assert page(reader.get(onward)).h1.endswith("2027/28")
    assert link(page(reader.get(onward)), "2026/27") == f"{PATH}?klasse=9&ansicht=liste"
    last = ask(reader, "schuljahr=2028-29")
    assert "2029/30" not in last.words


def test_months_that_are_over_are_folded_above_the_present_one(reader: FlaskClient) -> None:
    document = ask(reader)
    [past] = document.all("details", class_="year__past")
    assert "Vergangene Monate (3)" in text_of(past) and "August, September, Oktober" in text_of(past)
    assert past.get("open") is None
    folded = [one.get("id") for one in past.iter(HTML + "section")]
    assert folded == ["m-2026-08", "m-2026-09", "m-2026-10"]
    every = [one.get("id") for one in document.all("section", class_="year__month") if one.get("id")]
    assert every[3:5] == ["m-2026-11", "m-2026-12"] and len(every) == 12
    [jumps] = document.all("ul", class_="months")
    assert [one.get("href") for one in jumps.iter(HTML + "a")] == [f"#{anchor}" for anchor in every]


@pytest.mark.parametrize(
    "query", ["ansicht=liste", "ansicht=liste&vergangene=1", "schuljahr=2025-26", "schuljahr=2027-28"]
)
def test_only_the_year_that_runs_folds_its_past(reader: FlaskClient, query: str) -> None:
    assert not ask(reader, query).all("details", class_="year__past")


@pytest.mark.parametrize(
    "query", ["schuljahr=2019-20", "schuljahr=2019-20&klasse=9", "schuljahr=2019-20&ansicht=liste"]
)
def test_a_past_year_without_entries_leads_to_the_one_that_runs(reader: FlaskClient, query: str) -> None:
    document = ask(reader, query)
    assert "Für das Schuljahr 2019/20 ist nichts eingetragen." in document.words
    assert "Dieses Schuljahr ist vorbei." in document.words and "noch nichts" not in document.words
    onward = page(reader.get(link(document, "Zum laufenden Schuljahr 2026/27")))
    assert onward.h1.endswith("2026/27") and count(onward) > 0
    [tabs] = document.all("span", class_="year__switch")
    assert "2026/27" in text_of(tabs) and "2020/21" not in text_of(tabs)
    assert not document.all("details", class_="subscribe")
    assert not [one for one in document.all("a") if ".pdf" in (one.get("href") or "")]


def test_a_coming_year_without_entries_can_be_subscribed_but_not_printed(reader: FlaskClient) -> None:
    document = ask(reader, "schuljahr=2028-29")
    assert "steht hier noch nichts" in document.words
    assert document.all("details", class_="subscribe")
    assert not [one for one in document.all("a") if ".pdf" in (one.get("href") or "")]


def test_the_list_begins_today_and_shows_the_past_on_request(reader: FlaskClient) -> None:
    document = ask(reader, "ansicht=liste")
    assert not document.all("div", class_="minigrid")
    assert not document.all("div", class_="yearband")
    assert "Vorbei: Schnuppertag" not in document.words
    running = next(one for one in document.all("section") if "Läuft gerade" in text_of(one))
    assert "Bewerbungsphase der Verwaltung" in text_of(running)
    more = page(reader.get(link(document, "vergangene Einträge zeigen")))
    assert "Vorbei: Schnuppertag" in more.words
    assert count(document) == count(more)


def test_a_past_list_hides_nothing(reader: FlaskClient) -> None:
    with time_machine.travel(NOW.replace(year=2027), tick=True):
        assert "Vorbei: Schnuppertag" in ask(reader, "ansicht=liste&schuljahr=2026-27").words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("schuljahr=abc", "„abc“ bei „Schuljahr“"),
        ("schuljahr=2026-28", "„2026-28“ bei „Schuljahr“"),
        ("klasse=99", "„99“ bei „Klasse“"),
        ("zeigen=alles", "„alles“ bei „Zeigen“"),
        ("ansicht=kreis", "„kreis“ bei „Ansicht“"),
        ("vergangene=vielleicht", "„vielleicht“ bei „Vergangene“"),
        ("farbe=rot", "Die Angabe „farbe“"),
        ("art=kurs", "Die Angabe „Angebotsart“"),
    ],
)
def test_what_is_not_understood_is_named_and_left_out(reader: FlaskClient, query: str, words: str) -> None:
    document = ask(reader, query)
    [notice] = document.notices()
    assert words in notice
    assert document.h1.endswith("2026/27")
    assert not document.all("a", class_="chip")


def test_nothing_found_says_what_to_leave_out(reader: FlaskClient) -> None:
    document = ask(reader, "klasse=9&stadtteil=online")
    assert "steht hier noch nichts" in document.words
    assert count(page(reader.get(link(document, "ohne „online“")))) > 0
    assert not document.all("section", class_="year__month")


def test_form_keeps_the_school_year_and_every_choice(reader: FlaskClient) -> None:
    document = ask(reader, "schuljahr=2027-28&klasse=9&klasse=4&ansicht=liste")
    hidden = {one.get("name"): one.get("value") for one in document.all("input", type="hidden")}
    assert hidden == {"schuljahr": "2027-28", "ansicht": "liste"}
    checked = [
        one.get("value") for one in document.all("input", name="klasse") if one.get("checked") is not None
    ]
    assert checked == ["4", "9"]
    offered = [one.get("value") for one in document.all("input", name="klasse")]
    assert offered == [str(grade) for grade in range(4, 14)]


def test_english_page_says_which_words_are_german(reader: FlaskClient) -> None:
    document = ask(reader, "klasse=9", root="/en")
    assert document.lang == "en"
    row = row_of(document, "Morgen im Betrieb")
    assert [text_of(one) for one in row.iter(HTML + "span") if one.get("lang") == "de"] == [
        "Morgen im Betrieb"
    ]
    assert "Autumn break" in document.words


def test_kept_years_follow_the_index(tmp_path: Any) -> None:
    from portal.extensions import db
    from portal.models import Offer

    with time_machine.travel(NOW, tick=True):
        app = build(tmp_path, many=0)
        visitor = app.test_client()
        assert "Morgen im Betrieb" in visitor.get(PATH).text
        with app.app_context():
            offer = db.session.query(Offer).filter_by(title="Morgen im Betrieb").one()
            offer.title = "Morgen im anderen Betrieb"
            db.session.commit()
            app.extensions["agora_search"].rebuild(db.session())
        assert "Morgen im anderen Betrieb" in visitor.get(PATH).text
        assert "Morgen im anderen Betrieb" in visitor.get(f"{PATH}?klasse=9").text


def test_every_kind_of_the_programme_has_a_sign(reader: FlaskClient) -> None:
    """The sign before an event is that of its kind, in the sprite."""
    row = row_of(ask(reader), "Vortrag im Programm")
    uses = [one.get("href") or "" for one in row.iter() if str(one.tag).endswith("use")]
    assert [use.split("#")[1] for use in uses] == [OfferKind.LECTURE.value]


good = st.sampled_from([f"{name}={quote_plus(value)}" for name, values in GOOD.items() for value in values])
odd = st.builds(
    lambda name, word: f"{encoded(name)}={encoded(word)}",
    st.one_of(st.sampled_from(NAMES), st.text(max_size=8)),
    st.one_of(st.sampled_from(NASTY), st.text(max_size=30)),
)
raw = st.builds(lambda name, piece: f"{name}={piece}", st.sampled_from(NAMES), st.sampled_from(RAW))
queries = st.lists(st.one_of(good, good, odd, raw), max_size=7).map("&".join)


@pytest.fixture(scope="module")
def small_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    with time_machine.travel(NOW, tick=True):
        return build(tmp_path_factory.mktemp("careers-small"), many=12)


@settings(
    max_examples=120, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(query=queries, root=st.sampled_from(["", "/en"]))
def test_any_address_is_answered_with_a_sound_page(small_app: Flask, root: str, query: str) -> None:
    with time_machine.travel(NOW, tick=True):
        answer = small_app.test_client().get(f"{root}{PATH}", query_string=query)
    assert answer.status_code == 200
    document = assert_sound(answer)
    assert document is not None
    assert re.search(r"20\d\d/\d\d$", document.h1)
