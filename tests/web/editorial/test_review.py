"""The page of one submission: the whole way from handing in to being found, two editors at once, and nothing typed is lost."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from portal import clock
from portal.extensions import db
from portal.models import Image, Institution, JournalEntry, OfferComment, OutboxEntry
from portal.vocabulary.offers import Step
from portal.vocabulary.people import Role, Standing
from portal.vocabulary.pictures import LICENCE_LABELS, Licence
from portal.workflow import actions, queries
from portal.workflow.steps import IllegalStep
from tests.judge import JudgingClient
from tests.web.desk import offers as form_of_offer
from tests.web.editorial import review_desk as r
from tests.web.hall import HOSTILE
from tests.web.people import signed_in
from tests.web.reading import HTML, page, text_of


@pytest.fixture
def editor(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, Role.EDITOR)


def test_the_whole_way_from_handing_in_to_being_found(
    own_app: Flask, own_client: JudgingClient, editor: JudgingClient
) -> None:
    number = r.submitted(own_app)
    document = page(editor.get(f"{r.QUEUE}/{number}"))
    assert document.h1 == "Xylothek für Neugierige"
    assert "Ein Abend mit Klavier" in document.words
    assert own_client.get("/suche.json?q=xylothek").get_json()["total"] == 0

    answer = r.decide(editor, number, decision="zurueck", text="Wer spielt denn?")
    assert answer.status_code == 303
    assert "zurückgegeben" in page(editor.get(answer.location)).notices()[0]
    assert r.step_of(own_app, number) == (Step.RETURNED, Step.RETURNED)

    r.change(own_app, number, summary="Ein Abend mit Klavier. Es spielt Frau Beispiel.")
    document = page(editor.get(f"{r.QUEUE}/{number}"))
    assert "Es spielt Frau Beispiel" in document.words
    assert "Wer spielt denn?" in text_of(document.one("ol", class_="thread"))

    answer = r.decide(editor, number)
    assert "ist veröffentlicht" in page(editor.get(answer.location)).notices()[0]
    found = own_client.get("/suche.json?q=xylothek").get_json()
    assert [item["id"] for item in found["items"]] == [number]


def test_a_change_is_shown_field_by_field_and_the_public_version_stays(
    own_app: Flask, own_client: JudgingClient, editor: JudgingClient
) -> None:
    number = r.live_offer(own_app)
    r.empty(own_app)
    r.change(own_app, number, title="Kleidung retten: Nähwerkstatt", prerequisites="Keine.")
    document = page(editor.get(f"{r.QUEUE}/{number}"))
    assert [row.split(" ")[0] for row in r.rows(document)] == ["Titel", "Voraussetzungen"]
    assert [text_of(one) for one in document.all("ins")][-1] == "Keine."
    assert "Nähworkshop" in own_client.get(f"/angebote/{number}", follow_redirects=True).text
    assert "Öffentlich bleibt" in document.words
    r.decide(editor, number)
    assert "Kleidung retten" in own_client.get(f"/angebote/{number}", follow_redirects=True).text


def test_an_editor_corrects_the_submission_and_comes_back_to_decide(
    own_app: Flask, own_client: JudgingClient, editor: JudgingClient
) -> None:
    number = r.submitted(own_app)
    address = f"/anbieterbereich/angebote/{number}"
    assert address in page(editor.get(f"{r.QUEUE}/{number}")).links()
    given = form_of_offer.open_form(editor, address)
    answer = form_of_offer.send(
        editor, address, given, summary="Ein Abend mit Klavier und Geige.", tun="speichern"
    )
    assert answer.location == f"{r.QUEUE}/{number}"
    document = page(editor.get(answer.location))
    assert "Jetzt können Sie entscheiden." in document.notices()[0]
    assert "Klavier und Geige" in document.words
    r.decide(editor, number)
    assert "Klavier und Geige" in own_client.get(f"/angebote/{number}", follow_redirects=True).text


def stored_picture(app: Flask, file: str) -> int:
    with app.app_context():
        image = Image(
            path=file,
            alt="Ein Klavier",
            author="Demo Fotograf",
            licence=LICENCE_LABELS[Licence.CC_BY],
            width=800,
            height=600,
        )
        db.session.add(image)
        db.session.commit()
        return image.id


def test_a_picture_is_seen_with_its_author_and_licence_before_it_is_public(
    own_app: Flask, editor: JudgingClient
) -> None:
    image = stored_picture(own_app, "klavier.jpg")
    number = r.submitted(own_app, image_id=image)
    document = page(editor.get(f"{r.QUEUE}/{number}"))
    [figure] = document.all("figure", class_="picture")
    [shown] = figure.iter(HTML + "img")
    assert (shown.get("src"), shown.get("alt")) == ("/bilder/klavier.jpg", "Ein Klavier")
    assert text_of(figure) == "Foto: Demo Fotograf, CC BY 4.0"
    r.decide(editor, number)
    r.change(own_app, number, summary="Ein Abend mit Klavier, jetzt mit Gesang.")
    assert not page(editor.get(f"{r.QUEUE}/{number}")).all("figure", class_="picture"), "that one is public"
    r.change(own_app, number, image_id=stored_picture(own_app, "geige.jpg"))
    [shown] = page(editor.get(f"{r.QUEUE}/{number}")).all("figure", class_="picture")[0].iter(HTML + "img")
    assert shown.get("src") == "/bilder/geige.jpg"


def test_what_took_effect_at_once_is_said(own_app: Flask, editor: JudgingClient) -> None:
    number = r.live_offer(own_app, "computer-60")
    r.change(own_app, number, price_cents=4400, summary="Alles neu erklärt, in kleinen Schritten.")
    notices = page(editor.get(f"{r.QUEUE}/{number}")).notices()
    assert "Kleine Änderungen sind schon öffentlich: Preis." in notices


def test_after_a_decision_the_next_one_opens(own_app: Flask, editor: JudgingClient) -> None:
    r.empty(own_app)
    first, second = r.submitted(own_app), r.submitted(own_app, title="Zweiter Abend")
    assert r.decide(editor, first).location == f"{r.QUEUE}/{second}"
    assert r.decide(editor, second).location == r.QUEUE


def test_a_day_of_publication_is_kept_to(
    own_app: Flask, editor: JudgingClient, own_client: JudgingClient
) -> None:
    number = r.submitted(own_app)
    answer = r.decide(editor, number, decision="am-tag", publish_on="2098-03-02")
    assert "erscheint am 2. März 2098, 6:00 Uhr" in page(editor.get(answer.location)).notices()[0]
    assert own_client.get("/suche.json?q=xylothek").get_json()["total"] == 0
    opened = page(editor.get(f"{r.QUEUE}/{number}"))
    assert r.form_of(opened)["publish_on"] == "2098-03-02"
    assert any("Schon freigegeben" in notice for notice in opened.notices())
    assert "Xylothek" in page(editor.get("/redaktion/")).words
    r.decide(editor, number, decision="jetzt", publish_on="")
    assert own_client.get("/suche.json?q=xylothek").get_json()["total"] == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"decision": "zurueck", "text": "  "}, "was der Anbieter ändern soll"),
        ({"decision": "zurueck", "text": "x" * 5001}, "5000 Zeichen"),
        ({"decision": "ablehnen", "text": " "}, "warum Sie ablehnen"),
        ({"decision": "jetzt", "publish_on": "2098-03-02"}, "Soll es gleich erscheinen?"),
        ({"decision": "am-tag", "publish_on": ""}, "nennen Sie den Tag"),
        ({"decision": "am-tag", "publish_on": "2001-01-01"}, "in der Zukunft"),
        ({"decision": "am-tag", "publish_on": "30.02.2098"}, "22.04.2027"),
        ({"decision": "", "text": "Bitte!"}, "wählen Sie"),
        ({"decision": "approve", "text": "Bitte!"}, "wählen Sie"),
    ],
)
def test_an_error_names_the_remedy_and_loses_nothing(
    own_app: Flask, editor: JudgingClient, fields: dict[str, str], words: str
) -> None:
    number = r.submitted(own_app)
    answer = r.decide(editor, number, **fields)
    assert answer.status_code == 400
    document = page(answer)
    assert document.title.startswith("Fehler:")
    assert words in text_of(document.one("div", class_="errorsummary"))
    assert r.form_of(document)["text"] == fields.get("text", "").strip()
    assert r.step_of(own_app, number) == (Step.SUBMITTED, Step.SUBMITTED)


def test_a_day_beside_publish_at_once_is_asked_about_and_kept(own_app: Flask, editor: JudgingClient) -> None:
    number = r.submitted(own_app)
    document = page(r.decide(editor, number, decision="jetzt", publish_on="2098-03-02", text="Danke!"))
    kept = r.form_of(document)
    assert (kept["decision"], kept["publish_on"], kept["text"]) == ("jetzt", "2098-03-02", "Danke!")
    assert "Soll es gleich erscheinen?" in text_of(document.one("p", id="publish_on-fehler"))
    assert r.decide(editor, number, kept, decision="am-tag").status_code == 303
    assert r.step_of(own_app, number) == (Step.SUBMITTED, Step.SUBMITTED)


def test_a_reason_is_put_in_by_the_server_and_what_was_typed_stays(
    own_app: Flask, editor: JudgingClient
) -> None:
    number = r.submitted(own_app)
    reason, text = r.reasons_of(own_app)["Termin fehlt"]
    answer = r.decide(editor, number, text="Guten Tag!", baustein=str(reason), einsetzen="1")
    assert answer.status_code == 200
    filled = r.form_of(page(answer))
    assert filled["text"] == f"Guten Tag!\n\n{text}"
    assert filled["decision"] == "zurueck"
    assert r.step_of(own_app, number)[1] is Step.SUBMITTED, "nothing is decided yet"
    assert r.decide(editor, number, filled).status_code == 303
    with own_app.app_context():
        said = db.session.scalars(select(OfferComment).where(OfferComment.offer_id == number)).one()
        assert said.is_reason
        assert said.text == f"Guten Tag!\n\n{text}"


@pytest.mark.parametrize("chosen", ["", "0", "999999", "x", "-1", "9" * 30, "١"])
def test_a_reason_that_is_not_there_changes_nothing(
    own_app: Flask, editor: JudgingClient, chosen: str
) -> None:
    number = r.submitted(own_app)
    answer = r.decide(editor, number, text="Guten Tag!", baustein=chosen, einsetzen="1")
    assert r.form_of(page(answer))["text"] == "Guten Tag!"


def test_of_two_editors_the_slower_sees_what_happened_and_keeps_the_text(
    own_app: Flask, editor: JudgingClient
) -> None:
    number = r.submitted(own_app)
    mine = r.form_of(page(editor.get(f"{r.QUEUE}/{number}")))
    other = signed_in(own_app, Role.ADMINISTRATOR)
    assert r.decide(other, number).status_code == 303
    answer = r.decide(editor, number, mine, decision="zurueck", text="Bitte noch den Ort nennen.")
    assert answer.status_code == 409
    document = page(answer)
    assert "Jemand anders war schneller" in document.notices()[0]
    assert any("schon entschieden" in notice for notice in document.notices())
    assert "Freigegeben von Demo Verwaltung" in document.words
    assert "Bitte noch den Ort nennen." in document.words
    assert not document.all("form", id="formular")
    assert r.step_of(own_app, number) == (Step.PUBLISHED, None)


@pytest.mark.parametrize(
    "problem", [StaleDataError("revision"), IllegalStep("Darüber ist schon entschieden.")]
)
def test_two_decisions_within_the_same_moment_break_nothing(
    own_app: Flask, editor: JudgingClient, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    number = r.submitted(own_app)
    opened = r.form_of(page(editor.get(f"{r.QUEUE}/{number}")))

    def too_late(*_arguments: object, **_values: object) -> None:
        raise problem

    monkeypatch.setattr("portal.workflow.actions.approve", too_late)
    answer = r.decide(editor, number, opened, text="Sehr schön.")
    assert answer.status_code == 409
    assert r.form_of(page(answer))["text"] == "Sehr schön."
    with own_app.app_context():
        assert not db.session.scalars(select(OfferComment).where(OfferComment.offer_id == number)).all()


def test_a_submission_that_changed_meanwhile_is_looked_at_again(
    own_app: Flask, editor: JudgingClient
) -> None:
    number = r.submitted(own_app)
    mine = r.form_of(page(editor.get(f"{r.QUEUE}/{number}")))
    r.change(own_app, number, hand_in=False, summary="Alles anders: mit Geige statt Klavier.")
    r.as_provider(
        own_app,
        lambda session, actor: actions.submit(
            session, actor, offer=queries.working_copy(session, number).offer, now=clock.now()
        ),
    )
    answer = r.decide(editor, number, mine, text="Schön!")
    assert answer.status_code == 409
    document = page(answer)
    assert "Inzwischen hat sich die Einreichung geändert." in document.notices()
    assert "mit Geige" in document.words
    again = r.form_of(document)
    assert again["text"] == "Schön!"
    assert r.decide(editor, number, again).status_code == 303


def test_without_a_session_the_decision_waits_behind_the_login(own_app: Flask, editor: JudgingClient) -> None:
    number = r.submitted(own_app)
    opened = r.form_of(page(editor.get(f"{r.QUEUE}/{number}")))
    for name in ("agora",):
        editor.delete_cookie(name)
    stranger = JudgingClient(own_app)
    token = page(stranger.get("/konto/anmelden")).all("input", name="csrf_token")[0].get("value") or ""
    data = {**opened, "csrf_token": token, "decision": "zurueck", "text": "Lang und mühsam getippt."}
    answer = stranger.post(f"{r.QUEUE}/{number}", data=data)
    assert answer.status_code == 303
    from urllib.parse import parse_qs, urlsplit

    back = parse_qs(urlsplit(answer.location).query)["weiter"][0]
    document = page(signed_in(own_app, Role.EDITOR).get(back))
    assert r.form_of(document)["text"] == "Lang und mühsam getippt."


def test_a_provider_that_is_not_approved_holds_its_offers_back(own_app: Flask, editor: JudgingClient) -> None:
    number = r.submitted(own_app)
    with own_app.app_context():
        club = db.session.scalars(select(Institution).where(Institution.slug == "volkshochschule")).one()
        club.standing = Standing.APPLIED
        db.session.commit()
    document = page(editor.get(f"{r.QUEUE}/{number}"))
    assert "Der Anbieter ist noch nicht freigegeben." in document.notices()
    answer = r.decide(editor, number)
    assert answer.status_code == 409
    assert "zuerst den Anbieter frei" in " ".join(page(answer).notices())
    assert r.step_of(own_app, number)[1] is Step.SUBMITTED


def test_a_date_on_a_holiday_is_pointed_at(own_app: Flask, editor: JudgingClient) -> None:
    with own_app.app_context():
        from portal.models import Offer

        number = db.session.scalars(select(Offer.id).where(Offer.external_id == "antrag-modellflug")).one()
    document = page(editor.get(f"{r.QUEUE}/{number}"))
    assert any("auf einem freien Tag" in notice for notice in document.notices())
    assert "Liegt auf einem Feiertag" in page(editor.get(r.QUEUE)).words


def test_a_word_to_the_provider_without_a_decision(own_app: Flask, editor: JudgingClient) -> None:
    number = r.submitted(own_app)
    address = f"{r.QUEUE}/{number}/nachricht"
    token = r.form_of(page(editor.get(address)))
    empty = editor.post(address, data={**token, "nachricht": " "})
    assert (empty.status_code, page(empty).title.startswith("Fehler:")) == (400, True)
    answer = editor.post(address, data={**token, "nachricht": "Wer spielt?"})
    assert answer.location == f"{r.QUEUE}/{number}"
    again = editor.post(address, data={**token, "nachricht": "Wer spielt?"})
    assert again.status_code == 303
    document = page(editor.get(answer.location))
    assert [text_of(one) for one in document.all("p", class_="thread__text")] == ["Wer spielt?"]
    with own_app.app_context():
        kinds = [
            row.payload["kind"]
            for row in db.session.scalars(select(OutboxEntry).where(OutboxEntry.topic == "letter"))
        ]
        assert kinds.count("commented") <= 1


def test_a_message_may_go_with_a_yes(own_app: Flask, editor: JudgingClient) -> None:
    number = r.submitted(own_app)
    r.decide(editor, number, text="Danke, schönes Angebot!")
    with own_app.app_context():
        said = db.session.scalars(select(OfferComment).where(OfferComment.offer_id == number)).one()
        assert (said.text, said.is_reason) == ("Danke, schönes Angebot!", False)


def test_every_decision_is_in_the_journal(own_app: Flask, editor: JudgingClient) -> None:
    number = r.submitted(own_app)
    r.decide(editor, number, decision="zurueck", text="Wann?")
    with own_app.app_context():
        acts = db.session.scalars(
            select(JournalEntry.act).where(JournalEntry.thing_id == number).order_by(JournalEntry.id)
        ).all()
        assert [act.value for act in acts] == ["created", "submitted", "returned"]
    assert "Zurückgegeben von Demo Redaktion" in page(editor.get(f"{r.QUEUE}/{number}")).words


def test_an_offer_without_a_submission_says_so(own_app: Flask, editor: JudgingClient) -> None:
    number = r.live_offer(own_app, "brot-backen")
    document = page(editor.get(f"{r.QUEUE}/{number}"))
    assert document.notices()[0].startswith("Darüber ist schon entschieden. Stand jetzt: Veröffentlicht")
    assert not document.all("form", id="formular")


@pytest.mark.parametrize("number", ["999999", "0", "2147483648", "-1", "x", "1.0"])
def test_what_does_not_exist_is_not_found(editor: JudgingClient, number: str) -> None:
    assert editor.get(f"{r.QUEUE}/{number}").status_code == 404
    assert editor.get(f"{r.QUEUE}/{number}/nachricht").status_code == 404


def test_hostile_words_are_only_words(own_app: Flask, editor: JudgingClient) -> None:
    number = r.live_offer(own_app, "brot-backen")
    r.change(own_app, number, title=HOSTILE[:200], description=HOSTILE, prerequisites=HOSTILE)
    new = r.submitted(own_app, title=HOSTILE[:200], description=HOSTILE, summary=HOSTILE)
    for root in ("", "/en"):
        for path in (r.QUEUE, f"{r.QUEUE}/{number}", f"{r.QUEUE}/{new}", "/redaktion/", r.OFFERS):
            html = editor.get(root + path).text
            assert "<script>alert" not in html
            assert "onerror=alert" not in html.replace("&lt;img src=x onerror=alert", "")


ANYTHING = st.text(max_size=300) | st.sampled_from(
    ["\x00", "\u202etxt", "</textarea><script>", "' OR 1=1 --", "%s%(x)s{{7*7}}", "zurueck", "jetzt", "am-tag", "ablehnen", "2098-01-01", "9999-99-99"]
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.dictionaries(
        st.sampled_from(["decision", "publish_on", "text", "baustein", "einsetzen", "stand"]), ANYTHING
    )
)
def test_anything_at_all_gets_a_page(own_app: Flask, editor: JudgingClient, fields: dict[str, str]) -> None:
    with own_app.app_context():
        entries = queries.queue(db.session())
    number = entries[0].offer_id if entries else r.submitted(own_app)
    token = r.csrf(editor, f"{r.QUEUE}/{number}")
    answer = editor.post(f"{r.QUEUE}/{number}", data={"csrf_token": token, **fields})
    assert answer.status_code in (200, 303, 400, 409)
