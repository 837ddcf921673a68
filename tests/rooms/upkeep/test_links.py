"""Links are checked politely, from outside only, and what is broken is told with where it stands."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import CheckedLink
from portal.upkeep import links
from portal.upkeep.link_visitor import Answer, Verdict, Visitor, is_public
from portal.vocabulary.offers import Step
from tests.factories.offers import NOW, make_institution, make_offer, make_run

GOOD = Answer(Verdict.GOOD, 200)
DOWN = Answer(Verdict.DOUBTFUL, None, "Der Server antwortet nicht.")
GONE = Answer(Verdict.GONE, 404, "Die Seite gibt es nicht mehr.")


class Site(BaseHTTPRequestHandler):
    """What servers out there do."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.asked.append((self.command, self.path))
        path = self.path.partition("?")[0]
        match path.strip("/").split("/"):
            case ["moved", *_]:
                self.say(302, {"Location": "/there"})
            case ["round"]:
                self.say(301, {"Location": "/round"})
            case ["inside"]:
                self.say(302, {"Location": "http://127.0.0.1:1/"})
            case ["onlyget"]:
                self.say(405 if self.command == "HEAD" else 200)
            case ["slow"]:
                threading.Event().wait(2)
                self.say(200)
            case ["garbage"]:
                self.wfile.write(b"\x00\xff nonsense\r\n\r\n")
            case [number] if number.isdigit():
                self.say(int(number))
            case _:
                self.say(200)

    def say(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor() -> Visitor:
    return Visitor("Agora-Linkpruefung (+https://agora.example)", may_be_private=True, pause=0, timeout=1)


@pytest.mark.parametrize(
    ("path", "verdict", "status"),
    [
        ("/", Verdict.GOOD, 200),
        ("/moved", Verdict.GOOD, 200),
        ("/onlyget", Verdict.GOOD, 200),
        ("/404", Verdict.GONE, 404),
        ("/410", Verdict.GONE, 410),
        ("/403", Verdict.GOOD, 403),  # it is there, and does not like robots
        ("/429", Verdict.GOOD, 429),
        ("/500", Verdict.DOUBTFUL, 500),
        ("/503", Verdict.DOUBTFUL, 503),
        ("/round", Verdict.DOUBTFUL, None),
        ("/slow", Verdict.DOUBTFUL, None),
        ("/garbage", Verdict.DOUBTFUL, None),
    ],
)
def test_what_a_server_says_is_judged_as_people_meet_it(
    site: str, visitor: Visitor, path: str, verdict: Verdict, status: int | None
) -> None:
    answer = visitor.visit(site + path)
    assert (answer.verdict, answer.status) == (verdict, status)
    assert bool(answer.problem) == (verdict is not Verdict.GOOD or path == "/moved")


def test_a_redirect_is_noted_and_head_comes_first(site: str, visitor: Visitor) -> None:
    answer = visitor.visit(f"{site}/moved?a=ä b")
    assert answer.problem == f"Leitet weiter zu {site}/there"
    assert Site.asked == [("HEAD", "/moved?a=%C3%A4%20b"), ("HEAD", "/there")]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://127.1/",
    ],
)
def test_the_own_network_is_never_visited(url: str) -> None:
    asked: list[str] = []
    visitor = Visitor("test", pause=0)
    visitor._ask = lambda method, _target: asked.append(method) or (200, "")  # type: ignore[method-assign,func-returns-value]  # nothing may get here
    answer = visitor.visit(url)
    assert answer.verdict is not Verdict.GOOD
    assert answer.status is None
    assert asked == []


def test_a_redirect_into_the_own_network_is_not_followed(
    site: str, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = visitor._look_up

    def outside_first(host: str, port: int) -> str:
        if port == 1:
            visitor._may_be_private = False
        return look_up(host, port)

    monkeypatch.setattr(visitor, "_look_up", outside_first)
    answer = visitor.visit(f"{site}/inside")
    assert answer.verdict is Verdict.DOUBTFUL
    assert "öffentlichen Netz" in answer.problem


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.1.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_addresses_of_the_public_net_are_told_from_others(address: str, public: bool) -> None:
    assert is_public(address) is public


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60) | st.text(max_size=30).map(lambda typed: f"http://127.0.0.1/{typed}"))
def test_whatever_stands_in_an_address_it_is_answered(url: str) -> None:
    assert Visitor("test", pause=0, timeout=0.1).visit(url).status is None


