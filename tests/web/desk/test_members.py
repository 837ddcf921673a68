"""Who works for an institution: invited by mail, promoted, taken off the list; never without somebody who leads."""

import re
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.extensions import db
from portal.models import AccountTicket, Membership, User
from portal.vocabulary.people import MembershipRole, Role
from portal.vocabulary.workflow import Act
from tests.judge import JudgingClient
from tests.web.desk.institution_desk import SLUG, institution, journal, letters, post, profile
from tests.web.hall import HOSTILE
from tests.web.people import account, signed_in
from tests.web.reading import HTML, page, text_of

MANAGER = "anbieter@demo.example"
GUEST = "neu@stadt.example"


@pytest.fixture
def manager(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, MANAGER)


@pytest.fixture
def people(own_app: Flask) -> str:
    return f"{profile(own_app)}/mitglieder"


def row(app: Flask, email: str) -> tuple[int, MembershipRole] | None:
    with app.app_context():
        found = db.session.execute(
            select(Membership.id, Membership.role)
            .join(User, User.id == Membership.user_id)
            .where(User.email == email, Membership.institution_id == institution(app).id)
        ).first()
        return (found.id, found.role) if found else None


def tickets(app: Flask) -> list[AccountTicket]:
    with app.app_context():
        found = list(db.session.scalars(select(AccountTicket).order_by(AccountTicket.id)))
        db.session.expunge_all()
        return found


def test_managers_and_administrators_see_the_list_and_nobody_else(own_app: Flask, people: str) -> None:
    member = account(own_app, "mit@stadt.example", institutions={SLUG: MembershipRole.MEMBER})
    for who, status in ((MANAGER, 200), (Role.ADMINISTRATOR, 200), (Role.EDITOR, 403), (member, 403)):
        assert signed_in(own_app, who).get(people).status_code == status, who


def test_the_list_names_role_and_since(own_app: Flask, manager: JudgingClient, people: str) -> None:
    account(own_app, "mit@stadt.example", institutions={SLUG: MembershipRole.MEMBER})
    rows = [text_of(one) for one in page(manager.get(people)).one("tbody").iter(HTML + "tr")]
    assert rows[0].startswith("Demo Anbieter (Sie selbst) anbieter@demo.example Leitung")
    assert "mit@stadt.example Mitglied" in rows[1]
    assert re.search(r"\d+\. \w+ 20\d\d", rows[1])


def test_an_invitation_goes_by_mail_and_can_be_taken_back(
    own_app: Flask, manager: JudgingClient, people: str
) -> None:
    answer = post(manager, people, email=f" {GUEST.upper()} ", role="manager")
    assert (answer.status_code, answer.location) == (303, people)
    [ticket] = tickets(own_app)
    assert (ticket.email, ticket.membership_role, ticket.institution_id) == (
        GUEST,
        MembershipRole.MANAGER,
        institution(own_app).id,
    )
    assert [letter.recipient for letter in letters(own_app)] == [GUEST]
    document = page(manager.get(people))
    assert f"{GUEST}, Leitung, gilt bis" in document.words
    revoke = f"{profile(own_app)}/einladungen/{ticket.id}/zuruecknehmen"
    assert post(manager, revoke).status_code == 303
    assert tickets(own_app) == []
    assert "gilt nicht mehr" in page(manager.get(people)).notices()[0]
    assert post(manager, revoke).status_code == 303
    assert page(manager.get(people)).notices()[0] == "Diese Einladung gibt es nicht mehr."
    assert Act.INVITED in {line.act for line in journal(own_app)}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "", "role": "member"}, "Bitte geben Sie die E-Mail-Adresse der Person ein."),
        (
            {"email": "vhs@", "role": "member"},
            "Diese Adresse ist unvollständig. Ein Beispiel: name@example.org",
        ),
        ({"email": GUEST, "role": "chef"}, "Bitte wählen Sie Mitglied oder Leitung."),
        ({"email": MANAGER, "role": "member"}, "gehört schon zu Ihrer Einrichtung"),
    ],
)
def test_an_invitation_that_leads_nowhere_is_refused_with_a_sentence(
    own_app: Flask, manager: JudgingClient, people: str, fields: dict[str, str], sentence: str
) -> None:
    answer = post(manager, people, **fields)
    assert answer.status_code == 400
    assert sentence in page(answer).words
    assert letters(own_app) == []


