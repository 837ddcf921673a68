"""Every page can be reached by clicking, every link leads somewhere, and every page on the way is judged."""

import pytest
from flask import Flask, url_for

from portal.cli.seed_demo import LOGINS, PASSWORD
from portal.web.kit.desk import MENUS
from portal.web.kit.languages import DEFAULT, LOCALES
from tests.house.crawl import Walk, pages_of, walk
from tests.house.routes import FROM_FLASK, guard
from tests.judge import JudgingClient
from tests.web.people import signed_in
from tests.web.reading import HTML, page

CLICKS = 3
# What no reader clicks, and who asks for it instead.
FOR_MACHINES = {
    "static": "Flask's own route; pages use /assets",
    "assets": "stylesheets, scripts and pictures",
    "public.town_colours": "the stylesheet of a town that has set colours",
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
    "public.digest_asked": "the answer to the form for news by mail",
    "public.idea_sent": "the answer to the form for proposals",
    "guidance.appointment_sent": "the answer to the form for an appointment",
    "programmes.civic_asked": "the answer to the form for an interest",
    "programmes.registration_asked": "the answer to a registration",
    "programmes.registration_call": "the same, with a telephone number alone",
    "programmes.register_for_training": "the form of /elterntrainings with errors; it stands there otherwise",
    "programmes.show_registration": "who opens a letter; see tests/web/programmes/test_registration.py",
    "programmes.ask_cancel_registration": "the same",
    "programmes.statement": "who opens a letter; see tests/web/programmes/test_statement.py",
    "programmes.check_code": "who scans the code on a statement",
    "public.ask_confirm_digest": "who opens a letter; see tests/web/test_digest_asking.py",
    "public.manage_digest": "the same",
    "desk.confirm_by_link": "who opens a letter; see tests/web/desk/test_signed_links.py",
    "desk.places_by_link": "the same",
    **dict.fromkeys(
        (
            "accounts.ask_code",
            "accounts.registered",
            "accounts.ask_confirmation",
            "accounts.confirmation_sent",
            "accounts.ask_confirm",
            "accounts.reset_sent",
            "accounts.ask_new_password",
            "accounts.ask_change_address",
            "accounts.invitation",
        ),
        "who fills in a form or opens a letter; see tests/web/accounts",
    ),
}


@pytest.fixture(scope="module", params=LOCALES)
def walked(request: pytest.FixtureRequest, app: Flask) -> Walk:
    """A walk through the whole portal in one language, once for all tests of this file."""
    return walk(JudgingClient(app), "/" if request.param == DEFAULT else f"/{request.param}/")


def behind_the_login(app: Flask) -> set[str]:
    """Pages that not everybody may enter: another walk, below."""
    return {endpoint for endpoint in pages_of(app) if guard(app, endpoint) != "public"} - FROM_FLASK


def test_every_page_is_reached_from_the_home_page(walked: Walk, app: Flask) -> None:
    missing = pages_of(app) - set(walked.clicks) - set(FOR_MACHINES) - behind_the_login(app)
    assert not missing, "no menu, list or text links to these pages"


@pytest.mark.parametrize(("login", "area"), [(0, "desk"), (1, "editorial"), (2, "admin")])
def test_every_entry_of_a_menu_leads_to_a_page_that_marks_it(own_app: Flask, login: int, area: str) -> None:
    client = signed_in(own_app, LOGINS[login][0])
    with own_app.test_request_context():
        entries = [entry for group in MENUS[area] for entry in group.entries]
        addresses = {entry.endpoint: url_for(entry.endpoint) for entry in entries}
    for endpoint, address in addresses.items():
        document = page(client.get(address, follow_redirects=True))
        links = list(document.all("nav", class_="desk__nav")[0].iter(HTML + "a"))
        assert set(addresses.values()) <= {link.get("href") for link in links}, endpoint
        assert len([link for link in links if link.get("aria-current") == "page"]) == 1, endpoint


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
