"""The checklists of the classes as pupils and parents see them, with the demo's lines and dates."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.careers.checklist_queries import Task
from portal.careers.checklist_rules import Due, sorted_out
from portal.cli.seed_vocabularies import read
from portal.extensions import db
from portal.models import ClassTask, Offer, ProposedDate, Term
from portal.paths import resource_dir
from portal.vocabulary.careers import ProposalState
from portal.vocabulary.terms import Scheme
from portal.web.careers import checklist_page
from portal.web.kit import class_tasks
from tests.judge import JudgingClient

from .reading import page, text_of

CLASSES = "/berufswahlkalender/klassen"
ONE = "/berufswahlkalender/klasse/8"


def lines(app: Flask, grade: str = "8") -> list[ClassTask]:
    with app.app_context():
        found = list(db.session.scalars(select(ClassTask).where(ClassTask.grade == grade)))
        db.session.expunge_all()
        return found


def test_every_line_of_a_class_stands_on_its_page_and_what_is_due_now_first(
    app: Flask, client: JudgingClient
) -> None:
    document = page(client.get(ONE))
    assert document.h1 == "Klasse 8: was jetzt dran ist"
    shown = [text_of(one) for one in document.one("main").iter() if one.tag.endswith("h3")]
    tasks = lines(app)
    assert {task.title for task in tasks} <= set(shown)
    now = [task.title for task in sorted_out(tasks, clock.today().month)[Due.NOW]]
    assert shown[: len(now)] == now
    assert next(one.get("id") for one in document.all("h2") if one.get("id")) == "jetzt"


def test_the_lines_lead_to_searches_and_the_calendar(client: JudgingClient) -> None:
    links = list(page(client.get(ONE)).links())
    assert "/suche?klasse=8&aktion=praktikum" in links
    assert "/berufswahlkalender?klasse=8" in links
    assert client.get("/suche?klasse=8&aktion=praktikum").status_code == 200


def test_every_link_of_the_demo_is_understood_and_finds_something(client: JudgingClient) -> None:
    for row in read(resource_dir("seed") / "demo" / "class_tasks.yaml")["tasks"]:
        if not row.get("link"):
            continue
        with client.application.test_request_context():
            assert class_tasks.stored(class_tasks.address(row["link"])), row["title"]
            address = class_tasks.address(row["link"])
        if not class_tasks.leads_to_calendar(row["link"]):
            found = client.get(address.replace("/suche?", "/suche.json?")).get_json()
            assert found["notices"] == [], row["title"]
        assert client.get(address).status_code == 200


def test_the_next_dates_of_the_class_are_those_of_its_calendar(client: JudgingClient) -> None:
    document = page(client.get(ONE))
    [dates] = document.all("ol", class_="year__list")
    entries = [one for one in dates.iter() if one.tag.endswith("li")]
    assert 1 <= len(entries) <= checklist_page.MOST_DATES
    listed = page(client.get("/berufswahlkalender?klasse=8&ansicht=liste")).words
    first = next(text_of(one) for one in entries[0].iter() if one.tag.endswith("a"))
    assert first.split(":")[-1].strip()[:30] in listed


def test_a_school_form_narrows_lines_and_is_kept_on_the_way_to_another_class(
    app: Flask, client: JudgingClient
) -> None:
    own = [task for task in lines(app, "7") if task.school_forms]
    assert own, "the demo has a line for some school forms alone"
    grammar = page(client.get("/berufswahlkalender/klasse/7?schulform=gymnasium"))
    assert own[0].title not in grammar.words
    assert own[0].title in page(client.get("/berufswahlkalender/klasse/7?schulform=sekundarschule")).words
    assert "/berufswahlkalender/klasse/8?schulform=gymnasium" in list(grammar.links())
    assert any("klasse=7&schulform=gymnasium" in link for link in grammar.links())
    assert grammar.one("option", value="gymnasium").get("selected") is not None


@pytest.mark.parametrize(
    "query",
    ["schulform=quatsch", "schulform=%00%F0%9F%92%A5", "foo=bar", "klasse=5", "schulform=" + "x" * 5000],
)
def test_what_is_not_understood_is_named_and_ignored(client: JudgingClient, query: str) -> None:
    document = page(client.get(f"{ONE}?{query}"))
    assert document.h1 == "Klasse 8: was jetzt dran ist"
    assert bool(document.notices()) == (not query.startswith("klasse"))


@pytest.mark.parametrize(
    "address",
    ["/berufswahlkalender/klasse/3", "/berufswahlkalender/klasse/99", "/berufswahlkalender/klasse/x"],
)
def test_there_is_nothing_before_the_fourth_class(client: JudgingClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_class_without_lines_still_has_its_dates(client: JudgingClient) -> None:
    document = page(client.get("/berufswahlkalender/klasse/13"))
    assert "noch keine Checkliste" in document.words
    assert document.all("ol", class_="year__list")


def test_the_overview_names_every_class_from_the_fourth_on(client: JudgingClient) -> None:
    document = page(client.get(CLASSES))
    links = [link for link in document.links() if "/klasse/" in link]
    assert links == [f"/berufswahlkalender/klasse/{grade}" for grade in range(4, 14)]


def test_the_calendar_leads_to_the_checklist_of_its_class(client: JudgingClient) -> None:
    assert CLASSES in list(page(client.get("/berufswahlkalender")).links())
    chosen = list(page(client.get("/berufswahlkalender?klasse=8&schulform=gymnasium")).links())
    assert f"{ONE}?schulform=gymnasium" in chosen
    assert CLASSES in list(page(client.get("/berufswahlkalender?klasse=8&klasse=9")).links())
    assert CLASSES in list(page(client.get("/berufswahlkalender?klasse=2")).links())


def test_the_texts_are_english_on_the_english_page(client: JudgingClient) -> None:
    document = page(client.get(f"/en{ONE}"))
    assert "Look for an internship" in document.words
    assert "Platz für das Praktikum" not in document.words


def test_the_lines_stand_in_the_order_of_the_school_year(app: Flask) -> None:
    def task(number: int, *months: int) -> Task:
        return Task(number, "8", str(number), "", "", "", months, (), "", 1)

    with app.test_request_context():
        groups = checklist_page.groups(
            [task(1, 6), task(2, 3), task(3), task(4, 11), task(5, 12)], date(2026, 11, 23)
        )
    assert [(group.anchor, [one.title for one in group.lines]) for group in groups] == [
        ("jetzt", ["4"]),
        ("danach", ["5"]),
        ("jahr", ["3", "2", "1"]),
    ]


def test_months_are_said_as_the_school_year_goes(app: Flask) -> None:
    with app.test_request_context():
        said = [class_tasks.months(one) for one in ((), (1, 12, 11), (8, 9), (10,), (3, 9), (13, 0))]
    assert said == ["", "November bis Januar", "August und September", "Oktober", "September und März", ""]


def test_each_kind_of_action_filters_calendar_and_search_and_is_in_the_demo(
    app: Flask, client: JudgingClient
) -> None:
    with app.app_context():
        codes = db.session.scalars(select(Term.code).where(Term.scheme == Scheme.ACTION)).all()
    assert len(codes) == 9
    for code in codes:
        found = client.get(f"/suche.json?aktion={code}&pro_seite=100").get_json()
        assert found["total"] > 0, code
        assert found["notices"] == []
    both = page(client.get("/berufswahlkalender?aktion=messe&ansicht=liste"))
    assert "/berufswahlkalender?ansicht=liste" in list(both.links()), "the way back without it"
    narrow = client.get("/berufswahlkalender.ics?aktion=messe").get_data(as_text=True)
    wide = client.get("/berufswahlkalender.ics").get_data(as_text=True)
    assert 0 < narrow.count("BEGIN:VEVENT") < wide.count("BEGIN:VEVENT")


def test_how_pupils_are_insured_stands_at_the_entry(app: Flask, client: JudgingClient) -> None:
    with app.app_context():
        title, note = db.session.execute(
            select(Offer.title, Offer.insurance_note).where(Offer.external_id == "betriebserkundung-bau")
        ).one()
    words = page(client.get("/berufswahlkalender")).words
    assert note
    assert note in words
    assert "Versicherung:" in words
    assert title in words


def test_the_demo_has_a_roll_over_that_is_begun(app: Flask) -> None:
    with app.app_context():
        states = set(db.session.scalars(select(ProposedDate.state)))
        told = db.session.scalars(
            select(ProposedDate.told_at).where(ProposedDate.state == ProposalState.CONFIRMED)
        ).all()
    assert states == set(ProposalState)
    assert all(one is not None and one < datetime.now(UTC) for one in told), (
        "nobody gets a letter about the demo"
    )
