"""Editors keep seals and who bears them: found by name, renewed, withdrawn; what runs out soon is on top of the list."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import FormDraft, JournalEntry, Seal, SealAward
from portal.vocabulary.guidance import SealHolder
from portal.vocabulary.workflow import Act, Thing
from tests.factories.offers import NOW
from tests.judge import JudgingClient
from tests.web.editorial.content import HOSTILE_TEXTS, fields
from tests.web.guidance import points_hall
from tests.web.guidance.points_hall import NORTH
from tests.web.hall import Hall
from tests.web.reading import HTML, page, text_of

LIST = "/redaktion/siegel"
TODAY = date(2026, 11, 23)
GIVEN = {
    "name": "Gutes Siegel",
    "issuer": "Prüfstelle",
    "scope": "Prüft alles.",
    "website": "www.pruef.example",
}


@pytest.fixture(autouse=True)
def seals(desk: Hall) -> Iterator[None]:
    points_hall.forget(desk.app)
    points_hall.fill(desk.app)
    with time_machine.travel(NOW + timedelta(minutes=30), tick=True):  # the hall took a moment to be built
        yield
    with desk.app.app_context():
        db.session.query(FormDraft).delete()
        db.session.commit()
    points_hall.forget(desk.app)


def save(editor: JudgingClient, address: str, **changes: str) -> TestResponse:
    return editor.post(address, data={**fields(page(editor.get(address))), **changes})


def rows(desk: Hall) -> list[SealAward]:
    with desk.app.app_context():
        found = list(db.session.scalars(select(SealAward).order_by(SealAward.id)))
        db.session.expunge_all()
        return found


@pytest.fixture
def seal(editor: JudgingClient) -> str:
    """The address of a seal that was just entered."""
    answer = save(editor, f"{LIST}/neu", **GIVEN)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def complaints(answer: TestResponse) -> list[str]:
    return [text_of(item) for item in page(answer).one("div", class_="errorsummary").iter(HTML + "li")]


def test_a_seal_is_entered_awarded_by_name_shown_renewed_and_withdrawn(
    desk: Hall, editor: JudgingClient, seal: str
) -> None:
    found = page(editor.get(f"{seal}/verleihen?wer=B-Punkt+Nord"))
    assert [text_of(one) for one in found.all("b")] == ["B-Punkt Nord"]
    answer = editor.post(
        f"{seal}/verleihen",
        data={**fields(found), "valid_from": "2026-01-01", "valid_until": "2026-12-31", "proof": "Urkunde 1"},
    )
    assert answer.status_code == 303
    assert (
        "Gutes Siegel verliehen von: Prüfstelle, gültig bis 31. Dezember 2026"
        in page(editor.get(f"/b-punkte/{NORTH}")).words
    )
    assert "noch 38 Tage" in page(editor.get(LIST)).words, "it ends within 60 days"
    [row] = rows(desk)
    assert (row.holder, row.checked_on, row.checked_by) == (SealHolder.GUIDANCE_POINT, TODAY, "Redaktion")
    edit = f"{LIST}/verleihungen/{row.id}"
    assert save(editor, edit, valid_until="2028-12-31", proof="Urkunde 2").status_code == 303
    assert "gültig bis 31. Dezember 2028" in page(editor.get("/b-punkte")).words, "at once"
    sure = page(editor.get(f"{edit}/entziehen"))
    form = {one.get("name") or "": one.get("value") or "" for one in sure.all("input", type="hidden")}
    assert editor.post(f"{edit}/entziehen", data=form).status_code == 303
    assert "Gutes Siegel" not in page(editor.get("/b-punkte")).words
    with desk.app.app_context():
        acts = list(
            db.session.scalars(
                select(JournalEntry.act).where(JournalEntry.thing == Thing.SEAL).order_by(JournalEntry.id)
            )
        )
    assert acts == [Act.CREATED, Act.ISSUED, Act.CONFIRMED, Act.WITHDRAWN]


def test_what_is_over_is_hidden_from_visitors_and_named_to_editors(desk: Hall, editor: JudgingClient) -> None:
    points_hall.award(
        desk.app,
        SealHolder.GUIDANCE_POINT,
        points_hall.point_id(desk.app),
        date(2026, 1, 1),
        TODAY - timedelta(days=1),
    )
    assert "Gutes Siegel" not in page(editor.get("/b-punkte")).words
    assert "Zurzeit niemand in der Stadt." in page(editor.get("/siegel")).words
    words = page(editor.get(LIST)).words
    assert "abgelaufen" in words
    assert "B-Punkt Nord" in words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_from": ""}, "Ab wann"),
        ({"valid_from": "2026-02-31"}, "gibt es nicht"),
        ({"valid_until": "2025-01-01"}, "vor dem ersten"),
        ({"proof": " "}, "Nachweis"),
        ({"checked_on": "2027-01-01"}, "heute oder früher"),
        ({"checked_on": "quatsch"}, "gibt es nicht"),
    ],
)
def test_days_that_cannot_be_are_said_at_their_field(
    desk: Hall, editor: JudgingClient, seal: str, changes: dict[str, str], words: str
) -> None:
    form = fields(page(editor.get(f"{seal}/verleihen?wer=B-Punkt+Nord")))
    answer = editor.post(
        f"{seal}/verleihen", data={**form, "valid_from": "2026-01-01", "proof": "Urkunde", **changes}
    )
    assert answer.status_code in (400, 409)
    assert any(words in one for one in complaints(answer))
    assert "B-Punkt Nord" in page(answer).words, "who was found is still there"
    assert rows(desk) == []


@pytest.mark.parametrize(
    "chosen",
    [
        "",
        "institution:",
        "institution:99999",
        "quatsch:1",
        "institution:-1",
        "offer:١",
        "institution:" + "9" * 30,
    ],
)
def test_nobody_or_somebody_unknown_cannot_get_it(
    desk: Hall, editor: JudgingClient, seal: str, chosen: str
) -> None:
    form = fields(page(editor.get(f"{seal}/verleihen?wer=punkt")))
    answer = editor.post(f"{seal}/verleihen", data={**form, "proof": "Urkunde", "traeger": chosen})
    assert answer.status_code in (400, 409)
    assert "Wer bekommt es?" in page(answer).notices()[0]
    assert fields(page(answer))["proof"] == "Urkunde"
    assert rows(desk) == []


def test_a_name_that_nobody_has_is_said(editor: JudgingClient, seal: str) -> None:
    assert "steht in keinem Namen" in page(editor.get(f"{seal}/verleihen?wer=zzzqqq")).words


def test_who_was_slower_is_told(desk: Hall, editor: JudgingClient, seal: str) -> None:
    mine = fields(page(editor.get(seal)))
    save(editor, seal, issuer="Andere Stelle")
    answer = editor.post(seal, data={**mine, "scope": "Mein Satz"})
    assert answer.status_code == 409
    both = text_of(page(answer).one("div", class_="diff"))
    assert "Andere Stelle" in both
    assert "Mein Satz" in both


def test_a_name_is_taken_once_and_a_seal_goes_with_its_awards(
    desk: Hall, editor: JudgingClient, seal: str
) -> None:
    assert save(editor, f"{LIST}/neu", **GIVEN).status_code == 409
    sure = page(editor.get(f"{seal}/loeschen"))
    form = {one.get("name") or "": one.get("value") or "" for one in sure.all("input", type="hidden")}
    assert editor.post(f"{seal}/loeschen", data=form).status_code == 303
    with desk.app.app_context():
        assert db.session.query(Seal).count() == 0


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_input_breaks_the_forms(editor: JudgingClient, seal: str, text: str) -> None:
    safe = text.encode("utf-8", "ignore").decode()
    assert save(
        editor, f"{LIST}/neu", **dict.fromkeys(("name", "issuer", "scope", "about", "website"), safe)
    ).status_code in (303, 400, 409)
    assert editor.get(f"{seal}/verleihen", query_string={"wer": safe}).status_code == 200
    form = {**fields(page(editor.get(f"{seal}/verleihen?wer=punkt"))), "traeger": safe, "wer": safe}
    odd = dict.fromkeys(("valid_from", "valid_until", "proof", "checked_on"), safe)
    assert editor.post(f"{seal}/verleihen", data={**form, **odd}).status_code in (400, 409)


def test_words_of_editors_become_no_markup_on_the_page_of_seals(editor: JudgingClient, seal: str) -> None:
    save(
        editor,
        seal,
        name="<b>x</b>",
        about="<script>1</script> [x](javascript:alert(1))",
        website="javascript:alert(1)",
    )
    document = page(editor.get("/siegel"))
    assert not [one for one in document.all("a") if "javascript" in (one.get("href") or "")]
