"""What a new portal still lacks: found while it stands as it came with the program, and gone once a person has seen to it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from portal import config
from portal.cli import seed_vocabularies
from portal.extensions import Base
from portal.models import Page, Setting
from portal.paths import resource_dir
from portal.town.queries import DEMO_MARK
from portal.upkeep import beginnings
from portal.upkeep.beginnings import Gap
from tests.factories.offers import make_institution, make_offer
from tests.fixtures import portals

BRACKETS = re.compile(r"(?m)^town: .*$")
ONE = re.compile(r"\[[^\]]+\](?!\()")


@pytest.fixture
def session() -> Iterator[Session]:
    """What `agora seed vocabularies` makes of tables without a row."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        seed_vocabularies.load(opened)
        opened.flush()
        yield opened
    engine.dispose()


@pytest.fixture
def settings(tmp_path: Path) -> config.Settings:
    return replace(portals.settings(tmp_path), env=config.PRODUCTION)


def test_a_new_portal_lacks_everything_and_is_no_demo(session: Session, settings: config.Settings) -> None:
    assert beginnings.gaps(session, settings) == tuple(Gap)
    texts = " ".join(session.scalars(select(Page.body)))
    assert "Demo" not in texts
    assert "erfunden" not in texts
    assert "0340" not in texts
    assert "dessau-rosslau.example" not in texts


def test_every_placeholder_of_the_seed_is_known() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (resource_dir("seed") / "pages").glob("*.md")]
    found = {one for text in texts for line in BRACKETS.findall(text) for one in ONE.findall(line)}
    assert found == set(beginnings.PLACEHOLDERS)


def test_the_demo_lacks_nothing_unless_it_is_in_production(
    session: Session, settings: config.Settings
) -> None:
    session.add(Setting(name=DEMO_MARK, value="2026-11-23"))
    session.flush()
    assert beginnings.gaps(session, replace(settings, env=config.DEVELOPMENT)) == ()
    assert Gap.IMPRINT in beginnings.gaps(session, settings)


def test_what_a_person_has_seen_to_is_gone(session: Session, settings: config.Settings) -> None:
    for page in session.scalars(select(Page)):
        page.body = "Stadt Musterhausen, Rathausplatz 1. Die Angaben sind vollständig [1]."
    session.merge(Setting(name="town.phone", value="03401 123450"))
    session.merge(Setting(name="town.email", value="bildung@stadt.de"))
    settings = replace(settings, mail_url="smtp://mail.stadt.de")
    make_offer(session, institution=make_institution(session))
    settings.last_backup_file.write_text("2026-11-23", encoding="utf-8")
    session.flush()
    assert beginnings.gaps(session, settings) == ()


@pytest.mark.parametrize(
    ("name", "value", "gap"),
    [
        ("town.phone", "0340 0000-100", Gap.PHONE),
        ("town.email", "bildungsbuero@dessau-rosslau.example", Gap.EMAIL),
    ],
)
def test_what_an_older_version_had_loaded_is_found_too(
    session: Session, settings: config.Settings, name: str, value: str, gap: Gap
) -> None:
    session.merge(Setting(name=name, value=value))
    [imprint] = session.scalars(select(Page).where(Page.slug == "impressum", Page.locale == "de"))
    imprint.body = "Telefon: [0340 0000-100](tel:+493400000100)"
    session.flush()
    assert {gap, Gap.IMPRINT} <= set(beginnings.gaps(session, settings))


def test_in_development_letters_may_be_files(session: Session, settings: config.Settings) -> None:
    assert Gap.MAIL not in beginnings.gaps(session, replace(settings, env=config.DEVELOPMENT))
