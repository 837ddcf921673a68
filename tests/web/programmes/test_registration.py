"""Registering here: asked, confirmed by the letter's link, placed or in line, moved up, accepted, left. Nothing by GET."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal import clock
from portal.extensions import db
from portal.models import Offer
from portal.vocabulary.offers import Availability, RegistrationWay, Step
from tests.judge import JudgingClient
from tests.web.hall import HOSTILE
from tests.web.reading import page, text_of

from .registering import (
    MOTHER,
    Team,
    confirmed,
    fields,
    letters,
    link,
    register,
    rows,
    run_of,
    states,
    time_passes,
    training,
)


@pytest.fixture(autouse=True)
def ten_o_clock() -> Iterator[None]:
    with time_machine.travel(clock.as_utc(clock.today(), 10, 0), tick=True):
        yield


@pytest.fixture
def team(own_app: Flask) -> Team:
    return training(own_app)


def test_the_offer_leads_to_the_form_with_its_team_chosen(own_client: JudgingClient, team: Team) -> None:
    offer = page(own_client.get(team.offer))
    assert team.form in offer.links()
    document = page(own_client.get(team.form))
    assert fields(document)["team"] == str(team.uuid)
    assert "30 Tage nach dem letzten Termin" in document.words
    assert document.meta("robots") == "noindex"


def test_asked_is_not_registered_and_the_link_of_the_letter_confirms_by_a_button(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    answer = register(own_client, team.form)
    assert (answer.status_code, answer.location) == (303, "/anmeldung/gesendet")
    assert page(own_client.get(answer.location)).h1 == "Bitte sehen Sie in Ihr E-Mail-Postfach"
    [row] = rows(own_app, team)
    assert (row.name, row.email, row.persons, row.state.value) == ("Mira Muster", MOTHER, 1, "asked")
    [letter] = letters(own_app)
    address = link(letter)
    seen = page(own_client.get(address))
    assert seen.h1 == "Bitte bestätigen Sie Ihre Anmeldung"
    assert states(own_app, team) == {"Mira": "asked"}, "looking changes nothing"
    for _click in range(2):
        done = own_client.post(f"{address}/bestaetigen")
        assert (done.status_code, done.location) == (303, address)
    seen = page(own_client.get(address))
    assert seen.h1 == "Sie sind angemeldet"
    assert f"{team.offer}.ics?durchfuehrung={team.uuid}" in seen.links()
    assert [one.kind for one in letters(own_app)] == ["registration_asked", "registration_placed"]
    assert (run_of(own_app, team).places_left, run_of(own_app, team).availability) == (1, Availability.FEW)


def test_the_persons_page_is_nobody_elses_and_kept_nowhere(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    address = confirmed(own_app, own_client, team, "Mira Muster")
    answer = own_client.get(address)
    assert answer.headers["Cache-Control"] == "no-store"
    assert page(answer).meta("robots") == "noindex"
    wrong = own_client.get(f"/anmeldung/{'x' * 43}")
    assert wrong.status_code == 404
    assert page(wrong).h1 == "Diese Anmeldung gibt es nicht"
    for act in ("bestaetigen", "annehmen", "abmelden"):
        assert own_client.post(f"/anmeldung/{'x' * 43}/{act}").status_code == 404
    assert own_client.get(f"/anmeldung/{'x' * 43}/abmelden").status_code == 404


def test_with_a_telephone_only_somebody_is_called(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    answer = register(own_client, team.form, email="", phone="0340 0000-777", persons="2")
    assert answer.location == "/anmeldung/rueckruf"
    assert page(own_client.get(answer.location)).h1 == "Wir rufen Sie an"
    [row] = rows(own_app, team)
    assert (row.phone, row.email, row.persons, row.state.value) == ("0340 0000-777", None, 2, "asked")
    assert letters(own_app) == []


def test_who_comes_late_waits_moves_up_and_takes_the_place(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    first = confirmed(own_app, own_client, team, "Anna Beispiel", persons=2)
    second = confirmed(own_app, own_client, team, "Bela Beispiel")
    third = confirmed(own_app, own_client, team, "Carla Beispiel")
    assert states(own_app, team) == {"Anna": "placed", "Bela": "waiting", "Carla": "waiting"}
    assert "Sie stehen an Stelle 2." in page(own_client.get(third)).words
    asked = page(own_client.get(f"{first}/abmelden"))
    assert asked.h1 == "Wirklich abmelden?"
    assert states(own_app, team)["Anna"] == "placed", "asking is not leaving"
    for _click in range(2):
        assert own_client.post(f"{first}/abmelden").status_code == 303
    assert states(own_app, team) == {"Anna": "cancelled", "Bela": "offered", "Carla": "offered"}
    seen = page(own_client.get(second))
    assert seen.h1 == "Ein Platz ist frei geworden"
    assert "Er bleibt bis " in seen.words
    for _click in range(2):
        assert own_client.post(f"{second}/annehmen").status_code == 303
    assert page(own_client.get(second)).h1 == "Sie sind angemeldet"
    assert page(own_client.get(first)).h1 == "Sie sind abgemeldet"
    assert own_client.get(f"{first}/abmelden").location == first


def test_who_registered_for_two_reads_of_two_places(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    first = confirmed(own_app, own_client, team, "Anna Beispiel", persons=2)
    second = confirmed(own_app, own_client, team, "Bela Beispiel", persons=2)
    assert "Ihre 2 Plätze sind fest." in page(own_client.get(first)).words
    assert "Ihre Plätze gehen an die Nächsten" in page(own_client.get(f"{first}/abmelden")).words
    own_client.post(f"{first}/abmelden")
    assert "Die Plätze sind wieder frei." in page(own_client.get(first)).words
    offered = page(own_client.get(second))
    assert offered.h1 == "2 Plätze sind frei geworden"
    assert "Sie bleiben bis " in offered.words
    assert "Plätze annehmen" in offered.words


def test_who_cancelled_is_offered_no_dates_for_the_calendar(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    mine = confirmed(own_app, own_client, team, "Anna Beispiel")
    assert any(".ics?durchfuehrung=" in link for link in page(own_client.get(mine)).links())
    own_client.post(f"{mine}/abmelden")
    assert not any(".ics" in link for link in page(own_client.get(mine)).links())


def test_cancelling_is_no_signing_out(own_app: Flask, own_client: JudgingClient, team: Team) -> None:
    mine = confirmed(own_app, own_client, team, "Anna Beispiel")
    english = own_client.get(f"/en{mine}")
    assert "Cancel registration" in page(english).words
    assert "Sign out" not in page(english).words
    assert "Sign out" not in page(own_client.get(f"/en{mine}/abmelden")).words


def test_an_offered_place_that_nobody_takes_goes_to_the_next(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    first = confirmed(own_app, own_client, team, "Anna Beispiel", persons=2)
    second = confirmed(own_app, own_client, team, "Bela Beispiel", persons=2)
    confirmed(own_app, own_client, team, "Carla Beispiel", persons=2)
    own_client.post(f"{first}/abmelden")
    assert states(own_app, team) == {"Anna": "cancelled", "Bela": "offered", "Carla": "waiting"}
    later = clock.now() + timedelta(hours=49)
    with time_machine.travel(later, tick=True):
        assert page(own_client.get(second)).h1 == "Die Zeit für diesen Platz ist vorbei"
        late = own_client.post(f"{second}/annehmen")
        assert late.status_code == 409
        assert page(late).notices()[0].startswith("Die Frist für diesen Platz ist vorbei")
    time_passes(own_app, later)
    assert states(own_app, team) == {"Anna": "cancelled", "Bela": "waiting", "Carla": "offered"}


def test_who_never_confirms_is_off_after_two_days(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    register(own_client, team.form)
    address = link(letters(own_app)[-1])
    later = clock.now() + timedelta(hours=49)
    time_passes(own_app, later)
    with time_machine.travel(later, tick=True):
        seen = page(own_client.get(address))
        assert seen.h1 == "Diese Anmeldung ist verfallen"
        assert team.form in seen.links()
        assert own_client.post(f"{address}/bestaetigen").status_code == 409
    assert states(own_app, team) == {"Mira": "lapsed"}


def test_sending_twice_registers_once(own_app: Flask, own_client: JudgingClient, team: Team) -> None:
    for _click in range(2):
        assert register(own_client, team.form).status_code == 303
    assert len(rows(own_app, team)) == 1
    assert len(letters(own_app, "registration_asked")) == 1


def test_in_english_from_the_form_to_the_letter(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    answer = register(own_client, f"/en{team.form}")
    assert answer.location == "/en/anmeldung/gesendet"
    [letter] = letters(own_app)
    assert letter.locale == "en"
    address = link(letter)
    assert address.startswith("/en/anmeldung/")
    assert page(own_client.get(address)).lang == "en"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "", "phone": ""}, "email"),
        ({"email": "mira@"}, "email"),
        ({"email": "", "phone": "keins"}, "phone"),
        ({"persons": ""}, "persons"),
        ({"persons": "0"}, "persons"),
        ({"persons": "21"}, "persons"),
        ({"persons": "3"}, "persons"),
        ({"team": "00000000-0000-4000-8000-000000000000"}, "team"),
    ],
)
def test_a_mistake_names_its_field_and_loses_nothing(
    own_app: Flask, own_client: JudgingClient, team: Team, given: dict[str, str], field: str
) -> None:
    answer = register(own_client, team.form, **given)
    assert answer.status_code == 400
    document = page(answer)
    assert document.title.startswith("Fehler:")
    [link_] = [
        one.get("href") for one in document.one("div", class_="errorsummary").iter() if one.get("href")
    ]
    assert link_ == f"#{field}"
    assert fields(document)["name"] == given.get("name", "Mira Muster").strip()
    assert rows(own_app, team) == []


def test_robots_stay_outside(own_app: Flask, own_client: JudgingClient, team: Team) -> None:
    assert register(own_client, team.form, website="https://spam.example").status_code == 400
    sent = fields(page(own_client.get(team.form)))
    sent.update({"name": "Schnell", "email": MOTHER})
    assert own_client.post(team.form.partition("?")[0], data=sent).status_code == 400, "too fast for a person"
    assert rows(own_app, team) == []


ODD = (
    "",
    "\x00",
    "x" * 10_000,
    "😀" * 300,
    HOSTILE,
    "9999-12-31",
    "-5",
    "²",
    "99999999999999999999",
    "a@b\r\nBcc: x@y.example",
)


def test_whatever_is_typed_gets_an_answer(own_app: Flask, own_client: JudgingClient, team: Team) -> None:
    names = ("team", "name", "email", "phone", "persons", "ticket")
    document = page(own_client.get(team.form))
    for turn, value in enumerate(ODD):
        sent = fields(document)
        for at, name in enumerate(names):
            if (turn + at) % 2 == 0:
                sent.setlist(name, [value, value] if turn % 3 == 0 else [value])
        assert own_client.post(team.form.partition("?")[0], data=sent).status_code in (303, 400)
    assert own_client.post(team.form.partition("?")[0]).status_code == 400
    assert own_client.get(f"/angebote/{team.offer_id}/anmelden?durchfuehrung={'ä' * 300}").status_code == 200
    assert own_client.get("/anmeldung/zu-kurz").status_code == 404


def set_offer(app: Flask, team: Team, **values: object) -> None:
    with app.app_context():
        offer = db.session.get(Offer, team.offer_id)
        for name, value in values.items():
            setattr(offer, name, value)
        db.session.commit()


def test_offers_that_take_nobody_here_lead_back_to_their_page(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    set_offer(own_app, team, registration_way=RegistrationWay.PHONE)
    answer = own_client.get(team.form)
    assert (answer.status_code, answer.location) == (303, team.offer)
    set_offer(own_app, team, registration_way=RegistrationWay.HERE, step=Step.WITHDRAWN)
    assert own_client.get(team.form).location == team.offer
    set_offer(own_app, team, step=Step.DRAFT)
    assert own_client.get(team.form).status_code == 404
    assert own_client.get("/angebote/2000000000/anmelden").status_code == 404


def test_a_closed_group_says_so_and_whom_to_ask(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    with own_app.app_context():
        offer = db.session.get(Offer, team.offer_id)
        assert offer is not None
        for run in offer.runs:
            run.registration_closes_on = clock.today() - timedelta(days=1)
        db.session.commit()
    document = page(own_client.get(team.form))
    assert "Zurzeit kann man sich hier nicht anmelden." in document.words
    assert document.all("form", id="formular") == []
    assert "0340 0000-411" in document.words
    assert own_client.post(team.form.partition("?")[0], data={"team": str(team.uuid)}).status_code == 400


def test_search_and_page_tell_how_it_stands_now(
    own_app: Flask, own_client: JudgingClient, team: Team
) -> None:
    confirmed(own_app, own_client, team, "Anna Beispiel", persons=2)
    offer = page(own_client.get(team.offer))
    assert [text_of(one) for one in offer.all("a", class_="btn") if team.form == one.get("href")] == [
        "Auf die Warteliste"
    ]
    calendar = own_client.get(f"{team.offer}.ics?durchfuehrung={team.uuid}")
    assert calendar.status_code == 200
    assert "Warteliste" in calendar.text
