"""An invitation by mail: a new person chooses a password and is in, somebody with an account signs in and joins, others do not."""

from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Institution, User
from portal.permissions.policy import Actor
from portal.vocabulary.people import MembershipRole, Role
from portal.web.kit.invite import send_invitation
from tests.judge import JudgingClient
from tests.web.people import signed_in
from tests.web.reading import page

from .visits import GOOD, kinds, link, log_in, post_box, send, somebody, summary, user

NEW = "neu@beispiel.example"


def invite(app: Flask, email: str, **into: object) -> str:
    """As the desk and the administration do; the path of the link in the letter."""
    with app.test_request_context():
        boss = db.session.scalars(select(User).where(User.email == "verwaltung@demo.example")).one()
        if not into:
            slug = Institution.slug == "volkshochschule"
            into = {"institution_id": db.session.scalars(select(Institution.id).where(slug)).one()}
        send_invitation(email, by=Actor(boss.id, boss.name, boss.role), **into)  # type: ignore[arg-type]
        db.session.commit()
    return link(app, email, "einladung")


def test_a_new_person_is_in_at_once(own_app: Flask, own_client: JudgingClient) -> None:
    address = invite(own_app, NEW)
    [letter] = post_box(own_app, NEW)
    for said in ("Demo Verwaltung lädt Sie ein", "Volkshochschule", "Mitglied", "14 Tage"):
        assert said in letter.text
    assert NEW in page(own_client.get(address)).words
    assert user(own_app, NEW) is None, "looking at it makes no account"
    for wrong, said in (({"name": ""}, "Namen"), ({"password": "kurz"}, "mindestens 10")):
        assert said in summary(send(own_client, address, **{"name": "Neu", "password": GOOD} | wrong))
    assert send(own_client, address, name="Neu", password=GOOD).headers["Location"] == "/konto/"
    document = page(own_client.get("/konto/"))
    assert "Volkshochschule" in document.words
    assert "Willkommen!" in document.notices()[0]
    assert own_client.get(address).status_code == 410


def test_somebody_with_an_account_signs_in_and_joins(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    address = invite(own_app, email)
    sent = own_client.get(address)
    assert sent.headers["Location"] == f"/konto/anmelden?weiter={address}"
    assert log_in(own_client, email, address=sent.headers["Location"]).headers["Location"] == address
    assert not page(own_client.get(address)).all("input", name="password")
    assert send(own_client, address).headers["Location"] == "/konto/"
    assert "Volkshochschule" in page(own_client.get("/konto/")).words


def test_another_account_is_told_whose_it_is(own_app: Flask) -> None:
    address = invite(own_app, NEW)
    other = signed_in(own_app, somebody(own_app))
    answer = other.get(address)
    assert answer.status_code == 403
    assert NEW in page(answer).words
    token = page(other.get("/konto/")).all("input", name="csrf_token")[0].get("value")
    assert other.post(address, data={"csrf_token": token, "name": "x", "password": GOOD}).status_code == 403
    assert user(own_app, NEW) is None


def test_a_role_is_given_by_invitation(own_app: Flask, own_client: JudgingClient) -> None:
    address = invite(own_app, NEW, role=Role.EDITOR)
    send(own_client, address, name="Neu", password=GOOD)
    found = user(own_app, NEW)
    assert found is not None
    assert found.role is Role.EDITOR
    assert kinds(own_app, NEW) == ["account_invitation"]


def test_a_manager_is_invited_as_such(own_app: Flask, own_client: JudgingClient) -> None:
    with own_app.app_context():
        number = db.session.scalars(select(Institution.id).where(Institution.slug == "volkshochschule")).one()
    address = invite(own_app, NEW, institution_id=number, membership_role=MembershipRole.MANAGER)
    send(own_client, address, name="Neu", password=GOOD)
    assert "Leitung" in page(own_client.get("/konto/")).words
