"""The page of the Seniorenuniversität and its calendar: semesters, topics, who is named, addresses that are not understood."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.lectures import semester_actions, semesters
from portal.lectures.programme import programme
from portal.models import Appearance, Lecturer, Semester, User
from portal.permissions.policy import Actor
from portal.vocabulary.lectures import SemesterKind
from portal.vocabulary.people import Role
from tests.judge import JudgingClient
from tests.web.reading import Document, page, text_of

ADDRESS, CALENDAR = "/seniorenuniversitaet", "/seniorenuniversitaet.ics"


@pytest.fixture
def known(app: Flask) -> Iterator[dict[SemesterKind, Semester]]:
    """The demo's semesters: the present regular one and the compact ones."""
    with app.app_context():
        every = semesters.public(db.session())
        now = semesters.chosen([one for one in every if not one.kind.is_compact], clock.today())
        assert now
        yield {now.kind: now, **{one.kind: one for one in every if one.kind.is_compact}}
        db.session.rollback()


def titles(document: Document) -> list[str]:
    return [text_of(one) for one in document.all("h4", class_="lecture__title")]


def events(ics: str) -> list[str]:
    return re.findall(r"UID:(\S+)", ics.replace("\r\n ", ""))


def test_it_shows_the_running_semester_week_by_week(
    client: JudgingClient, known: dict[SemesterKind, Semester]
) -> None:
    document = page(client.get(ADDRESS))
    assert known[SemesterKind.REGULAR].title in document.words
    found = programme(db.session(), semester=known[SemesterKind.REGULAR])
    ahead = [one for one in found.entries if one.over_at > clock.now()]
    assert len(titles(document)) == len(ahead) > 20
    assert document.all("h3")
    assert "large-type" in (document.one("body").get("class") or "")
    assert "Termin 2 von" in document.words
    assert "Gastplätze" in document.words
    assert {f"/anbieter/{host.slug}" for host in found.institutions} <= set(document.links())
    assert document.all("a", class_="callbox__tel")


def test_every_semester_and_compact_university_can_be_chosen(
    client: JudgingClient, known: dict[SemesterKind, Semester]
) -> None:
    links = set(page(client.get(ADDRESS)).links())
    autumn = known[SemesterKind.AUTUMN]
    for semester in semesters.public(db.session()):
        assert f"{ADDRESS}?semester={semester.slug}" in links
    document = page(client.get(f"{ADDRESS}?semester={autumn.slug}"))
    assert autumn.title in text_of(document.one("h2", id="programm"))
    expected = {one.title for one in programme(db.session(), semester=autumn).entries}
    assert len(expected) == 3
    shown = {*titles(document), *(text_of(one) for one in document.all("h3", class_="lecture__title"))}
    assert shown == expected


def test_a_topic_narrows_the_page_its_calendar_and_its_news(
    client: JudgingClient, known: dict[SemesterKind, Semester]
) -> None:
    whole = page(client.get(ADDRESS))
    [link] = [one for one in whole.links() if "thema=kulturgeschichte" in one and one.startswith(ADDRESS)]
    document = page(client.get(link))
    assert 0 < len(titles(document)) < len(titles(whole))
    assert "Kulturgeschichte" in text_of(document.one("a", class_="chip"))
    [calendar] = {one for one in document.links() if ".ics?" in one}
    assert "semester=" in calendar
    assert "thema=kulturgeschichte" in calendar
    assert f"Seniorenuniversität · {known[SemesterKind.REGULAR].title} · Kulturgeschichte" in document.words
    found = programme(db.session(), semester=known[SemesterKind.REGULAR]).about("kulturgeschichte")
    ics = client.get(calendar).text
    dates = {one for one in events(ics) if one.startswith("occurrence-")}
    assert dates == {f"occurrence-{entry.uuid}@agora" for entry in found.entries}
    news = client.get(calendar.replace(".ics", ".atom")).text
    assert 0 < news.count("<entry>") <= len({entry.offer_id for entry in found.entries})


