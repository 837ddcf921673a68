"""Letters to people who registered: each kind says what, when and where and leads to their own page, in both languages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import clock
from portal.attendance import actions, queries, reminders, seating
from portal.audit.wishes import want
from portal.extensions import db
from portal.models import Letter, Membership, Occurrence, Offer, OutboxEntry, Registration, Run, User
from portal.offers import date_changes, sheet_store
from portal.permissions.policy import Actor
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.offers import OccurrenceStatus, OfferKind, RegistrationWay
from portal.vocabulary.people import MembershipRole, Role
from portal.web.kit import languages, letter_registrations, publishing
from portal.workflow import actions as workflow
from tests.factories import offers as make
from tests.fixtures.portals import make_app
from tests.house.sources import ROOT

S = RegistrationState
STATES = {
    "registration_asked": S.ASKED,
    "registration_placed": S.PLACED,
    "registration_waiting": S.WAITING,
    "registration_offered": S.OFFERED,
    "registration_lapsed": S.WAITING,
    "registration_cancelled": S.CANCELLED,
    "registration_moved": S.PLACED,
    "registration_changed": S.PLACED,
    "registration_reminder": S.PLACED,
    "registration_message": S.PLACED,
}
BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def portal_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A portal without anything in it, and its context."""
    app = make_app(tmp_path_factory.mktemp("letters"))
    with app.app_context():
        db.create_all()
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(portal_context: None) -> Session:
    """The portal's database, without registrations and with nothing in the post."""
    session = db.session()
    session.rollback()
    for model in (Registration, Letter, OutboxEntry, Offer):
        session.execute(delete(model))
    session.commit()
    return session


@pytest.fixture
def run(session: Session) -> Run:
    """A training of two evenings in a house."""
    place = make.make_place(session, name="Elternhaus", street="Am Markt 1", town="Dessau-Roßlau")
    offer = make.make_offer(
        session, "Starke Eltern", kind=OfferKind.PARENT_TRAINING, place=place,
        registration_way=RegistrationWay.HERE, contact_phone="0340 0000-7", contact_email="frage@verein.example",
        max_participants=2,
    )  # fmt: skip
    made = make.make_run(session, offer)
    day = clock.today() + timedelta(days=14)
    for week in range(2):
        make.make_occurrence(session, made, clock.as_utc(day + timedelta(weeks=week), 17, 0), room="Saal")
    session.commit()
    return made


