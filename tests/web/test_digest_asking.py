"""Asking for a mail digest: double opt-in, equal answers, nothing stored but address, search and consent, one click and it ends."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from portal import clock
from portal.extensions import db
from portal.models import MailSubscription
from portal.subscriptions import actions
from portal.vocabulary.letters import Rhythm
from tests.judge import JudgingClient
from tests.web.digest_story import ADDRESS, ask, letters, link, subscribe, subscriptions
from tests.web.reading import page, text_of


@pytest.fixture(autouse=True)
def ten_o_clock() -> Iterator[None]:
    """The tests' day begins at ten, so that an hour later is the same day."""
    with time_machine.travel(clock.as_utc(clock.today(), 10, 0), tick=True):
        yield


def test_every_list_leads_to_the_form_which_says_what_is_searched_and_stored(
    own_client: JudgingClient,
) -> None:
    [address] = {
        one
        for one in page(own_client.get("/suche?q=computer&thema=digitales&sort=preis")).links()
        if "/abo" in one
    }
    assert address == "/suche/abo?q=computer&thema=digitales"
    document = page(own_client.get(address))
    assert "computer" in document.words
    assert "Digital" in document.words
    assert "wann Sie zugestimmt haben" in document.words


def test_asked_for_is_not_subscribed_and_confirmed_by_a_button(
    own_app: Flask, own_client: JudgingClient
) -> None:
    answer = ask(own_client, "q=computer&stadtteil=rosslau")
    assert (answer.status_code, answer.location) == (303, "/suche/abo/gefragt")
    [row] = subscriptions(own_app)
    assert (row.email, row.query, row.rhythm, row.confirmed_at) == (
        ADDRESS, "q=computer&stadtteil=rosslau", Rhythm.DAILY, None,
    )  # fmt: skip
    [letter] = letters(own_app)
    assert letter.recipient == ADDRESS
    assert "computer · Roßlau" in letter.subject
    assert "weil jemand diese Adresse angegeben hat" in letter.text
    confirm = link(letter, "bestaetigen")
    assert page(own_client.get(confirm)).h1 == "Neues per E-Mail bekommen?"
    assert subscriptions(own_app)[0].confirmed_at is None, "a program that follows links confirms nothing"
    assert page(own_client.post(confirm)).h1 == "Bestätigt"
    [row] = subscriptions(own_app)
    assert row.confirmed_at is not None
    assert row.told_until == row.confirmed_at
    assert page(own_client.get(confirm)).h1 == "Bestätigt", "and once more does no harm"
    assert own_client.post(confirm).status_code == 200
    assert subscriptions(own_app)[0].confirmed_at == row.confirmed_at


def test_nothing_but_address_search_rhythm_and_consent_is_stored() -> None:
    columns = {column.key for column in inspect(MailSubscription).columns}
    assert columns == {
        "id", "key", "email", "query", "locale", "rhythm", "asked_at", "confirmed_at", "told_until",
    }  # fmt: skip


def test_who_is_subscribed_gets_the_same_answer_and_another_letter(
    own_app: Flask, own_client: JudgingClient
) -> None:
    first = ask(own_client)
    own_client.post(link(letters(own_app)[0], "bestaetigen"))
    again = ask(own_client)
    assert (first.status_code, first.location, first.data) == (again.status_code, again.location, again.data)
    assert [one.kind for one in letters(own_app)] == ["digest_confirm", "digest_known"]
    assert len(subscriptions(own_app)) == 1
    assert link(letters(own_app)[1], "abbestellen")


def test_asking_twice_before_confirming_leaves_one_subscription(
    own_app: Flask, own_client: JudgingClient
) -> None:
    ask(own_client, "q=yoga")
    ask(own_client, "q=yoga", rhythm="woechentlich", email=" LINA@Leser.Example ")
    [row] = subscriptions(own_app)
    assert (row.email, row.rhythm) == (ADDRESS, Rhythm.WEEKLY)


