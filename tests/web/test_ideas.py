"""Was fehlt in der Stadt: proposing without a cookie, similar ones first, supporting once, nothing unmoderated to be seen."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Idea
from portal.vocabulary.participation import IdeaKind, IdeaState
from portal.web.kit.sources import Sources
from tests.factories.offers import NOW
from tests.judge import JudgingClient

from .editorial.content import ANYTHING, complaints, fields
from .hall import HOSTILE, HOSTILE_MARKDOWN, Hall
from .reading import HTML, page, text_of

LIST, PROPOSE = "/mitmachen", "/mitmachen/vorschlagen"
TYPED = {"kind": "offer", "title": "Imkern für Anfänger", "text": "Ein Jahr lang\n\nam Bienenstand."}


@pytest.fixture(autouse=True)
def nothing_proposed(hall: Hall) -> Iterator[None]:
    empty(hall)
    yield
    empty(hall)


def empty(hall: Hall) -> None:
    hall.app.extensions.pop("agora_sources", None)
    with hall.app.app_context():
        db.session.query(Idea).delete()
        db.session.commit()
        db.session.remove()


def stored(hall: Hall) -> list[Idea]:
    with hall.app.app_context():
        found = list(db.session.scalars(select(Idea).order_by(Idea.id)))
        db.session.expunge_all()
        return found


def idea(hall: Hall, **values: Any) -> str:
    """An idea; its public address."""
    values = {
        "kind": IdeaKind.OFFER,
        "title": "Töpfern am Abend",
        "state": IdeaState.PUBLIC,
        "public_at": NOW,
        **values,
    }
    with hall.app.app_context():
        row = Idea(**values, asked_at=NOW - timedelta(days=2))
        db.session.add(row)
        db.session.commit()
        return f"{LIST}/{row.uuid}"


def send(visitor: FlaskClient, *, after: float = 30, root: str = "", **changes: str) -> TestResponse:
    form = fields(page(visitor.get(f"{root}{PROPOSE}")))
    with time_machine.travel(NOW + timedelta(seconds=after), tick=True):
        return visitor.post(f"{root}{PROPOSE}", data={**form, **TYPED, **changes})


def press(visitor: FlaskClient, address: str, **changes: str) -> TestResponse:
    """The button to support, as the page shows it."""
    ticket = page(visitor.get(address)).one("input", name="ticket").get("value") or ""
    return visitor.post(f"{address}/unterstuetzen", data={"ticket": ticket, **changes})


@pytest.mark.parametrize("root", ["", "/en"])
def test_an_idea_is_taken_and_waits(hall: Hall, visitor: FlaskClient, root: str) -> None:
    answer = send(visitor, root=root, email="Wer@Example.org")
    assert (answer.status_code, answer.location) == (303, f"{root}{LIST}/danke")
    assert visitor.get(answer.location).status_code == 200
    [row] = stored(hall)
    assert (row.kind, row.title, row.text) == (IdeaKind.OFFER, TYPED["title"], TYPED["text"])
    assert (row.state, row.email, row.locale) == (
        IdeaState.WAITING,
        "wer@example.org",
        "en" if root else "de",
    )
    assert TYPED["title"] not in visitor.get(LIST).text
    assert visitor.get(f"{LIST}/{row.uuid}").status_code == 404


def test_no_step_but_supporting_sets_a_cookie(hall: Hall, visitor: FlaskClient) -> None:
    address = idea(hall)
    answers = [
        visitor.get(LIST),
        visitor.get(address),
        visitor.get(PROPOSE),
        send(visitor),
        send(visitor, title=""),
    ]
    assert all("Set-Cookie" not in one.headers for one in answers)
    assert "Set-Cookie" in press(visitor, address).headers


def test_neither_address_nor_browser_is_stored(hall: Hall, visitor: FlaskClient) -> None:
    form = {**fields(page(visitor.get(PROPOSE))), **TYPED}
    with time_machine.travel(NOW + timedelta(seconds=30), tick=True):
        visitor.post(
            PROPOSE, data=form, headers={"User-Agent": "Spürnase/1.0"}, environ_overrides={"REMOTE_ADDR": "203.0.113.9"}
        )  # fmt: skip
    [row] = stored(hall)
    columns = str({column.key: getattr(row, column.key) for column in inspect(Idea).columns})
    assert not any(mark in columns for mark in ("203.0.113.9", "Spürnase"))


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"kind": "quatsch"}, "kind", "wählen"),
        ({"title": " "}, "title", "wenigen Worten"),
        ({"title": "x" * 161}, "title", "160"),
        ({"text": "x" * 2001}, "text", "2000"),
        ({"district": "999999"}, "district", "Liste"),
        ({"email": "halb@"}, "email", "Adresse"),
        ({"website": "http://kauf.example"}, "website", "leer"),
        ({"ticket": "gefälscht"}, "ticket", "noch einmal"),
    ],
)
def test_an_error_names_field_and_way_out_and_loses_nothing(
    hall: Hall, visitor: FlaskClient, change: dict[str, str], field: str, words: str
) -> None:
    answer = send(visitor, **{"email": "wer@example.org", **change})
    assert answer.status_code == 400
    document = page(answer)
    [complaint] = complaints(document)
    assert words in complaint
    kept = fields(document)
    for name, value in {**TYPED, "email": "wer@example.org"}.items():
        if name != field:
            assert kept[name] == value, name
    assert stored(hall) == []


@pytest.mark.parametrize("after", [0.5, 25 * 3600])
def test_too_fast_or_too_late_asks_to_send_again_and_then_it_works(
    hall: Hall, visitor: FlaskClient, after: float
) -> None:
    answer = send(visitor, after=after)
    assert answer.status_code == 400
    with time_machine.travel(NOW + timedelta(seconds=after + 10), tick=True):
        assert visitor.post(PROPOSE, data=fields(page(answer))).status_code == 303
    assert len(stored(hall)) == 1


def test_similar_ideas_and_offers_are_shown_first_and_then_it_may_be_sent(
    hall: Hall, visitor: FlaskClient
) -> None:
    known = idea(hall, title="Keramik für alle Kinder", supports=7)
    idea(hall, title="Keramik für alle Katzen", state=IdeaState.WAITING)
    answer = send(visitor, title="Keramik für Alle")
    assert answer.status_code == 200
    document = page(answer)
    assert document.h1 == "Gibt es das vielleicht schon?"
    links = list(document.links())
    assert known in links
    assert any(link.startswith("/angebote/") for link in links), "there is such a course"
    assert "Katzen" not in document.words
    assert stored(hall)[-1].title != "Keramik für Alle"
    with time_machine.travel(NOW + timedelta(seconds=60), tick=True):
        assert visitor.post(PROPOSE, data=fields(document)).status_code == 303
    assert stored(hall)[-1].title == "Keramik für Alle"


def test_a_search_without_a_hit_leads_to_the_form_with_its_words(visitor: FlaskClient) -> None:
    document = page(visitor.get("/suche?q=zzzqqqxxx"))
    [link] = [one for one in document.links() if one.startswith(PROPOSE)]
    assert fields(page(visitor.get(link)))["title"] == "zzzqqqxxx"


def test_supporting_counts_once_and_a_second_time_says_so(hall: Hall) -> None:
    address, other = idea(hall, supports=2), idea(hall, title="Nähen")
    visitor = JudgingClient(hall.app)
    page_before = page(visitor.get(address))
    ticket = page_before.one("input", name="ticket").get("value") or ""
    assert press(visitor, address).location == address
    document = page(visitor.get(address))
    assert "3 Personen unterstützen das" in document.words
    assert document.all("input", name="ticket") == []
    again = visitor.post(f"{address}/unterstuetzen", data={"ticket": ticket})
    assert again.status_code == 200
    assert "schon" in page(again).notices()[0]
    assert press(visitor, other).status_code == 303
    assert [row.supports for row in stored(hall)] == [3, 1]
    assert visitor.get(address).headers["Cache-Control"] == "no-store"
    stranger = JudgingClient(hall.app)
    press(stranger, address)
    assert stored(hall)[0].supports == 4


@pytest.mark.parametrize("ticket", ["", "x", "ä" * 300, "W10.aSrX8A.x"])
def test_support_needs_that_the_page_was_opened(hall: Hall, visitor: FlaskClient, ticket: str) -> None:
    address = idea(hall)
    answer = visitor.post(f"{address}/unterstuetzen", data={"ticket": ticket})
    assert answer.status_code == 400
    assert "noch einmal" in page(answer).notices()[0]
    assert stored(hall)[0].supports == 0
    assert "Set-Cookie" not in answer.headers


def test_one_source_cannot_vote_in_masses(hall: Hall) -> None:
    address = idea(hall)
    ticket = page(JudgingClient(hall.app).get(address)).one("input", name="ticket").get("value") or ""

    def vote(source: str) -> int:
        one = hall.app.test_client()
        answer = one.post(
            f"{address}/unterstuetzen", data={"ticket": ticket}, environ_overrides={"REMOTE_ADDR": source}
        )
        return answer.status_code

    found = [vote("203.0.113.9") for _each in range(Sources.FREE + 2)]
    assert found == [303] * Sources.FREE + [429] * 2
    assert vote("203.0.113.10") == 303
    assert stored(hall)[0].supports == Sources.FREE + 1


@pytest.mark.parametrize("state", [IdeaState.WAITING, IdeaState.REFUSED])
def test_what_is_not_public_cannot_be_read_or_supported(
    hall: Hall, visitor: FlaskClient, state: IdeaState
) -> None:
    address = idea(hall, state=state, answer="Der Grund")
    assert visitor.get(address).status_code == 404
    assert visitor.post(f"{address}/unterstuetzen").status_code == 404
    for stand in ("", "offen", "wartet", "refused"):
        assert "Töpfern am Abend" not in visitor.get(f"{LIST}?stand={stand}").text


def test_an_idea_that_became_an_offer_leads_there(hall: Hall, visitor: FlaskClient) -> None:
    address = idea(
        hall,
        state=IdeaState.BECAME_OFFER,
        offer_id=hall.offers["course"],
        answer="Den Kurs gibt es.",
        answered_at=NOW,
    )
    document = page(visitor.get(address))
    assert hall.path("course") in document.links()
    assert "Den Kurs gibt es." in document.words
    assert document.all("input", name="ticket") == []
    assert visitor.post(f"{address}/unterstuetzen", data={"ticket": new_ticket(hall)}).status_code == 409
    gone = idea(hall, title="Fort", state=IdeaState.BECAME_OFFER, offer_id=hall.offers["withdrawn"])
    assert "Das gibt es jetzt" not in visitor.get(gone).text


def new_ticket(hall: Hall) -> str:
    from portal.web.kit.robots import new_ticket

    with hall.app.app_context():
        return new_ticket()


def test_hostile_words_are_only_words(hall: Hall, visitor: FlaskClient) -> None:
    address = idea(hall, title=HOSTILE[:160], text=HOSTILE_MARKDOWN, answer=HOSTILE_MARKDOWN, answered_at=NOW)
    for path in (LIST, address):
        document = page(visitor.get(path))
        main = document.one("main")
        assert not list(main.iter(HTML + "script"))
        assert not [link for link in main.iter(HTML + "a") if "javascript" in (link.get("href") or "")]


def test_the_list_is_filtered_sorted_and_says_what_it_does_not_know(hall: Hall, visitor: FlaskClient) -> None:
    idea(hall, title="Alt", supports=9)
    idea(hall, title="Neu", public_at=NOW + timedelta(hours=1))
    idea(hall, title="Fertig", state=IdeaState.ANSWERED, public_at=NOW - timedelta(days=1))

    def titles(query: str) -> list[str]:
        return [text_of(one) for one in page(visitor.get(f"{LIST}?{query}")).all("h3")]

    assert titles("") == ["Neu", "Alt", "Fertig"]
    assert titles("sort=unterstuetzt") == ["Alt", "Neu", "Fertig"]
    assert titles("stand=beantwortet") == ["Fertig"]
    assert titles("seite=99") == []
    document = page(visitor.get(f"{LIST}?stand=quatsch&sort=zufall&seite=-3"))
    assert len(document.notices()) == 2


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.dictionaries(st.sampled_from(["kind", "title", "text", "district", "email", "seen", "ticket"]), ANYTHING))  # fmt: skip
def test_nothing_that_is_typed_breaks_the_form(
    hall: Hall, visitor: FlaskClient, typed: dict[str, str]
) -> None:
    assert send(visitor, **typed).status_code in (200, 303, 400, 429)
    assert visitor.get(PROPOSE, query_string={"titel": typed.get("title", "")}).status_code == 200


@pytest.mark.parametrize("number", ["x", "%00", "1", "0b0f8f3e-5a51-4d0c-9d4b-3f9d9f6f7a11"])
def test_an_unknown_idea_is_no_page(visitor: FlaskClient, number: str) -> None:
    assert visitor.get(f"{LIST}/{number}").status_code == 404
    assert visitor.post(f"{LIST}/{number}/unterstuetzen").status_code == 404
