"""The programme booklet over HTTP: of a public semester, in both languages, new as soon as anything printed changes."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.lectures.programme import programme
from portal.models import Lecturer, Occurrence, Offer, Semester
from portal.vocabulary.lectures import SemesterKind
from portal.vocabulary.offers import OFF, OccurrenceStatus, RegistrationWay
from portal.web.programmes import booklet_frame
from tests.fixtures import programs
from tests.fixtures.portals import make_app
from tests.judge import JudgingClient
from tests.web.reading import page


@pytest.fixture(scope="module")
def portal(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("booklet") / "data"
    shutil.copytree(demo_folder, folder)
    app = make_app(folder)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(portal: Flask) -> JudgingClient:
    return JudgingClient(portal)


@pytest.fixture(scope="module")
def compact(portal: Flask) -> str:
    """The address of a short booklet: that of the Herbstuniversität."""
    with portal.app_context():
        slug = db.session.scalars(select(Semester.slug).where(Semester.kind == SemesterKind.AUTUMN)).first()
    return f"/seniorenuniversitaet/{slug}/programmheft.pdf"


def words_of(pdf: bytes, folder: Path) -> str:
    path = programs.require(
        programs.which("pdftotext"), "please install poppler-utils (Debian: apt-get install poppler-utils)"
    )
    file = folder / "heft.pdf"
    file.write_bytes(pdf)
    told = subprocess.run([path, file, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(re.sub(r"[-\u00ad]\n(?=[a-zäöüß])", "", told).split())


def test_the_page_leads_to_its_booklet_which_can_be_kept(visitor: JudgingClient) -> None:
    (address,) = {one for one in page(visitor.get("/seniorenuniversitaet")).links() if one.endswith(".pdf")}
    answer = visitor.get(address)
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert 'filename="programmheft-seniorenuniversitaet-' in answer.headers["Content-Disposition"]
    assert "public" in answer.headers["Cache-Control"]
    assert visitor.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_it_tells_every_offer_place_and_institution_of_the_semester(
    portal: Flask, visitor: JudgingClient, compact: str, tmp_path: Path
) -> None:
    told = words_of(visitor.get(compact).data, tmp_path)
    with portal.app_context():
        semester = db.session.scalars(select(Semester).where(Semester.kind == SemesterKind.AUTUMN)).one()
        whole = programme(db.session(), semester=semester)
        assert whole.entries
        for entry in whole.entries:
            assert entry.title in told
        for host in whole.institutions:
            assert host.name in told
        for venue in {entry.venue.name for entry in whole.entries if entry.venue}:
            assert venue in told
    assert "Vorhanden: Eingang ohne Stufen" in told and "Nicht vorhanden:" in told


def test_it_says_on_paper_how_one_registers(
    portal: Flask, visitor: JudgingClient, compact: str, tmp_path: Path
) -> None:
    with portal.app_context():
        semester = db.session.scalars(select(Semester).where(Semester.kind == SemesterKind.AUTUMN)).one()
        ids = {
            one.offer_id
            for one in programme(db.session(), semester=semester).entries
            if one.status not in OFF
        }
        here, called, free = [db.session.get_one(Offer, number) for number in sorted(ids)[:3]]
        here.registration_way, here.registration_phone = RegistrationWay.HERE, None
        here.contact_phone, here.is_free, here.price_cents = None, False, 3200
        called.registration_way, called.registration_phone = RegistrationWay.PHONE, "0340 555-17"
        free.registration_way, free.is_free = RegistrationWay.NONE, True
        number = here.id
        db.session.commit()
    told = words_of(visitor.get(compact).data, tmp_path)
    host = urlsplit(portal.extensions["agora_settings"].base_url).netloc
    assert f"Anmeldung im Portal: {host}/angebote/{number}, 32 €" in told.replace("\u00a0", " ")
    assert "Anmeldung per Telefon: 0340 555-17" in told
    assert "Ohne Anmeldung, kostenlos" in told
    assert "Anmeldung hier" not in told and "Anmeldung. " not in told
    assert visitor.get(f"/angebote/{number}").status_code in (301, 302, 308)
    with portal.app_context():
        db.session.get_one(Offer, number).contact_phone = "0340 555-18"
        db.session.commit()
    told = words_of(visitor.get(compact).data, tmp_path)
    assert f"{host}/angebote/{number} oder Telefon 0340 555-18, 32 €" in told.replace("\u00a0", " ")


def test_in_english_the_portal_speaks_english_and_providers_keep_their_german(
    visitor: JudgingClient, compact: str, tmp_path: Path
) -> None:
    answer = visitor.get("/en" + compact)
    assert b"/Lang(en" in answer.data and b"/Lang(de" in answer.data
    assert "How to take part" in words_of(answer.data, tmp_path)


def test_a_cancelled_lecture_and_a_withdrawn_consent_show_at_once(
    portal: Flask, visitor: JudgingClient, compact: str, tmp_path: Path
) -> None:
    before = visitor.get(compact)
    told = words_of(before.data, tmp_path)
    with portal.app_context():
        semester = db.session.scalars(select(Semester).where(Semester.kind == SemesterKind.AUTUMN)).one()
        whole = programme(db.session(), semester=semester)
        name = next(one.name for entry in whole.entries for one in entry.speakers)
        entry = next(one for one in whole.entries if one.status not in OFF)
        day = db.session.scalars(select(Occurrence).where(Occurrence.uuid == entry.uuid)).one()
        day.status, day.note = OccurrenceStatus.CANCELLED, "Der Saal steht unter Wasser."
        db.session.scalars(select(Lecturer).where(Lecturer.name == name)).one().consented_on = None
        db.session.commit()
    assert name in told and "unter Wasser" not in told
    after = visitor.get(compact)
    told = words_of(after.data, tmp_path)
    assert name not in told
    assert "Abgesagt" in told and "Der Saal steht unter Wasser." in told
    assert before.headers["ETag"] != after.headers["ETag"]


def test_what_is_not_public_has_no_booklet(portal: Flask, visitor: JudgingClient) -> None:
    with portal.app_context():
        hidden = Semester(
            slug="geheim",
            kind=SemesterKind.REGULAR,
            title="Geheim",
            is_public=False,
            first_day=_day(),
            last_day=_day(),
        )
        db.session.add(hidden)
        db.session.commit()
    for slug in ("geheim", "gibt-es-nicht", "x" * 90):
        assert visitor.get(f"/seniorenuniversitaet/{slug}/programmheft.pdf").status_code == 404


def _day() -> object:
    return db.session.scalars(select(Offer.created_at).limit(1)).one().date()


def test_the_introduction_becomes_paragraphs_headings_and_items() -> None:
    found = booklet_frame.blocks(
        "# Willkommen\nErste **Zeile**\nzweite\n\n- eins\n- [zwei](https://x.example)\n\n1. drei"
    )
    assert [(one.kind, one.text) for one in found] == [
        ("heading", "Willkommen"),
        ("par", "Erste Zeile zweite"),
        ("item", "eins"),
        ("item", "zwei"),
        ("item", "drei"),
    ]
    assert booklet_frame.blocks("") == ()
