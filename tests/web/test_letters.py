"""Letters: who gets which, in which language, with what in it; and that nobody's words become markup."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from portal import clock
from portal.mail import wishes
from portal.mail.plain import plain
from portal.models import (
    Feedback,
    Institution,
    JournalEntry,
    Letter,
    Offer,
    OfferEdit,
    OfferVersion,
    OutboxEntry,
    User,
)
from portal.offers import sheet as sheets
from portal.offers import sheet_store
from portal.text import markdown_html
from portal.vocabulary.offers import Step
from portal.vocabulary.people import FeedbackKind, MembershipRole, Role
from portal.vocabulary.workflow import Act, Thing, VersionKind
from portal.web.kit import languages, letter_wishes, letters, publishing
from tests.house.sources import ROOT
from tests.web.hall import HOSTILE, HOSTILE_MARKDOWN
from tests.web.people import account

PARTS = ("frame", "offer", "registration", "registration_link")  # of letters, taken in by others
CLOSING = '{% include "mail/registration_link.txt" %}'  # says it for all letters about registrations
PROVIDER, EDITOR = "anbieter@demo.example", "redaktion@demo.example"


@pytest.fixture
def empty(session: Session) -> Session:
    """The database of `own_app` without letters and wishes, inside its context."""
    for row in [*session.scalars(select(Letter)), *session.scalars(select(OutboxEntry))]:
        session.delete(row)
    session.commit()
    return session


def user(session: Session, email: str) -> User:
    return session.scalars(select(User).where(User.email == email)).one()


def course(session: Session) -> Offer:
    """A published offer of the provider's institution, with dates still to come."""
    return next(
        offer
        for offer in session.scalars(
            select(Offer).join(Institution).where(Institution.slug == "volkshochschule").order_by(Offer.id)
        )
        if offer.step is Step.PUBLISHED
        and sum(
            day.starts_at > clock.now() + timedelta(days=1) for run in offer.runs for day in run.occurrences
        )
        > 1
    )


def written(session: Session) -> dict[str, Letter]:
    """What the job worker writes of the wishes that wait, by recipient."""
    session.commit()
    publishing.write_letters()
    found = session.scalars(select(Letter)).all()
    assert len({letter.recipient for letter in found}) == len(found)
    return {letter.recipient: letter for letter in found}


def test_a_submission_is_told_to_the_editors_and_acknowledged_to_the_requester(empty: Session) -> None:
    offer, requester = course(empty), user(empty, PROVIDER)
    for kind in ("submitted", "received"):
        wishes.want(empty, kind, offer_id=offer.id, actor_id=requester.id)
    found = written(empty)
    assert {to: letter.kind for to, letter in found.items()} == {EDITOR: "submitted", PROVIDER: "received"}
    told = found[EDITOR]
    assert told.subject == f"Zur Prüfung: {offer.title}"
    assert "Demo Anbieter hat etwas zur Prüfung eingereicht" in told.text
    assert f"http://127.0.0.1:8000/redaktion/eingang/{offer.id}" in told.text
    assert "innerhalb von zwei Arbeitstagen" in found[PROVIDER].text


def test_a_letter_says_when_where_why_and_from_whom(empty: Session) -> None:
    offer = course(empty)
    day = min(
        (day for run in offer.runs for day in run.occurrences if day.ends_at > clock.now()),
        key=lambda one: one.starts_at,
    )
    wishes.want(empty, "published", offer_id=offer.id, author_id=user(empty, PROVIDER).id)
    (letter,) = written(empty).values()
    start = clock.local(day.starts_at)
    place = day.place or day.run.place or offer.place
    for said in (
        offer.title,
        offer.institution.name,
        f"{start.day}. ",
        f"{start:%H:%M}".lstrip("0"),
        place.name if place else "Online",
        f"http://127.0.0.1:8000/angebote/{offer.id}-{offer.slug}",
        f"weil Sie für „{offer.institution.name}“ eintragen",
        "Bildungsbüro der Stadt Dessau-Roßlau, Zerbster Straße 4",
        "0340 0000-100",
    ):
        assert said in letter.text
        assert said in letter.html
    assert letter.message_id.endswith("@dessau-rosslau.example")


def test_letters_are_written_in_the_language_of_who_gets_them(empty: Session) -> None:
    offer = course(empty)
    user(empty, PROVIDER).locale = "en"
    wishes.want(empty, "published", offer_id=offer.id, author_id=user(empty, PROVIDER).id)
    (letter,) = written(empty).values()
    assert letter.locale == "en"
    assert f"/en/angebote/{offer.id}-" in letter.text
    assert '<html lang="en">' in letter.html


def test_an_unknown_language_is_german(empty: Session) -> None:
    letters.post("published", to=PROVIDER, locale="fr", **of_course(empty))
    letter = empty.scalars(select(Letter)).one()
    assert (letter.locale, letter.text.splitlines()[0]) == ("de", "Guten Tag,")


