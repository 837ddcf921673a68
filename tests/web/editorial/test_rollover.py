"""Rolling the calendar over as editors see it: begin, decide one or many, edit, undo; two editors; hostile input; what the public
and the provider get to see of it."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.app import create_app
from portal.extensions import db
from portal.models import Holiday, Institution, Letter, Offer, ProposedDate
from portal.vocabulary.calendar import HolidayKind
from portal.vocabulary.careers import ProposalState
from portal.vocabulary.people import MembershipRole, Role
from portal.web.kit import letter_wishes
from portal.workflow import rollover_letters
from tests.factories.offers import NOW
from tests.judge import JudgingClient
from tests.web import careers_hall, hall, people
from tests.web.editorial.content import ANYTHING, complaints, fields
from tests.web.reading import HTML, Document, page, text_of

PATH = "/redaktion/kalender-fortschreiben"
YEAR = "2027-28"
T, C, D = ProposalState.TENTATIVE, ProposalState.CONFIRMED, ProposalState.DROPPED


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A calendar with one entry of every fate, an editor and a provider."""
    folder: Path = tmp_path_factory.mktemp("rollover") / "data"
    folder.mkdir()
    with time_machine.travel(NOW, tick=True):
        app = careers_hall.build(folder, many=0)
        people.account(app, "redaktion@hall.example", role=Role.EDITOR)
        people.account(app, "betrieb@hall.example", institutions={"handwerk": MembershipRole.MANAGER})
        with app.app_context():
            db.engine.dispose()
    return folder


