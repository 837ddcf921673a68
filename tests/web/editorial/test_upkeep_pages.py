"""The pages on which editors keep entries true: long unconfirmed offers, words without a hit, dead links, doubles."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal import clock
from portal.cli.demo_upkeep import WISHES
from portal.extensions import db
from portal.models import CheckedLink, DuplicatePair, JournalEntry, MissedQuery, Offer, OutboxEntry, Term
from portal.upkeep import duplicates
from portal.upkeep.missed import Outcome
from portal.vocabulary.offers import Step
from portal.vocabulary.terms import Scheme
from portal.vocabulary.workflow import Act, Thing
from tests.factories import offers as make
from tests.judge import JudgingClient
from tests.web.people import csrf, signed_in
from tests.web.reading import page, text_of

LISTS = ("/redaktion/veraltet", "/redaktion/suchwoerter", "/redaktion/links", "/redaktion/doppelte")


@pytest.fixture
def editor(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, "redaktion@demo.example")


def post(client: JudgingClient, address: str, opened: str, **values: Any) -> Any:
    return client.post(address, data={"csrf_token": csrf(client, opened), **values})


def told(client: JudgingClient, answer: Any) -> list[str]:
    assert answer.status_code == 303, answer.status_code
    return page(client.get(answer.location)).notices()


def all_of(app: Flask, statement: Any) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(statement))


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("root", ["", "/en"])
def test_each_list_stands_in_the_menu_and_speaks_both_languages(
    editor: JudgingClient, root: str, address: str
) -> None:
    document = page(editor.get(root + address))
    assert document.h1
    assert len([link for link in document.all("a") if link.get("aria-current") == "page"]) >= 1


@pytest.mark.parametrize("address", LISTS)
def test_nobody_else_gets_in(own_app: Flask, own_client: JudgingClient, address: str) -> None:
    assert own_client.get(address).status_code == 303
    assert signed_in(own_app, "anbieter@demo.example").get(address).status_code == 403


# Long unconfirmed offers


def stale_titles(client: JudgingClient, query: str = "") -> list[str]:
    document = page(client.get(f"/redaktion/veraltet{query}"))
    return [text_of(head.findall("{*}a")[0]) for head in document.all("th", scope="row")]


def test_the_oldest_word_comes_first_and_one_click_renews_it(own_app: Flask, editor: JudgingClient) -> None:
    titles = stale_titles(editor)
    assert len(titles) > 3
    with own_app.app_context():
        oldest = db.session.scalars(select(Offer).where(Offer.title == titles[0])).one()
        assert clock.now() - oldest.confirmed_at > timedelta(days=200)
        offer_id = oldest.id
    answer = post(editor, f"/redaktion/veraltet/{offer_id}/bestaetigen", "/redaktion/veraltet")
    assert told(editor, answer) == [f"„{titles[0]}“ gilt noch."]
    assert titles[0] not in stale_titles(editor)
    (line,) = all_of(
        own_app,
        select(JournalEntry).where(JournalEntry.act == Act.CONFIRMED, JournalEntry.thing == Thing.OFFER),
    )
    assert (line.thing_id, line.actor_name) == (offer_id, "Demo Redaktion")


def test_the_list_narrows_to_an_institution_and_comes_back_to_it(
    own_app: Flask, editor: JudgingClient
) -> None:
    with own_app.app_context():
        offer = db.session.scalars(select(Offer).where(Offer.title == stale_titles(editor)[0])).one()
        institution_id, name = offer.institution_id, offer.institution.name
    narrowed = f"?anbieter={institution_id}"
    assert len(stale_titles(editor, narrowed)) < len(stale_titles(editor))
    address = f"/redaktion/veraltet/erinnern/{institution_id}"
    answer = post(editor, address, "/redaktion/veraltet", anbieter=institution_id, seite="")
    assert answer.location == f"/redaktion/veraltet{narrowed}"
    (notice,) = told(editor, answer)
    assert name in notice
    (wish,) = all_of(own_app, select(OutboxEntry).where(OutboxEntry.topic == "letter"))
    assert wish.payload["institution_id"] == institution_id
    assert wish.payload["offer_ids"]


def test_what_is_nobodys_is_named_and_ignored(editor: JudgingClient) -> None:
    for typed in ("999999", "x", "-1", "9" * 40, "１"):
        document = page(editor.get("/redaktion/veraltet", query_string={"anbieter": typed}))
        assert document.notices() == ["Von diesem Anbieter ist nichts lange unbestätigt. Hier stehen alle."]


def test_an_offer_that_is_no_longer_public_is_not_confirmed(own_app: Flask, editor: JudgingClient) -> None:
    with own_app.app_context():
        offer = db.session.scalars(select(Offer).limit(1)).one()
        offer.step, offer_id = Step.WITHDRAWN, offer.id
        db.session.commit()
    answer = post(editor, f"/redaktion/veraltet/{offer_id}/bestaetigen", "/redaktion/veraltet")
    assert "nicht mehr öffentlich" in told(editor, answer)[0]
    assert post(editor, "/redaktion/veraltet/999999/bestaetigen", "/redaktion/veraltet").status_code == 404
    assert post(editor, "/redaktion/veraltet/erinnern/999999", "/redaktion/veraltet").status_code == 404


# Words without a hit


def wish(app: Flask, words: str, times: int = 99) -> str:
    with app.app_context():
        today = clock.today()
        row = MissedQuery(words=words, times=times, first_on=today, last_on=today)
        db.session.add(row)
        db.session.commit()
        return f"/redaktion/suchwoerter/{row.id}"


def test_the_most_asked_stands_first(own_app: Flask, editor: JudgingClient) -> None:
    wish(own_app, "häufig gesucht")
    document = page(editor.get("/redaktion/suchwoerter"))
    titles = [text_of(title) for title in document.all("h2")]
    assert titles[:2] == ["häufig gesucht", WISHES[0][0]]


def test_the_words_of_the_demo_really_find_nothing(own_client: JudgingClient) -> None:
    for words, _times, _days in WISHES:
        assert own_client.get("/suche.json", query_string={"q": words}).json["total"] == 0, words


def test_one_click_makes_a_synonym_that_the_search_knows_at_once(
    own_app: Flask, own_client: JudgingClient, editor: JudgingClient
) -> None:
    address = wish(own_app, "wummerkasten")
    assert own_client.get("/suche.json?q=wummerkasten").json["total"] == 0
    answer = post(editor, f"{address}/synonym", address, zu="Gitarre")
    assert "„wummerkasten“ findet jetzt" in told(editor, answer)[0]
    found = own_client.get("/suche.json?q=wummerkasten").json
    assert found["total"] == own_client.get("/suche.json?q=Gitarre").json["total"] > 0
    (term,) = all_of(own_app, select(Term).where(Term.scheme == Scheme.SYNONYM, Term.label == "Gitarre"))
    assert "wummerkasten" in term.synonyms
    assert "wummerkasten" not in editor.get("/redaktion/suchwoerter").text


def test_what_was_perhaps_meant_is_offered(own_app: Flask, editor: JudgingClient) -> None:
    document = page(editor.get(wish(own_app, "computre grundkruse")))
    assert document.all("input", name="zu")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Bitte geben Sie ein Wort oder Thema ein."),
        ("x" * 121, "höchstens 120 Zeichen"),
        ("wummerkasten", "dasselbe Wort"),
        ("qqqzzzxxx", "findet die Suche nichts"),
    ],
)
def test_a_word_that_does_not_help_is_refused_and_nothing_is_kept(
    own_app: Flask, editor: JudgingClient, typed: str, said: str
) -> None:
    address = wish(own_app, "wummerkasten")
    answer = post(editor, f"{address}/synonym", address, zu=typed)
    assert answer.status_code == 400
    assert said in answer.text
    assert page(answer).one("input", id="zu").get("value") == typed
    assert all_of(own_app, select(MissedQuery.done_at).where(MissedQuery.words == "wummerkasten")) == [None]
    assert not all_of(own_app, select(Term).where(Term.scheme == Scheme.SYNONYM, Term.label == typed))


@pytest.mark.parametrize("outcome", [Outcome.NO_MATTER, Outcome.LACKING])
def test_the_other_ways_out_stay_with_the_words(
    own_app: Flask, editor: JudgingClient, outcome: Outcome
) -> None:
    address = wish(own_app, "imkern im winter")
    answer = post(editor, f"{address}/erledigt", address, ergebnis=outcome.value)
    assert told(editor, answer)
    document = page(editor.get("/redaktion/suchwoerter"))
    assert ("imkern im winter" in document.words) is (outcome is Outcome.LACKING)
    assert "Erledigt" in page(editor.get(address)).words
    told(editor, post(editor, f"{address}/zurueck", address))
    assert "Erledigt" not in page(editor.get(address)).words
    lines = all_of(own_app, select(JournalEntry).where(JournalEntry.title == "imkern im winter"))
    assert [line.act for line in lines] == [Act.ANSWERED, Act.RESTORED]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.text(max_size=80)
    | st.sampled_from(
        ["<script>alert(1)</script>", "a" * 10_000, "\u202ex", "\x00", "' OR 1=1 --", "🙂" * 50, '"']
    )
)
def test_whatever_is_typed_is_answered(own_app: Flask, editor: JudgingClient, typed: str) -> None:
    with own_app.app_context():
        row = db.session.scalars(select(MissedQuery).where(MissedQuery.done_at.is_(None)).limit(1)).one()
        address = f"/redaktion/suchwoerter/{row.id}"
    token = csrf(editor, "/redaktion/suchwoerter")
    values = {"csrf_token": token, "zu": typed.encode("utf-8", "ignore").decode()}
    assert editor.post(f"{address}/synonym", data=values).status_code in (303, 400)
    assert editor.post(f"{address}/erledigt", data={**values, "ergebnis": values["zu"]}).status_code == 303


# Dead links


def test_a_dead_link_is_shown_with_what_uses_it(own_app: Flask, editor: JudgingClient) -> None:
    (url, *_) = all_of(
        own_app, select(CheckedLink.url).order_by(CheckedLink.failures.desc(), CheckedLink.url)
    )
    document = page(editor.get("/redaktion/links"))
    assert url in document.words
    titles = all_of(own_app, select(Offer.title).where(Offer.registration_url == url))
    assert titles
    assert titles[0] in document.words
    assert {link.get("rel") for link in document.all("a", href=url)} == {"noopener noreferrer nofollow"}


def test_a_link_is_left_alone_and_checked_again(own_app: Flask, editor: JudgingClient) -> None:
    (link_id, *_) = all_of(own_app, select(CheckedLink.id).order_by(CheckedLink.url))
    address = f"/redaktion/links/{link_id}"
    assert told(editor, post(editor, f"{address}/ignorieren", "/redaktion/links"))
    assert "Werden nicht geprüft" in page(editor.get("/redaktion/links")).words
    assert told(editor, post(editor, f"{address}/pruefen", "/redaktion/links"))
    (row,) = all_of(own_app, select(CheckedLink).where(CheckedLink.id == link_id))
    assert (row.ignored_at, row.checked_at, row.failures) == (None, None, 0)
    assert post(editor, "/redaktion/links/999999/pruefen", "/redaktion/links").status_code == 404


# Doubles


@pytest.fixture
def pair(own_app: Flask) -> tuple[int, int]:
    """The same evening, entered by two institutions."""
    with own_app.app_context():
        session, now = db.session(), clock.now()
        place = make.make_place(session, name="Rathaus", street="Markt 1")
        start = now + timedelta(days=9)
        one = make.make_dated_offer(session, "Malen am Fluss", start, place=place, summary="Mit Farbe.")
        two = make.make_dated_offer(session, "Malen am Fluss!", start, place=place, price_cents=900)
        for offer in (one, two):
            offer.confirmed_at = now
        session.commit()
        duplicates.look(session, now)
        session.commit()
        return one.id, two.id


def test_a_pair_stands_side_by_side_with_what_differs(editor: JudgingClient, pair: tuple[int, int]) -> None:
    document = page(editor.get("/redaktion/doppelte"))
    assert "Malen am Fluss!" in document.words
    fields = [text_of(each) for each in document.all("p", class_="diff__field")]
    assert {"Titel", "Anbieter", "Preis", "Kurztext"} <= set(fields)
    assert "Termine" not in fields
    assert "Gleich:" in document.words


def test_putting_together_says_what_happens_and_then_does_it(
    own_app: Flask, own_client: JudgingClient, editor: JudgingClient, pair: tuple[int, int]
) -> None:
    first, second = pair
    address = f"/redaktion/doppelte/{first}-{second}/zusammenlegen"
    asked = page(editor.get(f"{address}?bleibt={second}"))
    assert "Kalendern abgesagt" in asked.words
    answer = post(editor, address, f"{address}?bleibt={second}", bleibt=second)
    assert told(editor, answer) == ["Zusammengelegt. Es bleibt: „Malen am Fluss!“."]
    moved = own_client.get(f"/angebote/{first}-malen-am-fluss")
    assert moved.status_code == 301
    assert moved.location.startswith(f"/angebote/{second}-")
    assert all_of(own_app, select(DuplicatePair)) == []
    assert told(editor, editor.get(address)) == ["Über dieses Paar ist schon entschieden."]


def test_what_is_different_is_not_asked_about_again(
    own_app: Flask, editor: JudgingClient, pair: tuple[int, int]
) -> None:
    address = f"/redaktion/doppelte/{pair[0]}-{pair[1]}/verschieden"
    assert told(editor, post(editor, address, "/redaktion/doppelte"))
    with own_app.app_context():
        assert duplicates.look(db.session(), clock.now()) == 0
        db.session.commit()
    assert "Zurzeit sieht nichts doppelt aus." in page(editor.get("/redaktion/doppelte")).words
    assert told(editor, post(editor, address, "/redaktion/veraltet"))


@pytest.mark.parametrize("typed", ["", "x", "999999", "-1"])
def test_only_one_of_the_two_can_stay(editor: JudgingClient, pair: tuple[int, int], typed: str) -> None:
    address = f"/redaktion/doppelte/{pair[0]}-{pair[1]}/zusammenlegen"
    assert editor.get(address, query_string={"bleibt": typed}).status_code == 404
    assert post(editor, address, "/redaktion/doppelte", bleibt=typed).status_code == 400