def test_nobody_can_fill_a_strangers_letterbox(own_app: Flask, own_client: JudgingClient) -> None:
    answers = {ask(own_client, f"q=wort{number}").location for number in range(6)}
    assert answers == {"/suche/abo/gefragt"}
    assert len(letters(own_app)) == len(subscriptions(own_app)) == actions.LETTERS_PER_HOUR
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=True):
        ask(own_client, "q=wort9")
    assert len(letters(own_app)) == actions.LETTERS_PER_HOUR + 1


def test_a_flood_is_refused_with_a_sentence(
    own_app: Flask, own_client: JudgingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "OPEN_PER_HOUR", 2)
    for number in range(2):
        assert ask(own_client, email=f"wer{number}@leser.example").status_code == 303
    refused = ask(own_client, email="wer9@leser.example")
    assert refused.status_code == 429
    assert "in einer Stunde" in page(refused).words
    assert len(subscriptions(own_app)) == 2


def test_unsubscribing_needs_a_button_and_leaves_nothing(own_app: Flask, own_client: JudgingClient) -> None:
    row = subscribe(own_app, own_client, "q=computer")
    path = f"/abo/{row.key}/abbestellen"
    document = page(own_client.get(path))
    assert ADDRESS in document.words
    assert len(subscriptions(own_app)) == 1, "opening the page ends nothing"
    assert page(own_client.post(path)).h1 == "Abbestellt"
    assert subscriptions(own_app) == []
    assert page(own_client.post(path)).h1 == "Abbestellt", "a second click gets the same answer"
    assert own_client.get(path).status_code == 404


def test_a_mail_program_unsubscribes_with_one_click(own_app: Flask, own_client: JudgingClient) -> None:
    """RFC 8058: POST with this body, no cookie, no token, no redirect."""
    row = subscribe(own_app, own_client, "q=computer")
    program = JudgingClient(own_app)
    answer = program.post(f"/abo/{row.key}/abbestellen", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert subscriptions(own_app) == []


def test_the_rhythm_changes_on_the_same_page(own_app: Flask, own_client: JudgingClient) -> None:
    row = subscribe(own_app, own_client, "q=computer")
    answer = own_client.post(f"/abo/{row.key}/rhythmus", data={"rhythm": "woechentlich"})
    assert page(answer).notices() == ["Gespeichert: Neues kommt nun einmal in der Woche."]
    assert subscriptions(own_app)[0].rhythm is Rhythm.WEEKLY
    assert own_client.post(f"/abo/{row.key}/rhythmus", data={"rhythm": "stündlich"}).status_code == 400


def test_what_nobody_confirms_is_forgotten_after_a_week(own_app: Flask, own_client: JudgingClient) -> None:
    ask(own_client, "q=computer")
    kept = subscribe(own_app, own_client, "q=yoga")
    with own_app.app_context():
        assert actions.forget_unconfirmed(db.session(), clock.now() + timedelta(days=6)) == 0
        assert actions.forget_unconfirmed(db.session(), clock.now() + timedelta(days=8)) == 1
        db.session.commit()
    assert [one.id for one in subscriptions(own_app)] == [kept.id]


def test_no_page_of_it_sets_a_cookie_or_may_be_kept(own_app: Flask, own_client: JudgingClient) -> None:
    row = subscribe(own_app, own_client, "q=computer")
    for path in (
        "/suche/abo?q=computer",
        "/suche/abo/gefragt",
        f"/abo/{row.key}/bestaetigen",
        f"/abo/{row.key}/abbestellen",
    ):
        answer = own_client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert "noindex" in answer.text
        if row.key in path:
            assert answer.headers["Cache-Control"] == "no-store"
    robots = own_client.get("/robots.txt").text
    assert "Disallow: /abo/" in robots
    assert "Disallow: /en/suche/abo" in robots


def test_english_all_the_way(own_app: Flask, own_client: JudgingClient) -> None:
    assert ask(own_client, root="/en").location == "/en/suche/abo/gefragt"
    [letter] = letters(own_app)
    assert letter.locale == "en"
    confirm = link(letter, "bestaetigen")
    assert confirm.startswith("/en/")
    assert page(own_client.post(confirm)).lang == "en"
    assert subscriptions(own_app)[0].locale == "en"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": ""}, "Bitte geben Sie Ihre E-Mail-Adresse ein."),
        ({"email": "lina"}, "Diese Adresse ist unvollständig."),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "Diese Adresse ist unvollständig."),
        ({"rhythm": "stuendlich"}, "Bitte wählen Sie, wie oft."),
        ({"website": "http://werbung.example"}, "Bitte lassen Sie dieses Feld leer."),
        ({"ticket": "gefälscht"}, "Bitte prüfen Sie Ihre Angaben kurz"),
    ],
)
def test_a_refused_form_names_the_field_and_keeps_what_was_typed(
    own_app: Flask, own_client: JudgingClient, fields: dict[str, str], words: str
) -> None:
    answer = ask(own_client, **fields)
    assert answer.status_code == 400
    document = page(answer)
    assert words in text_of(document.one("div", class_="errorsummary"))
    assert subscriptions(own_app) == []
    typed = document.one("input", type="email").get("value")
    assert (typed or "").strip() in " ".join(fields.get("email", ADDRESS).split())


