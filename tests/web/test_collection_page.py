"""Themed pages in public: their period, both languages, saved searches that lost their meaning, and addresses beside topics."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.extensions import db
from portal.models import Collection, CollectionItem, Image

from .hall import HOSTILE, HOSTILE_MARKDOWN, Hall
from .reading import page, text_of

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def no_collections(hall: Hall) -> Iterator[None]:
    yield
    with hall.app.app_context():
        for model in (Collection, Image):
            for row in db.session.query(model):
                db.session.delete(row)
        db.session.commit()


def collection(hall: Hall, **values: Any) -> str:
    values = {"slug": "ton", "title": "Ton", "query": "q=keramik", "is_public": True, **values}
    picks = values.pop("picks", ())
    with hall.app.app_context():
        row = Collection(**values)
        row.items = [CollectionItem(offer_id=each, position=at) for at, each in enumerate(picks)]
        db.session.add(row)
        db.session.commit()
        return f"/themen/{row.slug}"


def test_a_saved_search_shows_its_offers_and_its_feeds(hall: Hall, visitor: FlaskClient) -> None:
    document = page(visitor.get(collection(hall, body="Ein *Satz*.", summary="Kurz gesagt.")))
    assert hall.path("course") in document.entries()
    assert document.meta("description") == "Kurz gesagt."
    links = set(document.links())
    assert "/suche.atom?q=keramik" in {one.get("href") for one in document.all("link")} | links
    assert (
        document.one("input", readonly="").get("value") == "https://bildung.stadt.example/suche.ics?q=keramik"
    )


def test_picks_come_in_the_editors_order(hall: Hall, visitor: FlaskClient) -> None:
    picks = [hall.offers[fate] for fate in ("lecture", "withdrawn", "course", "draft", "hidden", "archived")]
    document = page(visitor.get(collection(hall, query=None, picks=picks)))
    assert document.entries() == [hall.path("lecture"), hall.path("course")]
    assert not document.all("details", id="abonnieren"), "a list by hand has no feed"


@pytest.mark.parametrize(
    ("first", "last", "status"), [(None, None, 200), (0, 0, 200), (1, 9, 404), (-9, -1, 200)]
)
def test_it_keeps_its_period(
    hall: Hall, visitor: FlaskClient, first: int | None, last: int | None, status: int
) -> None:
    days = [None if each is None else TODAY + timedelta(days=each) for each in (first, last)]
    path = collection(hall, first_day=days[0], last_day=days[1])
    answer = visitor.get(path)
    assert answer.status_code == status
    is_listed = path in set(page(visitor.get("/themen")).links())
    assert is_listed == (status == 200 and (last is None or last >= 0))
    assert (f"{path}</loc>" in visitor.get("/sitemap.xml").text) == is_listed


def test_when_it_is_over_it_says_so_and_what_there_is_instead(hall: Hall, visitor: FlaskClient) -> None:
    other = collection(hall, slug="farbe", title="Farbe")
    document = page(visitor.get(collection(hall, last_day=TODAY - timedelta(days=1))))
    assert document.notices() == ["Dieses Thema ist vorbei."]
    assert "22. November 2026" in document.words
    assert document.meta("robots") == "noindex"
    assert hall.path("course") in document.entries()
    assert other in set(document.links())


def test_a_draft_is_not_to_be_seen(hall: Hall, visitor: FlaskClient) -> None:
    assert visitor.get(collection(hall, is_public=False)).status_code == 404


def test_what_is_missing_in_english_is_german_and_says_so(hall: Hall, visitor: FlaskClient) -> None:
    path = collection(hall, title_en="Clay", summary="Drehen.", body="Formen.", body_en="Shaping.")
    document = page(visitor.get(f"/en{path}"))
    assert document.h1 == "Clay"
    assert [text_of(one) for one in document.all("span", lang="de") if text_of(one) == "Drehen."]
    assert "Shaping." in document.words
    assert "Formen." not in document.words


def test_on_the_home_page_there_are_two_at_most(hall: Hall, visitor: FlaskClient) -> None:
    for number in range(3):
        collection(hall, slug=f"thema-{number}", position=number)
    links = [link for link in page(visitor.get("/")).links() if link.startswith("/themen/thema-")]
    assert links == ["/themen/thema-0", "/themen/thema-1"]


def test_a_search_that_nothing_is_left_of_does_not_show_everything(hall: Hall, visitor: FlaskClient) -> None:
    document = page(visitor.get(collection(hall, query="thema=gibt-es-nicht-mehr")))
    assert document.entries() == []
    assert "nichts eingetragen" in document.words


def test_topics_go_before_and_keep_their_page(hall: Hall, visitor: FlaskClient) -> None:
    collection(hall, slug="sprachen", title="Nicht das Thema")
    assert page(visitor.get("/themen/sprachen")).h1 == "Sprachen"


def test_the_picture_stands_with_its_words(hall: Hall, visitor: FlaskClient) -> None:
    with hall.app.app_context():
        image = Image(
            path="ton.webp", alt="Eine Schale", author="R. Muster", licence="CC BY 4.0", width=800, height=600
        )
        db.session.add(image)
        db.session.commit()
        number = image.id
    document = page(visitor.get(collection(hall, image_id=number)))
    assert document.one("img").get("alt") == "Eine Schale"
    assert text_of(document.one("figure", class_="picture")) == "R. Muster, CC BY 4.0"


def test_hostile_texts_are_only_words(hall: Hall, visitor: FlaskClient) -> None:
    texts = {"title": HOSTILE[:190], "summary": HOSTILE, "body": HOSTILE_MARKDOWN}
    path = collection(hall, **texts, query="q=%00&thema=<script>&=&&x=%ff")
    for address in (path, f"/en{path}", "/", "/themen"):
        document = page(visitor.get(address))
        assert not document.all("iframe")
        assert not [link for link in document.all("a") if (link.get("href") or "").startswith("javascript")]