@pytest.fixture
def app(template: Path, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "data"
    shutil.copytree(template, folder)
    with time_machine.travel(NOW, tick=True):
        app = create_app(hall.settings(folder))
        app.testing = True
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def editor(app: Flask) -> JudgingClient:
    return people.signed_in(app, Role.EDITOR)


@pytest.fixture
def reader(app: Flask) -> JudgingClient:
    return JudgingClient(app)


def begin(editor: JudgingClient) -> Document:
    token = people.csrf(editor, PATH)
    answer = editor.post(PATH, data={"csrf_token": token, "schuljahr": YEAR})
    assert answer.status_code == 303
    return shown(editor)


def shown(editor: JudgingClient, more: str = "&monat=alle") -> Document:
    return page(editor.get(f"{PATH}?schuljahr={YEAR}{more}"))


def decide(editor: JudgingClient, **pressed: object) -> Document:
    """Press a button of the list; the page that follows."""
    data = {"csrf_token": people.csrf(editor, PATH), "schuljahr": YEAR, "monat": "alle", **pressed}
    answer = editor.post(f"{PATH}/entscheiden", data=data)
    assert answer.status_code == 303
    return page(editor.get(answer.headers["Location"]))


def keys(document: Document) -> dict[str, str]:
    """The proposals on a page: title -> what their tick sends."""
    found = {}
    for box in document.all("input", name="auswahl"):
        number = (box.get("id") or "").removeprefix("w-")
        found[text_of(document.one("b", id=f"v-{number}"))] = box.get("value") or ""
    return found


def row(app: Flask, title: str) -> ProposedDate:
    with app.app_context():
        wanted = select(ProposedDate).join(Offer).where(Offer.title == title).order_by(ProposedDate.id)
        found = db.session.scalars(wanted).first()
        assert found is not None
        db.session.expunge_all()
        return found


def test_a_year_without_school_breaks_says_so_first(app: Flask, editor: JudgingClient) -> None:
    document = shown(editor)
    assert "Für 2027/28 stehen noch keine Schulferien in der Tabelle." in document.words
    assert "/redaktion/kalendertage?schuljahr=2027-28" in list(document.links())
    with app.app_context():
        db.session.add(
            Holiday(
                kind=HolidayKind.SCHOOL_BREAK,
                name="Herbstferien",
                first_day=NOW.date() + timedelta(days=330),
                last_day=NOW.date() + timedelta(days=340),
                source="Test",
            )
        )
        db.session.commit()
    assert "noch keine Schulferien" not in shown(editor).words


def test_it_is_begun_once_and_asks_about_each_date(app: Flask, editor: JudgingClient) -> None:
    document = begin(editor)
    count = len(keys(document))
    assert count > 8
    assert document.notices()[0].startswith(f"{len(document.all('input', name='auswahl'))} neue Vorschläge")
    assert "0 von" in document.words
    assert "Vierter Dienstag im November, wie im Vorjahr" in document.words
    assert "Im Vorjahr fiel der Termin aus" in document.words
    again = begin(editor)
    said = "Es gibt nichts Neues. Alles, was im Vorjahr stand, ist schon vorgeschlagen."
    assert again.notices()[0] == said
    assert len(keys(again)) == count
    assert "Geheimes" not in again.words
    assert "Verborgen" not in again.words


def test_one_month_is_shown_at_a_time(editor: JudgingClient) -> None:
    begin(editor)
    document = shown(editor, "&monat=2027-11")
    months = [text_of(one) for one in document.all("h3") if (one.get("id") or "").startswith("m-")]
    assert months == ["November 2027"]
    assert shown(editor, "&monat=1999-01").h1 == "Kalender fortschreiben"


def test_confirming_makes_it_public_and_undoing_takes_it_back(
    app: Flask, editor: JudgingClient, reader: JudgingClient
) -> None:
    key = keys(begin(editor))["Morgen im Betrieb"]
    calendar = "/berufswahlkalender?schuljahr=2027-28&ansicht=liste"
    assert "Morgen im Betrieb" not in page(reader.get(calendar)).words
    document = decide(editor, eins=f"confirmed:{key}")
    assert document.notices()[0] == "Ein Termin ist bestätigt."
    assert "1 von" in document.words
    seen = page(reader.get(calendar)).words
    assert "Morgen im Betrieb" in seen
    assert "noch nicht bestätigt" not in seen
    decided = shown(editor, "&zeigen=entschieden")
    undo = next(
        one for one in decided.all("button", name="eins") if (one.get("value") or "").startswith("proposed")
    )
    document = decide(editor, eins=undo.get("value"), zeigen="entschieden")
    assert document.notices()[0] == "Eine Entscheidung ist zurückgenommen."
    assert "Morgen im Betrieb" not in page(reader.get(calendar)).words
    assert row(app, "Morgen im Betrieb").decided_by is None


def test_what_is_not_confirmed_says_so_in_calendar_offer_page_and_feed(
    app: Flask, editor: JudgingClient, reader: JudgingClient
) -> None:
    key = keys(begin(editor))["Morgen im Betrieb"]
    decide(editor, eins=f"tentative:{key}")
    said = "Termin noch nicht bestätigt"
    for address in (
        "/berufswahlkalender?schuljahr=2027-28&ansicht=liste",
        "/berufswahlkalender?schuljahr=2027-28",
    ):
        assert page(reader.get(address)).words.count(said) == 2, "among what comes next, and in its month"
    offer_id = row(app, "Morgen im Betrieb").offer_id
    assert said in page(reader.get(f"/angebote/{offer_id}-morgen-im-betrieb")).words
    for address in (
        "/berufswahlkalender.ics?schuljahr=2027-28",
        f"/angebote/{offer_id}-morgen-im-betrieb.ics",
    ):
        feed = reader.get(address).get_data(as_text=True).replace("\r\n ", "")
        [event] = [one for one in feed.split("BEGIN:VEVENT") if "STATUS:TENTATIVE" in one]
        assert "SUMMARY:Morgen im Betrieb (noch nicht bestätigt)" in event
        assert "Termin noch nicht bestätigt." in event
        uid = next(line for line in event.splitlines() if line.startswith("UID"))
    assert reader.get("/berufswahlkalender/handzettel.pdf?schuljahr=2027-28").status_code == 200
    fresh = row(app, "Morgen im Betrieb")
    decide(editor, eins=f"confirmed:{fresh.id}:{fresh.revision}")
    feed = reader.get("/berufswahlkalender.ics?schuljahr=2027-28").get_data(as_text=True)
    assert "STATUS:TENTATIVE" not in feed
    [event] = [one for one in feed.split("BEGIN:VEVENT") if uid in one]
    assert "SEQUENCE:1" in event, "calendars take the confirmed one for a change of the same entry"
    fresh = row(app, "Morgen im Betrieb")
    decide(editor, eins=f"proposed:{fresh.id}:{fresh.revision}")
    feed = reader.get("/berufswahlkalender.ics?schuljahr=2027-28").get_data(as_text=True)
    [event] = [one for one in feed.split("BEGIN:VEVENT") if uid in one]
    assert "STATUS:CANCELLED" in event


def test_several_at_once_and_nothing_without_a_tick(app: Flask, editor: JudgingClient) -> None:
    found = keys(begin(editor))
    titles = ["Morgen im Betrieb", "Vortrag im Programm", "Bewerbungsphase der Verwaltung"]
    document = decide(editor, alle="dropped", auswahl=[found[title] for title in titles])
    assert document.notices()[0] == "3 Termine fallen weg."
    assert {row(app, title).state for title in titles} == {D}
    assert (
        decide(editor, alle="confirmed").notices()[0]
        == "Sie haben nichts ausgewählt. Es ist nichts geändert."
    )
    assert decide(editor, alle="", auswahl=list(found.values())).notices()[0].startswith("Sie haben nichts")


def test_of_two_editors_the_slower_is_told_and_nothing_is_done_twice(
    app: Flask, editor: JudgingClient
) -> None:
    key = keys(begin(editor))["Morgen im Betrieb"]
    decide(editor, eins=f"dropped:{key}")
    document = decide(editor, eins=f"confirmed:{key}")
    assert document.notices()[0].startswith("Einen Vorschlag hat inzwischen jemand anders bearbeitet.")
    assert row(app, "Morgen im Betrieb").state is D
    stale = row(app, "Vortrag im Programm")
    address = f"{PATH}/{stale.id}"
    form = fields(page(editor.get(address)))
    decide(editor, eins=f"tentative:{stale.id}:{stale.revision}")
    answer = editor.post(address, data={**form, "first_day": "2027-12-09"})
    assert answer.status_code == 409
    assert page(answer).one("input", id="first_day").get("value") == "2027-12-09", "what was typed stays"


def test_another_day_and_time_are_kept_and_wrong_ones_named(app: Flask, editor: JudgingClient) -> None:
    begin(editor)
    found = row(app, "Morgen im Betrieb")
    address = f"{PATH}/{found.id}"
    form = fields(page(editor.get(address)))
    assert (form["first_day"], form["start"], form["end"]) == ("2027-11-23", "10:00", "11:30")
    answer = editor.post(address, data={**form, "first_day": "2026-11-23", "start": "25 Uhr", "end": ""})
    assert answer.status_code == 400
    assert complaints(page(answer)) == ["Beginn: Diese Uhrzeit gibt es nicht. Ein Beispiel: 18:00"]
    answer = editor.post(address, data={**form, "first_day": "2026-11-23"})
    assert answer.status_code == 409
    assert complaints(page(answer)) == ["Erster Tag: Der Tag liegt nicht in diesem Schuljahr."]
    assert editor.post(address, data={**form, "start": "", "end": "12:00"}).status_code == 400
    answer = editor.post(address, data={**form, "first_day": "30.11.2027", "start": "14", "end": "0 Uhr"})
    assert answer.status_code == 303
    document = page(editor.get(answer.headers["Location"]))
    assert (
        "Dienstag, 30. November 2027, 14:00 bis 0:00 Uhr" in document.words
        or "14:00 bis 00:00 Uhr" in document.words
    )
    assert "Von Hand geändert" in document.words
    assert row(app, "Morgen im Betrieb").end_minutes == 24 * 60
    assert editor.get(f"{PATH}/999999").status_code == 404


def test_the_page_speaks_english_too(editor: JudgingClient) -> None:
    begin(editor)
    document = page(editor.get(f"/en{PATH}?schuljahr={YEAR}"))
    assert document.lang == "en"


def test_only_editors_come_in(app: Flask, reader: JudgingClient) -> None:
    provider = people.signed_in(app, "betrieb@hall.example")
    assert provider.get(PATH).status_code == 403
    assert reader.get(PATH).status_code in (302, 303)


def test_the_provider_gets_one_letter_with_the_list_on_the_next_day(
    app: Flask, editor: JudgingClient
) -> None:
    found = keys(begin(editor))
    decide(editor, eins=f"confirmed:{found['Morgen im Betrieb']}")
    decide(editor, eins=f"tentative:{found['Vortrag im Programm']}")
    with time_machine.travel(NOW + timedelta(days=1), tick=True), app.test_request_context():
        session = db.session()
        for _twice in range(2):
            rollover_letters.want_letters(session, NOW + timedelta(days=1))
            session.commit()
            letter_wishes.drain(session)
        letters = session.scalars(select(Letter)).all()
        assert [(one.kind, one.recipient) for one in letters] == [("dates_proposed", "betrieb@hall.example")]
        [letter] = letters
        assert letter.subject == "Die Redaktion hat Termine für 2027/28 vorgeschlagen"
        assert "Morgen im Betrieb" in letter.text
        assert "Dienstag, 23. November 2027, 10:00 bis 11:30 Uhr (bestätigt)" in letter.text
        assert "(noch nicht bestätigt)" in letter.text
        assert (
            session.scalars(select(Institution.name).where(Institution.slug == "handwerk")).one()
            in letter.text
        )


FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("schuljahr", "monat", "zeigen", "eins", "alle", "auswahl"), ANYTHING)
    )
)
def test_no_input_breaks_deciding(editor: JudgingClient, given_: dict[str, str]) -> None:
    data = {"csrf_token": people.csrf(editor, PATH), **given_}
    assert editor.post(f"{PATH}/entscheiden", data=data).status_code == 303
    more = {name: value for name, value in given_.items() if name in ("schuljahr", "monat", "zeigen")}
    assert editor.get(PATH, query_string=more).status_code == 200


