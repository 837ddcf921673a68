"""Plain pages: two languages, kept versions, the way back, and a seed that respects what editors saved."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.audit import versions
from portal.cli import seed_vocabularies
from portal.errors import Conflict, NotFound
from portal.models import Page
from portal.pages import page_actions, queries
from portal.pages.drafts import PageDraft
from portal.permissions.policy import Actor
from portal.vocabulary.workflow import Thing
from tests.factories.offers import NOW


@pytest.fixture
def imprint(session: Session) -> Page:
    row = Page(slug="impressum", locale="de", title="Impressum", body="Alt.", updated_at=NOW)
    session.add(row)
    session.flush()
    return row


def saved(session: Session, editor: Actor, body: str, revision: int, locale: str = "de") -> Page:
    return page_actions.revise(
        session,
        editor,
        slug="impressum",
        locale=locale,
        draft=PageDraft("Impressum", body),
        revision=revision,
        now=NOW + timedelta(days=1),
    )


def test_the_first_save_keeps_what_stood_there(session: Session, editor: Actor, imprint: Page) -> None:
    saved(session, editor, "Neu.", 1)
    kept = versions.of(session, Thing.PAGE, imprint.id)
    assert [(one.content["body"], one.author, one.note) for one in kept] == [
        ("Neu.", "Erika", ""),
        ("Alt.", "Portal", versions.FOUND),
    ]
    assert kept[1].made_at == NOW
    assert imprint.revision == 2


def test_an_old_version_comes_back(session: Session, editor: Actor, imprint: Page) -> None:
    saved(session, editor, "Neu.", 1)
    page_actions.restore(session, editor, page=imprint, number=1, revision=2, now=NOW + timedelta(days=2))
    assert imprint.body == "Alt."
    assert len(versions.of(session, Thing.PAGE, imprint.id)) == 3


def test_the_slower_of_two_is_stopped(session: Session, editor: Actor, imprint: Page) -> None:
    saved(session, editor, "Schneller.", 1)
    with pytest.raises(Conflict):
        saved(session, editor, "Zu spät.", 1)
    assert imprint.body == "Schneller."


def test_a_missing_language_is_written_once(session: Session, editor: Actor, imprint: Page) -> None:
    saved(session, editor, "English.", 0, "en")
    assert (queries.page(session, "impressum", "en") or imprint).body == "English."
    with pytest.raises(Conflict):
        saved(session, editor, "Twice.", 0, "en")


def test_no_other_address_becomes_a_page(session: Session, editor: Actor) -> None:
    with pytest.raises(NotFound):
        page_actions.revise(
            session, editor, slug="geheim", locale="de", draft=PageDraft("x", "x"), revision=0, now=NOW
        )


def test_the_seed_brings_untouched_pages_up_to_date_and_leaves_edited_ones(
    session: Session, editor: Actor, imprint: Page
) -> None:
    other = Page(slug="ueber", locale="de", title="x", body="Veraltet.")
    session.add(other)
    session.flush()
    saved(session, editor, "Von uns.", 1)
    seed_vocabularies.load(session)
    session.flush()
    assert imprint.body == "Von uns."
    assert other.body != "Veraltet."
    assert other.title == "So arbeiten wir"