def of_course(session: Session, **changes: str) -> dict[str, object]:
    """What the template of a published offer is filled with."""
    from portal.web.kit.letter_offer import OfferInLetter

    values = {"title": "Töpfern", "institution": "Verein", **changes}
    return {
        "offer": OfferInLetter(**values, lines=()),
        "page": "https://x.example/a",
        "link": "https://x.example/b",
    }


def test_who_acted_gets_no_letter(empty: Session) -> None:
    offer, editor = course(empty), user(empty, EDITOR)
    wishes.want(empty, "submitted", offer_id=offer.id, actor_id=editor.id)
    wishes.want(empty, "approved", offer_id=offer.id, actor_id=editor.id, author_id=editor.id)
    assert written(empty) == {}


def test_a_return_brings_the_reason_word_by_word(empty: Session) -> None:
    offer = course(empty)
    wishes.want(
        empty, "returned", offer_id=offer.id, actor_id=user(empty, EDITOR).id,
        author_id=user(empty, PROVIDER).id, text="Bitte nennen Sie\r\n\r\n*den Raum* <b>\n# heute",
    )  # fmt: skip
    (letter,) = written(empty).values()
    assert "> Bitte nennen Sie\n>\n> *den Raum* <b>\n> # heute" in letter.text
    assert "<b>" not in letter.html
    assert f"/anbieterbereich/angebote/{offer.id}" in letter.text


def test_a_comment_goes_to_the_other_side(empty: Session) -> None:
    offer, provider, editor = course(empty), user(empty, PROVIDER), user(empty, EDITOR)
    wishes.want(empty, "commented", offer_id=offer.id, actor_id=provider.id, text="Geht das?")
    wishes.want(empty, "commented", offer_id=offer.id, actor_id=editor.id, text="Ja.")
    found = written(empty)
    assert set(found) == {PROVIDER, EDITOR}
    assert "> Geht das?" in found[EDITOR].text
    assert "zur Redaktion" in found[EDITOR].text
    assert "> Ja." in found[PROVIDER].text
    assert "eintragen" in found[PROVIDER].text


def test_a_report_goes_to_the_editors_without_the_address_of_who_wrote_it(empty: Session) -> None:
    message = Feedback(
        kind=FeedbackKind.WRONG_ENTRY,
        message="Der Kurs fällt aus!",
        email="buerger@leser.example",
        offer_id=course(empty).id,
    )
    empty.add(message)
    empty.flush()
    wishes.want(empty, "reported", feedback_id=message.id)
    (letter,) = written(empty).values()
    assert letter.recipient == EDITOR
    assert "> Der Kurs fällt aus!" in letter.text
    assert "buerger@leser.example" not in letter.text


def test_a_scheduled_approval_says_the_day(empty: Session) -> None:
    offer = course(empty)
    content = sheets.to_json(sheet_store.read(offer))
    version = OfferVersion(
        offer_id=offer.id, number=1, kind=VersionKind.SUBMITTED, digest="x", content=content, author_name="x"
    )
    empty.add(version)
    empty.flush()
    edit = OfferEdit(
        offer_id=offer.id, version=version, step=Step.SUBMITTED, change_kinds=["text", "dates"],
        approved_at=clock.now(), publish_at=clock.as_utc(clock.today() + timedelta(days=400), 8, 30),
    )  # fmt: skip
    empty.add(edit)
    wishes.want(empty, "approved", offer_id=offer.id, author_id=user(empty, PROVIDER).id)
    wishes.want(empty, "submitted", offer_id=offer.id)
    found = written(empty)
    assert found[PROVIDER].kind == "approved"
    assert "um 8:30 Uhr" in found[PROVIDER].text
    assert "Es geht um: Texte, Termine" in found[EDITOR].text
    assert "Jemand hat" in found[EDITOR].text


def test_without_an_author_the_managers_are_told(own_app: Flask, empty: Session) -> None:
    account(own_app, "leitung@kurs.example", institutions={"volkshochschule": MembershipRole.MANAGER})
    account(own_app, "mitglied@kurs.example", institutions={"volkshochschule": MembershipRole.MEMBER})
    account(own_app, "fremd@kurs.example")
    wishes.want(empty, "published", offer_id=course(empty).id)
    assert set(written(empty)) == {PROVIDER, "leitung@kurs.example"}


def test_only_active_accounts_with_a_confirmed_address_get_letters(own_app: Flask, empty: Session) -> None:
    for name in ("da", "weg", "neu"):
        account(own_app, f"{name}@stadt.example", role=Role.EDITOR)
    user(empty, "weg@stadt.example").is_active = False
    user(empty, "neu@stadt.example").address_confirmed_at = None
    wishes.want(empty, "submitted", offer_id=course(empty).id)
    assert set(written(empty)) == {EDITOR, "da@stadt.example"}


def test_a_town_without_editors_tells_its_administrators(empty: Session) -> None:
    user(empty, EDITOR).is_active = False
    wishes.want(empty, "submitted", offer_id=course(empty).id)
    assert set(written(empty)) == {"verwaltung@demo.example"}


