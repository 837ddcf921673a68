"""The page of an offer by its fate: public, renamed, ended, withdrawn, hidden; and what machines read in it."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.models import Institution
from portal.vocabulary.offers import Availability, OfferKind, RegistrationWay
from portal.web.kit import formats
from tests.factories import offers as make
from tests.judge import JudgingClient

from .hall import Hall
from .reading import HTML, Document, page, text_of


def json_ld(document: Document) -> Any:
    return json.loads(document.one("script", type="application/ld+json").text or "")


def test_offer_page_names_title_provider_place_and_price(hall: Hall, visitor: FlaskClient) -> None:
    answer = visitor.get(hall.path("course"))
    assert answer.status_code == 200
    document = page(answer)
    assert document.h1 == "Keramik für alle"
    assert "42,50 €" in document.words
    assert "Werkstatt am Wall" in document.words
    assert "/anbieter/toepferverein" in document.links()
    assert "Dienstag, 1. Dezember 2026, 10:00 Uhr" in document.words


def test_markdown_of_the_description_becomes_html_below_the_pages_headings(
    hall: Hall, visitor: FlaskClient
) -> None:
    document = page(visitor.get(hall.path("course")))
    assert "Drei Abende" in [text_of(heading) for heading in document.all("h3")]
    assert "eigenem" in [text_of(word) for word in document.all("em")]


@pytest.mark.parametrize("root", ["", "/en"])
def test_a_changed_slug_leads_to_the_present_one(hall: Hall, visitor: FlaskClient, root: str) -> None:
    answer = visitor.get(f"{root}/angebote/{hall.offers['course']}-toepfern-frueher-einmal")
    assert answer.status_code == 301
    assert answer.headers["Location"] == root + hall.path("course")


@pytest.mark.parametrize("root", ["", "/en"])
def test_the_short_address_leads_to_the_readable_one(hall: Hall, visitor: FlaskClient, root: str) -> None:
    answer = visitor.get(f"{root}/angebote/{hall.offers['course']}")
    assert answer.status_code == 301
    assert answer.headers["Location"] == root + hall.path("course")


@pytest.mark.parametrize("fate", ["draft", "hidden"])
def test_what_was_never_public_is_not_found(hall: Hall, visitor: FlaskClient, fate: str) -> None:
    answer = visitor.get(hall.path(fate))
    assert answer.status_code == 404
    assert hall.slugs[fate] not in page(answer).h1


@pytest.mark.parametrize("fate", ["draft", "hidden"])
def test_the_short_address_tells_nothing_of_what_was_never_public(
    hall: Hall, visitor: FlaskClient, fate: str
) -> None:
    assert visitor.get(f"/angebote/{hall.offers[fate]}").status_code == 404


@pytest.mark.parametrize("number", ["0", "4711", "2147483647", "2147483648", "9223372036854775808", "9" * 40])
@pytest.mark.parametrize("slug", ["", "-irgendetwas"])
def test_an_unknown_number_of_any_size_is_not_found(
    hall: Hall, visitor: FlaskClient, number: str, slug: str
) -> None:
    answer = visitor.get(f"/angebote/{number}{slug}")
    assert answer.status_code == 404
    page(answer)


def test_a_withdrawn_offer_is_gone_and_names_alternatives(hall: Hall, visitor: FlaskClient) -> None:
    answer = visitor.get(hall.path("withdrawn"))
    assert answer.status_code == 410
    document = page(answer)
    assert "Malen im Park" in document.h1
    assert "Nähkreis Dessau" in document.words
    assert hall.path("course") in document.entries(), "the other offer on the same topic"
    assert hall.path("withdrawn") not in list(document.links())
    assert document.meta("robots") == "noindex"


def test_an_archived_offer_is_gone_as_well(hall: Hall, visitor: FlaskClient) -> None:
    assert visitor.get(hall.path("archived")).status_code == 410


def test_an_ended_offer_says_so_and_shows_what_is_next(hall: Hall, visitor: FlaskClient) -> None:
    answer = visitor.get(hall.path("ended"))
    assert answer.status_code == 200
    document = page(answer)
    assert "Dieses Angebot ist beendet." in document.notices()
    headings = [text_of(heading) for heading in document.all("h2")]
    assert any("Nähkreis Dessau" in heading for heading in headings), "of the same institution"
    assert any(entry.endswith("-naehen-am-abend") for entry in document.entries())
    assert hall.path("course") in document.entries(), "on the same topic"
    assert hall.path("ended") not in document.entries()
    assert document.meta("robots") == "noindex"


def test_an_ended_offer_leaves_the_listing(hall: Hall, visitor: FlaskClient) -> None:
    found = visitor.get("/suche.json?pro_seite=100").get_json()["items"]
    titles = {item["title"] for item in found}
    assert "Keramik für alle" in titles
    assert not titles & {
        "Aquarell im Sommer",
        "Malen im Park",
        "Noch geheim",
        "Verborgenes",
        "Altes Handwerk",
    }


def test_a_cancelled_date_is_announced_on_top(hall: Hall, visitor: FlaskClient) -> None:
    document = page(visitor.get(hall.path("cancelled")))
    assert "Der nächste Termin fällt aus." in document.notices()
    assert "Abgesagt" in document.words


def test_a_moved_date_shows_the_old_and_the_new_time(hall: Hall, visitor: FlaskClient) -> None:
    document = page(visitor.get(hall.path("moved")))
    assert "Der nächste Termin wurde verlegt." in document.notices()
    assert "24. November" in text_of(document.one("del"))


def test_a_course_is_described_as_course_with_its_instances(hall: Hall, visitor: FlaskClient) -> None:
    data = json_ld(page(visitor.get(hall.path("course"))))
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "Course"
    assert data["name"] == "Keramik für alle"
    assert data["provider"]["name"] == "Töpferverein Roßlau"
    [instance] = data["hasCourseInstance"]
    assert instance["@type"] == "CourseInstance"
    assert instance["startDate"] == "2026-12-01T10:00:00+01:00"
    assert instance["endDate"] == "2026-12-15T11:30:00+01:00"
    assert instance["courseMode"] == "Onsite"
    assert instance["location"]["address"]["streetAddress"] == "Wallstraße 1"
    assert data["offers"] | {"url": ""} == {
        "@type": "Offer", "price": "42.50", "priceCurrency": "EUR", "category": "Paid", "url": "",
    }  # fmt: skip


def test_a_lecture_is_described_as_an_event_per_date(hall: Hall, visitor: FlaskClient) -> None:
    data = json_ld(page(visitor.get(hall.path("lecture"))))
    [event] = data["@graph"]
    assert event["@type"] == "EducationEvent"
    assert event["startDate"] == "2026-11-26T10:00:00+01:00"
    assert event["isAccessibleForFree"] is True
    assert event["organizer"]["name"] == "Töpferverein Roßlau"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"]["name"] == "Werkstatt am Wall"


def test_a_moved_event_keeps_its_former_start(hall: Hall, visitor: FlaskClient) -> None:
    [event] = json_ld(page(visitor.get(hall.path("moved"))))["@graph"]
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["previousStartDate"] == "2026-11-24T10:00:00+01:00"


def test_a_cancelled_course_is_not_described_as_taking_place(hall: Hall, visitor: FlaskClient) -> None:
    [instance] = json_ld(page(visitor.get(hall.path("cancelled"))))["hasCourseInstance"]
    assert instance["eventStatus"] == "https://schema.org/EventCancelled"


@pytest.mark.parametrize("fate", ["course", "lecture", "dateless", "ended", "cancelled", "moved", "hostile"])
def test_every_moment_in_the_structured_data_has_an_offset(
    hall: Hall, visitor: FlaskClient, fate: str
) -> None:
    def moments(thing: Any) -> list[str]:
        if isinstance(thing, list):
            return [moment for part in thing for moment in moments(part)]
        if not isinstance(thing, dict):
            return []
        own = [value for name, value in thing.items() if name.endswith("Date") and isinstance(value, str)]
        return own + [moment for part in thing.values() for moment in moments(part)]

    data = json_ld(page(visitor.get(hall.path(fate))))
    for moment in moments(data):
        assert "T" not in moment or datetime.fromisoformat(moment).tzinfo is not None, moment


@pytest.mark.parametrize("root", ["", "/en"])
def test_canonical_and_open_graph_name_the_public_address(
    hall: Hall, visitor: FlaskClient, root: str
) -> None:
    document = page(visitor.get(root + hall.path("course"), headers={"Host": "boese.example"}))
    address = f"https://bildung.stadt.example{root}{hall.path('course')}"
    assert document.one("link", rel="canonical").get("href") == address
    assert document.meta("og:url") == address
    assert document.meta("og:title") == "Keramik für alle"
    assert document.meta("og:description") == document.meta("description") == "Drehen, formen, brennen."
    assert document.meta("og:locale") == ("en_GB" if root else "de_DE")
    assert "boese.example" not in document.title


def test_an_offer_without_dates_says_that_it_goes_on(hall: Hall, visitor: FlaskClient) -> None:
    document = page(visitor.get(hall.path("dateless")))
    assert "laufend" in document.words
    assert "beendet" not in document.words


def test_open_learning_material_names_its_licence_and_access_and_leads_to_it(
    hall: Hall, visitor: FlaskClient
) -> None:
    document = page(visitor.get(hall.path("material")))
    assert text_of(document.one("a", href="https://hefte.stadt.example/ton")) == "Zum Material"
    for said in ("CC BY 4.0", "Frei im Netz, ohne Konto", "laufend"):
        assert said in document.words
    data = json_ld(document)
    assert (data["license"], data["conditionsOfAccess"]) == ("CC BY 4.0", "Frei im Netz, ohne Konto")


def test_childcare_insurance_and_places_for_guests_are_facts(hall: Hall, visitor: FlaskClient) -> None:
    words = page(visitor.get(hall.path("material"))).words
    for said in ("ja, währenddessen", "Fragen Sie die Schule", "8 Plätze", "Bitte in die ersten Reihen."):
        assert said in words


def test_material_without_a_date_is_found_like_the_rest(hall: Hall, visitor: FlaskClient) -> None:
    found = visitor.get("/suche.json?q=töpfern&art=lernangebot").get_json()
    assert [item["id"] for item in found["items"]] == [hall.offers["material"]]


@pytest.mark.parametrize("closed", ["full", "registration over"])
def test_the_facts_tell_of_the_group_that_one_can_still_join(
    own_app: Flask, own_client: JudgingClient, closed: str
) -> None:
    """Date, places and button speak of the same group, though another one meets sooner."""
    now = clock.now()
    with own_app.app_context():
        session = db.session()
        offer = make.make_offer(
            session,
            "Singen in zwei Gruppen",
            institution=session.scalars(select(Institution).where(Institution.slug == "musikschule")).one(),
            registration_way=RegistrationWay.MAIL,
            registration_email="chor@musikschule.example",
            published_at=now,
            confirmed_at=now,
        )
        values: dict[str, object] = (
            {"availability": Availability.FULL}
            if closed == "full"
            else {"registration_closes_on": clock.today() - timedelta(days=1)}
        )
        make.make_occurrence(session, make.make_run(session, offer, **values), now + timedelta(days=3))
        joinable = make.make_run(session, offer, availability=Availability.FEW, places_left=2)
        later = make.make_occurrence(session, joinable, now + timedelta(days=40))
        session.commit()
        path, day = f"/angebote/{offer.id}-{offer.slug}", formats.long_date(later.first_day)
    facts = text_of(page(own_client.get(path)).all("dl")[0])
    assert "Nächster freier Termin" in facts
    assert day in facts
    assert "Noch 2 Plätze" in facts
    assert "Per E-Mail anmelden" in page(own_client.get(path)).words


def test_notes_to_the_price_stand_on_lines_of_their_own(own_app: Flask, own_client: JudgingClient) -> None:
    with own_app.app_context():
        session = db.session()
        offer = make.make_offer(
            session,
            "Zehn Nachmittage",
            price_cents=6000,
            reduced_price_cents=1500,
            price_note="mit Mittagessen",
        )
        session.commit()
        path = f"/angebote/{offer.id}-{offer.slug}"
    facts = page(own_client.get(path)).one("dl", class_="facts")
    assert {"ermäßigt 15 €", "mit Mittagessen"} <= {text_of(note) for note in facts.iter(HTML + "small")}


def test_room_and_reason_of_a_date_are_told_apart(own_app: Flask, own_client: JudgingClient) -> None:
    with own_app.app_context():
        session = db.session()
        offer = make.make_offer(session, "Lesekreis")
        day = make.make_occurrence(session, make.make_run(session, offer), clock.now() + timedelta(days=3))
        day.room, day.note = "Lesezimmer", "Am Mittwoch ist das Haus belegt."
        session.commit()
        path = f"/angebote/{offer.id}-{offer.slug}"
    assert "Lesezimmer · Am Mittwoch ist das Haus belegt." in page(own_client.get(path)).words


def test_a_deadline_with_a_window_names_the_period_and_no_costs(
    own_app: Flask, own_client: JudgingClient
) -> None:
    first = clock.today() + timedelta(days=3)
    with own_app.app_context():
        session = db.session()
        offer = make.make_offer(session, "Anmeldung der Schulanfänger", kind=OfferKind.DEADLINE, is_free=True)
        run = make.make_run(session, offer)
        day = make.make_occurrence(session, run, clock.as_utc(first, 0, 0))
        day.all_day, day.first_day, day.last_day = True, first, first + timedelta(days=20)
        day.ends_at = clock.as_utc(first + timedelta(days=21), 0, 0)
        session.commit()
        path = f"/angebote/{offer.id}-{offer.slug}"
    labels = [
        text_of(label) for label in page(own_client.get(path)).one("dl", class_="facts").iter(HTML + "dt")
    ]
    assert labels[0] == "Zeitraum"
    assert "Kosten" not in labels


def test_an_ended_offer_leads_to_news_of_its_successors_by_mail(hall: Hall, visitor: FlaskClient) -> None:
    document = page(visitor.get(hall.path("ended")))
    (way,) = (link for link in document.links() if link.startswith("/suche/abo?"))
    assert "anbieter=naehkreis" in way
    assert "thema=malen-zeichnen" in way
    form = page(visitor.get(way))
    assert form.notices() == []
    assert "Nähkreis Dessau" in form.words
