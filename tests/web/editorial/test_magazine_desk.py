"""The printed calendar of the city magazine: choosing dates, its three downloads, and notices on the home page."""

from collections.abc import Iterator
from datetime import date

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings

from portal.extensions import db
from portal.models import JournalEntry, MagazineChoice, MagazineTeaser
from portal.vocabulary.people import Role
from portal.web.kit.publishing import publish_everything
from tests.judge import JudgingClient
from tests.web import people
from tests.web.editorial import content
from tests.web.editorial.content import ANYTHING, complaints, opened, send
from tests.web.hall import Hall
from tests.web.reading import Document, page, text_of

LIST = "/redaktion/stadtmagazin"
MONTH = f"{LIST}/2026-12"
NEW = f"{LIST}/hinweise/neu"
TEASER = {
    "title": "Was nach der Zehnten kommt",
    "text": "Fünf erzählen.",
    "url": "https://leo.example/zehnte",
    "issue": "Dezember",
    "first_day": "2026-11-20",
    "last_day": "2026-11-30",
}


@pytest.fixture(autouse=True)
def nothing_chosen(desk: Hall) -> Iterator[None]:
    with desk.app.app_context():
        publish_everything()
    yield
    content.clean(desk)
    with desk.app.app_context():
        db.session.query(MagazineChoice).delete()
        db.session.query(MagazineTeaser).delete()
        db.session.commit()
    desk.app.extensions.pop("agora_teasers", None)


@pytest.fixture
def reader(desk: Hall) -> JudgingClient:
    return JudgingClient(desk.app)


def ticks(document: Document) -> list[tuple[str, str]]:
    """Title and line of each date, and its id."""
    return [
        (text_of(label), (label.get("for") or "").removeprefix("wahl-"))
        for label in document.all("label", class_="choice")
    ]


def choose(editor: JudgingClient, *uuids: str, view: str = "?art=alle", **texts: str) -> None:
    document = page(editor.get(MONTH + view))
    shown = document.one("input", name="gezeigt").get("value") or ""
    token = document.all("input", name="csrf_token")[0].get("value") or ""
    answer = editor.post(
        MONTH + view,
        data={
            "csrf_token": token,
            "gezeigt": shown,
            "wahl": list(uuids),
            **{f"text-{key}": value for key, value in texts.items()},
        },
    )
    assert answer.status_code == 303


def dates_of(editor: JudgingClient, title: str) -> list[str]:
    found = ticks(page(editor.get(f"{MONTH}?art=alle")))
    return [uuid for label, uuid in found if title in label]


def test_the_usual_choice_leaves_out_what_goes_on_week_after_week(editor: JudgingClient) -> None:
    usual, every = (set(ticks(page(editor.get(MONTH + view)))) for view in ("", "?art=alle"))
    assert usual < every
    assert not any("Keramik für alle" in label for label, _uuid in usual)
    assert any("Keramik für alle" in label for label, _uuid in every)


def test_cancelled_and_hidden_dates_cannot_be_printed(editor: JudgingClient) -> None:
    words = page(editor.get(f"{LIST}/2026-11?art=alle")).words
    for title in ("Fällt leider aus", "Noch geheim", "Verborgenes"):
        assert title not in words


def test_chosen_dates_come_in_the_magazines_order_in_all_three_downloads(editor: JudgingClient) -> None:
    chosen = dates_of(editor, "Keramik für alle")
    assert len(chosen) >= 2
    choose(editor, *reversed(chosen), **{chosen[0]: "Töpfern {für} alle"})
    table = editor.get(f"{MONTH}.csv")
    assert table.mimetype == "text/csv"
    rows = table.get_data(as_text=True).splitlines()[1:]
    assert len(rows) == len(chosen)
    assert rows == sorted(rows, key=lambda row: row.split(";")[1])
    assert "Töpfern {für} alle" in rows[0]
    assert ";10:00 bis 11:30 Uhr;" in rows[0]
    text = editor.get(f"{MONTH}.rtf")
    assert text.mimetype == "application/rtf"
    body = text.get_data().decode("ascii")
    assert r"T\u246?pfern \{f\u252?r\} alle" in body
    assert "Werkstatt am Wall" in body
    assert r"42,50 \u8364?" in body
    events = icalendar.Calendar.from_ical(editor.get(f"{MONTH}.ics").get_data()).walk("VEVENT")
    assert [str(event["uid"]) for event in events] == [f"occurrence-{uuid}@agora" for uuid in chosen]


