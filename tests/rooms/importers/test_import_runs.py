"""Imports from end to end: rows become offers, runs and dates; a second time nothing; corrections here
stay."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.errors import ImportProblem
from portal.models import Institution, Occurrence, Offer, OutboxEntry, Place, Run
from portal.vocabulary.offers import OccurrenceStatus, RegistrationWay, Step

from .conftest import LATER, NOW, SIMPLE, Importing, row

BY_PROVIDER = {"name": "provider", "create": True}


def offers(session: Session) -> list[Offer]:
    return list(session.scalars(select(Offer).order_by(Offer.id)))


def changes(session: Session) -> list[tuple[object, ...]]:
    """What must not change when nothing changed: revisions, moments and the number of jobs."""
    found: list[tuple[object, ...]] = [(session.scalar(select(func.count()).select_from(OutboxEntry)),)]
    for table in (Offer, Run, Occurrence, Place, Institution):
        found += [tuple(line) for line in session.execute(select(table.id, table.revision, table.updated_at))]
    return found


def test_a_row_becomes_an_offer_with_a_run_and_its_dates(session: Session, importing: Importing) -> None:
    report = importing(row())
    (offer,) = offers(session)
    assert (offer.title, offer.slug, offer.external_id) == (
        "Nähen für Anfängerinnen",
        "naehen-fuer-anfaengerinnen",
        "27-1",
    )
    assert (offer.step, offer.is_demo, offer.source, offer.price_cents) == (Step.DRAFT, False, "probe", 4200)
    (run,) = offer.runs
    assert (run.starts_on, run.ends_on, run.source, run.external_id) == (
        date(2027, 1, 11),
        date(2027, 2, 1),
        "probe",
        "27-1",
    )
    assert [occurrence.first_day.day for occurrence in run.occurrences] == [11, 18, 25, 1]
    assert report.counts["occurrences_created"] == 4
    assert offer.place is not None
    jobs = {(entry.topic, entry.payload["offer_id"]) for entry in session.scalars(select(OutboxEntry))}
    assert jobs == {("search", offer.id), ("calendar", offer.id)}


def test_a_second_import_changes_nothing_at_all(session: Session, importing: Importing) -> None:
    rows = [row(), row(id="27-2", title="Kochen"), row(id="27-3", start=None)]
    importing(*rows)
    before = changes(session)
    report = importing(*rows, now=LATER)
    assert changes(session) == before
    assert (report.counts["offers_unchanged"], report.counts["runs_unchanged"]) == (3, 3)


def test_the_order_of_the_rows_does_not_matter(session: Session, importing: Importing) -> None:
    rows = [row(), row(id="27-2", start="2027-03-01", end="2027-03-29", price="45 €", place="Rathaus")]
    importing(*rows, group_by="title")
    before = changes(session)
    importing(*reversed(rows), group_by="title", now=LATER)
    assert changes(session) == before


def test_rows_of_one_group_are_runs_of_one_offer(session: Session, importing: Importing) -> None:
    later = row(id="27-2", start="2027-03-01", end="2027-03-29", price="45 €", place="Rathaus")
    report = importing(row(), later, group_by=["title"])
    (offer,) = offers(session)
    assert (report.counts["offers_created"], report.counts["runs_created"]) == (1, 2)
    first, second = offer.runs
    assert (offer.price_cents, first.price_cents, second.price_cents) == (4500, 4200, None)
    assert offer.place is not None
    assert first.place is not None
    assert (offer.place.name, first.place.name, second.place) == ("Rathaus", "Volkshochschule", None)


def test_a_correction_made_here_survives_and_a_change_at_the_source_arrives(
    session: Session, importing: Importing
) -> None:
    importing(row())
    (offer,) = offers(session)
    offer.title = "Nähen lernen"
    session.commit()
    importing(row(), now=LATER)
    assert offer.title == "Nähen lernen"
    report = importing(row(price="50 €"), now=LATER)
    session.refresh(offer)
    assert (offer.title, offer.price_cents) == ("Nähen lernen", 5000)
    assert report.counts["offers_updated"] == 1
    importing(row(price="50 €", title="Nähen ganz neu"), now=LATER)
    assert (offer.title, offer.slug) == ("Nähen ganz neu", "naehen-ganz-neu")


def test_fields_that_are_not_mapped_are_never_touched(session: Session, importing: Importing) -> None:
    importing(row())
    (offer,) = offers(session)
    offer.certificate, offer.contact_phone = "Teilnahmebescheinigung", "0340 0000-1"
    session.commit()
    importing(row(title="Anders", price="1 €", text="Neu", place="Rathaus"), now=LATER)
    assert (offer.certificate, offer.contact_phone) == ("Teilnahmebescheinigung", "0340 0000-1")


def test_rows_that_are_gone_stay_and_are_reported(session: Session, importing: Importing) -> None:
    importing(row(), row(id="27-2", title="Kochen"))
    before = changes(session)
    report = importing(row(), now=LATER)
    assert changes(session) == before
    assert (report.absent, report.absent_upcoming, report.absent_examples) == (1, 1, ("27-2 Kochen",))


def test_an_empty_file_changes_nothing_and_says_so(session: Session, importing: Importing) -> None:
    importing(row())
    before = changes(session)
    with pytest.raises(ImportProblem, match="leer"):
        importing()
    assert changes(session) == before


def test_a_moved_date_keeps_its_identity_and_a_dropped_one_is_cancelled(
    session: Session, importing: Importing
) -> None:
    importing(row())
    (offer,) = offers(session)
    uuids = [occurrence.uuid for occurrence in offer.runs[0].occurrences]
    revision = offer.revision
    importing(row(days="Di", end="2027-01-27"), now=LATER)
    session.expire_all()
    found = sorted(offer.runs[0].occurrences, key=lambda occurrence: uuids.index(occurrence.uuid))
    assert [occurrence.uuid for occurrence in found] == uuids
    assert [occurrence.first_day.day for occurrence in found[:3]] == [12, 19, 26]
    assert {occurrence.updated_at for occurrence in found} == {LATER}
    assert found[0].status is OccurrenceStatus.PLANNED
    assert found[3].status is OccurrenceStatus.CANCELLED
    assert offer.revision > revision


def test_a_published_date_that_moves_says_so_and_a_cancelled_one_comes_back(
    session: Session, importing: Importing
) -> None:
    importing(row(end="2027-01-18"), publish=True)
    importing(row(end="2027-01-18", days="Di"), now=LATER)
    session.expire_all()
    first, second = offers(session)[0].runs[0].occurrences
    assert (first.status, first.first_day.day) == (OccurrenceStatus.MOVED, 12)
    assert first.moved_from is not None
    assert second.status is OccurrenceStatus.CANCELLED
    importing(row(end="2027-01-18"), now=LATER)
    session.expire_all()
    assert [date.first_day.day for date in offers(session)[0].runs[0].occurrences] == [11, 18]
    assert second.status is OccurrenceStatus.PLANNED


def test_refusals_name_line_field_value_and_remedy(session: Session, importing: Importing) -> None:
    report = importing(
        row(),
        row(id="2", title=" "),
        row(id="3", start="2027-02-30"),
        row(id="4", end="2026-01-01"),
        row(id="5", start="2017-01-01", end="2107-01-01"),
        row(id=None),
        row(id="27-1", title="Anders"),
    )
    assert [(refusal.line, refusal.field) for refusal in report.refusals] == [
        (2, "title"),
        (3, "start"),
        (4, "end"),
        (5, "end"),
        (6, "external_id"),
        (7, "external_id"),
    ]
    assert all(refusal.reason and refusal.remedy for refusal in report.refusals)
    assert report.refusals[1].value == "2027-02-30"
    assert len(offers(session)) == 1


def test_a_repeated_row_is_the_same_and_a_differing_one_may_be_a_further_run(
    session: Session, importing: Importing
) -> None:
    report = importing(row(), row(), row(start="2027-03-01", end="2027-03-15"), duplicates="further_run")
    assert report.counts["rows_identical"] == 1
    assert [run.external_id for run in offers(session)[0].runs] == ["27-1", "27-1 (2)"]
    assert report.refusals == ()


def test_odd_years_are_reported_or_refused_as_the_mapping_says(importing: Importing) -> None:
    odd = row(start="2017-01-02", end="2017-01-09")
    (notice,) = importing(odd).notices
    assert (notice.reason, notice.lines) == ("liegt auffällig weit zurück", (1,))
    assert len(importing(odd, checks={"odd_dates": "refuse"}).refusals) == 1
    dropped = importing(row(id="9", end="2026-01-01"), checks={"end_before_start": "drop_end"})
    assert any("Ende weggelassen" in notice.reason for notice in dropped.notices)


def test_institutions_are_created_once_in_any_spelling(session: Session, importing: Importing) -> None:
    names = [
        "Volkshochschule Mainz",
        " VOLKSHOCHSCHULE  Mainz",
        "Müller & Söhne",
        "Mueller & Soehne",
        "Школа",
        "学校",
    ]
    rows = [row(id=str(number), provider=name) for number, name in enumerate(names)]
    report = importing(*rows, institution=BY_PROVIDER, institution_slug=None)
    slugs = set(session.scalars(select(Institution.slug)))
    assert report.counts["institutions_created"] == 4
    assert slugs == {"vhs", "volkshochschule-mainz", "mueller-soehne", "anbieter", "anbieter-2"}
    assert (
        importing(*rows, institution=BY_PROVIDER, institution_slug=None).counts["institutions_created"] == 0
    )


def test_long_names_that_share_a_slug_get_slugs_of_their_own(session: Session, importing: Importing) -> None:
    rows = [row(id=end, provider="Bildungswerk " * 12 + end) for end in ("Nord", "Süd")]
    importing(*rows, institution=BY_PROVIDER)
    made = session.scalars(select(Institution.slug).where(Institution.source == "probe")).all()
    assert len(made) == len(set(made)) == 2


def test_an_existing_institution_is_found_by_name_and_left_as_it_is(
    session: Session, importing: Importing
) -> None:
    website = {"name": "provider", "create": True, "website": {"value": "https://anders.example"}}
    importing(row(provider="volkshochschule musterstadt"), institution=website)
    (institution,) = session.scalars(select(Institution))
    assert institution.website is None
    assert offers(session)[0].institution is institution


def test_an_unknown_institution_is_answered_with_the_nearest(importing: Importing) -> None:
    with pytest.raises(ImportProblem, match=r"„vsh“ gibt es nicht\. Ähnlich: vhs"):
        importing(row(), institution_slug="vsh")
    report = importing(row(provider="Niemand"), institution={"name": "provider"})
    assert report.refusals[0].field == "institution"


def test_two_institutions_may_use_one_mapping_with_the_same_numbers(
    session: Session, importing: Importing
) -> None:
    session.add(Institution(slug="museum", name="Museum"))
    session.commit()
    importing(row())
    report = importing(row(title="Führung"), institution_slug="museum")
    assert report.counts["offers_created"] == 1
    assert [offer.title for offer in offers(session)] == ["Nähen für Anfängerinnen", "Führung"]


def test_an_offer_of_another_source_is_not_overwritten(session: Session, importing: Importing) -> None:
    importing(row())
    report = importing(row(title="Fremd"), source="andere")
    assert "Quelle „probe“" in report.refusals[0].reason
    assert offers(session)[0].title == "Nähen für Anfängerinnen"


def test_a_corrected_title_or_provider_does_not_double_the_offer(
    session: Session, importing: Importing
) -> None:
    importing(row(provider="Alt e.V."), institution=BY_PROVIDER, group_by="title")
    importing(
        row(provider="Neu e.V.", title="Nähen II"), institution=BY_PROVIDER, group_by="title", now=LATER
    )
    (offer,) = offers(session)
    assert (offer.title, offer.external_id, offer.institution.name) == ("Nähen II", "Nähen II", "Neu e.V.")
    assert len(offer.runs) == 1


def test_publishing_is_asked_for_and_never_undoes_a_withdrawal(
    session: Session, importing: Importing
) -> None:
    importing(row())
    assert importing(row(), publish=True, now=LATER).counts["offers_published"] == 1
    (offer,) = offers(session)
    assert (offer.step, offer.published_at) == (Step.PUBLISHED, LATER)
    offer.step = Step.WITHDRAWN
    session.commit()
    importing(row(), publish=True, now=LATER)
    assert offer.step is Step.WITHDRAWN


def test_long_titles_are_cut_and_html_and_addresses_mended(session: Session, importing: Importing) -> None:
    mapping = {**SIMPLE["offer"], "registration_url": "link", "topics": {"column": "words", "split": ","}}
    long = row(
        title="Wort " * 80,
        text="<p>Für Schüler*innen<br>ab 10</p>",
        link="http://https://www.vhs.example",
        words="Englisch, Quatsch",
    )
    report = importing(long, offer=mapping)
    (offer,) = offers(session)
    assert len(offer.title) <= 300
    assert offer.description == "Für Schüler\\*innen\nab 10"
    assert (offer.registration_url, offer.registration_way) == (
        "https://www.vhs.example",
        RegistrationWay.LINK,
    )
    assert [term.code for term in offer.terms] == ["englisch"]
    assert {notice.field for notice in report.notices} == {"title", "topic"}


def test_ages_come_from_years_of_birth(session: Session, importing: Importing) -> None:
    ages = {
        "age_min": {"column": "to", "birth_year": True},
        "age_max": {"column": "from", "birth_year": True},
    }
    spans = {"start": "start", "end": "end"}
    importing(row(to=2021, **{"from": 2014}), offer={"title": "title", **ages}, occurrences=spans)
    (offer,) = offers(session)
    assert (offer.age_min, offer.age_max) == (6, 13)


def test_days_in_a_row_lists_of_days_and_long_spans(session: Session, importing: Importing) -> None:
    camp = row(id="1", start="2027-02-01T10:00:00", end="2027-02-05T16:00:00")
    importing(camp, occurrences={"start": "start", "end": "end", "daily": True, "skip": ["2027-02-03"]})
    listed = row(id="2", days="12.01.2027; 19.01.2027")
    importing(
        listed, occurrences={"days": {"column": "days", "split": ";"}, "start_time": "from", "minutes": 45}
    )
    report = importing(row(id="3", end="2027-12-01"), occurrences={"start": "start", "end": "end"})
    camp_run, listed_run, long_run = session.scalars(select(Run).order_by(Run.id))
    assert [occurrence.first_day.day for occurrence in camp_run.occurrences] == [1, 2, 4, 5]
    assert [occurrence.first_day.day for occurrence in listed_run.occurrences] == [12, 19]
    assert (long_run.occurrences, long_run.ends_on) == ([], date(2027, 12, 1))
    assert "länger als 31 Tage" in report.notices[0].reason


def test_one_column_may_say_from_when_until_when(session: Session, importing: Importing) -> None:
    evening = row(start="12.01.2027", when="18:00–19:30 Uhr")
    importing(evening, occurrences={"start": "start", "start_time": "when"})
    [day] = session.scalars(select(Run)).one().occurrences
    assert (clock.local(day.starts_at).hour, day.ends_at - day.starts_at) == (18, timedelta(minutes=90))


def test_what_the_source_still_has_is_confirmed_again_without_counting_as_a_change(
    session: Session, importing: Importing
) -> None:
    importing(row())
    (offer,) = offers(session)
    before, jobs = (offer.revision, offer.updated_at), session.scalar(select(func.count(OutboxEntry.id)))
    importing(row(), now=NOW + timedelta(days=30))
    (offer,) = offers(session)
    assert offer.confirmed_at == NOW + timedelta(days=30)
    assert (offer.revision, offer.updated_at) == before
    assert session.scalar(select(func.count(OutboxEntry.id))) == (jobs or 0) + 2, (
        "the search learns of it as well"
    )


def test_a_change_of_a_run_confirms_its_offer(session: Session, importing: Importing) -> None:
    importing(row())
    importing(row(start="2027-01-18"), now=LATER)
    assert offers(session)[0].confirmed_at == LATER
