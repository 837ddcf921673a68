"""The pages of one's own account: what one sees of oneself, changes that take effect when they are proved, and leaving."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from portal.accounts import passwords
from portal.extensions import db
from portal.models import Institution, LoginSession, Membership, ParkedForm, User
from portal.vocabulary.people import MembershipRole, Standing
from tests.judge import JudgingClient
from tests.web import people
from tests.web.people import signed_in
from tests.web.reading import page, text_of

from .visits import GOOD, OTHER, fields, kinds, later, link, log_in, post_box, send, somebody, summary, user

PROFILE, PASSWORD, ADDRESS, CLOSE = "/konto/angaben", "/konto/passwort", "/konto/adresse", "/konto/loeschen"


def test_home_says_who_one_is_and_leads_on(own_app: Flask) -> None:
    document = page(signed_in(own_app, "anbieter@demo.example").get("/konto/"))
    assert {"Demo Anbieter", "anbieter@demo.example"} <= {text_of(one) for one in document.all("dd")}
    assert "/anbieter/volkshochschule" in document.links()
    assert "Leitung" in document.words
    assert {"/konto/angaben", "/konto/sitzungen", "/konto/zweiter-faktor"} <= set(document.links())
    assert "Redaktion" not in document.words


def test_editors_find_their_desk(own_app: Flask) -> None:
    links = set(page(signed_in(own_app, "redaktion@demo.example").get("/konto/")).links())
    assert "/redaktion/kalendertage" in links


def test_a_suspended_institution_is_named_as_such(own_app: Flask) -> None:
    with own_app.app_context():
        row = db.session.scalars(select(Institution).where(Institution.slug == "volkshochschule")).one()
        row.standing = Standing.SUSPENDED
        db.session.commit()
    document = page(signed_in(own_app, "anbieter@demo.example").get("/konto/"))
    assert "gesperrt" in document.words
    assert "/anbieter/volkshochschule" not in document.links()


def test_name_and_language_of_letters_are_changed(own_app: Flask) -> None:
    email = somebody(own_app)
    visitor = signed_in(own_app, email)
    assert send(visitor, PROFILE, name="  Anna   Beispiel-Neu ", locale="en").headers["Location"] == PROFILE
    found = user(own_app, email)
    assert found is not None
    assert (found.name, found.locale) == ("Anna Beispiel-Neu", "en")
    assert "Ihre Angaben sind gespeichert." in page(visitor.get(PROFILE)).notices()
    assert "Namen" in summary(send(visitor, PROFILE, name=""))
    assert send(visitor, PROFILE, locale="xx").status_code == 400


def test_the_password_is_changed_with_the_old_one(own_app: Flask) -> None:
    email = somebody(own_app)
    here, there = signed_in(own_app, email), signed_in(own_app, email)
    assert "nicht Ihr jetziges" in summary(send(here, PASSWORD, current_password=OTHER, new_password=OTHER))
    assert "mindestens 10" in summary(send(here, PASSWORD, current_password=GOOD, new_password="kurz"))
    assert send(here, PASSWORD, current_password=GOOD, new_password=OTHER).status_code == 303
    assert here.get("/konto/").status_code == 200
    assert there.get("/konto/").status_code == 303
    assert log_in(JudgingClient(own_app), email, OTHER).status_code == 303
    assert kinds(own_app, email) == ["account_password_changed"]


def test_a_new_address_is_confirmed_there_and_told_here(own_app: Flask) -> None:
    email, new = somebody(own_app), "neu@beispiel.example"
    visitor = signed_in(own_app, email)
    assert send(visitor, ADDRESS, email=" Neu@beispiel.example ", current_password=GOOD).status_code == 303
    assert user(own_app, new) is None
    assert kinds(own_app, email) == ["account_change_old"]
    assert new in post_box(own_app, email)[0].text
    address = link(own_app, new, "adresse-bestaetigen")
    stranger = JudgingClient(own_app)
    assert page(stranger.get(address)).h1 == "Neue Adresse bestätigen"
    assert user(own_app, new) is None, "programs that look at letters open links"
    assert send(stranger, address).status_code == 303
    assert user(own_app, email) is None
    assert kinds(own_app, email)[-1] == "account_changed"
    assert log_in(JudgingClient(own_app), new).status_code == 303
    assert visitor.get("/konto/").status_code == 200
    assert stranger.get(address).status_code == 410


def test_the_address_of_somebody_else_is_not_told(own_app: Flask) -> None:
    email, other = somebody(own_app), somebody(own_app, "berta@beispiel.example")
    visitor = signed_in(own_app, email)
    taken = send(visitor, ADDRESS, email=other, current_password=GOOD)
    free = send(visitor, ADDRESS, email="frei@beispiel.example", current_password=GOOD)
    assert (taken.status_code, taken.headers["Location"]) == (free.status_code, free.headers["Location"])
    assert kinds(own_app, other) == ["account_exists"]
    assert "Ihre jetzige" not in summary(send(visitor, ADDRESS, email=email, current_password=GOOD))


def test_without_the_password_no_address_is_changed(own_app: Flask) -> None:
    visitor = signed_in(own_app, somebody(own_app))
    answer = send(visitor, ADDRESS, email="neu@beispiel.example", current_password="falsch")
    assert answer.status_code == 400
    assert fields(page(answer))["email"] == "neu@beispiel.example"
    assert kinds(own_app, "neu@beispiel.example") == []


def test_an_account_is_closed_for_good(own_app: Flask) -> None:
    email = somebody(own_app)
    visitor = signed_in(own_app, email)
    assert send(visitor, CLOSE, current_password="falsch").status_code == 400
    assert user(own_app, email) is not None
    assert send(visitor, CLOSE, current_password=GOOD).headers["Location"] == "/konto/anmelden"
    assert user(own_app, email) is None
    assert visitor.get("/konto/").status_code == 303
    assert log_in(visitor, email).status_code == 400
    assert kinds(own_app, email) == ["account_closed"]


def test_the_last_manager_is_told_what_to_do_first(own_app: Flask) -> None:
    email = people.account(own_app, "leitung@beispiel.example")
    with own_app.app_context():
        session = db.session()
        who = session.scalars(select(User).where(User.email == email)).one()
        who.password_hash = passwords.hashed(GOOD)
        institution = session.scalars(select(Institution).where(Institution.slug == "volkshochschule")).one()
        session.query(Membership).filter_by(institution_id=institution.id).delete()
        session.add(Membership(user=who, institution=institution, role=MembershipRole.MANAGER))
        session.commit()
    answer = send(signed_in(own_app, email), CLOSE, current_password=GOOD)
    assert answer.status_code == 409
    assert "Machen Sie dort zuerst jemand anderen zur Leitung" in page(answer).notices()[0]
    assert user(own_app, email) is not None


def test_every_page_of_an_account_speaks_both_languages_and_is_kept_by_nobody(own_app: Flask) -> None:
    visitor = signed_in(own_app, somebody(own_app))
    for path in ("/konto/", PROFILE, PASSWORD, ADDRESS, CLOSE, "/konto/sitzungen", "/konto/zweiter-faktor"):
        for root, lang in (("", "de"), ("/en", "en")):
            answer = visitor.get(root + path)
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), path
            assert page(answer).lang == lang


def test_a_form_whose_page_was_open_too_long_comes_back_without_the_secrets(own_app: Flask) -> None:
    email = somebody(own_app)
    visitor = signed_in(own_app, email)
    answer = visitor.post(
        ADDRESS, data={"email": "neu@beispiel.example", "current_password": GOOD, "csrf_token": "alt"}
    )
    assert answer.status_code == 303
    document = page(visitor.get(answer.headers["Location"]))
    assert fields(document)["email"] == "neu@beispiel.example"
    assert fields(document)["current_password"] == ""
    with own_app.app_context():
        assert GOOD not in str([row.fields for row in db.session.scalars(select(ParkedForm))])


def test_the_day_of_last_use_is_written_by_what_one_does_not_by_what_one_reads(own_app: Flask) -> None:
    email, visitor = somebody(own_app), JudgingClient(own_app)
    log_in(visitor, email, remember="y")

    def seen() -> date:
        with own_app.app_context():
            return db.session.scalars(select(LoginSession.seen_on)).one()

    before = seen()
    with later(2 * 86400):
        visitor.delete_cookie("agora")
        assert visitor.get(PROFILE).status_code == 200
        assert seen() == before
        assert send(visitor, PROFILE, name="Anna").status_code == 303
        assert (seen() - before).days == 2