def test_an_offer_that_is_gone_has_no_letter(empty: Session) -> None:
    for kind in ("submitted", "approved", "published", "returned", "commented"):
        wishes.want(empty, kind, offer_id=2_000_000, actor_id=1, text="x")
    wishes.want(empty, "reported", feedback_id=2_000_000)
    assert written(empty) == {}
    assert empty.scalar(select(func.count()).select_from(OutboxEntry)) == 0


def test_a_wish_that_fails_holds_up_no_other_and_is_dropped_after_five(
    empty: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def fails(_payload: object) -> None:
        letters.post("published", to=PROVIDER, locale="de", **of_course(empty))
        tries.append(1)
        raise RuntimeError("kaputt")

    monkeypatch.setattr(letter_wishes, "WISHES", {**letter_wishes.WISHES, "kaputt": fails})
    now = clock.now()
    wishes.want(empty, "kaputt", offer_id=1)
    wishes.want(empty, "unbekannt", offer_id=1)
    wishes.want(empty, "published", offer_id=course(empty).id)
    empty.commit()
    assert letter_wishes.drain(empty, now + timedelta(seconds=1)) == 1
    assert letter_wishes.drain(empty, now + timedelta(seconds=59)) == 0
    assert len(tries) == 1
    for minutes in (1, 5, 30, 120, 200):
        assert letter_wishes.drain(empty, now + timedelta(minutes=minutes, seconds=1)) == 0
    assert len(tries) == 5
    assert empty.scalar(select(func.count()).select_from(Letter)) == 1
    assert empty.scalar(select(func.count()).select_from(OutboxEntry)) == 0
    dropped = empty.scalars(
        select(JournalEntry).where(JournalEntry.thing == Thing.LETTER, JournalEntry.act == Act.DISCARDED)
    ).all()
    assert sorted(line.title for line in dropped) == ["kaputt", "unbekannt"]
    assert dropped[0].note == "RuntimeError: kaputt"


def test_a_page_that_saves_writes_no_letters_itself(own_app: Flask, empty: Session) -> None:
    """Nobody who clicks waits for letters; the job worker writes them."""
    wishes.want(empty, "published", offer_id=course(empty).id)
    empty.commit()
    publishing.show()
    assert empty.scalar(select(func.count()).select_from(Letter)) == 0
    publishing.drain()
    assert empty.scalar(select(func.count()).select_from(Letter)) == 1


@pytest.mark.parametrize(
    "template", sorted((ROOT / "templates" / "mail").glob("*.txt")), ids=lambda path: path.stem
)
def test_every_letter_says_at_last_why_one_gets_it(template: Path) -> None:
    if template.stem not in PARTS:
        written = template.read_text(encoding="utf-8").strip()
        if written.endswith(CLOSING):
            written = (template.parent / "registration_link.txt").read_text(encoding="utf-8").strip()
        last = written.rpartition("\n\n")[2]
        assert "Sie bekommen diese" in last or "die letzte E-Mail an diese Adresse" in last


def test_links_of_letters_lead_to_pages(own_app: Flask) -> None:
    from portal.web.kit.letter_workflow import DESK, INBOX, REPORTS

    adapter = own_app.url_map.bind("")
    for path in (INBOX, REPORTS, DESK):
        try:
            adapter.match(f"{path}/1", "GET")
        except NotFound:
            pytest.fail(f"letters lead to {path}/1, where nothing is")


@pytest.mark.parametrize(
    "hostile", [HOSTILE, HOSTILE_MARKDOWN, "1. a\n# b", "![x](http://x)", "&lt;b&gt; %(name)s"]
)
def test_what_somebody_wrote_becomes_no_markup(empty: Session, hostile: str) -> None:
    letters.post(
        "published", to=PROVIDER, locale="de", **of_course(empty, title=hostile, institution=hostile)
    )
    letter = empty.scalars(select(Letter)).one()
    for sign in (
        "<script",
        "<img",
        'javascript:alert(1)"',
        "<iframe",
        '<a href="javascript',
        '<a href="http://fremd',
    ):
        assert sign not in letter.html
    assert letter.html.count("<a ") == 5  # two of the template, three of the frame
    assert " ".join(hostile.split())[:40] in letter.text


@pytest.mark.usefixtures("own_app")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(max_size=80))
def test_any_value_is_said_as_it_is(value: str) -> None:
    said = f"a{letters.escape(value)}z"
    expected = "a" + letters.text.one_line(value) + "z"
    assert plain(said) == expected
    html = markdown_html(said)
    assert html.startswith("<p>a")
    assert html.count("<") == 2


@pytest.fixture
def speaking_english() -> Iterator[None]:
    with languages.speaking("en"):
        yield


@pytest.mark.usefixtures("speaking_english")
def test_the_language_of_who_clicked_does_not_matter(empty: Session) -> None:
    letters.post("published", to=PROVIDER, locale="de", **of_course(empty))
    assert empty.scalars(select(Letter.text)).one().startswith("Guten Tag,")
