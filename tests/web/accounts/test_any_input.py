"""Whatever is sent to a form of accounts: a page that the judge accepts, no error of ours, and no account that nobody wanted."""

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from werkzeug.datastructures import MultiDict

from portal.extensions import db
from portal.models import FailedAttempt, User
from tests.judge import JudgingClient
from tests.web.people import signed_in
from tests.web.reading import page

from .visits import APPLICATION, GOOD, LOGIN, REGISTER, fields, later, somebody

HOSTILE = (
    "", " ", "\x00", "\x1b[31m", "\u202etxt", "\ufeff", "😀" * 50, "ä" * 10_000, "\"'><script>alert(1)</script>", "' OR 1=1 --",
    "{{7*7}}%(x)s%s", "</textarea>", "a@b", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "\u0000@x.example",
    "javascript:alert(1)", "-1", "9" * 400, "٣٣٣٣٣٣", "association\n", "y" * 300, "../../etc", "NULL",
)  # fmt: skip
ANYTHING = st.sampled_from(HOSTILE) | st.text(max_size=200)
OUTSIDE = (LOGIN, REGISTER, "/konto/passwort-vergessen", "/konto/bestaetigen")
INSIDE = ("/konto/angaben", "/konto/passwort", "/konto/adresse", "/konto/loeschen", "/konto/zweiter-faktor")
NAMES = (
    *APPLICATION,
    "remember",
    "locale",
    "current_password",
    "new_password",
    "code",
    "einmal",
    "ticket",
    "website",
)
TRIED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def unslowed(own_app: Flask) -> Iterator[Flask]:
    return own_app


def forgive(app: Flask) -> None:
    with app.app_context():
        db.session.execute(delete(FailedAttempt))
        db.session.commit()


@TRIED
@given(
    path=st.sampled_from(OUTSIDE),
    typed=st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=6),
    twice=st.booleans(),
    root=st.sampled_from(["", "/en"]),
)
def test_forms_for_everybody(
    unslowed: Flask, own_client: JudgingClient, path: str, typed: dict[str, str], twice: bool, root: str
) -> None:
    forgive(unslowed)
    form = MultiDict(
        fields(page(own_client.get(root + path))) | (APPLICATION if path == REGISTER else {}) | typed
    )
    for name, value in typed.items() if twice else ():
        form.add(name, value)
    with later(10):
        answer = own_client.post(root + path, data=form)
    assert answer.status_code in (303, 400)
    if answer.status_code == 303:
        assert own_client.get(answer.headers["Location"]).status_code in (200, 303)


@TRIED
@given(path=st.sampled_from(INSIDE), typed=st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=6))
def test_forms_of_an_account(unslowed: Flask, path: str, typed: dict[str, str]) -> None:
    forgive(unslowed)
    with unslowed.app_context():
        known = db.session.scalar(select(func.count()).where(User.email == "zoe@beispiel.example"))
    visitor = signed_in(
        unslowed, "zoe@beispiel.example" if known else somebody(unslowed, "zoe@beispiel.example")
    )
    form = fields(page(visitor.get(path))) | typed
    answer = visitor.post(path, data=form)
    assert answer.status_code in (303, 400)
    with unslowed.app_context():
        who = db.session.scalars(select(User).where(User.email == "zoe@beispiel.example")).one()
        assert who.name.strip()


@pytest.mark.parametrize(
    "target", ["http://[", "//[", "/\u202e", "/%00", "/x\r\nSet-Cookie: a=b", "/" + "x" * 3000]
)
def test_wherever_the_login_is_to_lead_it_stays_inside(
    own_app: Flask, own_client: JudgingClient, target: str
) -> None:
    email = somebody(own_app)
    form = fields(page(own_client.get(LOGIN))) | {"email": email, "password": GOOD}
    answer = own_client.post(LOGIN, query_string={"weiter": target}, data=form)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith("//")
    assert "a=b" not in answer.headers.getlist("Set-Cookie")
