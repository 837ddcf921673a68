"""Every address of the public map answers in both languages, in its language, and leads on within it."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.vocabulary.offers import OfferKind

from .hall import Hall
from .reading import Document, page, text_of

PAGES = (
    "/", "/suche", "/suche?q=computer", "/suche?q=zzzqqqxxx", "/anbieter", "/anbieter/volkshochschule", "/themen", "/themen/sprachen",
    "/themen/englisch", "/themen/energie-sparen", "/themen/sommer-voller-ideen", "/lebensphasen", "/lebensphasen/nach-dem-beruf", "/berufswahlkalender", "/berufswahlkalender/klassen", "/berufswahlkalender/klasse/8",
    "/berufswahlkalender/klasse/9?schulform=gymnasium", "/seniorenuniversitaet",
    "/seniorenuniversitaet/taetigkeitsfelder", "/seniorenuniversitaet/taetigkeitsfelder?thema=gesellschaft&stadtteil=zoberberg", "/bestaetigung", "/bestaetigung/K7QF-2M9D-X4TR",
    "/elterntrainings", "/elterntrainings/anmelden", "/anmeldung/gesendet", "/anmeldung/rueckruf", "/b-punkte", "/impressum", "/datenschutz", "/barrierefreiheit", "/leichte-sprache", "/ueber", "/feedback",
    "/b-punkte?schwerpunkt=beruf&sprache=de&offen=jetzt", "/b-punkte/b-punkt-mauerstrasse", "/b-punkte/b-punkt-mauerstrasse/termin",
    "/b-punkte/b-punkt-mauerstrasse/termin/danke", "/siegel",
    "/uebergaenge", "/uebergaenge/kita-grundschule", "/uebergaenge/schule-beruf/einfach", "/uebergaenge/wiedereinstieg/wegweiser",
    "/wegweiser", "/wegweiser?thema=nach-dem-beruf&lust=wissen&wann=egal&preis=nichts",
    "/wer-macht-was", "/wer-macht-was/kommunale-bildungskonferenz", "/mitmachen", "/mitmachen?sort=unterstuetzt&stand=beantwortet",
    "/mitmachen/vorschlagen", "/mitmachen/vorschlagen?titel=M%C3%B6bel+aufarbeiten", "/mitmachen/danke", "/mitmachen/716a27be-1e42-5475-b29f-87bfd17c18ac",
    "/feedback/danke", "/suche/abo", "/suche/abo?q=computer&art=kurs", "/suche/abo/gefragt", "/muster", "/konto/anmelden", "/konto/registrieren", "/konto/registrieren/danke", "/konto/bestaetigen",
    "/konto/bestaetigen/gesendet", "/konto/passwort-vergessen", "/konto/passwort-vergessen/gesendet",
)  # fmt: skip
DATA = (
    "/suche.json", "/stadt.css", "/vorschlaege?q=co", "/healthz", "/readyz", "/robots.txt", "/sitemap.xml", "/suche.ics?q=computer",
    "/suche.atom", "/suche.csv?q=computer", "/seniorenuniversitaet.ics", "/seniorenuniversitaet.atom", "/elterntrainings.ics", "/berufswahlkalender.ics",
    "/berufswahlkalender/poster.pdf?klasse=9", "/berufswahlkalender/handzettel.pdf?klasse=9",
)  # fmt: skip
# Pages behind the login have tests of their own.
GUARDED = {
    "/anbieterbereich/profil",
    "/redaktion/neue-anbieter",
    "/redaktion/anbieter",
    "/konto/",
    "/redaktion/kalendertage",
    "/redaktion/kalendertage/neu",
}
GUARDED |= {"/redaktion/veraltet", "/redaktion/suchwoerter", "/redaktion/links", "/redaktion/doppelte"}
GUARDED |= {
    "/redaktion/themenseiten",
    "/redaktion/themenseiten/neu",
    "/redaktion/seiten",
    "/redaktion/begriffe",
    "/redaktion/meldungen",
}
GUARDED |= {
    f"/konto/{name}"
    for name in "angaben passwort adresse loeschen sitzungen anmelden/code zweiter-faktor".split()
}
GUARDED |= {f"/konto/zweiter-faktor/{name}" for name in ("einrichten", "codes", "ausschalten")}
GUARDED |= {
    f"/verwaltung/{name}"
    for name in ("", "konten", "konten/einladen", "anbieter", "anbieter/neu", "einstellungen", "stadtteile")
}
GUARDED |= {
    f"/verwaltung/{name}"
    for name in ("stadtteile/neu", "protokoll", "protokoll.csv", "protokoll.json", "briefe")
}
GUARDED |= {
    f"/redaktion/{name}"
    for name in ("", "eingang", "zur-kenntnis", "angebote", "textbausteine", "textbausteine/neu")
}
GUARDED |= {
    "/anbieterbereich/",
    "/anbieterbereich/angebote/neu",
    "/redaktion/stadtmagazin",
    "/redaktion/stadtmagazin/hinweise/neu",
}
GUARDED |= {f"/anbieterbereich/taetigkeitsfelder{name}" for name in ("", "/neu", "/interesse")}
GUARDED |= {
    f"/redaktion/{name}"
    for name in (
        "gremien",
        "gremien/neu",
        "vorschlaege",
        "treffen-elternbildung",
        "treffen-elternbildung.csv",
    )
}
GUARDED |= {"/redaktion/kalender-fortschreiben", "/redaktion/checkliste", "/redaktion/checkliste/neu"}
GUARDED |= {"/redaktion/uebergaenge", "/redaktion/uebergaenge/neu"}
GUARDED |= {
    "/redaktion/semester",
    "/redaktion/semester/neu",
    "/anbieterbereich/vortragende",
    "/anbieterbereich/vortragende/neu",
}
GUARDED |= {f"/redaktion/{name}" for name in "b-punkte b-punkte/neu siegel siegel/neu terminwuensche".split()}
# Addresses that lead out of a language on purpose: the other language, files without words.
SHARED = re.compile(r"/assets/")


def ask(client: Any, address: str) -> Document:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return page(answer)


@pytest.mark.parametrize("path", PAGES)
def test_page_answers_in_german(client: Any, path: str) -> None:
    document = ask(client, path)
    assert document.lang == "de"
    assert document.h1
    assert document.h1.replace("\xad", "")[:12] in document.title.replace("\xad", "") or document.title


@pytest.mark.parametrize("path", PAGES)
def test_page_answers_in_english_under_its_prefix(client: Any, path: str) -> None:
    document = ask(client, "/en" + path)
    assert document.lang == "en"
    assert document.h1


@pytest.mark.parametrize("path", DATA)
@pytest.mark.parametrize("root", ["", "/en"])
def test_data_answer_in_both_languages(client: Any, root: str, path: str) -> None:
    answer = client.get(root + path)
    assert answer.status_code == 200
    assert answer.mimetype != "text/html"


@pytest.mark.parametrize("path", PAGES)
def test_links_of_an_english_page_stay_english(client: Any, path: str) -> None:
    document = ask(client, "/en" + path)
    if path == "/muster":
        return  # its links are samples
    [*others] = {link.get("href") for link in document.all("a", hreflang="de")}
    for link in document.links():
        assert link.startswith("/en/") or link == "/en" or link in others or SHARED.match(link), link


@pytest.mark.parametrize("path", [*PAGES, "/suche?q=gr%C3%BCn+%26+blau&art=kurs", "/suche?thema=%22x%22"])
def test_the_other_language_is_the_same_page(client: Any, path: str) -> None:
    german = ask(client, path)
    there = {link.get("href") for link in german.all("a", hreflang="en")}
    assert there == {"/en" + path}
    back = {link.get("href") for link in ask(client, "/en" + path).all("a", hreflang="de")}
    assert back == {path}


def test_the_other_language_of_a_path_with_signs_is_the_same_path(visitor: FlaskClient) -> None:
    document = page(visitor.get("/themen/a%3Fb%25c%23d"))
    assert {link.get("href") for link in document.all("a", hreflang="en")} == {"/en/themen/a%3Fb%25c%23d"}


def test_the_prefix_alone_is_the_english_home_page(client: Any) -> None:
    assert ask(client, "/en").lang == ask(client, "/en/").lang == "en"


@pytest.mark.parametrize("path", ["/de/suche", "/fr/suche", "/ensuche", "/EN/suche", "/en/en/suche"])
def test_other_prefixes_are_no_languages(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    page(answer)


def test_every_route_without_parameters_is_in_this_list(app: Flask) -> None:
    """A new page joins the tests above, or this fails."""
    tested = {path.split("?")[0] for path in (*PAGES, *DATA)} | GUARDED
    found = {
        rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments
    }
    assert found - tested == set()


def test_topics_phases_and_providers_of_the_lists_all_answer(client: Any) -> None:
    wanted = re.compile(r"/(themen|lebensphasen|anbieter)/[a-z0-9-]+\Z")
    found = {
        link
        for path in ("/themen", "/lebensphasen", "/anbieter")
        for link in ask(client, path).links()
        if wanted.match(link)
    }
    assert len(found) > 60
    for path in sorted(found)[::4]:
        assert ask(client, path).h1, path


@pytest.mark.parametrize(
    "path",
    ["/themen/gibt-es-nicht", "/lebensphasen/gibt-es-nicht", "/anbieter/gibt-es-nicht", "/gibt-es-nicht"],
)
def test_what_does_not_exist_is_not_found(client: Any, path: str) -> None:
    for root, lang in (("", "de"), ("/en", "en")):
        answer = client.get(root + path)
        assert answer.status_code == 404
        assert page(answer).lang == lang


def test_home_leads_to_search_phases_week_kinds_and_advice(client: Any) -> None:
    document = ask(client, "/")
    links = set(document.links())
    assert {f"/suche?art={kind.slug}" for kind in OfferKind} <= links
    assert {"/seniorenuniversitaet", "/elterntrainings", "/berufswahlkalender"} <= links
    assert len({link for link in links if link.startswith("/lebensphasen/")}) == 6
    assert any(link.startswith("/angebote/") for link in links), "what is on this week"
    assert document.one("form", role="search").get("action") == "/suche"


def test_provider_page_lists_offers_topics_and_contact(hall: Hall, visitor: FlaskClient) -> None:
    document = page(visitor.get("/anbieter/toepferverein"))
    assert document.h1 == "Töpferverein Roßlau"
    assert set(document.entries()) == {hall.path("course"), hall.path("lecture"), hall.path("material")}
    assert "tel:+493400000101" in [link.get("href") for link in document.all("a")]
    assert "/suche?thema=kultur-gestalten&anbieter=toepferverein" in document.links()


@pytest.mark.parametrize("root", ["", "/en"])
def test_a_former_slug_of_a_provider_leads_to_the_present_one(visitor: FlaskClient, root: str) -> None:
    answer = visitor.get(f"{root}/anbieter/keramikverein")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{root}/anbieter/toepferverein"


def test_a_provider_who_is_not_public_is_not_found(visitor: FlaskClient) -> None:
    assert visitor.get("/anbieter/stiller-verein").status_code == 404
    assert "Stiller Verein" not in visitor.get("/anbieter").text


def test_topic_page_counts_what_the_search_finds(client: Any) -> None:
    document = ask(client, "/themen/sprachen")
    total = client.get("/suche.json?thema=sprachen").get_json()["total"]
    assert f"{total} Angebote" in document.words
    for item in document.all("ul", class_="drop"):
        for link in item:
            assert re.search(r"\d+ Angebot", text_of(link))
