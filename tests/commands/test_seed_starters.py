"""A new town begins with guides, bodies and checklists of its own: drafts without anything of the demo."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from portal.cli.database import upgrade
from portal.cli.seed import seed_group
from portal.extensions import db
from portal.guidance import transition_drafts
from portal.models import Body, ClassTask, Transition, TransitionStep
from tests.fixtures import portals
from tests.judge import JudgingClient

Seed = Callable[[str], str]


@pytest.fixture
def seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Seed:
    """Calls `agora seed` on the data of `town`; what it prints."""
    monkeypatch.setenv("AGORA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("AGORA_SECRET_KEY", portals.SECRET)
    monkeypatch.delenv("AGORA_DATABASE_URL", raising=False)

    def run(what: str) -> str:
        done = CliRunner().invoke(seed_group, [what], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return run


@pytest.fixture
def town(tmp_path: Path, seed: Seed) -> Iterator[Flask]:
    """A portal as docs/operation.md sets one up, with what a town can begin with."""
    app = portals.make_app(tmp_path)
    with app.app_context():
        upgrade()
        seed("vocabularies")
        assert "4 Übergänge" in seed("starters")
        yield app
        db.session.remove()
        db.engine.dispose()


def test_they_are_drafts_without_anything_of_the_demo(town: Flask) -> None:
    for table in (Transition, Body):
        drafts = select(func.count(table.id)).where(~table.is_public, ~table.is_demo)
        assert db.session.scalar(drafts) == db.session.scalar(select(func.count(table.id)))
    guides = [transition_drafts.draft_of(row).content() for row in db.session.scalars(select(Transition))]
    assert "0340 0000" not in json.dumps(guides)
    for guide in guides:
        assert "[Telefonnummer]" in guide["plain_text"]
        assert "[Telephone number]" in guide["plain_text_en"]
        assert "[Telefonnummer]" not in guide["plain_text_en"]
    assert "Jobcenter, [Telephone number]" in json.dumps(guides)
    assert (
        db.session.scalars(select(Body.id).where(Body.phone.is_not(None) | Body.email.is_not(None))).all()
        == []
    )
    assert db.session.scalars(select(ClassTask.id).where(ClassTask.is_demo)).all() == []


def test_steps_know_who_is_responsible(town: Flask) -> None:
    named = select(TransitionStep.id).where(TransitionStep.body_id.is_not(None))
    assert db.session.scalars(named).all()


def test_visitors_see_the_checklists_and_no_draft(town: Flask) -> None:
    visitor = JudgingClient(town)
    assert visitor.get("/uebergaenge/kita-grundschule").status_code == 404
    assert "Berufe in der Familie entdecken" in visitor.get("/berufswahlkalender/klasse/4").text


def test_what_is_there_stays(town: Flask, seed: Seed) -> None:
    guide = db.session.scalars(select(Transition)).first()
    assert guide
    guide.title = "Von uns"
    db.session.commit()
    assert "0 Übergänge und 0 Gremien" in seed("starters")
    assert "Von uns" in db.session.scalars(select(Transition.title)).all()
