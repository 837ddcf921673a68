"""Views, calendars and words without a hit are counted as lines in a file, without a word about who, and never by robots."""

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal import clock
from portal.extensions import db
from portal.models import Offer
from portal.upkeep import tally as sums
from portal.upkeep.tally import Counts
from portal.web.kit import tally
from tests.judge import JudgingClient
from tests.web.people import signed_in

PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def address(own_app: Flask) -> str:
    with own_app.app_context():
        offer = (
            db.session.query(Offer).filter_by(slug="yoga-am-morgen").first()
            or db.session.query(Offer).first()
        )
        assert offer is not None
        return f"/angebote/{offer.id}-{offer.slug}"


def lines(app: Flask) -> list[str]:
    folder = sums.folder_in(app.extensions["agora_settings"].data_dir)
    return [line for path in sorted(folder.glob("*.tally")) for line in path.read_text().splitlines()]


def number(address: str) -> str:
    return address.split("/")[-1].partition("-")[0]


def test_a_page_is_counted_first_and_again_when_it_is_kept(
    own_app: Flask, own_client: JudgingClient, address: str
) -> None:
    for _ in range(3):
        own_client.get(address, headers=PERSON)
    assert lines(own_app) == [f"v {number(address)}"] * 3


def test_what_is_no_page_of_an_offer_is_not_counted(
    own_app: Flask, own_client: JudgingClient, address: str
) -> None:
    own_client.get(address + "x", headers=PERSON)  # leads to the right address
    own_client.get("/angebote/999999-nichts", headers=PERSON)
    own_client.get(f"/angebote/{number(address)}", headers=PERSON)
    own_client.head(address, headers=PERSON)
    assert lines(own_app) == []


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116", True),
        ("Mozilla/5.0 (compatible; AhrefsBot/7.0)", True),
        ("facebookexternalhit/1.1", True),
        ("curl/8.5.0", True),
        ("python-requests/2.32", True),
        ("", True),
        (PERSON["User-Agent"], False),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1",
            False,
        ),
        ("Google-Calendar-Importer", False),
        ("iOS/18.0 (22A3354) dataaccessd/1.0", False),
        ("Microsoft Exchange Server 2019", False),
        ("Abbott/1.0", False),
    ],
)
def test_robots_are_told_by_their_names(agent: str, robot: bool) -> None:
    assert tally.is_robot(agent) is robot


def test_robots_and_people_at_work_do_not_count(
    own_app: Flask, own_client: JudgingClient, address: str
) -> None:
    own_client.get(address, headers={"User-Agent": "Googlebot/2.1"})
    for who in ("redaktion@demo.example", "anbieter@demo.example"):
        worker = signed_in(own_app, who)
        worker.get(address, headers=PERSON)
        worker.get("/suche?q=zzzqqqxxx", headers=PERSON)
    assert lines(own_app) == []


def test_a_calendar_counts_when_it_comes_for_the_first_time(
    own_app: Flask, own_client: JudgingClient, address: str
) -> None:
    first = own_client.get(f"{address}.ics", headers=PERSON)
    again = {**PERSON, "If-None-Match": first.headers["ETag"]}
    assert own_client.get(f"{address}.ics", headers=again).status_code == 304
    own_client.get(f"{address}.ics", headers={**PERSON, "If-Modified-Since": first.headers["Last-Modified"]})
    assert lines(own_app) == [f"c {number(address)}"]


def test_only_words_that_find_nothing_by_themselves_are_kept(
    own_app: Flask, own_client: JudgingClient
) -> None:
    for query in (
        "q=Zzzqqqxxx%20Yyywww",
        "q=zzzqqqxxx&art=kurs",  # a filter may be in their way
        "q=zzzqqqxxx&von=2026-12-01",
        "q=computer",
        "q=",
        "q=ruf%20mich%20an%200340%20123456",
        "q=jemand%40example.org",
    ):
        own_client.get(f"/suche?{query}", headers=PERSON)
    assert lines(own_app) == ["m zzzqqqxxx yyywww"]


def test_without_an_index_nothing_is_missed(own_app: Flask, own_client: JudgingClient) -> None:
    (own_app.extensions["agora_settings"].index_dir / "CURRENT").unlink()
    own_client.get("/suche?q=zzzqqqxxx", headers=PERSON)
    assert lines(own_app) == []


def test_the_worker_adds_up_what_was_written(own_app: Flask, own_client: JudgingClient, address: str) -> None:
    own_client.get(address, headers=PERSON)
    folder = sums.folder_in(own_app.extensions["agora_settings"].data_dir)
    with own_app.app_context():
        before = sums.last_30_days(db.session(), [int(number(address))], clock.today())
        sums.fold(db.session(), folder, clock.now() + timedelta(minutes=2))
        after = sums.last_30_days(db.session(), [int(number(address))], clock.today())
    (was,), (now,) = before.values(), after.values()
    assert now == Counts(was.views + 1, was.calendars)
    assert list(folder.iterdir()) == []


def test_a_full_disk_holds_up_no_page(
    own_app: Flask, own_client: JudgingClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tally.os, "write", full)
    assert own_client.get(address, headers=PERSON).status_code == 200


def test_many_threads_lose_no_line_and_a_new_slot_is_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tally.TallyBook(tmp_path / "counts")

    def write() -> None:
        for _ in range(200):
            book.write(b"v 1\n")

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    later = time.time() + sums.SLOT_SECONDS
    monkeypatch.setattr(tally.time, "time", lambda: later)
    book.write(b"v 2\n")
    files = sorted((tmp_path / "counts").iterdir())
    assert sum(len(path.read_bytes().splitlines()) for path in files) == 1601
    assert files[-1].read_bytes() == b"v 2\n"


def test_a_flood_ends_with_the_slot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST_LINES", 3)
    book = tally.TallyBook(tmp_path)
    for _ in range(9):
        book.write(b"v 1\n")
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() == b"v 1\n" * 3


def test_a_line_costs_next_to_nothing(tmp_path: Path) -> None:
    book = tally.TallyBook(tmp_path)
    book.write(b"v 1\n")
    began = time.process_time()
    for _ in range(2000):
        book.write(b"v 1\n")
    assert (time.process_time() - began) / 2000 < 0.00002