def test_what_was_not_shown_stays_chosen(editor: JudgingClient, desk: Hall) -> None:
    chosen = dates_of(editor, "Keramik für alle")
    choose(editor, *chosen)
    choose(editor, view="?art=vortrag")
    with desk.app.app_context():
        assert db.session.query(MagazineChoice).count() == len(chosen)
    choose(editor, view="?art=gewaehlt")
    with desk.app.app_context():
        assert db.session.query(MagazineChoice).count() == 0
        acts = [entry.changes["dates"] for entry in db.session.query(JournalEntry).order_by(JournalEntry.id)]
        assert acts == [[0, len(chosen)], [len(chosen), 0]]


def test_ids_that_were_not_shown_or_are_none_change_nothing(editor: JudgingClient, desk: Hall) -> None:
    choose(editor, "quatsch", "00000000-0000-0000-0000-000000000000")
    with desk.app.app_context():
        assert db.session.query(MagazineChoice).count() == 0


@pytest.mark.parametrize("month", ["2026-13", "heute", "0000-01"])
def test_what_is_no_month_is_not_found(editor: JudgingClient, month: str) -> None:
    for ending in ("", ".csv", ".rtf", ".ics"):
        assert editor.get(f"{LIST}/{month}{ending}").status_code == 404


def test_an_unknown_kind_is_named(editor: JudgingClient) -> None:
    assert any("quatsch" in said for said in page(editor.get(f"{MONTH}?art=quatsch")).notices())


def test_a_notice_stands_on_the_home_page_for_its_days_and_no_longer(
    editor: JudgingClient, reader: JudgingClient, desk: Hall
) -> None:
    assert send(editor, NEW, **TEASER).status_code == 303
    document = page(reader.get("/"))
    assert document.all("a", href="https://leo.example/zehnte")
    assert "LEO, Dezember" in document.words
    with desk.app.app_context():
        db.session.query(MagazineTeaser).one().last_day = date(2026, 11, 22)
        db.session.commit()
    desk.app.extensions.pop("agora_teasers")
    assert not page(reader.get("/")).all("a", href="https://leo.example/zehnte")


def test_two_editors_of_a_notice_do_not_overwrite_each_other(editor: JudgingClient, desk: Hall) -> None:
    send(editor, NEW, **TEASER)
    with desk.app.app_context():
        address = f"{LIST}/hinweise/{db.session.query(MagazineTeaser).one().id}"
    mine = opened(editor, address)
    assert send(editor, address, title="Anders").status_code == 303
    answer = editor.post(address, data={**mine, "title": "Meins"})
    assert answer.status_code == 409
    assert page(answer).one("input", id="title").get("value") == "Meins"
    assert send(editor, f"{address}/loeschen", "x") is not None


def test_days_in_the_wrong_order_and_what_is_missing_are_named(editor: JudgingClient) -> None:
    answer = send(editor, NEW, **{**TEASER, "last_day": "2026-11-01"})
    assert (answer.status_code, complaints(page(answer))) == (
        400,
        ["Zeigen bis: Der letzte Tag liegt vor dem ersten."],
    )
    answer = send(editor, NEW, **{**TEASER, "title": "", "url": "javascript:alert(1)"})
    assert answer.status_code == 400
    assert len(complaints(page(answer))) == 2


def test_a_provider_does_not_enter(desk: Hall) -> None:
    assert people.signed_in(desk.app, Role.PROVIDER).get(LIST).status_code == 403


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=ANYTHING, url=ANYTHING, first_day=ANYTHING)
def test_whatever_is_typed_is_answered(editor: JudgingClient, title: str, url: str, first_day: str) -> None:
    answer = send(editor, NEW, **{**TEASER, "title": title, "url": url, "first_day": first_day})
    assert answer.status_code in (303, 400)
