"""Accounts in the administration: found, changed, locked, invited, always somebody left to administer, all of it in the journal."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.extensions import db
from portal.models import Letter, LoginSession, Membership, RecoveryCode, User
from portal.vocabulary.people import MembershipRole, Role
from portal.vocabulary.workflow import Act, Thing
from tests.judge import JudgingClient
from tests.web.admin.conftest import ADMINISTRATOR
from tests.web.admin.office import institution, journal, post, rows, said, stored, user
from tests.web.people import account, signed_in
from tests.web.reading import page

LIST = "/verwaltung/konten"
PROVIDER = "anbieter@demo.example"


def one(app: Flask, email: str) -> str:
    return f"{LIST}/{user(app, email).id}"


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.EDITOR])
def test_nobody_else_gets_in(own_app: Flask, role: Role) -> None:
    visitor = signed_in(own_app, role)
    for path in (LIST, f"{LIST}/1", f"{LIST}/einladen", "/verwaltung/", "/verwaltung/protokoll.csv"):
        assert visitor.get(path).status_code == 403


def test_the_list_is_searched_and_narrowed(own_app: Flask, admin: JudgingClient) -> None:
    account(own_app, "oezlem@leser.example")
    with own_app.app_context():
        db.session.query(User).filter_by(email="oezlem@leser.example").update({"name": "Özlem Ünal"})
        db.session.commit()
    assert [row.split(" ")[0] for row in rows(admin.get(LIST, query_string={"suche": "özlem"}))] == ["Özlem"]
    assert len(rows(admin.get(LIST, query_string={"suche": "ÜNAL"}))) == 1
    assert len(rows(admin.get(f"{LIST}?suche=DEMO.example&rolle=editor"))) == 1
    assert all("Adresse nicht bestätigt" in row for row in rows(admin.get(f"{LIST}?zustand=unbestaetigt")))
    assert "Dazu gibt es kein Konto." in page(admin.get(f"{LIST}?suche=%25")).words, "signs of LIKE are signs"


def test_what_the_address_says_wrongly_is_named_and_ignored(admin: JudgingClient) -> None:
    document = page(admin.get(LIST, query_string={"rolle": "koenigin", "zustand": "müde", "seite": "99"}))
    assert [notice.split("“")[0] for notice in document.notices()] == ["„koenigin", "„müde"]
    assert len(rows(admin.get(f"{LIST}?rolle=koenigin"))) > 3


def test_an_account_is_deleted_after_a_question(own_app: Flask, admin: JudgingClient) -> None:
    account(own_app, "weg@leser.example")
    address = one(own_app, "weg@leser.example")
    gone = user(own_app, "weg@leser.example").id
    assert f"{address}/loeschen" in page(admin.get(address)).links()
    assert "nicht rückgängig" in admin.get(f"{address}/loeschen").text
    assert said(admin, post(admin, f"{address}/loeschen")) == "Das Konto ist gelöscht."
    assert stored(own_app, User, email="weg@leser.example") == []
    assert admin.get(address).status_code == 404
    [line] = journal(own_app, thing=Thing.ACCOUNT, act=Act.DELETED, thing_id=gone)
    assert (line.title, line.changes or {}, line.note) == ("gelöschtes Konto", {}, None)
    [letter] = stored(own_app, Letter, kind="account_closed")
    assert letter.recipient == "weg@leser.example"


def test_who_leads_alone_and_oneself_are_not_deleted(own_app: Flask, admin: JudgingClient) -> None:
    leader = account(
        own_app, "leitung@leser.example", institutions={"landesbuecherei": MembershipRole.MANAGER}
    )
    assert "einzige Leitung" in said(admin, post(admin, f"{one(own_app, leader)}/loeschen"))
    assert "Mein Konto" in said(admin, post(admin, f"{one(own_app, ADMINISTRATOR)}/loeschen"))
    assert user(own_app, leader)
    assert user(own_app, ADMINISTRATOR)


def test_a_role_is_changed_and_written_down(own_app: Flask, admin: JudgingClient) -> None:
    address = one(own_app, PROVIDER)
    assert said(admin, post(admin, f"{address}/rolle", role="editor")) == "Die Rolle ist geändert."
    assert user(own_app, PROVIDER).role is Role.EDITOR
    [line] = journal(own_app, thing=Thing.ACCOUNT, act=Act.CHANGED, thing_id=user(own_app, PROVIDER).id)
    assert line.changes == {"role": ["provider", "editor"]}
    assert said(admin, post(admin, f"{address}/rolle", role="editor")) == "Es hat sich nichts geändert."
    assert (
        len(journal(own_app, act=Act.CHANGED, thing_id=user(own_app, PROVIDER).id, thing=Thing.ACCOUNT)) == 1
    )
    assert post(admin, f"{address}/rolle", role="kaiser").status_code == 400


def test_the_last_administrator_stays_one(own_app: Flask, admin: JudgingClient) -> None:
    own = one(own_app, ADMINISTRATOR)
    refused = post(admin, f"{own}/rolle", role="provider")
    assert refused.status_code == 409
    assert "das letzte Konto der Verwaltung" in page(refused).words
    assert user(own_app, ADMINISTRATOR).role is Role.ADMINISTRATOR
    account(own_app, "zwei@leser.example", role=Role.ADMINISTRATOR)
    assert post(admin, f"{own}/rolle", role="provider").status_code == 303
    assert admin.get(LIST).status_code == 403, "and the right is gone at once"


def test_a_locked_administrator_does_not_count(own_app: Flask, admin: JudgingClient) -> None:
    account(own_app, "zwei@leser.example", role=Role.ADMINISTRATOR)
    post(admin, f"{one(own_app, 'zwei@leser.example')}/sperren")
    assert post(admin, f"{one(own_app, ADMINISTRATOR)}/rolle", role="editor").status_code == 409


def test_locking_ends_every_session(own_app: Flask, admin: JudgingClient) -> None:
    visitor = signed_in(own_app, PROVIDER)
    assert visitor.get("/konto/").status_code == 200
    address = one(own_app, PROVIDER)
    assert "gesperrt" in said(admin, post(admin, f"{address}/sperren"))
    assert visitor.get("/konto/").status_code in (302, 303)
    assert stored(own_app, LoginSession, user_id=user(own_app, PROVIDER).id) == []
    assert "wieder frei" in said(admin, post(admin, f"{address}/sperren"))
    assert user(own_app, PROVIDER).is_active
    acts = [line.act for line in journal(own_app, thing=Thing.ACCOUNT, thing_id=user(own_app, PROVIDER).id)]
    assert acts == [Act.SUSPENDED, Act.RESTORED]


def test_nobody_locks_themselves_out(own_app: Flask, admin: JudgingClient) -> None:
    account(own_app, "zwei@leser.example", role=Role.ADMINISTRATOR)
    assert "Ihr eigenes Konto" in said(admin, post(admin, f"{one(own_app, ADMINISTRATOR)}/sperren"))
    assert user(own_app, ADMINISTRATOR).is_active


def test_parts_in_institutions_come_change_and_go(own_app: Flask, admin: JudgingClient) -> None:
    account(own_app, "neu@leser.example")
    address, there = one(own_app, "neu@leser.example"), institution(own_app, "volkshochschule")
    for part in MembershipRole:
        post(admin, f"{address}/anbieter", institution=str(there.id), part=part.value)
        [row] = stored(own_app, Membership, user_id=user(own_app, "neu@leser.example").id)
        assert row.role is part
    assert "Volkshochschule" in page(admin.get(address)).words
    assert post(admin, f"{address}/anbieter/{there.id}/entfernen").status_code == 303
    assert stored(own_app, Membership, user_id=user(own_app, "neu@leser.example").id) == []
    acts = [line.act for line in journal(own_app, thing=Thing.ACCOUNT, institution_id=there.id)]
    assert acts == [Act.JOINED, Act.CHANGED, Act.LEFT]
    for wrong in ("", "0", "99999", "x"):
        assert post(admin, f"{address}/anbieter", institution=wrong, part="member").status_code == 400


def test_an_invitation_leaves_by_mail(own_app: Flask, admin: JudgingClient) -> None:
    answer = post(admin, f"{LIST}/einladen", email="neu@stadt.example", role="editor")
    assert "unterwegs" in said(admin, answer)
    [letter] = stored(own_app, Letter, kind="account_invitation")
    assert letter.recipient == "neu@stadt.example"
    again = post(admin, f"{LIST}/einladen", email="redaktion@demo.example", role="editor")
    assert again.status_code == 409
    assert page(again).one("input", type="email").get("value") == "redaktion@demo.example"
    assert post(admin, f"{LIST}/einladen", email="x", role="provider").status_code == 400


def test_a_letter_for_a_new_password_is_triggered(own_app: Flask, admin: JudgingClient) -> None:
    assert PROVIDER in said(admin, post(admin, f"{one(own_app, PROVIDER)}/passwort"))
    [letter] = stored(own_app, Letter, kind="account_reset")
    assert letter.recipient == PROVIDER
    post(admin, f"{one(own_app, PROVIDER)}/sperren")
    assert "gesperrt" in said(admin, post(admin, f"{one(own_app, PROVIDER)}/passwort"))


def test_a_lost_second_factor_is_switched_off_with_a_reason(own_app: Flask, admin: JudgingClient) -> None:
    with own_app.app_context():
        row = db.session.query(User).filter_by(email=PROVIDER).one()
        row.totp_secret, row.totp_confirmed_at = "geheim", clock.now()
        db.session.add(RecoveryCode(user_id=row.id, code_hash="x"))
        db.session.commit()
    signed_in(own_app, PROVIDER)
    address = f"{one(own_app, PROVIDER)}/zweiter-faktor"
    assert address in page(admin.get(one(own_app, PROVIDER))).links()
    assert post(admin, address, reason=" \n ").status_code == 400
    assert user(own_app, PROVIDER).totp_secret == "geheim"
    reason = "Telefon verloren, <b>erkannt</b>"
    assert "ausgeschaltet" in said(admin, post(admin, address, reason=reason))
    changed = user(own_app, PROVIDER)
    assert (changed.totp_secret, changed.totp_confirmed_at) == (None, None)
    assert stored(own_app, RecoveryCode) == []
    assert stored(own_app, LoginSession, user_id=changed.id) == []
    assert reason in [line.note for line in journal(own_app, thing=Thing.ACCOUNT, thing_id=changed.id)]
    [letter] = stored(own_app, Letter, kind="account_factor_dropped")
    assert (letter.recipient, reason in letter.text) == (PROVIDER, True)
    assert "<b>erkannt" not in letter.html
    assert post(admin, address, reason="noch einmal").status_code == 409


ANY = st.text(max_size=300) | st.sampled_from(
    ["\x00", "\u202e", "' OR 1=1 --", "<script>", "9" * 40, "editor", "٣"]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["rolle", "anbieter", "zweiter-faktor", "../einladen"]),
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("role", "institution", "part", "reason", "email"), ANY)
    ),
)
def test_anything_typed_gets_a_page(
    own_app: Flask, admin: JudgingClient, where: str, fields: dict[str, str]
) -> None:
    address = f"{LIST}/einladen" if where.startswith("..") else f"{one(own_app, PROVIDER)}/{where}"
    assert post(admin, address, **fields).status_code in (303, 400, 409)
    query = {
        "suche": fields.get("reason", ""),
        "rolle": fields.get("role", ""),
        "seite": fields.get("part", ""),
    }
    assert admin.get(LIST, query_string=query).status_code == 200
