"""Every page can be reached by clicking, every link leads somewhere, and every page on the way is judged."""

import pytest
from flask import Flask

from portal.cli.seed_demo import LOGINS, PASSWORD
from portal.web.kit.languages import DEFAULT, LOCALES
from tests.house.crawl import Walk, pages_of, walk
from tests.judge import JudgingClient

CLICKS = 3
# What no reader clicks, and who asks for it instead.
FOR_MACHINES = {
    "static": "Flask's own route; pages use /assets",
    "assets": "stylesheets, scripts and pictures",
    "public.healthz": "the supervisor",
    "public.readyz": "the load balancer",
    "public.robots": "search engines",
    "public.sitemap": "search engines",
    "public.suggestions": "the search box's script",
    "public.search_json": "programs; the format is a contract",
    "public.offer_json": "programs; the format is a contract",
    "public.offer_by_id": "suggestions and short addresses; it only leads on",
    "public.picture": "pages of offers that have one",
    "feeds.offer_qr": "the box to subscribe on the page of an offer",
    "public.feedback_sent": "the answer to the feedback form",
    "accounts.home": "who is signed in; see the test below",
    "editorial.list_days": "editors; see tests/web/test_holidays_page.py",
    "editorial.new_day": "the same",
    "editorial.edit_day": "the same",
    "editorial.ask_remove_day": "the same",
}


@pytest.fixture(scope="module", params=LOCALES)
def walked(request: pytest.FixtureRequest, app: Flask) -> Walk:
    """A walk through the whole portal in one language, once for all tests of this file."""
    return walk(JudgingClient(app), "/" if request.param == DEFAULT else f"/{request.param}/")


def test_every_page_is_reached_from_the_home_page(walked: Walk, app: Flask) -> None:
    missing = pages_of(app) - set(walked.clicks) - set(FOR_MACHINES)
    assert not missing, "no menu, list or text links to these pages"


def test_no_page_is_further_than_three_clicks_away(walked: Walk) -> None:
    assert not {endpoint: clicks for endpoint, clicks in walked.clicks.items() if clicks > CLICKS}


def test_every_link_leads_somewhere(walked: Walk) -> None:
    assert walked.pages > 40
    assert not walked.dead


def test_the_list_of_machine_addresses_names_only_what_exists(app: Flask) -> None:
    assert set(FOR_MACHINES) <= pages_of(app)


@pytest.mark.parametrize("email", [login[0] for login in LOGINS])
def test_whoever_signs_in_finds_the_account_and_the_way_out(own_client: JudgingClient, email: str) -> None:
    form = own_client.get("/konto/anmelden").get_data(as_text=True)
    token = form.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    answer = own_client.post(
        "/konto/anmelden",
        data={"email": email, "password": PASSWORD, "csrf_token": token},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    assert own_client.watch.endpoint == "accounts.home"
    assert 'href="/konto/"' in own_client.get("/").get_data(as_text=True)