def test_the_calendar_of_a_compact_semester_holds_what_was_chosen_and_rests(
    client: JudgingClient, known: dict[SemesterKind, Semester]
) -> None:
    spring = known[SemesterKind.SPRING]
    address = f"{CALENDAR}?semester={spring.slug}"
    first = client.get(address)
    expected = {f"occurrence-{one.uuid}@agora" for one in programme(db.session(), semester=spring).entries}
    assert {one for one in events(first.text) if one.startswith("occurrence-")} == expected
    assert spring.title in first.text.replace("\r\n ", "")
    again = client.get(address)
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_changed_choice_is_in_the_calendar_at_once(own_app: Flask, own_client: JudgingClient) -> None:
    with own_app.app_context():
        spring = db.session.scalars(select(Semester).where(Semester.kind == SemesterKind.SPRING)).one()
        address, number = f"{CALENDAR}?semester={spring.slug}", spring.id
    before = own_client.get(address)
    with own_app.app_context():
        session = db.session()
        editor = session.scalars(select(User).where(User.role == Role.EDITOR)).first()
        row = semesters.by_id(session, number)
        assert row
        assert editor
        draft = semester_actions.draft_of(row)
        semester_actions.revise(
            session,
            Actor(editor.id, editor.name, editor.role),
            semester_id=number,
            draft=replace(draft, offer_ids=draft.offer_ids[1:]),
            revision=row.revision,
            now=clock.now(),
        )
        session.commit()
    after = own_client.get(address)
    assert 0 < len(events(after.text)) < len(events(before.text))
    assert after.headers["ETag"] != before.headers["ETag"]


def test_without_parameters_the_calendar_goes_on_from_semester_to_semester(client: JudgingClient) -> None:
    every = set(events(client.get(CALENDAR).text))
    for semester in [one.slug for one in semesters_of(client)]:
        regular = set(events(client.get(f"{CALENDAR}?semester={semester}").text))
        assert regular <= every
    assert "NAME:Seniorenuniversität\r\n" in client.get(CALENDAR).text


def semesters_of(client: JudgingClient) -> list[Semester]:
    with client.application.app_context():
        return [one for one in semesters.public(db.session()) if not one.kind.is_compact]


def test_what_is_not_understood_is_named_and_ignored(client: JudgingClient) -> None:
    whole = titles(page(client.get(ADDRESS)))
    document = page(client.get(f"{ADDRESS}?semester=nie&thema=quatsch&farbe=blau"))
    assert titles(document) == whole
    said = " ".join(document.notices())
    for word in ("nie", "quatsch", "farbe"):
        assert f"„{word}“" in said
    calendar = client.get(f"{CALENDAR}?semester=nie")
    assert "„nie“" in calendar.text.replace("\r\n ", "")
    nothing = page(client.get(f"{ADDRESS}?thema=wassersport"))
    assert titles(nothing) == whole
    assert "Wassersport" in " ".join(nothing.notices())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["semester", "thema", "x"]), st.text(max_size=60), max_size=3))
def test_no_address_breaks_it(client: JudgingClient, query: dict[str, str]) -> None:
    assert client.get(ADDRESS, query_string=query).status_code == 200
    assert client.get(CALENDAR, query_string=query).status_code == 200


def test_in_english_semesters_have_english_names(client: JudgingClient) -> None:
    document = page(client.get(f"/en{ADDRESS}"))
    assert "semester" in text_of(document.one("h2", id="programm"))
    assert "Adapting to the effects of climate change" in document.words


def test_nobody_without_consent_is_named_anywhere(client: JudgingClient, app: Flask) -> None:
    with app.app_context():
        session = db.session()
        silent = session.scalars(
            select(Lecturer).where(Lecturer.consented_on.is_(None)).order_by(Lecturer.id)
        ).all()
        named = session.scalars(
            select(Lecturer).join(Appearance).where(Lecturer.consented_on.is_not(None)).order_by(Lecturer.id)
        ).first()
        assert len(silent) >= 3
        assert named
        names = [one.name for one in silent]
        offers = [
            session.scalars(select(Appearance.offer_id).where(Appearance.lecturer_id == one.id)).first()
            for one in (*silent, named)
        ]
    everything = "".join(
        client.get(f"{ADDRESS}?semester={one.slug}").text for one in semesters_of(client)
    ) + "".join(client.get(address).text for address in (ADDRESS, CALENDAR, f"{ADDRESS}.atom"))
    assert named.name in everything
    pages = ""
    for offer_id in offers:
        path = client.get(f"/angebote/{offer_id}").headers["Location"]
        pages += client.get(path).text + client.get(f"{path}.json").text + client.get(f"{path}.ics").text
    assert named.name in pages
    assert f'"name":"{named.name}"' in pages, "in the data for search engines, too"
    for name in names:
        assert name not in everything + pages
