"""Fields of civic activity over HTTP: found by topic and district, written to without an account, answered and kept at the desk."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.models import CivicInterest, CivicOpening, Institution, JournalEntry, Letter
from portal.vocabulary.people import MembershipRole, Role
from portal.web.kit import housework, publishing
from tests.fixtures.portals import make_app
from tests.judge import JudgingClient
from tests.web.hall import HOSTILE, HOSTILE_MARKDOWN
from tests.web.people import account, csrf, signed_in
from tests.web.reading import page, text_of

LIST, DESK = "/seniorenuniversitaet/taetigkeitsfelder", "/anbieterbereich/taetigkeitsfelder"
PERSON = {"name": "Erna Beispiel", "email": "erna@mitmachen.example", "message": "Ich komme gern."}


@pytest.fixture(autouse=True)
def ten_o_clock() -> Iterator[None]:
    with time_machine.travel(clock.as_utc(clock.today(), 10, 0), tick=True):
        yield


@pytest.fixture(scope="module")
def portal(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("civic") / "data"
    shutil.copytree(demo_folder, folder)
    app = make_app(folder)
    account(app, "mitglied@mitmachen.example", institutions={"landesbuecherei": MembershipRole.MEMBER})
    account(app, "leitung@mitmachen.example", institutions={"landesbuecherei": MembershipRole.MANAGER})
    account(app, "fremd@mitmachen.example", institutions={"sportbund": MembershipRole.MANAGER})
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(portal: Flask) -> JudgingClient:
    return JudgingClient(portal)


@pytest.fixture
def desk(portal: Flask) -> JudgingClient:
    return signed_in(portal, "mitglied@mitmachen.example")


def opening_of(app: Flask, title: str) -> CivicOpening:
    with app.app_context():
        return db.session.scalars(select(CivicOpening).where(CivicOpening.title == title)).one()


def ask(visitor: JudgingClient, address: str, **changes: str) -> Any:
    """Fills in the form as a person does, some seconds after opening it."""
    document = page(visitor.get(address))
    ticket = document.one("input", name="ticket").get("value") or ""
    with time_machine.travel(clock.now() + timedelta(seconds=5), tick=True):
        return visitor.post(address, data={**PERSON, "ticket": ticket, **changes})


def interests(app: Flask) -> list[CivicInterest]:
    with app.app_context():
        return list(db.session.scalars(select(CivicInterest).where(CivicInterest.name == PERSON["name"])))


def test_the_programme_leads_to_the_list_and_that_to_each_opening(visitor: JudgingClient) -> None:
    assert LIST in set(page(visitor.get("/seniorenuniversitaet")).links())
    document = page(visitor.get(LIST))
    assert "10 Tätigkeitsfelder" in document.words and "Kindern vorlesen" in document.words
    first = next(one for one in document.links() if one.startswith(f"{LIST}/"))
    assert page(visitor.get(first)).h1


def test_the_list_is_narrowed_by_topic_and_district(visitor: JudgingClient) -> None:
    by_topic = page(visitor.get(f"{LIST}?thema=umwelt-natur")).words
    assert "Hitze und Wasser messen" in by_topic and "Kindern vorlesen" not in by_topic
    both = page(visitor.get(f"{LIST}?thema=umwelt-natur&stadtteil=ziebigk")).words
    assert "1 Tätigkeitsfeld" in both and "Obstbäume pflegen" in both
    assert "gerade nichts" in page(visitor.get(f"{LIST}?thema=sprachen&stadtteil=rosslau")).words


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(topic=st.text(max_size=40), district=st.text(max_size=40))
def test_no_address_breaks_the_list(visitor: JudgingClient, topic: str, district: str) -> None:
    assert visitor.get(LIST, query_string={"thema": topic, "stadtteil": district}).status_code == 200


def test_a_lecture_of_the_programme_says_how_many_openings_fit_and_other_offers_ask_nothing(
    visitor: JudgingClient,
) -> None:
    found = visitor.get("/suche.json?programm=seniorenuniversitaet&thema=umwelt-natur&pro_seite=1").get_json()
    address = "/angebote/" + found["items"][0]["url"].split("/angebote/")[1]
    document = page(visitor.get(address))
    (link,) = {one for one in document.links() if one.startswith(LIST)}
    (told,) = [text_of(one) for one in document.all("a") if (one.get("href") or "").startswith(LIST)]
    count = re.match(r"(\d+) Tätigkeitsfeld", told)
    assert count and f"{count[1]} Tätigkeitsfeld" in page(visitor.get(link)).words
    other = (
        visitor.get("/suche.json?programm=elterntraining&pro_seite=1").get_json()["items"]
        or visitor.get("/suche.json?art=elterntraining&pro_seite=1").get_json()["items"]
    )
    assert LIST not in visitor.get("/angebote/" + other[0]["url"].split("/angebote/")[1]).text


def test_an_interest_goes_to_the_institution_and_can_be_answered(
    portal: Flask, visitor: JudgingClient
) -> None:
    address = f"{LIST}/{opening_of(portal, 'Kindern vorlesen').uuid}"
    document = page(visitor.get(address))
    assert "30 Tage" in document.words and "Anhaltische Landesbücherei" in document.words
    answer = ask(visitor, address)
    assert (answer.status_code, answer.location) == (303, f"{address}/danke")
    assert "Set-Cookie" not in answer.headers
    assert "Anhaltische Landesbücherei" in page(visitor.get(answer.location)).words
    [row] = interests(portal)
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=True), portal.app_context():
        publishing.write_letters()
        db.session.commit()
        letters = list(db.session.scalars(select(Letter).where(Letter.about == f"civic_interest:{row.id}")))
    assert letters and all(PERSON["name"] in one.text and PERSON["email"] in one.text for one in letters)
    assert all(one.headers.get("Reply-To") == PERSON["email"] for one in letters)
    assert all("/anbieterbereich/taetigkeitsfelder/interesse" in one.text for one in letters)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "wie Sie heißen"),
        ({"email": "", "phone": ""}, "E-Mail-Adresse oder eine Telefonnummer"),
        ({"email": "erna@"}, "Adresse"),
        ({"phone": "12"}, "unvollständig"),
        ({"website": "http://spam.example"}, "leer"),
        ({"ticket": "falsch"}, "noch einmal ab"),
        ({"message": "x" * 10_000}, "kürzen"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    portal: Flask, visitor: JudgingClient, changes: dict[str, str], said: str
) -> None:
    address = f"{LIST}/{opening_of(portal, 'Stadtführungen begleiten').uuid}"
    before = len(interests(portal))
    answer = ask(visitor, address, **changes)
    document = page(answer)
    assert answer.status_code == 400 and said in document.words
    if "message" not in changes:
        assert text_of(document.one("textarea", id="message")) == PERSON["message"]
    assert len(interests(portal)) == before


def test_hostile_words_stay_words(portal: Flask, visitor: JudgingClient) -> None:
    address = f"{LIST}/{opening_of(portal, 'Alte Maschinen erklären').uuid}"
    answer = ask(
        visitor, address, name=HOSTILE[:150], email="", phone="0340 0000-1", message=HOSTILE_MARKDOWN
    )
    assert answer.status_code == 303
    page(signed_in(portal, Role.EDITOR).get(f"{DESK}/interesse"))
    with portal.app_context():
        publishing.write_letters()
        db.session.commit()


def test_the_desk_ticks_off_what_was_answered_and_the_job_erases_it_with_proof(
    portal: Flask, visitor: JudgingClient, desk: JudgingClient
) -> None:
    address = f"{LIST}/{opening_of(portal, 'Kindern vorlesen').uuid}"
    ask(visitor, address, email="", phone="0340 0000-7", name="Berta Bald-Weg")
    document = page(desk.get(f"{DESK}/interesse"))
    assert "Berta Bald-Weg" in document.words
    with portal.app_context():
        row = db.session.scalars(select(CivicInterest).where(CivicInterest.name == "Berta Bald-Weg")).one()
    token = csrf(desk, f"{DESK}/neu")
    desk.post(f"{DESK}/interesse/{row.id}", data={"csrf_token": token})
    assert "abgehakt am" in page(desk.get(f"{DESK}/interesse")).words
    with portal.app_context():
        housework.forget(db.session(), clock.now() + timedelta(days=31))
        db.session.commit()
        assert db.session.get(CivicInterest, row.id) is None
        lines = db.session.scalars(select(JournalEntry)).all()
        assert any(line.act.value == "erased" and line.title == "Kindern vorlesen" for line in lines)
        assert all("Bald-Weg" not in f"{line.title}{line.note}{line.changes}" for line in lines)
        assert all("Bald-Weg" not in one.text for one in db.session.scalars(select(Letter)))


def new(desk: JudgingClient, **changes: str) -> Any:
    document = page(desk.get(f"{DESK}/neu"))
    data = {
        "csrf_token": document.all("input", name="csrf_token")[0].get("value") or "",
        "einmal": document.one("input", name="einmal").get("value") or "",
        "title": "Bücher flicken",
        "summary": "Mit Leim und Faden.",
        "topic": "kultur-gestalten",
        "is_public": "y",
        **changes,
    }
    return desk.post(f"{DESK}/neu", data=data)


def test_a_provider_enters_changes_takes_off_and_removes(
    portal: Flask, desk: JudgingClient, visitor: JudgingClient
) -> None:
    assert new(desk).status_code == 303
    row = opening_of(portal, "Bücher flicken")
    address = f"{LIST}/{row.uuid}"
    assert page(visitor.get(address)).h1 == "Bücher flicken"
    form = page(desk.get(f"{DESK}/{row.id}"))
    began = form.one("input", name="revision").get("value") or ""
    token = form.all("input", name="csrf_token")[0].get("value") or ""
    data = {
        "csrf_token": token,
        "revision": began,
        "title": "Bücher flicken",
        "summary": "Neu gesagt.",
        "is_public": "y",
    }
    assert desk.post(f"{DESK}/{row.id}", data=data).status_code == 303
    stale = desk.post(f"{DESK}/{row.id}", data={**data, "summary": "Anders gesagt."})
    assert stale.status_code == 409 and "Beide Fassungen" in page(stale).words
    revision = str(opening_of(portal, "Bücher flicken").revision)
    desk.post(f"{DESK}/{row.id}/zeigen", data={"csrf_token": token, "revision": revision, "zeigen": ""})
    assert visitor.get(address).status_code == 404
    ask_again = page(desk.get(f"{DESK}/{row.id}/loeschen"))
    revision = ask_again.one("input", name="revision").get("value") or ""
    gone = desk.post(f"{DESK}/{row.id}/loeschen", data={"csrf_token": token, "revision": revision})
    assert gone.status_code == 303 and "Bücher flicken" not in page(desk.get(DESK)).words.replace(
        "„Bücher flicken“", ""
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "was es zu tun gibt"),
        ({"summary": ""}, "beschreiben Sie es kurz"),
        ({"open_until": "2001-01-01"}, "schon vorbei"),
        ({"open_until": "31.2.2027"}, "Dieses Datum gibt es nicht"),
        ({"title": "x" * 10_000}, "kürzen"),
    ],
)
def test_the_form_says_what_is_wrong(desk: JudgingClient, changes: dict[str, str], said: str) -> None:
    answer = new(desk, **changes)
    assert answer.status_code == 400 and said in page(answer).words


def test_hostile_words_of_a_provider_stay_words(
    portal: Flask, desk: JudgingClient, visitor: JudgingClient
) -> None:
    answer = new(
        desk,
        title=HOSTILE[:150],
        summary=HOSTILE,
        description=HOSTILE_MARKDOWN,
        topic="gibt-es-nicht",
        district="99999",
    )
    assert answer.status_code == 303
    with portal.app_context():
        row = db.session.scalars(select(CivicOpening).order_by(CivicOpening.id.desc()).limit(1)).one()
        assert (row.topics, row.district_id) == ([], None)
    page(visitor.get(f"{LIST}/{row.uuid}"))
    page(visitor.get(LIST))


def test_strangers_see_and_change_nothing(portal: Flask) -> None:
    row = opening_of(portal, "Kindern vorlesen")
    stranger = signed_in(portal, "fremd@mitmachen.example")
    assert "Kindern vorlesen" not in page(stranger.get(DESK)).words
    token = csrf(stranger, f"{DESK}/neu")
    for path in ("", "/loeschen"):
        assert stranger.get(f"{DESK}/{row.id}{path}").status_code == 403
    for path in ("", "/loeschen", "/zeigen"):
        data = {"csrf_token": token, "revision": str(row.revision)}
        assert stranger.post(f"{DESK}/{row.id}{path}", data=data).status_code == 403
    assert opening_of(portal, "Kindern vorlesen").revision == row.revision


def test_an_editor_chooses_for_whom(portal: Flask) -> None:
    editor = signed_in(portal, Role.EDITOR)
    assert "Kindern vorlesen" in page(editor.get(DESK)).words
    assert new(editor, title="Für niemanden").status_code == 400
    with portal.app_context():
        number = db.session.scalars(select(Institution.id).where(Institution.slug == "kulturstiftung")).one()
    assert new(editor, title="Hecken schneiden", institution=str(number)).status_code == 303
    assert opening_of(portal, "Hecken schneiden").institution_id == number


def test_an_opening_that_is_gone_is_not_found(visitor: JudgingClient) -> None:
    for path in ("/00000000-0000-0000-0000-000000000000", "/quatsch"):
        assert visitor.get(LIST + path).status_code == 404
