"""Wer macht was as everybody sees it: chart and list say the same, links lead somewhere, nothing hidden shows, topics name who answers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Body, BodyDocument, BodyMeeting, Transition, TransitionStep
from portal.vocabulary.guidance import BodyKind
from tests.factories.offers import NOW
from tests.judge import JudgingClient
from tests.web.hall import BAD_LINK, HOSTILE, HOSTILE_MARKDOWN, Hall
from tests.web.reading import HTML, page, text_of

LIST = "/wer-macht-was"


def body(slug: str, **values: Any) -> Body:
    values.setdefault("name", slug.capitalize())
    values.setdefault("summary", "Kümmert sich.")
    row = Body(slug=slug, kind=values.pop("kind", BodyKind.OFFICE), **values)
    db.session.add(row)
    db.session.flush()
    return row


def empty(app: Flask) -> None:
    with app.app_context():
        for row in (*db.session.query(Transition), *db.session.query(Body)):
            db.session.delete(row)
        db.session.commit()
        db.session.remove()
    app.extensions.pop("agora_responsible", None)


@pytest.fixture
def town(hall: Hall) -> Iterator[Hall]:
    """A conference with an office under it, a hidden board between two others, and a hostile one."""
    empty(hall.app)
    with hall.app.app_context():
        top = body(
            "konferenz", kind=BodyKind.CONFERENCE, name_en="Conference", summary_en="Takes care.", tasks=["Planen"], tasks_en=["Planning"],
            members=["Schulamt"], rhythm="zweimal im Jahr", topics=["kultur-gestalten"], plain_text="Kurz.\n\n- eins\n- zwei",
            phone="0340 0000-9",
        )  # fmt: skip
        top.meetings = [
            BodyMeeting(starts_at=NOW + timedelta(days=8), place="Rathaus", subject="Bericht"),
            BodyMeeting(starts_at=NOW + timedelta(days=9), subject="Vertraulich", is_public=False),
            BodyMeeting(starts_at=NOW - timedelta(days=9), subject="Vorbei", notes="Nur für uns"),
        ]
        top.documents = [
            BodyDocument(title="Protokoll", url="https://www.stadt.example/p.pdf"),
            BodyDocument(title="Falle", url=BAD_LINK),
        ]
        below = body("jugendamt", parent_id=top.id, link="berichtet", topics=["familie"])
        hidden = body("geheimrat", parent_id=top.id, is_public=False, topics=["familie"])
        body("ausschuss", parent_id=hidden.id, topics=["malen-zeichnen"])
        body(
            "boese",
            name=HOSTILE[:200],
            summary=HOSTILE,
            tasks=[HOSTILE],
            members=[HOSTILE],
            plain_text=HOSTILE_MARKDOWN,
        )
        guide = Transition(slug="kita", name="Kita", title="Wie?", lead="So.")
        guide.steps = [TransitionStep(when="bald", title="Anmelden", body_id=below.id)]
        db.session.add(guide)
        db.session.commit()
    yield hall
    empty(hall.app)


@pytest.fixture
def visitor(town: Hall) -> JudgingClient:
    return JudgingClient(town.app)


def test_the_chart_and_the_list_name_the_same_bodies(visitor: JudgingClient) -> None:
    document = page(visitor.get(LIST))
    chart = document.one("section", class_="orgchart")
    drawn = [link.get("href") for link in chart.iter(HTML + "a")]
    listed = [next(each.iter(HTML + "a")).get("href") for each in document.all("article", class_="body")]
    assert drawn == listed
    assert len(drawn) == 4
    nested = [text_of(item) for item in chart.iter(HTML + "li") if item.find(HTML + "ul") is not None]
    assert nested[0].startswith("Konferenz")
    assert "Jugendamt" in nested[0]
    for link in drawn:
        assert visitor.get(str(link)).status_code == 200


def test_nothing_hidden_is_shown(visitor: JudgingClient) -> None:
    for address in (LIST, f"{LIST}/konferenz"):
        text = visitor.get(address).text
        for secret in ("Geheimrat", "Vertraulich", "Nur für uns", "Vorbei", "Falle", "javascript:alert"):
            assert secret not in text, (address, secret)
    assert visitor.get(f"{LIST}/geheimrat").status_code == 404
    assert visitor.get(f"{LIST}/gibt-es-nicht").status_code == 404


def test_one_body_says_everything(visitor: JudgingClient) -> None:
    document = page(visitor.get(f"{LIST}/konferenz"))
    for words in ("Planen", "Schulamt", "zweimal im Jahr", "Dienstag, 1. Dezember 2026, 10:00 Uhr", "Rathaus: Bericht", "Protokoll",
                  "stadt.example", "Kurz.", "0340 0000-9", "Kultur"):  # fmt: skip
        assert words in document.words, words
    links = list(document.links())
    assert f"{LIST}/jugendamt" in links
    assert "/themen/kultur-gestalten" in links


def test_a_body_leads_to_the_steps_it_is_responsible_for(visitor: JudgingClient) -> None:
    document = page(visitor.get(f"{LIST}/jugendamt"))
    assert "Kita: Anmelden" in document.words
    assert "berichtet" in document.words
    assert "/uebergaenge/kita" in document.links()


def test_in_english_what_is_translated_is_and_the_rest_is_named_german(visitor: JudgingClient) -> None:
    document = page(visitor.get(f"/en{LIST}/konferenz"))
    assert document.h1 == "Conference"
    assert "Planning" in document.words
    german = [text_of(one) for one in document.root.iter() if one.get("lang") == "de"]
    assert "zweimal im Jahr" in german
    assert "Schulamt" in german
    assert "Planen" not in document.words


@pytest.mark.parametrize(
    ("code", "names"),
    [("kultur-gestalten", ["Konferenz"]), ("malen-zeichnen", ["Ausschuss"]), ("musik", ["Konferenz"]), ("digitales", [])],
)  # fmt: skip
def test_a_topic_names_who_answers_for_it(visitor: JudgingClient, code: str, names: list[str]) -> None:
    """Its own bodies, else those of the topic above."""
    document = page(visitor.get(f"/themen/{code}"))
    found = document.all("p", class_="responsible")
    assert [text_of(link).removesuffix(" →") for one in found for link in one.iter(HTML + "a")] == names


def test_without_bodies_the_page_says_so(hall: Hall) -> None:
    empty(hall.app)
    assert "noch nichts eingetragen" in page(JudgingClient(hall.app).get(LIST)).words


def test_from_home_it_is_two_steps(client: JudgingClient) -> None:
    assert LIST in page(client.get("/")).links()
    document = page(client.get(LIST))
    assert len(document.all("article", class_="body")) >= 12, "the demo fills it"
