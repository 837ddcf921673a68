"""Any offer with its past: found by words or number, two versions compared, an earlier one brought back, taken out of the public."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import JournalEntry, Offer, OfferVersion
from portal.vocabulary.offers import Step
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import VersionKind
from tests.judge import JudgingClient
from tests.web.editorial import review_desk as r
from tests.web.hall import HOSTILE
from tests.web.people import signed_in
from tests.web.reading import HTML, Document, page, text_of


@pytest.fixture
def editor(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, Role.EDITOR)


@pytest.fixture
def course(own_app: Flask) -> int:
    """A public course whose price changed twice: 1 before, 2 and 4 drafts, 3 and 5 public."""
    number = r.live_offer(own_app, "computer-60")
    for cents in (3100, 3200):
        r.change(own_app, number, price_cents=cents)
    return number


def history(number: int, rest: str = "") -> str:
    return f"{r.OFFERS}/{number}/verlauf{rest}"


def searched(visitor: JudgingClient) -> list[int]:
    """The numbers that the public search finds."""
    return [item["id"] for item in visitor.get("/suche.json?q=computerkurs").get_json()["items"]]


def found(document: Document) -> list[str]:
    return [text_of(next(row.iter(HTML + "a"))) for row in document.one("tbody").iter(HTML + "tr")]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("q=imkern", "Imkern in der Stadt: ein Jahr am Bienenstock"),
        ("q=brot+volkshochschule", "Brot backen mit Sauerteig"),
        (
            "q=wasser+stadt+umweltbundesamt&stand=eingereicht",
            "Wasser in der Stadt: Was tun, wenn es zu viel oder zu wenig ist?",
        ),
    ],
)
def test_any_offer_is_found_by_words(editor: JudgingClient, query: str, title: str) -> None:
    assert found(page(editor.get(f"{r.OFFERS}?{query}"))) == [title]


def test_any_offer_is_found_by_number(own_app: Flask, editor: JudgingClient, course: int) -> None:
    document = page(editor.get(f"{r.OFFERS}?q={course}"))
    assert "Computerkurs ab 60: Grundlagen in kleinen Schritten" in found(document)
    assert history(course) in document.links()


@pytest.mark.parametrize(
    "query", ["stand=quatsch", "seite=99", "q=%25", "q=_", "q=%00", "q=" + "x" * 3000, "q=' OR 1=1"]
)
def test_a_search_for_anything_answers(editor: JudgingClient, query: str) -> None:
    assert editor.get(f"{r.OFFERS}?{query}").status_code == 200


def test_pages_of_offers_lead_on(editor: JudgingClient) -> None:
    document = page(editor.get(f"{r.OFFERS}?stand=veroeffentlicht"))
    assert len(found(document)) == 30
    assert f"{r.OFFERS}?stand=veroeffentlicht&seite=2" in document.links()


def test_the_history_names_every_version(editor: JudgingClient, course: int) -> None:
    document = page(editor.get(history(course)))
    rows = [text_of(row) for row in document.one("tbody").iter(HTML + "tr")]
    assert len(rows) == 5
    assert rows[0].startswith("5: Kleine Änderung, galt sofort")
    assert "jetzt öffentlich" in rows[0]
    assert "Demo Anbieter" in rows[0]
    assert rows[-1].startswith("1: Stand vor der ersten Änderung")
    assert "Geändert von Demo Anbieter" in document.words


def test_an_offer_that_nobody_touched_has_no_versions_and_says_so(
    own_app: Flask, editor: JudgingClient
) -> None:
    document = page(editor.get(history(r.live_offer(own_app, "yoga-stuhl"))))
    assert "hat es niemand geändert" in document.words


def test_any_two_versions_are_compared_the_older_first(editor: JudgingClient, course: int) -> None:
    for query in ("?von=1&mit=5", "?von=5&mit=1"):
        document = page(editor.get(history(course, query)))
        [row] = r.rows(document)
        assert row.startswith("Preis")
        assert row.endswith("neu 32 €") or "32 €" in row.split("neu")[-1]
    document = page(editor.get(history(course, "?von=2&mit=3")))
    assert "Beide Fassungen sagen dasselbe." in document.words


@pytest.mark.parametrize(
    "query",
    [
        "?von=1",
        "?von=1&mit=1",
        "?von=x&mit=2",
        "?von=1&mit=99",
        "?von=%00&mit=9",
        "?von=-1&mit=2",
        "?von=٣&mit=١",
    ],
)
def test_versions_that_are_not_there_are_named(editor: JudgingClient, course: int, query: str) -> None:
    document = page(editor.get(history(course, query)))
    assert document.notices()
    assert not r.rows(document)


def test_what_is_public_now_has_no_way_back_to_it(editor: JudgingClient, course: int) -> None:
    document = page(editor.get(history(course)))
    rows = [one for one in document.all("tr") if "jetzt öffentlich" in text_of(one)]
    assert [list(row.iter(HTML + "a")) for row in rows] == [[]]
    assert history(course, "/1/wiederherstellen") in document.links()


def test_an_earlier_version_comes_back_after_a_question(
    own_app: Flask, own_client: JudgingClient, editor: JudgingClient, course: int
) -> None:
    address = history(course, "/1/wiederherstellen")
    asked = page(editor.get(address))
    assert "sofort öffentlich" in asked.words
    assert [row.split(" ")[0] for row in r.rows(asked)] == ["Preis"]
    answer = editor.post(address, data=r.form_of(asked))
    document = page(editor.get(answer.location))
    assert document.notices()[0] == "Fassung 1 ist wieder öffentlich."
    assert "6: Frühere Fassung wiederhergestellt" in document.words
    with own_app.app_context():
        offer = db.session.get(Offer, course)
        first = db.session.scalars(
            select(OfferVersion).where(OfferVersion.offer_id == course, OfferVersion.number == 1)
        ).one()
        assert offer is not None
        assert offer.price_cents == first.content["price_cents"]


def test_what_was_asked_about_something_else_is_asked_again(
    own_app: Flask, editor: JudgingClient, course: int
) -> None:
    address = history(course, "/1/wiederherstellen")
    asked = r.form_of(page(editor.get(address)))
    r.change(own_app, course, price_cents=9900)
    answer = editor.post(address, data=asked)
    assert answer.status_code == 409
    document = page(answer)
    assert "Inzwischen hat sich das Angebot geändert" in document.notices()[0]
    assert any("99 €" in row for row in r.rows(document))
    assert editor.post(address, data=r.form_of(document)).status_code == 303


def test_a_draft_comes_back_as_a_draft(own_app: Flask, editor: JudgingClient, course: int) -> None:
    r.change(own_app, course, hand_in=False, summary="Ein Entwurf, der nie öffentlich war.")
    with own_app.app_context():
        rows = db.session.scalars(select(OfferVersion).where(OfferVersion.offer_id == course)).all()
        number = next(row.number for row in rows if "nie öffentlich" in (row.content["summary"] or ""))
    r.change(own_app, course, hand_in=False, summary="Und noch ein anderer.")
    address = history(course, f"/{number}/wiederherstellen")
    asked = page(editor.get(address))
    assert "wird zum Entwurf" in asked.words
    answer = editor.post(address, data=r.form_of(asked))
    assert "liegt als Entwurf bereit" in page(editor.get(answer.location)).notices()[0]
    assert r.step_of(own_app, course) == (Step.PUBLISHED, Step.DRAFT)


def test_an_offer_is_archived_and_brought_back(
    own_app: Flask, own_client: JudgingClient, editor: JudgingClient, course: int
) -> None:
    address = f"{r.OFFERS}/{course}/archivieren"
    assert course in searched(own_client)
    answer = editor.post(address, data=r.form_of(page(editor.get(address))))
    assert "ist archiviert" in page(editor.get(answer.location)).notices()[0]
    assert course not in searched(own_client)
    again = editor.post(address, data={"csrf_token": r.csrf(editor)})
    assert again.status_code == 409
    assert "Archiviert" in " ".join(page(again).notices())
    back = history(course, "/5/wiederherstellen")
    answer = editor.post(back, data=r.form_of(page(editor.get(back))))
    assert "wieder öffentlich" in page(editor.get(answer.location)).notices()[0]
    assert r.step_of(own_app, course) == (Step.PUBLISHED, None)
    assert course in searched(own_client)


def test_an_offer_is_withdrawn_with_a_reason_that_the_public_reads(
    own_app: Flask, own_client: JudgingClient, editor: JudgingClient, course: int
) -> None:
    address = f"{r.OFFERS}/{course}/zurueckziehen"
    opened = r.form_of(page(editor.get(address)))
    empty = editor.post(address, data={**opened, "reason": "  "})
    assert (empty.status_code, page(empty).title.startswith("Fehler:")) == (400, True)
    answer = editor.post(address, data={**opened, "reason": "Der Ofen ist kaputt."})
    assert "ist zurückgezogen" in page(editor.get(answer.location)).notices()[0]
    assert r.step_of(own_app, course)[0] is Step.WITHDRAWN
    with own_app.app_context():
        last = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
        assert (last.act.value, last.note) == ("withdrawn", "Der Ofen ist kaputt.")
    once_more = editor.post(address, data={**opened, "reason": "Noch einmal"})
    assert once_more.status_code == 409
    assert r.form_of(page(once_more))["reason"] == "Noch einmal"


@pytest.mark.parametrize(
    "path",
    [
        "/999999/verlauf",
        "/999999/archivieren",
        "/x/verlauf",
        "/2147483648/verlauf",
        "/999999/verlauf/1/wiederherstellen",
    ],
)
def test_what_does_not_exist_is_not_found(editor: JudgingClient, path: str) -> None:
    assert editor.get(r.OFFERS + path).status_code == 404


def test_a_version_of_another_number_is_not_found(editor: JudgingClient, course: int) -> None:
    assert editor.get(history(course, "/99/wiederherstellen")).status_code == 404


def test_a_provider_sees_and_does_nothing_here(own_app: Flask, course: int) -> None:
    provider = signed_in(own_app, r.PROVIDER)
    token = {"csrf_token": r.csrf(provider, "/konto/")}
    for path in ("verlauf", "archivieren", "zurueckziehen", "verlauf/1/wiederherstellen"):
        assert provider.get(f"{r.OFFERS}/{course}/{path}").status_code == 403
    for path in ("archivieren", "zurueckziehen", "verlauf/1/wiederherstellen"):
        answer = provider.post(f"{r.OFFERS}/{course}/{path}", data={**token, "reason": "x"})
        assert answer.status_code == 403
    assert r.step_of(own_app, course) == (Step.PUBLISHED, None)


def test_every_act_needs_its_token(own_app: Flask, editor: JudgingClient, course: int) -> None:
    for path in ("archivieren", "zurueckziehen", "verlauf/1/wiederherstellen"):
        answer = editor.post(f"{r.OFFERS}/{course}/{path}", data={"reason": "x"})
        assert answer.status_code in (303, 400)
    assert r.step_of(own_app, course) == (Step.PUBLISHED, None)


def test_hostile_words_in_the_past_are_only_words(own_app: Flask, editor: JudgingClient, course: int) -> None:
    r.change(own_app, course, contact_name=HOSTILE[:190])
    with own_app.app_context():
        last = db.session.scalars(
            select(OfferVersion).where(OfferVersion.offer_id == course).order_by(OfferVersion.number.desc())
        ).first()
        assert last is not None
        assert last.kind is VersionKind.MINOR
        last.note, number = HOSTILE, last.number
        db.session.commit()
    for path in (
        history(course),
        history(course, f"?von=1&mit={number}"),
        history(course, "/1/wiederherstellen"),
    ):
        html = editor.get(path).text
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