@FEW
@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("first_day", "last_day", "start", "end", "revision"), ANYTHING)
    )
)
def test_no_input_breaks_the_form(app: Flask, editor: JudgingClient, given_: dict[str, str]) -> None:
    if not shown(editor).all("input", name="auswahl"):
        begin(editor)
    address = f"{PATH}/{row(app, 'Morgen im Betrieb').id}"
    answer = editor.post(address, data={**fields(page(editor.get(address))), **given_})
    assert answer.status_code in (303, 400, 409)


def test_a_press_without_a_valid_token_changes_nothing(app: Flask, editor: JudgingClient) -> None:
    key = keys(begin(editor))["Morgen im Betrieb"]
    answer = editor.post(
        f"{PATH}/entscheiden", data={"csrf_token": "alt", "schuljahr": YEAR, "eins": f"dropped:{key}"}
    )
    assert answer.status_code >= 400 or answer.status_code == 303
    assert row(app, "Morgen im Betrieb").state is ProposalState.PROPOSED


def test_every_button_says_what_it_is_about(editor: JudgingClient) -> None:
    document = begin(editor)
    names = [text_of(one) for one in document.all("button", name="eins")]
    assert len(names) == len(set(names)), "no two buttons of a page have the same name"
    assert all(one.tag == HTML + "button" for one in document.all("button", name="eins"))
