"""The quarterly letter and its links: whoever holds one confirms, or sets free places, without a login and nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.models import Institution, JournalEntry, Letter, Offer, Run
from portal.upkeep import freshness
from portal.vocabulary.offers import Availability, Step
from portal.vocabulary.people import MembershipRole
from portal.vocabulary.workflow import Act, Thing
from portal.web.kit import letter_wishes, signed_links
from tests.factories import offers as make
from tests.judge import JudgingClient
from tests.web.people import account, signed_in
from tests.web.reading import page, text_of

LINK = re.compile(r"https?://[^\s)>\]]+")


@pytest.fixture
def school(own_app: Flask) -> int:
    """An institution with two old offers, one with a date to come, and one that is fresh."""
    with own_app.app_context():
        session, now = db.session(), clock.now()
        house = make.make_institution(
            session, name="Malschule am Markt", maintenance_email="pflege@malschule.example"
        )
        old = now - timedelta(days=120)
        values = {"institution": house, "published_at": old}
        make.make_dated_offer(session, "Malen am Fluss", now + timedelta(days=9), confirmed_at=old, **values)
        make.make_offer(session, "Töpfern", confirmed_at=old, **values)
        make.make_offer(session, "Frisch", confirmed_at=now, **values)
        session.commit()
        return house.id


def link(app: Flask, number: int, sort: str = "confirm") -> str:
    """The path of a link that was made now."""
    with app.test_request_context():
        made = {"confirm": signed_links.confirm_address, "places": signed_links.places_address}[sort](number)
        return made.removeprefix(app.extensions["agora_settings"].base_url)


def offer(app: Flask, title: str) -> Offer:
    with app.app_context():
        return db.session.scalars(select(Offer).where(Offer.title == title)).one()


def run_id(app: Flask, title: str = "Malen am Fluss") -> int:
    with app.app_context():
        return db.session.scalars(select(Run.id).join(Offer).where(Offer.title == title)).one()


def titles(answer: Any) -> list[str]:
    return [
        (box.tail or "").strip() or "".join(box.itertext())
        for box in page(answer).all("label", class_="choice")
    ]


def letters(app: Flask) -> list[Letter]:
    with app.app_context():
        session = db.session()
        freshness.remind_all(session, clock.now())
        session.commit()
        letter_wishes.drain(session)
        return list(session.scalars(select(Letter).where(Letter.kind == "freshness").order_by(Letter.id)))


def test_the_letter_names_each_offer_with_date_and_leads_to_the_links(
    own_app: Flask, own_client: JudgingClient, school: int
) -> None:
    (letter,) = [one for one in letters(own_app) if one.recipient == "pflege@malschule.example"]
    assert "Malschule am Markt" in letter.subject
    assert "Malen am Fluss" in letter.text
    assert "Töpfern" in letter.text
    assert "Frisch" not in letter.text
    assert "Wann:" in letter.text
    assert "weil „Malschule am Markt“" in letter.text
    found = [address.rstrip(".,") for address in LINK.findall(letter.text)]
    (confirm,) = [one for one in found if "/bestaetigen/" in one]
    (places,) = [one for one in found if "/plaetze/" in one]
    base = own_app.extensions["agora_settings"].base_url
    assert len(titles(own_client.get(confirm.removeprefix(base)))) == 2
    assert own_client.get(places.removeprefix(base)).status_code == 200
    assert confirm in letter.html
    assert (
        letters(own_app) and len([one for one in letters(own_app) if one.recipient == letter.recipient]) == 1
    )


def test_managers_get_it_where_no_address_is_kept(own_app: Flask, school: int) -> None:
    with own_app.app_context():
        house = db.session.get_one(Institution, school)
        house.maintenance_email, slug = None, house.slug
        db.session.commit()
    account(own_app, "leitung@malschule.example", institutions={slug: MembershipRole.MANAGER})
    account(own_app, "mitglied@malschule.example", institutions={slug: MembershipRole.MEMBER})
    found = {one.recipient for one in letters(own_app) if one.recipient.endswith("malschule.example")}
    assert found == {"leitung@malschule.example"}


def test_one_click_confirms_all_and_a_second_does_no_harm(
    own_app: Flask, own_client: JudgingClient, school: int
) -> None:
    address = link(own_app, school)
    assert "Alle 2 Angebote gelten noch" in page(own_client.get(address)).words
    for expected in (2, 0):
        answer = own_client.post(address, data={"alle": "1"})
        assert (answer.status_code, answer.location) == (303, f"{address}?getan={expected}")
        assert not answer.headers.getlist("Set-Cookie")
    done = page(own_client.get(f"{address}?getan=2"))
    assert done.h1 == "Danke, alles ist bestätigt"
    assert done.notices() == ["Bestätigt: 2 Angebote gelten weiter."]
    assert clock.now() - offer(own_app, "Töpfern").confirmed_at < timedelta(minutes=1)
    with own_app.app_context():
        lines = db.session.scalars(
            select(JournalEntry).where(JournalEntry.act == Act.CONFIRMED, JournalEntry.thing == Thing.OFFER)
        ).all()
        assert [line.actor_name for line in lines] == ["Portal", "Portal"]


def test_one_may_go_through_them(own_app: Flask, own_client: JudgingClient, school: int) -> None:
    address = link(own_app, school)
    refused = own_client.post(address, data={})
    assert refused.status_code == 400
    assert page(refused).notices() == ["Bitte wählen Sie mindestens ein Angebot aus."]
    own_client.post(address, data={"angebot": [str(offer(own_app, "Töpfern").id), "x", "", "999999"]})
    left = page(own_client.get(address))
    assert [text_of(title) for title in left.all("h2") if "Malen" in text_of(title)] == ["Malen am Fluss"]
    assert "Töpfern" not in left.words


def test_a_link_confirms_nothing_of_others(own_app: Flask, own_client: JudgingClient, school: int) -> None:
    with own_app.app_context():
        foreign = db.session.scalars(select(Offer).where(Offer.institution_id != school).limit(1)).one()
        before, number = foreign.confirmed_at, foreign.id
    own_client.post(link(own_app, school), data={"angebot": str(number)})
    with own_app.app_context():
        assert db.session.get_one(Offer, number).confirmed_at == before


def test_who_is_signed_in_signs_the_journal(own_app: Flask, school: int) -> None:
    editor = signed_in(own_app, "redaktion@demo.example")
    editor.post(link(own_app, school), data={"alle": "1"})
    with own_app.app_context():
        lines = db.session.scalars(
            select(JournalEntry).where(JournalEntry.act == Act.CONFIRMED, JournalEntry.thing == Thing.OFFER)
        ).all()
        assert {line.actor_name for line in lines} == {"Demo Redaktion"}


def test_a_link_ends_after_a_hundred_days(own_app: Flask, own_client: JudgingClient, school: int) -> None:
    address = link(own_app, school)
    with time_machine.travel(clock.now() + timedelta(days=99), tick=True):
        assert own_client.get(address).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=101), tick=True):
        for answer in (own_client.get(address), own_client.post(address, data={"alle": "1"})):
            assert answer.status_code == 410
            assert "melden" in page(answer).words.lower() or "anmelden" in page(answer).words.lower()


@pytest.mark.parametrize("sort", ["confirm", "places"])
def test_a_link_that_was_tampered_with_says_how_to_go_on(
    own_app: Flask, own_client: JudgingClient, school: int, sort: str
) -> None:
    address = link(own_app, school, sort)
    head, _, token = address.rpartition("/")
    signer = URLSafeTimedSerializer(
        own_app.config["SECRET_KEY"], salt={"confirm": "freshness", "places": "places"}[sort]
    )
    wrong = [
        token[:-1],
        token[:-2] + ("AA" if not token.endswith("AA") else "BB"),
        "x" + token,
        link(own_app, school, "places" if sort == "confirm" else "confirm").rpartition("/")[2],
        URLSafeTimedSerializer("another secret", salt="freshness").dumps(school),
        *(signer.dumps(value) for value in ("1", None, [], {}, True, -1, 2**40)),
    ]
    for each in wrong:
        for answer in (
            own_client.get(f"{head}/{each}"),
            own_client.post(f"{head}/{each}", data={"alle": "1"}),
        ):
            assert answer.status_code == 404
            assert (
                page(answer).one("a", class_="btn", href="/konto/anmelden?weiter=/anbieterbereich/")
                is not None
            )


def test_a_link_of_what_is_hidden_or_gone_leads_nowhere(
    own_app: Flask, own_client: JudgingClient, school: int
) -> None:
    places = link(own_app, run_id(own_app), "places")
    with own_app.app_context():
        db.session.get_one(Institution, school).is_public = False
        db.session.commit()
    for address in (link(own_app, school), places, link(own_app, 999_999), link(own_app, 999_999, "places")):
        assert own_client.get(address).status_code == 410
        assert own_client.post(address, data={"alle": "1", "availability": "full"}).status_code == 410


def state(app: Flask) -> tuple[Availability, int | None]:
    with app.app_context():
        run = db.session.get_one(Run, run_id(app))
        return run.availability, run.places_left


def test_free_places_are_set_at_once_and_nothing_else(
    own_app: Flask, own_client: JudgingClient, school: int
) -> None:
    del school
    address = link(own_app, run_id(own_app), "places")
    answer = own_client.post(address, data={"availability": "few", "places_left": "2", "title": "Anders"})
    assert (answer.status_code, answer.location) == (303, f"{address}?getan=1")
    assert state(own_app) == (Availability.FEW, 2)
    assert page(own_client.get(answer.location)).notices() == ["Gemeldet. Im Portal steht es schon."]
    shown = own_client.get(f"/angebote/{offer(own_app, 'Malen am Fluss').id}-malen-am-fluss")
    assert "Noch 2 Plätze" in page(shown).words
    own_client.post(address, data={"availability": "full", "places_left": "2"})
    assert state(own_app) == (Availability.FULL, None)


def test_a_run_that_is_over_or_withdrawn_takes_no_places(
    own_app: Flask, own_client: JudgingClient, school: int
) -> None:
    del school
    address = link(own_app, run_id(own_app), "places")
    with time_machine.travel(clock.now() + timedelta(days=20), tick=True):
        assert own_client.get(address).status_code == 410
    with own_app.app_context():
        db.session.get_one(Run, run_id(own_app)).offer.step = Step.WITHDRAWN
        db.session.commit()
    assert own_client.post(address, data={"availability": "full"}).status_code == 410
    assert state(own_app)[0] is Availability.FREE


HOSTILE = st.text(max_size=40) | st.sampled_from(
    ["-1", "1e9", "９", "x" * 10_000, "<b>", "\x00", "\u202e", '"', "🙂"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(availability=HOSTILE, places_left=HOSTILE)
def test_whatever_is_posted_is_answered(
    own_app: Flask, own_client: JudgingClient, school: int, availability: str, places_left: str
) -> None:
    del school
    values = {"availability": availability, "places_left": places_left}
    plain = {name: value.encode("utf-8", "ignore").decode() for name, value in values.items()}
    answer = own_client.post(link(own_app, run_id(own_app), "places"), data=plain)
    assert answer.status_code == (303 if availability in set(Availability) else 400)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(
        alphabet=st.characters(exclude_characters="/?#\\", exclude_categories=["Cs", "Cc"]),
        min_size=1,
        max_size=60,
    )
)
def test_whatever_stands_in_the_address_is_answered(own_client: JudgingClient, token: str) -> None:
    for sort in ("bestaetigen", "plaetze"):
        assert own_client.get(f"/anbieterbereich/{sort}/{token}").status_code in (404, 308)
