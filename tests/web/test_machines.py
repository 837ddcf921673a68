"""What programs ask for: health, readiness, robots, the sitemap, suggestions."""

import random
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from portal.app import create_app

from .hall import Hall, settings

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(client: Any) -> list[str]:
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{SITEMAP}urlset"
    return [entry.findtext(f"{SITEMAP}loc") or "" for entry in root.findall(f"{SITEMAP}url")]


def test_the_process_lives_and_is_ready(client: Any) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ok", "database": True, "index": True}


def test_a_portal_without_tables_and_index_lives_but_is_not_ready(tmp_path: Path) -> None:
    newborn = create_app(
        settings(tmp_path, database_url=f"sqlite:///{tmp_path / 'no-such-folder' / 'agora.sqlite'}")
    ).test_client()
    assert newborn.get("/healthz").status_code == 200
    answer = newborn.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {"status": "not ready", "database": False, "index": False}


def test_every_address_of_the_sitemap_is_public_and_named_once(hall: Hall, visitor: FlaskClient) -> None:
    found = addresses(visitor)
    assert len(found) == len(set(found))
    paths = {urlsplit(address).path for address in found}
    assert all(address.startswith("https://bildung.stadt.example/") for address in found)
    assert {
        hall.path("course"),
        hall.path("ended"),
        "/",
        "/anbieter/toepferverein",
        "/themen/sprachen",
        "/ueber",
    } <= paths
    assert not paths & {hall.path(fate) for fate in ("draft", "withdrawn", "archived", "hidden")}
    assert not any(path.startswith(("/konto", "/muster", "/anbieter/stiller")) for path in paths)


def test_a_sample_of_the_sitemap_answers(client: Any) -> None:
    found = addresses(client)
    assert len(found) > 300
    plain = [address for address in found if "/angebote/" not in address]
    offers = random.Random(7).sample([address for address in found if "/angebote/" in address], 40)
    for address in plain[::3] + offers:
        assert client.get(urlsplit(address).path).status_code == 200, address


def test_days_of_change_in_the_sitemap_are_dates(client: Any) -> None:
    root = ElementTree.fromstring(client.get("/sitemap.xml").data)
    days = [element.text or "" for element in root.iter(f"{SITEMAP}lastmod")]
    assert days
    assert all(len(day) == 10 and day[4] == day[7] == "-" for day in days)


def may_fetch(rules: list[str], address: str) -> bool:
    """RFC 9309, 2.2.2, for rules without wildcards: closed is what begins like a Disallow line."""
    return not any(address.startswith(rule) for rule in rules)


def test_robots_may_read_offers_but_not_accounts_or_endless_searches(visitor: FlaskClient) -> None:
    answer = visitor.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Sitemap: https://bildung.stadt.example/sitemap.xml" in lines
    rules = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    for root in ("", "/en"):
        assert may_fetch(rules, f"{root}/angebote/1-keramik")
        assert may_fetch(rules, f"{root}/suche")
        for path in ("/konto/anmelden", "/vorschlaege?q=a", "/suche?q=a&seite=2"):
            assert not may_fetch(rules, root + path), root + path


def test_suggestions_name_offers_topics_and_providers_with_their_addresses(
    hall: Hall, visitor: FlaskClient
) -> None:
    items = (
        visitor.get("/vorschlaege?q=keram").get_json()["items"]
        + visitor.get("/vorschlaege?q=malen").get_json()["items"]
    )
    assert {"label", "kind", "url"} == set().union(*items)
    assert f"/angebote/{hall.offers['course']}" in {item["url"] for item in items}
    assert "/themen/malen-zeichnen" in {item["url"] for item in items}
    assert {item["kind"] for item in items} <= {"offer", "topic", "institution", "place"}


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("typed", ["deu", "volksh", "roß", "Roßlau", "computer", "ka"])
def test_every_suggestion_leads_to_a_page(client: Any, root: str, typed: str) -> None:
    items = client.get(f"{root}/vorschlaege?q={typed}").get_json()["items"]
    assert items
    assert len(items) <= 8
    for item in items:
        assert item["url"].startswith(root + "/")
        assert client.get(item["url"], follow_redirects=True).status_code == 200, item


@pytest.mark.parametrize(
    "typed", ["", " ", "%00", "zzzqqqxxx", "a" * 10_000, "%22%27%28", "%F0%9F%98%80", "%ff"]
)
def test_suggestions_for_nothing_are_an_empty_list(client: Any, typed: str) -> None:
    answer = client.get(f"/vorschlaege?q={typed}")
    assert answer.status_code == 200
    assert isinstance(answer.get_json()["items"], list)


def test_suggestions_without_a_question_are_empty(client: Any) -> None:
    assert client.get("/vorschlaege").get_json() == {"items": []}
