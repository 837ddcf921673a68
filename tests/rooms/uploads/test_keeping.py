"""Pictures are kept with their words, changed without changing what is public, and swept up when nobody wants them."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.errors import Conflict, NotFound
from portal.extensions import Base
from portal.models import FormDraft, Image, OfferVersion, ParkedForm, User
from portal.uploads import actions, retention
from portal.uploads.actions import Credit, describe, keep_picture
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import VersionKind
from tests.factories.offers import make_offer
from tests.rooms.uploads.pictures import picture

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
WORDS = {"alt": "Eine Werkbank", "author": "A. Muster", "licence": "CC BY 4.0"}


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def kept(session: Session, folder: Path, **words: str) -> Image:
    return keep_picture(session, BytesIO(picture()), **{**WORDS, **words}, folder=folder, now=NOW)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_file_and_row_belong_together(session: Session, tmp_path: Path) -> None:
    image = kept(session, tmp_path / "uploads", alt="  Eine\n Werkbank ")
    assert (image.alt, image.author, image.licence, image.width, image.height) == (*WORDS.values(), 800, 600)
    assert names(tmp_path / "uploads") == {image.path}
    assert len(image.path) == 37 and image.path.endswith(".webp"), "a name of chance"


@pytest.mark.parametrize(
    ("field", "sentence"),
    [("alt", actions.NO_ALT), ("author", actions.NO_AUTHOR), ("licence", actions.NO_LICENCE)],
)
def test_each_missing_word_is_named(session: Session, tmp_path: Path, field: str, sentence: str) -> None:
    for nothing in ("", "  \n", "\u202e"):
        with pytest.raises(Conflict) as problem:
            kept(session, tmp_path, **{field: nothing})
        assert (str(problem.value), problem.value.field) == (sentence, field)
    assert names(tmp_path) == set(), "and nothing is stored"


def test_long_words_fit_their_columns(session: Session, tmp_path: Path) -> None:
    image = kept(session, tmp_path, **dict.fromkeys(WORDS, "ä" * 10_000))
    assert (len(image.alt), len(image.author), len(image.licence)) == (500, 200, 120)


def test_a_picture_of_a_refused_form_waits_for_its_words(session: Session, tmp_path: Path) -> None:
    held = actions.hold_picture(
        session, BytesIO(picture()), credit=Credit("", "", ""), folder=tmp_path, now=NOW
    )
    whole = describe(session, image_id=held.id, credit=Credit(**WORDS))
    assert (whole.id, whole.alt) == (held.id, WORDS["alt"])
    with pytest.raises(NotFound):
        describe(session, image_id=99, credit=Credit(**WORDS))


def test_new_words_for_a_picture_in_use_leave_what_is_public_alone(session: Session, tmp_path: Path) -> None:
    image = kept(session, tmp_path)
    make_offer(session, "Hobeln").image_id = image.id
    session.flush()
    assert describe(session, image_id=image.id, credit=Credit(**WORDS)) is image, (
        "the same words change nothing"
    )
    other = describe(session, image_id=image.id, credit=Credit("Ein Hobel", "A. Muster", "CC0"))
    assert other.id != image.id and other.path == image.path and image.alt == WORDS["alt"]


def test_only_what_nobody_wants_is_swept_up(session: Session, tmp_path: Path) -> None:
    offer = make_offer(session, "Hobeln")
    user = User(email="a@b.example", name="A", password_hash="", role=Role.PROVIDER)
    session.add(user)
    session.flush()
    shown, versioned, drafted, parked, unwanted = (kept(session, tmp_path) for _each in range(5))
    offer.image_id = shown.id
    again = describe(session, image_id=shown.id, credit=Credit("Anders", "B", "CC0"))
    session.add(
        OfferVersion(
            offer_id=offer.id,
            number=1,
            kind=VersionKind.DRAFT,
            digest="x",
            author_name="A",
            content={"image_id": versioned.id},
        )
    )
    session.add(
        FormDraft(
            user_id=user.id,
            form="/x",
            fields=[["title", "y"], ["picture_kept", f"{drafted.id}.sig"], ["picture_kept", "quatsch"]],
            saved_at=NOW,
        )
    )
    session.add(
        ParkedForm(
            token_hash="x", path="/x", fields=[["bild-picture_kept", f"{parked.id}.sig"]], parked_at=NOW
        )
    )
    session.flush()
    (tmp_path / "verwaist.webp").write_bytes(b"x")
    os.utime(tmp_path / "verwaist.webp", (0, 0))
    assert retention.sweep(session, tmp_path, NOW) == 1, "what is young may still be waiting for its form"
    assert names(tmp_path) == {one.path for one in (shown, versioned, drafted, parked, unwanted)}
    assert retention.sweep(session, tmp_path, LATER) == 1
    assert names(tmp_path) == {one.path for one in (shown, versioned, drafted, parked)}
    left = set(session.scalars(Image.__table__.select().with_only_columns(Image.id)))
    assert left == {shown.id, versioned.id, drafted.id, parked.id}, (
        f"{again.id} shared the file and nobody used it"
    )
    assert retention.sweep(session, tmp_path, LATER) == 0


def test_an_empty_house_has_nothing_to_sweep(session: Session, tmp_path: Path) -> None:
    assert retention.sweep(session, tmp_path / "gibtsnicht", NOW) == 0
