"""The journal: narrowed by who, what, where and when, in pages, with the same filters as a file that no spreadsheet can run."""

import csv
import io
from datetime import date, timedelta

import pytest
from flask import Flask

from portal import clock
from portal.audit import journal, queries
from portal.audit.queries import JournalFilter
from portal.extensions import db
from portal.models import JournalEntry
from portal.permissions.policy import Actor
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act, Thing
from tests.judge import JudgingClient
from tests.web.admin.office import institution, rows
from tests.web.reading import page, text_of

LIST = "/verwaltung/protokoll"
HOSTILE = '=HYPERLINK("http://boese.example")<script>alert(1)</script>'


def line(app: Flask, name: str = "Ada", *, days: int = 0, **values: object) -> int:
    """A line of the journal some days ago."""
    with app.app_context():
        entry = journal.record(
            db.session(),
            Actor(2, name, Role.EDITOR),
            values.pop("act", Act.CHANGED),  # type: ignore[arg-type]
            values.pop("thing", Thing.PAGE),  # type: ignore[arg-type]
            thing_id=values.pop("thing_id", 7),  # type: ignore[arg-type]
            title=str(values.pop("title", "Impressum")),
            now=clock.now() - timedelta(days=days),
            **values,  # type: ignore[arg-type]
        )
        db.session.flush()
        number = entry.id
        db.session.commit()
        return number


@pytest.fixture
def filled(own_app: Flask) -> Flask:
    """Only what these tests wrote."""
    with own_app.app_context():
        db.session.query(JournalEntry).delete()
        db.session.commit()
    line(own_app, "Ada Lovelace", days=3, changes={"title": ("Impresum", "Impressum")}, note="Tippfehler")
    line(
        own_app,
        "Özgür",
        act=Act.APPROVED,
        thing=Thing.OFFER,
        title="Yoga",
        institution_id=institution(own_app, "volkshochschule").id,
    )
    line(own_app, HOSTILE, days=40, title=HOSTILE, note=HOSTILE, changes={"x": (HOSTILE, None)})
    return own_app


def test_the_latest_stands_first_and_filters_narrow(filled: Flask, admin: JudgingClient) -> None:
    assert ["Angebot freigegeben" in row for row in rows(admin.get(LIST))] == [True, False, False]
    there = institution(filled, "volkshochschule").id
    three_days_ago = (clock.today() - timedelta(days=3)).isoformat()
    for query, count in (
        ({"person": "lovelace"}, 1),
        ({"person": "ÖZG"}, 1),
        ({"handlung": "approved"}, 1),
        ({"gegenstand": "page"}, 2),
        ({"anbieter": str(there)}, 1),
        ({"von": three_days_ago, "bis": three_days_ago}, 1),
        ({"bis": three_days_ago}, 2),
        ({"von": three_days_ago, "gegenstand": "offer"}, 1),
        ({"konto": "2"}, 3),
    ):
        assert len(rows(admin.get(LIST, query_string=query))) == count, query
    assert "nichts im Protokoll" in page(admin.get(f"{LIST}?konto=99")).words


def test_what_is_not_understood_is_named_and_left_out(filled: Flask, admin: JudgingClient) -> None:
    query = {
        "handlung": "gezaubert",
        "von": "31.2.2026",
        "anbieter": "x",
        "konto": "-1",
        "person": "\u202e%_",
    }
    document = page(admin.get(LIST, query_string={**query, "person": ""}))
    assert len(document.notices()) == 3
    assert len(rows(admin.get(LIST, query_string={"handlung": "gezaubert"}))) == 3
    assert admin.get(LIST, query_string=query).status_code == 200


def test_pages_keep_the_filter(own_app: Flask, admin: JudgingClient) -> None:
    for number in range(55):
        line(own_app, "Vielschreiber", title=f"Seite {number}")
    first = page(admin.get(f"{LIST}?person=vielschreiber"))
    assert "55 Einträge" in first.words
    assert f"{LIST}?person=vielschreiber&seite=2" in first.links()
    assert len(rows(admin.get(f"{LIST}?person=vielschreiber&seite=2"))) == 5
    assert len(rows(admin.get(f"{LIST}?person=vielschreiber&seite=99"))) == 5


def test_one_act_shows_before_and_after(filled: Flask, admin: JudgingClient) -> None:
    address = next(
        link for link in page(admin.get(f"{LIST}?person=ada")).links() if link.startswith(f"{LIST}/")
    )
    document = page(admin.get(address))
    assert document.h1 == "Seite geändert"
    [row] = document.all("div", class_="diff__row")
    assert "Impresum" in text_of(row)
    assert "Impressum" in text_of(row)
    assert "Tippfehler" in document.words
    assert admin.get(f"{LIST}/999999").status_code == 404


def test_hostile_words_are_only_words(filled: Flask, admin: JudgingClient) -> None:
    for address in (LIST, f"{LIST}?bis={clock.today() - timedelta(days=30)}", f"/en{LIST}"):
        assert "<script>alert" not in admin.get(address).text


def test_the_table_has_the_filter_and_no_formulas(filled: Flask, admin: JudgingClient) -> None:
    answer = admin.get(f"{LIST}.csv?gegenstand=page")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/csv", "no-store")
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    found = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["person"] for row in found] == ["Ada Lovelace", f"'{HOSTILE}"]
    for row in found:
        assert not any((cell or "").startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert '"title": ["Impresum", "Impressum"]' in found[0]["aenderungen"]


def test_the_data_say_the_same(filled: Flask, admin: JudgingClient) -> None:
    answer = admin.get(f"{LIST}.json?person=ada").get_json()
    assert answer["filter"] == "person=ada"
    [entry] = answer["entries"]
    assert entry["changes"] == {"title": {"before": "Impresum", "after": "Impressum"}}
    assert (entry["act"], entry["thing"], entry["thing_id"], entry["note"]) == (
        "changed",
        "page",
        7,
        "Tippfehler",
    )


def test_days_count_in_town(own_app: Flask) -> None:
    """An act at half past midnight belongs to the new day, although it is still yesterday in UTC."""
    with own_app.app_context():
        session = db.session()
        at = clock.as_utc(date(2026, 7, 2), 0, 30)
        journal.record(session, None, Act.SAVED, Thing.PAGE, thing_id=1, title="nachts", now=at)
        session.flush()
        for day, count in ((date(2026, 7, 1), 0), (date(2026, 7, 2), 1), (date(2026, 7, 3), 0)):
            wanted = JournalFilter(thing=Thing.PAGE, first_day=day, last_day=day)
            assert queries.count(session, wanted) == count
        session.rollback()