def registered(
    session: Session, run: Run, state: RegistrationState = S.PLACED, *, name: str = "Ada", locale: str = "de"
) -> Registration:
    """Somebody who got as far as this."""
    row = Registration(
        key=f"{name:k>43}", run_id=run.id, name=name, email=f"{name.lower()}@leser.example", locale=locale,
        state=state, turn=None if state is S.ASKED else len(queries.participants(session, run.id)) + 1,
        confirmed_at=None if state is S.ASKED else clock.now(),
        offered_until=clock.now() + timedelta(hours=48) if state is S.OFFERED else None,
        ended_at=clock.now() if state is S.CANCELLED else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def written(session: Session) -> list[Letter]:
    session.commit()
    publishing.write_letters()
    return list(session.scalars(select(Letter).order_by(Letter.id)))


def payload(kind: str, run: Run) -> dict[str, object]:
    """What a wish of this kind holds besides the registration."""
    day = run.occurrences[0]
    was = day.starts_at - timedelta(days=1)
    return {
        "registration_reminder": {"occurrence_id": day.id},
        "registration_message": {"text": "Bitte bringen Sie\nStifte mit."},
        "registration_changed": {
            "changes": [{"fate": "moved", "date": str(day.uuid), "was": remembered(was)}]
        },
    }.get(kind, {})


def remembered(start: datetime) -> dict[str, object]:
    day = clock.local(start).date().isoformat()
    end = start + timedelta(minutes=90)
    return {
        "starts_at": start.isoformat(), "ends_at": end.isoformat(), "all_day": False, "first_day": day, "last_day": day,
    }  # fmt: skip


@pytest.mark.parametrize("locale", languages.LOCALES)
@pytest.mark.parametrize("kind", sorted(STATES))
def test_every_letter_says_what_when_where_and_leads_to_ones_page(
    session: Session, run: Run, kind: str, locale: str
) -> None:
    row = registered(session, run, STATES[kind], locale=locale)
    want(session, kind, registration_id=row.id, **payload(kind, run))
    (letter,) = written(session)
    start = clock.local(run.occurrences[0].starts_at)
    months = {"de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember", "en": (
        "January February March April May June July August September October November December")}  # fmt: skip
    day = f"{start.day}{'.' if locale == 'de' else ''} {months[locale].split()[start.month - 1]} {start.year}"
    prefix = "/en" if locale == "en" else ""
    for said in (
        "Starke Eltern", run.offer.institution.name, day, "17:00", "Elternhaus, Saal, Am Markt 1, Dessau-Roßlau",
        f"{BASE}{prefix}/anmeldung/{row.key}",
    ):  # fmt: skip
        assert said in letter.text
        assert said in letter.html
    assert "Starke Eltern" in letter.subject
    assert (letter.kind, letter.recipient, letter.locale) == (kind, "ada@leser.example", locale)
    assert letter.about == f"registration:{row.id}"
    assert "Ada" not in letter.subject + letter.text.replace(row.key, ""), (
        "whoever registers can put no words into it"
    )
    assert "0340 0000-7" in letter.text or kind == "registration_asked"
    assert "%(" not in letter.text


def test_every_kind_has_a_test_and_a_template() -> None:
    assert set(letter_registrations.WISHES) == {*STATES, seating.CALL}
    for kind in STATES:
        assert (ROOT / f"templates/mail/{kind}.txt").is_file()


def test_who_left_a_telephone_number_only_gets_no_letter(session: Session, run: Run) -> None:
    row = registered(session, run)
    row.email, row.phone = None, "0340 1"
    for kind in STATES:
        want(session, kind, registration_id=row.id, **payload(kind, run))
    assert written(session) == []


@pytest.mark.parametrize(("state", "said"), [(S.ASKED, "7 Tagen"), (S.OFFERED, "Warteliste")])
def test_the_provider_is_asked_to_call_who_has_no_mail(
    session: Session, run: Run, state: RegistrationState, said: str
) -> None:
    row = registered(session, run, state)
    row.email, row.phone = None, "0340 1234567"
    user = User(
        email=f"{state}@verein.example", name="Leitung", password_hash="", address_confirmed_at=clock.now()
    )
    user.memberships.append(Membership(institution_id=run.offer.institution_id, role=MembershipRole.MANAGER))
    session.add(user)
    want(session, seating.CALL, registration_id=row.id)
    (letter,) = written(session)
    assert (letter.recipient, letter.about) == (user.email, f"registration:{row.id}")
    assert said in letter.text
    assert "Starke Eltern" in letter.subject
    assert f"{BASE}/anbieterbereich/angebote/{run.offer_id}/anmeldungen" in letter.text
    assert "Ada" not in letter.text
    assert "1234567" not in letter.text


@pytest.mark.parametrize("kind", sorted(set(STATES) - {"registration_cancelled"}))
def test_a_wish_that_was_overtaken_writes_nothing(session: Session, run: Run, kind: str) -> None:
    row = registered(session, run, S.CANCELLED)
    want(session, kind, registration_id=row.id, **payload(kind, run))
    want(session, kind, registration_id=2_000_000, **payload(kind, run))
    assert written(session) == []


def test_the_line_and_the_deadline_are_named(session: Session, run: Run) -> None:
    waiting = [registered(session, run, S.WAITING, name=name) for name in ("Ada", "Bea")]
    want(session, "registration_waiting", registration_id=waiting[1].id)
    offered = registered(session, run, S.OFFERED, name="Cem")
    want(session, "registration_offered", registration_id=offered.id)
    second, third = written(session)
    assert "an Stelle 2." in second.text
    assert offered.offered_until is not None
    until = clock.local(offered.offered_until)
    assert f"{until.hour}:{until.minute:02} Uhr" in third.text
    assert f"{until.hour}:{until.minute:02} Uhr" in third.subject


def test_who_waits_for_two_is_told_of_two_places(session: Session, run: Run) -> None:
    row = registered(session, run, S.OFFERED)
    row.persons = 2
    want(session, "registration_offered", registration_id=row.id)
    (letter,) = written(session)
    assert letter.subject.startswith("2 Plätze sind frei: Starke Eltern")
    assert "für Sie sind 2 Plätze frei geworden. Wir halten sie für Sie frei bis" in letter.text
    assert "Bitte nehmen Sie sie an" in letter.text
    assert "werden die Plätze den Nächsten" in letter.text


def test_the_trainers_words_come_whole_and_answers_go_to_them(session: Session, run: Run) -> None:
    registered(session, run)
    registered(session, run, S.WAITING, name="Bea")
    registered(session, run, S.CANCELLED, name="Cem")
    words = "Bitte bringen Sie **Stifte** mit.\n\n<b>Bis bald</b> https://böse.example"
    assert actions.message(session, run_id=run.id, text_to_all=words, actor=None, now=clock.now()) == 1
    (letter,) = written(session)
    assert letter.headers == {"Reply-To": "frage@verein.example"}
    assert "> Bitte bringen Sie **Stifte** mit.\n>\n> <b>Bis bald</b>" in letter.text
    assert "<b>" not in letter.html
    assert "Auf diese E-Mail können Sie antworten" in letter.text
    assert actions.message(
        session, run_id=run.id, text_to_all=words, actor=None, now=clock.now(), to_waiting=True
    ) == 2  # fmt: skip


def test_each_date_is_reminded_of_once(session: Session, run: Run) -> None:
    row = registered(session, run)
    registered(session, run, S.WAITING, name="Bea")
    first, second = run.occurrences
    before = first.starts_at - timedelta(days=2)
    assert reminders.remind(session, before - timedelta(minutes=1)) == 0
    assert reminders.remind(session, before) == 1
    (letter,) = written(session)
    assert letter.once_key == reminders.once_key(row.id, first)
    assert reminders.remind(session, before + timedelta(hours=3)) == 0
    want(session, reminders.KIND, registration_id=row.id, occurrence_id=first.id)
    assert len(written(session)) == 1, "also when two workers wished for it"
    second.status = OccurrenceStatus.CANCELLED
    session.flush()
    assert reminders.remind(session, second.starts_at - timedelta(days=1)) == 0


def test_a_date_that_was_moved_is_reminded_of_anew(session: Session, run: Run) -> None:
    registered(session, run)
    first = run.occurrences[0]
    assert reminders.remind(session, first.starts_at - timedelta(days=1)) == 1
    assert len(written(session)) == 1
    first.starts_at += timedelta(hours=3)
    first.ends_at += timedelta(hours=3)
    session.flush()
    assert reminders.remind(session, first.starts_at - timedelta(days=1)) == 1
    assert len(written(session)) == 2


def test_who_has_just_registered_is_not_reminded_at_once(session: Session, run: Run) -> None:
    row = registered(session, run)
    first = run.occurrences[0]
    row.confirmed_at = first.starts_at - timedelta(hours=30)
    session.flush()
    assert reminders.remind(session, first.starts_at - timedelta(hours=29)) == 0


def editor(session: Session) -> Actor:
    email = "redaktion@stadt.example"
    user = session.scalars(select(User).where(User.email == email)).first()
    user = user or User(email=email, name="Redaktion", password_hash="", role=Role.EDITOR)
    session.add(user)
    session.flush()
    return Actor(user.id, user.name, Role.EDITOR)


def test_who_registered_hears_of_dates_that_are_moved_or_called_off(session: Session, run: Run) -> None:
    registered(session, run)
    registered(session, run, S.WAITING, name="Bea")
    registered(session, run, S.ASKED, name="Cem")
    moved, off = (str(one.uuid) for one in run.occurrences)
    offer = sheet_store.offer(session, run.offer_id)
    assert offer is not None

    def change(sheet: sheet_store.OfferSheet) -> sheet_store.OfferSheet:
        (only,) = sheet.runs
        dates = tuple(
            replace(
                one, starts_at=one.starts_at + timedelta(hours=1), ends_at=one.ends_at + timedelta(hours=1)
            )
            if one.uuid == moved
            else replace(one, status=OccurrenceStatus.CANCELLED)
            for one in only.dates
        )
        return replace(sheet, runs=(replace(only, dates=dates),))

    actor = editor(session)
    workflow.change_at_once(session, actor, offer=offer, change=change, now=clock.now())
    found = [letter for letter in written(session) if letter.kind == "registration_changed"]
    assert [letter.recipient for letter in found] == ["ada@leser.example", "bea@leser.example"]
    text = found[0].text
    assert "Verlegt: statt " in text
    assert "17:00 bis 18:30 Uhr jetzt" in text
    assert "18:00 bis 19:30 Uhr" in text
    assert "Abgesagt: " in text
    assert found[0].subject.startswith("Geändert: ")
    again = sheet_store.offer(session, run.offer_id)
    assert again is not None
    workflow.change_at_once(session, actor, offer=again, change=lambda sheet: sheet, now=clock.now())
    assert len([one for one in written(session) if one.kind == "registration_changed"]) == 2
    assert off != moved


def test_the_letter_about_a_date_that_is_off_says_so_in_its_subject(session: Session, run: Run) -> None:
    row = registered(session, run)
    day: Occurrence = run.occurrences[0]
    day.status = OccurrenceStatus.CANCELLED
    changes = [{"fate": "cancelled", "date": str(day.uuid), "was": remembered(day.starts_at)}]
    want(session, "registration_changed", registration_id=row.id, changes=changes)
    want(session, "registration_changed", registration_id=row.id, changes=[{"fate": "cancelled"}])
    one, whole = written(session)
    assert one.subject == "Ein Termin fällt aus: Starke Eltern", "the other evening takes place"
    assert "Keiner der Termine findet statt" in whole.text


def test_who_registered_gets_one_letter_when_all_dates_are_called_off(session: Session, run: Run) -> None:
    registered(session, run)
    offer = sheet_store.offer(session, run.offer_id)
    assert offer is not None
    change = date_changes.cancel_rest(str(run.uuid), "Zu wenige haben sich angemeldet.", clock.now())
    workflow.change_at_once(session, editor(session), offer=offer, change=change, now=clock.now())
    [letter] = [one for one in written(session) if one.kind == "registration_changed"]
    assert letter.subject == "Abgesagt: Starke Eltern"
    assert letter.text.count("Abgesagt: ") >= len(run.occurrences)