def test_a_host_is_asked_at_most_once_a_second(site: str) -> None:
    waited: list[float] = []
    visitor = Visitor("test", may_be_private=True, pause=1, sleep=waited.append)
    for _ in range(3):
        visitor.visit(f"{site}/")
    assert len(waited) == 2
    assert all(0 < seconds <= 1 for seconds in waited)


def link(session: Session, url: str) -> CheckedLink:
    return session.scalars(select(CheckedLink).where(CheckedLink.url == url)).one()


def test_links_of_what_is_public_are_collected_and_old_ones_let_go_of(session: Session) -> None:
    school = make_institution(session, website="https://a.org/")
    offer = make_offer(
        session, institution=school, website="https://a.org/", registration_url="https://a.org/b"
    )
    make_run(session, offer, registration_url="https://a.org/c")
    make_offer(session, step=Step.DRAFT, website="https://draft.org/")
    make_offer(session, website="javascript:alert(1)", registration_url="https://[")
    session.add(CheckedLink(url="https://old.org/"))
    assert links.collect(session) == 3
    assert set(session.scalars(select(CheckedLink.url))) == {
        "https://a.org/",
        "https://a.org/b",
        "https://a.org/c",
    }
    assert links.collect(session) == 0
    used = list(links.uses(session, ["https://a.org/"]))
    assert {(use.offer_id, use.institution) for use in used} == {
        (offer.id, school.name),
        (None, school.name),
    }


def check(session: Session, answers: dict[str, Answer], at: object = NOW, limit: int = 200) -> list[str]:
    visited: list[str] = []

    def visit(url: str) -> Answer:
        visited.append(url)
        return answers.get(url, GOOD)

    links.check(session, visit, lambda: at, limit)  # type: ignore[arg-type,return-value]  # a moment
    return visited


def test_a_bad_day_needs_a_second_failure_and_gone_is_gone(session: Session) -> None:
    for path in ("good", "down", "gone"):
        make_offer(session, website=f"https://a.org/{path}")
    answers = {"https://a.org/down": DOWN, "https://a.org/gone": GONE}
    assert len(check(session, answers)) == 3
    assert [row.url for row in links.broken(session)] == ["https://a.org/gone"]
    assert check(session, answers, NOW + timedelta(hours=23)) == []
    later = NOW + timedelta(hours=25)
    assert check(session, answers, later) == ["https://a.org/down"]
    # The only one that was asked did not answer; that is told as well.
    assert {row.url for row in links.broken(session)} == {"https://a.org/down", "https://a.org/gone"}
    assert len(check(session, {}, NOW + timedelta(days=9))) == 3
    assert links.broken(session) == []


def test_when_nobody_answers_it_is_our_own_line(session: Session) -> None:
    for number in range(12):
        make_offer(session, website=f"https://host{number}.org/")
    assert (
        len(check(session, {f"https://host{number}.org/": DOWN for number in range(12)})) == links.MOST_SILENT
    )
    assert session.scalars(select(CheckedLink.checked_at)).all() == [None] * 12


def test_hosts_take_turns_and_a_round_has_an_end(session: Session) -> None:
    for number in range(4):
        make_offer(session, website=f"https://a.org/{number}", registration_url=f"https://b.org/{number}")
    visited = check(session, {}, limit=6)
    assert len(visited) == 6
    hosts = [url.split("/")[2] for url in visited]
    assert hosts.index("b.org") < 2
    assert len(check(session, {})) == 2


def test_reserved_hosts_of_the_demo_are_never_visited_and_stay_as_they_are(session: Session) -> None:
    make_offer(session, website="https://verein.example/")
    session.add(CheckedLink(url="https://verein.example/", failures=2))
    session.commit()
    assert check(session, {}) == []
    assert link(session, "https://verein.example/").failures == 2


def test_an_ignored_link_is_left_alone_until_it_is_asked_for_again(session: Session) -> None:
    make_offer(session, website="https://a.org/")
    check(session, {"https://a.org/": GONE})
    row = link(session, "https://a.org/")
    links.ignore(session, link=row, now=NOW)
    assert links.broken(session) == []
    assert [one.url for one in links.ignored(session)] == ["https://a.org/"]
    assert check(session, {}, NOW + timedelta(days=30)) == []
    links.check_again(session, link=row)
    assert check(session, {}, NOW + timedelta(days=30)) == ["https://a.org/"]
