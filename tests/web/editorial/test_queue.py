"""What waits for editors: today's page, the queue and how it is narrowed, what went public without review; and who may enter."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.extensions import db
from portal.models import AppointmentRequest, GuidancePoint, Idea, Institution, Offer, OfferEdit, OfferVersion
from portal.vocabulary.participation import IdeaKind
from portal.vocabulary.people import Role, Standing
from portal.vocabulary.workflow import VersionKind
from portal.web.editorial.tasks import SORTS
from portal.web.kit.desk import MENUS
from tests.judge import JudgingClient
from tests.web.editorial import review_desk as r
from tests.web.people import signed_in
from tests.web.reading import HTML, Document, page, text_of

PAGES = ["/redaktion/", r.QUEUE, r.SEEN, r.OFFERS, r.REASONS, f"{r.REASONS}/neu"]


@pytest.fixture
def editor(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, Role.EDITOR)


def titles(document: Document) -> list[str]:
    return [
        text_of(next(iter(item.iter(HTML + "a"))))
        for item in document.one("ol", class_="queue").iter(HTML + "li")
    ]


def tasks(document: Document) -> dict[str, str]:
    """What is asked for -> how much of it."""
    found = {}
    for item in document.all("li", class_="task"):
        number, unit = (text_of(one) for one in list(item.iter(HTML + "span"))[:2])
        found[unit] = number
    return found


def badges(document: Document) -> dict[str, int]:
    menu = next(nav for nav in document.all("nav") if "desk__nav" in (nav.get("class") or ""))
    words = [text_of(link).split(" ") for link in menu.iter(HTML + "a")]
    return {
        " ".join(one[:-2]): int(one[-2].removesuffix("offen") or 0) for one in words if one[-1] == "offen"
    }


@pytest.mark.parametrize("path", PAGES)
def test_editors_and_administrators_enter_and_nobody_keeps_the_page(own_app: Flask, path: str) -> None:
    for role in (Role.EDITOR, Role.ADMINISTRATOR):
        answer = signed_in(own_app, role).get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert signed_in(own_app, Role.PROVIDER).get(path).status_code == 403
    stranger = JudgingClient(own_app).get(path)
    assert (stranger.status_code, stranger.location) == (303, f"/konto/anmelden?weiter={path}")


@pytest.mark.parametrize("path", PAGES)
def test_pages_speak_english(editor: JudgingClient, path: str) -> None:
    assert page(editor.get("/en" + path)).lang == "en"


def test_today_says_what_needs_doing_and_leads_there(own_app: Flask, editor: JudgingClient) -> None:
    document = page(editor.get("/redaktion/"))
    found = tasks(document)
    assert found["Einreichungen prüfen"] == "5"
    assert found["Angebote ansehen"] == "3"
    assert "Am längsten wartet" in document.words
    assert {r.QUEUE, r.SEEN, "/redaktion/kalendertage"} <= set(document.links())
    assert titles(document)[0].startswith("Kleidung flicken")


def test_today_names_the_two_lists_where_citizens_wait(own_app: Flask, editor: JudgingClient) -> None:
    with own_app.app_context():
        point = db.session.scalars(select(GuidancePoint.id)).first()
        db.session.query(AppointmentRequest).delete()
        db.session.query(Idea).delete()
        db.session.add(
            AppointmentRequest(point_id=point, name="Ida Ahorn", phone="0340 5", asked_at=clock.now())
        )
        for title in ("Imkern", "Löten"):
            db.session.add(Idea(kind=IdeaKind.OFFER, title=title, text="Bitte.", asked_at=clock.now()))
        db.session.commit()
    document = page(editor.get("/redaktion/"))
    found = tasks(document)
    assert (found["Terminwunsch beantworten"], found["Vorschläge ansehen"]) == ("1", "2")
    assert {"/redaktion/terminwuensche", "/redaktion/vorschlaege"} <= set(document.links())


def test_the_menu_and_today_count_the_same_things() -> None:
    menu = {
        entry.badge: entry.endpoint for group in MENUS["editorial"] for entry in group.entries if entry.badge
    }
    listed = {sort.name: sort.endpoint for sort in SORTS if not sort.values}
    assert listed == menu


def test_the_menu_and_today_say_the_same_numbers(editor: JudgingClient) -> None:
    document = page(editor.get("/redaktion/"))
    found, counted = tasks(document), badges(document)
    assert counted["Kalendertage"] == int(found["Kalendertage bestätigen"])
    assert counted["Kalendertage"] == badges(page(editor.get(r.REASONS)))["Kalendertage"]
    assert counted["Veraltet"] == int(
        found.get("Angebote lange nicht bestätigt") or found["Angebot lange nicht bestätigt"]
    )


def test_the_menu_has_headed_groups_and_is_folded_under_the_name_of_the_page(editor: JudgingClient) -> None:
    document = page(editor.get("/redaktion/kalendertage"))
    [fold] = document.all("details", class_="desk__fold")
    assert "open" not in fold.attrib
    assert text_of(next(fold.iter(HTML + "summary"))) == "Bereiche: Kalendertage"
    heads = [text_of(one) for one in document.all("p", class_="desk__group")]
    assert heads == ["Prüfen", "Pflegen", "Inhalte", "Programme", "Kalender"]
    assert [one.get("aria-label") for one in fold.iter(HTML + "ul")] == heads


def test_a_return_that_nobody_answers_comes_up_again(own_app: Flask, editor: JudgingClient) -> None:
    assert "Rückgabe ohne Antwort" not in tasks(page(editor.get("/redaktion/")))
    with own_app.app_context():
        long_ago = clock.now() - timedelta(days=20)
        db.session.execute(update(OfferEdit).where(OfferEdit.step == "returned").values(updated_at=long_ago))
        db.session.commit()
    document = page(editor.get("/redaktion/"))
    assert tasks(document)["Rückgabe ohne Antwort"] == "1"
    assert "Imkern in der Stadt" in page(editor.get(f"{r.OFFERS}?stand=zurueckgegeben")).words


def test_when_all_is_done_today_says_so(own_app: Flask, editor: JudgingClient) -> None:
    r.empty(own_app)
    with own_app.app_context():
        from portal.models import Feedback, Holiday

        db.session.execute(update(OfferVersion).values(is_to_see=False))
        db.session.execute(update(Holiday).values(is_confirmed=True))
        db.session.execute(update(Offer).values(confirmed_at=clock.now()))
        db.session.query(Feedback).delete()
        db.session.execute(
            update(Institution).where(Institution.standing == Standing.APPLIED).values(standing="suspended")
        )
        db.session.commit()
    document = page(editor.get("/redaktion/"))
    left = tasks(document)
    assert not {"Einreichungen prüfen", "Angebote ansehen", "Kalendertage bestätigen", "neue Anbieter"} & set(
        left
    )
    assert left or "Alles erledigt" in document.words


def test_what_just_came_in_is_said_in_german(own_app: Flask, editor: JudgingClient) -> None:
    r.empty(own_app)
    r.submitted(own_app)
    document = page(editor.get(r.QUEUE))
    assert "neu, gerade eben" in document.words
    assert "1 Einreichung, sie wartet seit 1 Minute" in document.words


def test_the_menu_counts_what_waits(own_app: Flask, editor: JudgingClient) -> None:
    before = badges(page(editor.get(r.REASONS)))
    assert (before["Eingang"], before["Zur Kenntnis"]) == (5, 3)
    r.submitted(own_app)
    assert badges(page(editor.get(r.REASONS)))["Eingang"] == 6


def test_the_queue_is_one_row_an_offer_the_longest_waiting_first(
    own_app: Flask, editor: JudgingClient
) -> None:
    number = r.live_offer(own_app, "yoga-abend")
    r.change(own_app, number, summary="Neu beschrieben.")
    document = page(editor.get(r.QUEUE))
    found = titles(document)
    assert len(found) == 6
    assert found[0].startswith("Kleidung flicken")
    assert found[-1].startswith("Yoga am Abend")
    assert "1 Angabe geändert: Texte" in document.words
    assert "6 Einreichungen, die älteste wartet seit" in document.words


@pytest.mark.parametrize(
    ("query", "starts"),
    [
        ("aenderung=neu", ["Wasser", "Flugmodelle"]),
        ("aenderung=texte", ["Kleidung", "Weben"]),
        ("aenderung=anmeldung", ["Sprachcafé"]),
        ("aenderung=bild", []),
    ],
)
def test_the_queue_is_narrowed_by_what_changes(editor: JudgingClient, query: str, starts: list[str]) -> None:
    document = page(editor.get(f"{r.QUEUE}?{query}"))
    if not starts:
        assert "Dazu wartet nichts." in document.words
        return
    assert [title.split(" ")[0].split(":")[0] for title in titles(document)] == starts


def test_the_queue_is_narrowed_by_provider(own_app: Flask, editor: JudgingClient) -> None:
    with own_app.app_context():
        number = db.session.scalars(select(Institution.id).where(Institution.slug == "umweltbundesamt")).one()
    document = page(editor.get(f"{r.QUEUE}?anbieter={number}"))
    assert [title.split(" ")[0] for title in titles(document)] == ["Wasser"]
    [option] = [one for one in document.all("option") if "selected" in one.attrib and one.get("value")]
    assert text_of(option) == "Umweltbundesamt (1)"


@pytest.mark.parametrize(
    "query",
    ["aenderung=quatsch", "aenderung=%00", "anbieter=0", "anbieter=x", "seite=99", "seite=-1", "seite=x"],
)
def test_what_the_address_does_not_mean_is_named_and_left_out(editor: JudgingClient, query: str) -> None:
    document = page(editor.get(f"{r.QUEUE}?{query}"))
    assert len(titles(document)) == 5
    assert query.startswith("seite") or document.notices()


def test_long_queues_have_pages(
    own_app: Flask, editor: JudgingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.web.editorial.views_queue.PER_PAGE", 2)
    first, last = page(editor.get(f"{r.QUEUE}?aenderung=texte")), page(editor.get(f"{r.QUEUE}?seite=3"))
    assert len(titles(first)) == 2
    assert len(titles(last)) == 1
    assert f"{r.QUEUE}?seite=2" in page(editor.get(r.QUEUE)).links()


def test_a_provider_that_waits_for_approval_is_flagged(own_app: Flask, editor: JudgingClient) -> None:
    with own_app.app_context():
        club = db.session.scalars(select(Institution).where(Institution.slug == "umweltbundesamt")).one()
        club.standing = Standing.APPLIED
        db.session.commit()
    assert "Anbieter noch nicht freigegeben" in page(editor.get(r.QUEUE)).words


def test_what_went_public_unseen_is_shown_with_its_difference(own_app: Flask, editor: JudgingClient) -> None:
    r.change(own_app, r.live_offer(own_app, "brot-backen"), price_cents=3100)
    document = page(editor.get(r.SEEN))
    assert "4 Angebote haben sich geändert" in document.words
    assert any(row.startswith("Preis") and "31 €" in row for row in r.rows(document))
    assert any("Lesesaal, Obergeschoss" in row for row in r.rows(document))


def test_each_is_ticked_off_alone_or_all_at_once(own_app: Flask, editor: JudgingClient) -> None:
    marks = [one.get("value") or "" for one in page(editor.get(r.SEEN)).all("input", name="gesehen")]
    token = r.csrf(editor)
    answer = editor.post(r.SEEN, data={"csrf_token": token, "gesehen": marks[0]})
    document = page(editor.get(answer.location))
    assert document.notices()[0] == "Ein Angebot ist gesehen."
    assert len(document.all("article", class_="seen")) == 2
    answer = editor.post(r.SEEN, data={"csrf_token": token, "gesehen": list(dict.fromkeys(marks))})
    document = page(editor.get(answer.location))
    assert document.notices()[0] == "2 Angebote sind gesehen."
    assert "nichts, was Sie noch nicht gesehen haben" in document.words
    answer = editor.post(r.SEEN, data={"csrf_token": token, "gesehen": marks})
    assert "schon jemand anders" in page(editor.get(answer.location)).notices()[0]


def test_what_changed_after_the_look_stays(own_app: Flask, editor: JudgingClient) -> None:
    number = r.live_offer(own_app, "brot-backen")
    r.change(own_app, number, price_cents=3100)
    mark = next(
        one.get("value") or ""
        for one in page(editor.get(r.SEEN)).all("input", name="gesehen")
        if (one.get("value") or "").startswith(f"{number}:")
    )
    r.change(own_app, number, price_cents=3200)
    editor.post(r.SEEN, data={"csrf_token": r.csrf(editor), "gesehen": mark})
    [row] = [row for row in r.rows(page(editor.get(r.SEEN))) if row.startswith("Preis")]
    assert "31 €" in row
    assert "32 €" in row


@pytest.mark.parametrize("mark", ["", "x", "1", "1:x", "-1:2", "999999:1", "1:1:1", "٣:٣", "9" * 40 + ":1"])
def test_marks_that_mean_nothing_do_nothing(own_app: Flask, editor: JudgingClient, mark: str) -> None:
    answer = editor.post(r.SEEN, data={"csrf_token": r.csrf(editor), "gesehen": mark})
    assert answer.status_code == 303
    with own_app.app_context():
        assert db.session.query(OfferVersion).where(OfferVersion.is_to_see).count() == 3


def test_a_new_offer_of_a_trusted_provider_is_shown_whole(own_app: Flask, editor: JudgingClient) -> None:
    with own_app.app_context():
        club = db.session.scalars(select(Institution).where(Institution.slug == "volkshochschule")).one()
        club.standing = Standing.TRUSTED
        db.session.commit()
    number = r.submitted(own_app)
    with own_app.app_context():
        kinds = db.session.scalars(select(OfferVersion.kind).where(OfferVersion.offer_id == number)).all()
        assert VersionKind.PUBLISHED in kinds
    document = page(editor.get(r.SEEN))
    assert "Das ganze Angebot" in document.words
    assert "(verlässlich)" in document.words


def test_more_than_a_page_of_unseen_is_announced(
    own_app: Flask, editor: JudgingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.web.editorial.views_queue.SEEN_PER_PAGE", 2)
    document = page(editor.get(r.SEEN))
    assert len(document.all("article", class_="seen")) == 2
    assert "Ein weiteres Angebot folgt" in document.words


def test_all_kinds_of_change_have_a_slug() -> None:
    from portal.vocabulary.workflow import ChangeKind
    from portal.web.editorial.queue_words import KIND_SLUGS

    assert set(KIND_SLUGS.values()) == set(ChangeKind)