def test_haste_is_a_sentence_of_its_own_and_no_mistake_among_others(own_client: JudgingClient) -> None:
    alone = page(ask(own_client, ticket="gefälscht")).one("div", class_="errorsummary")
    assert text_of(alone) == "Bitte prüfen Sie Ihre Angaben kurz und senden Sie dann noch einmal ab."
    among = page(ask(own_client, ticket="gefälscht", email="")).one("div", class_="errorsummary")
    assert "Eine Angabe stimmt noch nicht" in text_of(among)
    assert "kurz" not in text_of(among)


def test_a_search_that_no_longer_exists_says_so(own_app: Flask, own_client: JudgingClient) -> None:
    row = subscribe(own_app, own_client, "anbieter=volkshochschule")
    with own_app.app_context():
        db.session.get(MailSubscription, row.id).query = "anbieter=gibt-es-nicht-mehr"  # type: ignore[union-attr]
        db.session.commit()
    document = page(own_client.get(f"/abo/{row.key}/abbestellen"))
    assert "Einen Teil Ihrer Suche gibt es nicht mehr." in document.notices()


@pytest.mark.parametrize("key", ["a" * 43, "a" * 42, "a" * 44, "'; --" + "x" * 38, "%00" * 43, "ä" * 43])
def test_a_wrong_key_opens_nothing(own_app: Flask, own_client: JudgingClient, key: str) -> None:
    subscribe(own_app, own_client, "q=computer")
    for what in ("bestaetigen", "abbestellen"):
        assert own_client.get(f"/abo/{key}/{what}").status_code == 404
    assert own_client.post(f"/abo/{key}/bestaetigen").status_code in (404, 405)
    own_client.post(f"/abo/{key}/abbestellen")
    assert len(subscriptions(own_app)) == 1


HOSTILE = st.text(max_size=300) | st.sampled_from(
    [
        "\x00",
        "\u202etxt",
        "</textarea><script>alert(1)</script>",
        "' OR 1=1 --",
        "{{7*7}}%s",
        "x" * 10_000,
        "🎈" * 50,
        "a@b.example",
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("email", "rhythm", "ticket", "website"), HOSTILE)),
    HOSTILE,
)
def test_anything_at_all_gets_a_page(
    own_app: Flask, own_client: JudgingClient, fields: dict[str, str], words: str
) -> None:
    shown = own_client.get("/suche/abo", query_string={"q": words, "thema": words})
    assert shown.status_code == 200
    assert "<script>alert" not in shown.text
    answer = own_client.post("/suche/abo", query_string={"q": words}, data=fields)
    assert answer.status_code in (303, 400)
