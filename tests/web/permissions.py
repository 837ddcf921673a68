"""The permission table: every guarded route for every role. `python -m tests.web.permissions` writes it anew into permissions.txt.

An answer is one of: login (sent there), no (403), yes (anything else that does not break), as asked with an empty form. Nothing is
committed, so that the order of asking does not matter.
"""

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from portal import clock
from portal.accounts import sessions
from portal.extensions import db
from portal.models import Institution, Membership, User
from portal.vocabulary.people import MembershipRole, Role
from tests.house import routes
from tests.web import permission_samples

FILE = Path(__file__).with_name("permissions.txt")
OWN, OTHER = "volkshochschule", "landesbuecherei"
ROLES = ("anonymous", "stranger", "member", "manager", "editor", "administrator")
METHODS = ("GET", "POST")
WIDTH = 80
CONVERTER = re.compile(r"<[a-z]+\([^)]*\):|<[a-z]+:")


def people(app: Flask) -> dict[str, str]:
    """Role -> the token of an open session, '' for nobody. Everybody has a second factor or needs none here."""
    parts = {
        "stranger": (Role.PROVIDER, OTHER, MembershipRole.MANAGER),
        "member": (Role.PROVIDER, OWN, MembershipRole.MEMBER),
        "manager": (Role.PROVIDER, OWN, MembershipRole.MANAGER),
        "editor": (Role.EDITOR, "", None),
        "administrator": (Role.ADMINISTRATOR, "", None),
    }
    tokens = {"anonymous": ""}
    with app.app_context():
        for name, (role, slug, part) in parts.items():
            user = User(email=f"{name}@rechte.example", name=name, password_hash="", role=role)
            user.address_confirmed_at = clock.now()
            db.session.add(user)
            if part is not None:
                institution = db.session.scalars(select(Institution).where(Institution.slug == slug)).one()
                db.session.add(Membership(user=user, institution=institution, role=part))
            tokens[name] = sessions.begin(
                db.session(), user=user, device="Test", is_remembered=False, now=clock.now()
            )
        db.session.commit()
    return tokens


@contextmanager
def nothing_is_kept() -> Iterator[None]:
    """Every commit of a request is a rollback."""
    with mock.patch.object(db.session, "commit", db.session.rollback):
        yield


def guarded(app: Flask) -> list[Rule]:
    """The routes that not everybody may enter."""
    return sorted(
        (
            rule
            for rule in app.url_map.iter_rules()
            if rule.endpoint not in routes.FROM_FLASK and routes.guard(app, rule.endpoint) != "public"
        ),
        key=lambda rule: rule.rule,
    )


def answer(app: Flask, token: str, method: str, address: str) -> str:
    client = FlaskClient(app)
    if token:
        with client.session_transaction() as session:
            session["_user_id"] = token
    response = client.open(address, method=method, data={} if method == "POST" else None)
    if response.status_code == 403:
        return "no"
    if response.status_code in (302, 303) and "/konto/anmelden" in response.headers["Location"]:
        return "login"
    return "yes" if response.status_code < 500 and response.status_code != 404 else str(response.status_code)


def table(app: Flask) -> list[str]:
    """A line a method and route."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # who may enter is asked, not with which form
    tokens, samples = people(app), permission_samples.make(app, OWN)
    lines = []
    with nothing_is_kept():
        for rule in guarded(app):
            for method in METHODS:
                if method not in (rule.methods or ()):
                    continue
                address = samples.address(app, rule)
                answers = [answer(app, tokens[role], method, address) for role in ROLES]
                lines.append(line(f"{method} {CONVERTER.sub('<', rule.rule)}", answers))
    return lines


def line(address: str, answers: Sequence[str]) -> str:
    return f"{address:{WIDTH}} {' '.join(f'{one:13}' for one in answers)}".rstrip()


def parts(row: str) -> tuple[str, tuple[str, ...]]:
    """Address and answers of a line, the answers in the order of ROLES."""
    address, *answers = row.rsplit(maxsplit=len(ROLES))
    return address, tuple(answers)


def stored() -> list[str]:
    return [row for row in FILE.read_text(encoding="utf-8").splitlines() if row and row[0] != "#"]


def main() -> None:
    from tests.fixtures.portals import make_app, seed

    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder))
        lines = table(make_app(Path(folder)))
    FILE.write_text("\n".join([line("# method and address", ROLES), *lines, ""]), encoding="utf-8")
    sys.stdout.write(f"{len(lines)} lines\n")


if __name__ == "__main__":
    main()