def test_a_member_becomes_manager_and_back(own_app: Flask, manager: JudgingClient, people: str) -> None:
    email = account(own_app, "mit@stadt.example", institutions={SLUG: MembershipRole.MEMBER})
    number, _role = row(own_app, email) or (0, None)
    for wanted in (MembershipRole.MANAGER, MembershipRole.MEMBER):
        assert post(manager, f"{people}/{number}/rolle", role=wanted.value).status_code == 303
        assert row(own_app, email) == (number, wanted)
        assert journal(own_app)[-1].changes["role"][1] == wanted.value
    assert post(manager, f"{people}/{number}/rolle", role="king").status_code == 400


def test_the_last_who_leads_stays(own_app: Flask, manager: JudgingClient, people: str) -> None:
    account(own_app, "mit@stadt.example", institutions={SLUG: MembershipRole.MEMBER})
    number, _role = row(own_app, MANAGER) or (0, None)
    lines = len(journal(own_app))
    for address, fields in (
        (f"{people}/{number}/rolle", {"role": "member"}),
        (f"{people}/{number}/entfernen", {}),
    ):
        assert post(manager, address, **fields).status_code == 303
        assert page(manager.get(people)).notices()[0].startswith("Das ist die einzige Leitung.")
        assert row(own_app, MANAGER) == (number, MembershipRole.MANAGER)
    assert len(journal(own_app)) == lines, "and nothing is written about what did not happen"


def test_somebody_is_taken_off_the_list_after_a_question(
    own_app: Flask, manager: JudgingClient, people: str
) -> None:
    email = account(own_app, "mit@stadt.example", institutions={SLUG: MembershipRole.MEMBER})
    number, _role = row(own_app, email) or (0, None)
    client = signed_in(own_app, email)
    assert page(manager.get(f"{people}/{number}/entfernen")).h1 == "mit entfernen?"
    assert row(own_app, email), "asking removes nobody"
    assert post(manager, f"{people}/{number}/entfernen").location == people
    assert row(own_app, email) is None
    assert journal(own_app)[-1].act is Act.LEFT
    assert client.get("/konto/").status_code == 200, "the account stays"
    assert manager.get(f"{people}/{number}/entfernen").status_code == 404


def test_one_of_two_who_lead_may_go(own_app: Flask, people: str) -> None:
    email = account(own_app, "zwei@stadt.example", institutions={SLUG: MembershipRole.MANAGER})
    client = signed_in(own_app, email)
    number, _role = row(own_app, email) or (0, None)
    answer = post(client, f"{people}/{number}/entfernen")
    assert (answer.status_code, answer.location) == (303, "/konto/")
    assert client.get(people).status_code == 403


def test_another_institutions_people_are_not_found(
    own_app: Flask, manager: JudgingClient, people: str
) -> None:
    with own_app.app_context():
        from portal.models import Institution

        other = db.session.scalars(select(Institution).where(Institution.slug != SLUG)).first()
        assert other
        slug = other.slug
    email = account(own_app, "fremd@stadt.example", institutions={slug: MembershipRole.MANAGER})
    with own_app.app_context():
        number = db.session.scalars(select(Membership.id).join(User).where(User.email == email)).one()
    for address in (f"{people}/{number}/rolle", f"{people}/{number}/entfernen", f"{people}/0/entfernen"):
        assert post(manager, address, role="member").status_code == 404
    foreign = f"{profile(own_app, slug)}/mitglieder"
    assert post(manager, foreign, email=GUEST, role="manager").status_code == 403
    assert tickets(own_app) == []


ANYTHING: Any = st.text(max_size=300) | st.sampled_from(
    [
        "",
        "\x00",
        HOSTILE,
        "x" * 10_000,
        "a@b",
        "ä@ö.example",
        "member",
        "manager",
        "\u202e@x.example",
        "a@b.example\nBcc: c@d.example",
    ]
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "email": st.lists(ANYTHING, min_size=1, max_size=2),
            "role": st.lists(ANYTHING, min_size=1, max_size=2),
        },
    )
)
def test_anything_at_all_gets_a_page_and_never_breaks(
    own_app: Flask, manager: JudgingClient, people: str, fields: dict[str, list[str]]
) -> None:
    assert post(manager, people, **fields).status_code in (303, 400)
    assert manager.get(people).status_code == 200
    assert all("\n" not in letter.recipient for letter in letters(own_app))
