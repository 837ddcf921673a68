"""The guides and the Wegweiser as visitors meet them: live deadlines, both languages, plain words, every way to its end."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal import clock
from portal.cli import demo_transitions
from portal.cli.demo_dates import DemoCalendar
from portal.extensions import db
from portal.guidance import queries as point_queries
from portal.guidance import transition_actions as actions
from portal.guidance import transition_queries
from portal.guidance.transition_drafts import StepDraft, TransitionDraft, draft_of
from portal.guidance.wayfinder import Answer, Question
from portal.models import JournalEntry, TextVersion, Transition, TransitionStep, User
from portal.permissions.policy import Actor
from portal.vocabulary.people import Role
from portal.web.kit import guides
from tests.judge import JudgingClient
from tests.web.hall import HOSTILE, HOSTILE_MARKDOWN, Hall
from tests.web.reading import HTML, Document, page, text_of

SLUGS = ("kita-grundschule", "schule-beruf", "wiedereinstieg", "nach-dem-beruf")
QUESTION = Question(
    "was", "Was suchen Sie?", "Was brauchen Sie?",
    answers=(Answer("ton", "Etwas mit Ton", query="q=keramik"), Answer("rat", "Rat", focus="familie")),
)  # fmt: skip
DRAFT = TransitionDraft(
    "Vom Ton zum Topf", "Wie wird daraus ein Topf?", "In Schritten.", query="q=keramik", wayfinder=(QUESTION,),
    steps=(StepDraft("Zuerst", "Kneten", query="q=keramik", deadlines="art=frist"),),
)  # fmt: skip


def make(app: Flask, slug: str, draft: TransitionDraft, *, is_public: bool = True) -> None:
    """A guide in this portal."""
    with app.app_context():
        row = Transition(slug=slug, is_public=is_public)
        with db.session.no_autoflush:
            actions.fill(db.session(), row, draft)
        db.session.add(row)
        db.session.commit()
        guides.shelf().guides = None


@pytest.fixture
def own(hall: Hall) -> Iterator[Hall]:
    """The hall without any guide, before and after."""

    def forget() -> None:
        with hall.app.app_context():
            for model in (TextVersion, JournalEntry):
                db.session.query(model).delete()
            for row in db.session.query(Transition):
                db.session.delete(row)
            db.session.commit()
            guides.shelf().guides = None

    forget()
    yield hall
    forget()


def steps(document: Document) -> list[str]:
    return [text_of(one) for one in document.all("h2", class_="way__title")]


def due(document: Document) -> list[str]:
    return [text_of(one) for one in document.all("p", class_="way__due")]


def test_the_list_leads_to_four_guides_and_the_line_asks_their_questions(client: JudgingClient) -> None:
    document = page(client.get("/uebergaenge"))
    links = set(document.links())
    assert {f"/uebergaenge/{slug}" for slug in SLUGS} <= links
    for path in ("/", "/lebensphasen", "/uebergaenge/schule-beruf"):
        asked = page(client.get(path)).all("li", class_="lifeline__question")
        found = {link.get("href"): text_of(link) for item in asked for link in item.iter(HTML + "a")}
        assert set(found) == {f"/uebergaenge/{slug}" for slug in SLUGS}, path
        assert found["/uebergaenge/nach-dem-beruf"] == "Was kommt nach dem Beruf?"
    [current] = [
        link.get("href")
        for item in asked
        for link in item.iter(HTML + "a")
        if link.get("aria-current") == "page"
    ]
    assert current == "/uebergaenge/schule-beruf"
    phase = page(client.get("/lebensphasen/grundschule"))
    assert "/uebergaenge/kita-grundschule" in set(phase.links())
    assert "/wegweiser" in set(phase.links())


@pytest.mark.parametrize("slug", SLUGS)
def test_a_guide_says_when_what_who_with_a_number_and_what_fits(client: JudgingClient, slug: str) -> None:
    document = page(client.get(f"/uebergaenge/{slug}"))
    assert 5 <= len(steps(document)) <= 7
    assert len(document.all("dl", class_="way__who")) == len(steps(document)), "somebody at every step"
    phones = [link.get("href") for link in document.all("a") if (link.get("href") or "").startswith("tel:")]
    assert len(phones) >= len(steps(document)) - 1
    assert document.all("ul", class_="way__offers")
    assert document.one("details", id="abonnieren") is not None
    assert text_of(document.one("div", class_="helpbox")), "a B-Punkt with a telephone"
    links = set(document.links())
    assert {f"/uebergaenge/{slug}/einfach", f"/uebergaenge/{slug}/wegweiser"} <= links


def test_deadlines_are_those_that_the_calendar_has(client: JudgingClient) -> None:
    document = page(client.get("/uebergaenge/schule-beruf"))
    shown = due(document)
    assert shown
    known = {item["title"] for item in client.get("/suche.json?art=frist&pro_seite=100").json["items"]}
    for line in shown:
        assert any(title in line for title in known), line
        assert "bis" in line
    assert len(due(page(client.get("/uebergaenge/kita-grundschule")))) == 1


def test_in_english_what_is_translated_is_english_and_the_rest_is_named(client: JudgingClient) -> None:
    document = page(client.get("/en/uebergaenge/kita-grundschule"))
    assert document.h1 == "How does starting school go well?"
    assert "Register the child at primary school" in steps(document)
    needed = document.all("ul", class_="way__list")
    assert needed
    assert {one.get("lang") for one in needed} == {None}
    assert "your child's birth certificate" in document.words
    assert "The head of your nursery" in document.words
    plain = page(client.get("/en/uebergaenge/kita-grundschule/einfach"))
    assert plain.h1 == "How does starting school go well?"
    assert plain.one("div", class_="prose").get("lang") is None
    assert "Talk with the nursery" in plain.words
    asked = page(client.get("/en/uebergaenge/kita-grundschule/wegweiser"))
    assert "How old is your child?" in asked.words


def test_in_english_what_nobody_has_translated_is_named_german(own: Hall, visitor: FlaskClient) -> None:
    step = replace(DRAFT.steps[0], contact="Töpferei", documents=("Ton", "Wasser"))
    make(own.app, "ton-topf", replace(DRAFT, plain_text="Sie brauchen Ton.", steps=(step,)))
    document = page(visitor.get("/en/uebergaenge/ton-topf"))
    assert document.one("ul", class_="way__list").get("lang") == "de"
    assert [one.get("lang") for one in document.all("dd") if text_of(one) == "Töpferei"] == ["de"]
    plain = page(visitor.get("/en/uebergaenge/ton-topf/einfach"))
    assert plain.one("div", class_="prose").get("lang") == "de"
    assert [one.get("lang") for one in plain.one("h1")] == ["de"]


def test_every_guide_and_point_of_the_demo_is_whole_in_english(app: Flask) -> None:
    with app.app_context():
        for row in transition_queries.everything(db.session()):
            draft = draft_of(row)
            assert draft.plain_text.count("## ") == draft.plain_text_en.count("## ") > 0, row.slug
            for step in draft.steps:
                assert len(step.documents) == len(step.documents_en), step.title
                assert bool(step.contact) == bool(step.contact_en), step.title
        for point in point_queries.points(db.session()):
            assert all((point.focus_en, point.description_en)), point.slug
            assert bool(point.note) == bool(point.note_en), point.slug
            assert all(one.note_en for one in point.exceptions if one.note), point.slug


def test_the_plain_text_has_an_address_and_headings_of_its_own(client: JudgingClient) -> None:
    document = page(client.get("/uebergaenge/wiedereinstieg/einfach"))
    assert document.h1 == "Wie komme ich zurück in den Beruf?"
    assert len(document.all("h2")) >= 5
    assert "/uebergaenge/wiedereinstieg" in set(document.links())


def ways(client: JudgingClient, path: str) -> Iterator[Document]:
    """The last page of every way through the questions, by sending the forms as a browser does."""
    waiting = [path]
    while waiting:
        document = page(client.get(waiting.pop()))
        forms = document.all("form", id="formular")
        if not forms:
            yield document
            continue
        hidden = [
            (one.get("name"), one.get("value"))
            for one in forms[0].iter(HTML + "input")
            if one.get("type") == "hidden"
        ]
        choices = [one for one in forms[0].iter(HTML + "input") if one.get("type") == "radio"]
        assert choices
        for one in choices:
            waiting.append(
                f"{forms[0].get('action')}?{urlencode([*hidden, (one.get('name'), one.get('value'))])}"
            )


@pytest.mark.parametrize("slug", SLUGS)
def test_every_way_of_the_demo_ends_with_offers_or_advice_and_a_telephone(
    client: JudgingClient, slug: str
) -> None:
    ends = list(ways(client, f"/uebergaenge/{slug}/wegweiser"))
    assert len(ends) >= 8
    for document in ends:
        assert document.h1 == "Das passt zu Ihnen"
        searches = [link for link in document.links() if link.startswith("/suche?")]
        assert searches or "Hier hilft am besten ein Gespräch." in document.words
        numbers = document.one("div", class_="helpbox").iter(HTML + "a")
        assert any((one.get("href") or "").startswith("tel:") for one in numbers)


def test_the_general_wayfinder_asks_first_what_it_is_about_and_back_works(client: JudgingClient) -> None:
    first = page(client.get("/wegweiser"))
    assert "Worum geht es?" in first.words
    second = page(client.get("/wegweiser?thema=nach-dem-beruf&frage=thema"))
    assert "Worauf haben Sie Lust?" in second.words
    assert not second.all("div", class_="errorsummary")
    back = next(link for link in second.all("a") if text_of(link) == "Zurück")
    assert back.get("href") == "/wegweiser"
    third = page(client.get("/wegweiser?thema=nach-dem-beruf&lust=wissen&frage=lust"))
    back = next(link for link in third.all("a") if text_of(link) == "Zurück")
    assert back.get("href") == "/wegweiser?thema=nach-dem-beruf"
    end = page(client.get("/wegweiser?thema=nach-dem-beruf&lust=helfen"))
    assert "/uebergaenge/nach-dem-beruf" in set(end.links())


def test_who_chooses_nothing_is_told_so_and_loses_nothing(client: JudgingClient) -> None:
    document = page(client.get("/uebergaenge/schule-beruf/wegweiser?klasse=spaet&frage=plan"))
    assert document.title.startswith("Fehler:")
    assert text_of(document.one("p", class_="control__error")) == "Bitte wählen Sie eine Antwort aus."
    assert "Klasse 9 oder 10" in document.words


def test_advice_near_home_comes_first(client: JudgingClient) -> None:
    address = "/uebergaenge/schule-beruf/wegweiser?klasse=fertig&danach=reden&stadtteil="
    chosen = page(client.get(f"{address}zoberberg"))
    assert "B-Punkt Zoberberg" in text_of(chosen.one("div", class_="helpbox"))
    options = [one for one in chosen.one("select", id="stadtteil") if "selected" in one.attrib]
    assert [one.get("value") for one in options] == ["zoberberg"]
    assert page(client.get(f"{address}quatsch")).one("select", id="stadtteil")[0].get("value") == ""


def test_where_nothing_is_found_the_wayfinder_is_offered(client: JudgingClient) -> None:
    for path in ("/suche?q=zzzqqqxxx", "/"):
        assert "/wegweiser" in set(page(client.get(path)).links()), path
    assert "/uebergaenge/wiedereinstieg</loc>" in client.get("/sitemap.xml").text


def test_a_long_guide_costs_no_more_statements(own: Hall, visitor: FlaskClient) -> None:
    many = tuple(replace(DRAFT.steps[0], title=f"Kneten {number}") for number in range(20))
    make(own.app, "lang", replace(DRAFT, steps=many))
    document = page(visitor.get("/uebergaenge/lang"))
    assert len(steps(document)) == 20
    assert document.words.count("Keramik für alle") >= 20
    assert "Zurzeit ist keine Frist eingetragen." in document.words


def test_a_guide_that_is_not_public_is_not_there(own: Hall, visitor: FlaskClient) -> None:
    make(own.app, "still", replace(DRAFT, plain_text="Einfach."), is_public=False)
    for path in ("", "/einfach", "/wegweiser"):
        assert visitor.get(f"/uebergaenge/still{path}").status_code == 404
    assert visitor.get("/wegweiser").headers["Location"] == "/b-punkte", (
        "without questions the way leads to people"
    )
    assert "still" not in visitor.get("/uebergaenge").text


def test_a_guide_without_plain_words_or_questions_offers_neither(own: Hall, visitor: FlaskClient) -> None:
    make(own.app, "kurz", replace(DRAFT, wayfinder=(), query=""))
    document = page(visitor.get("/uebergaenge/kurz"))
    assert not {link for link in document.links() if link.startswith("/uebergaenge/kurz")}
    for path in ("/einfach", "/wegweiser"):
        assert visitor.get(f"/uebergaenge/kurz{path}").status_code == 404


def test_a_search_that_means_nothing_any_more_shows_nothing(own: Hall, visitor: FlaskClient) -> None:
    lost = replace(DRAFT.steps[0], query="thema=gibt-es-nicht", deadlines="")
    make(own.app, "alt", replace(DRAFT, query="thema=gibt-es-nicht", steps=(lost,)))
    document = page(visitor.get("/uebergaenge/alt"))
    assert not document.all("ul", class_="way__offers")
    assert not document.all("section", class_="guide__offers")


def test_the_demo_is_loaded_anew_without_doubling_and_leaves_alone_what_editors_changed(own: Hall) -> None:
    with own.app.app_context():
        session, calendar = db.session(), DemoCalendar(clock.today())
        demo_transitions.load(session, calendar)
        first, second = transition_queries.everything(session)[:2]
        actor = Actor(session.scalars(select(User.id)).first() or 0, "Redaktion", Role.EDITOR)
        changed = replace(draft_of(first), title="Anders gefragt?")
        actions.revise(
            session, actor, transition_id=first.id, draft=changed, revision=first.revision, now=clock.now()
        )
        second.title = "Verschrieben"
        session.flush()
        demo_transitions.load(session, calendar)
        found = transition_queries.everything(session)
        assert [row.slug for row in found] == list(SLUGS)
        assert [row.title for row in found[:2]] == ["Anders gefragt?", "Wie geht es nach der Schule weiter?"]
        assert len(session.scalars(select(TransitionStep)).all()) == sum(len(row.steps) for row in found)
        session.rollback()


def test_hostile_words_are_only_words(own: Hall, visitor: FlaskClient) -> None:
    step = StepDraft(
        HOSTILE[:110],
        HOSTILE[:180],
        HOSTILE_MARKDOWN,
        contact=HOSTILE[:180],
        phone="javascript:1",
        documents=(HOSTILE,),
    )
    asked = replace(QUESTION, text=HOSTILE[:180], plain=HOSTILE[:180])
    make(
        own.app,
        "boese",
        replace(
            DRAFT,
            title=HOSTILE[:180],
            lead=HOSTILE,
            plain_text=HOSTILE_MARKDOWN,
            steps=(step,),
            wayfinder=(asked,),
        ),
    )
    for path in (
        "/uebergaenge/boese",
        "/uebergaenge/boese/einfach",
        "/uebergaenge/boese/wegweiser",
        "/en/uebergaenge",
    ):
        links = [link.get("href") or "" for link in page(visitor.get(path)).all("a")]
        assert not [link for link in links if link.startswith(("javascript", "data"))]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["thema", "frage", "alter", "wunsch", "vorschulwunsch", "stadtteil", "x"]),
        st.sampled_from(
            [
                "kita-grundschule",
                "vorschule",
                "klein",
                "geld",
                "anmeldung",
                "thema",
                "\x00",
                "💥" * 50,
                "x" * 3000,
                "rosslau",
                "",
            ]
        ),
    )
)
def test_whatever_the_address_says_a_page_answers(client: JudgingClient, given: dict[str, str]) -> None:
    for path in ("/wegweiser", "/uebergaenge/kita-grundschule/wegweiser"):
        answer = client.get(f"{path}?{urlencode(given)}")
        assert answer.status_code == 200
        for link in page(answer).links():
            if urlsplit(link).path == path:
                kept = dict(parse_qsl(urlsplit(link).query))
                assert set(kept.items()) <= set(given.items()), "no answer is made up"
