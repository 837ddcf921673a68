"""From draft to public and back, as the people of a town do it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.errors import Conflict, NotAllowed
from portal.models import JournalEntry, Offer, OfferVersion, OutboxEntry
from portal.offers import sheet_store
from portal.offers.sheet import OfferSheet, digest
from portal.vocabulary.offers import Availability, OccurrenceStatus, Step
from portal.vocabulary.people import Standing
from portal.vocabulary.workflow import Act, ChangeKind, VersionKind
from portal.workflow import actions, queries
from portal.workflow.steps import IllegalStep, Outcome, Stale
from tests.rooms.workflow.conftest import Town


def drafted(town: Town, **values: object) -> Offer:
    return actions.begin(
        town.session, town.member, institution=town.club, sheet=town.sheet(**values), now=town.later()
    )


def published(town: Town, **values: object) -> Offer:
    offer = drafted(town, **values)
    actions.submit(town.session, town.member, offer=offer, now=town.later())
    actions.approve(town.session, town.editor, offer=offer, now=town.later())
    town.session.expire_all()
    return town.offer(offer.id)


def save(town: Town, offer: Offer, **values: object) -> None:
    copy = queries.working_copy(town.session, offer.id)
    assert copy is not None
    actions.save(
        town.session,
        town.member,
        offer=offer,
        sheet=replace(copy.sheet, **values),  # type: ignore[arg-type]  # any fields of a sheet
        opened=copy.digest,
        now=town.later(),
    )


def content(town: Town, offer: Offer) -> OfferSheet:
    copy = queries.working_copy(town.session, offer.id)
    assert copy is not None
    return copy.sheet


def wishes(town: Town) -> list[str]:
    rows = town.session.scalars(
        select(OutboxEntry).where(OutboxEntry.topic == "letter").order_by(OutboxEntry.id)
    )
    return [row.payload["kind"] for row in rows]


def topics(town: Town) -> list[str]:
    return list(town.session.scalars(select(OutboxEntry.topic).order_by(OutboxEntry.id)))


def test_a_draft_is_not_public_until_an_editor_says_so(town: Town) -> None:
    offer = drafted(town)
    assert (offer.step, offer.published_at) == (Step.DRAFT, None)
    assert actions.submit(town.session, town.member, offer=offer, now=town.later()) is Outcome.SUBMITTED
    assert offer.step is Step.SUBMITTED
    assert not offer.runs, "the tables hold only what is public"
    assert topics(town) == ["letter", "letter"]
    assert actions.approve(town.session, town.editor, offer=offer, now=town.later()) is Outcome.PUBLISHED
    assert offer.step is Step.PUBLISHED
    assert sheet_store.read(offer) == content(town, offer)
    assert {"search", "calendar"} <= set(topics(town))
    assert wishes(town) == ["submitted", "received", "approved"]


def test_a_return_needs_a_reason_which_the_provider_can_read(town: Town) -> None:
    offer = drafted(town)
    actions.submit(town.session, town.member, offer=offer, now=town.later())
    with pytest.raises(IllegalStep):
        actions.send_back(town.session, town.editor, offer=offer, reason="  ", now=town.later())
    actions.send_back(
        town.session, town.editor, offer=offer, reason="Wo ist der Treffpunkt?", now=town.later()
    )
    assert offer.step is Step.RETURNED
    [said] = queries.comments(town.session, offer.id)
    assert (said.text, said.is_reason, said.is_editorial) == ("Wo ist der Treffpunkt?", True, True)
    save(town, offer, summary="Treffpunkt ist die Halle 2.")
    assert actions.submit(town.session, town.member, offer=offer, now=town.later()) is Outcome.SUBMITTED


def test_a_no_needs_a_reason_and_only_what_is_not_public_can_get_one(town: Town) -> None:
    offer = drafted(town)
    with pytest.raises(IllegalStep):
        actions.reject(town.session, town.editor, offer=offer, reason="Nein.", now=town.later())
    actions.submit(town.session, town.member, offer=offer, now=town.later())
    with pytest.raises(IllegalStep):
        actions.reject(town.session, town.editor, offer=offer, reason=" ", now=town.later())
    with pytest.raises(NotAllowed):
        actions.reject(town.session, town.member, offer=offer, reason="Nein.", now=town.later())
    actions.reject(town.session, town.editor, offer=offer, reason="Das ist Werbung.", now=town.later())
    assert town.offer(offer.id).step is Step.ARCHIVED
    assert [one.text for one in queries.comments(town.session, offer.id)] == ["Das ist Werbung."]
    assert "rejected" in wishes(town)
    public = published(town)
    save(town, public, title="Ganz anders")
    actions.submit(town.session, town.member, offer=public, now=town.later())
    with pytest.raises(IllegalStep):
        actions.reject(town.session, town.editor, offer=public, reason="Nein.", now=town.later())
    assert town.offer(public.id).step is Step.PUBLISHED


def test_the_published_version_stays_while_a_change_waits(town: Town) -> None:
    offer = published(town)
    before = sheet_store.read(offer)
    save(town, offer, title="Löten für Kinder")
    assert actions.submit(town.session, town.member, offer=offer, now=town.later()) is Outcome.SUBMITTED
    assert offer.step is Step.PUBLISHED
    assert sheet_store.read(offer) == before
    [entry] = queries.queue(town.session)
    assert (entry.title, entry.kinds) == ("Löten für Kinder", (ChangeKind.TEXT,))
    actions.send_back(
        town.session, town.editor, offer=offer, reason="Bitte das Alter nennen.", now=town.later()
    )
    assert sheet_store.read(town.offer(offer.id)) == before


def test_minor_changes_take_effect_at_once_and_the_rest_waits(town: Town) -> None:
    offer = published(town)
    save(town, offer, price_cents=3000, title="Löten für Kinder")
    outcome = actions.submit(town.session, town.member, offer=offer, now=town.later())
    assert outcome is Outcome.MINOR_AND_SUBMITTED
    live = sheet_store.read(offer)
    assert (live.price_cents, live.title) == (3000, "Löten und Messen")
    [seen] = queries.to_see(town.session)
    assert seen.offer_id == offer.id
    assert actions.mark_seen(town.session, town.editor, offer=offer, now=town.later()) == 1
    assert queries.to_see(town.session) == []


def test_a_change_that_is_all_minor_leaves_nothing_pending(town: Town) -> None:
    offer = published(town)
    save(town, offer, contact_phone="0340 0000-301")
    assert actions.submit(town.session, town.member, offer=offer, now=town.later()) is Outcome.MINOR
    assert queries.queue(town.session) == []
    assert queries.pending(town.session, [offer.id]) == {}


def test_what_counts_as_minor_is_a_setting(town: Town) -> None:
    from portal.town import settings

    settings.write(town.session, {"review.minor_changes": ["contact"]})
    offer = published(town)
    save(town, offer, price_cents=3000)
    assert actions.submit(town.session, town.member, offer=offer, now=town.later()) is Outcome.SUBMITTED


def test_people_of_a_trusted_institution_publish_themselves_and_editors_look_later(trusted: Town) -> None:
    offer = drafted(trusted)
    assert (
        actions.submit(trusted.session, trusted.member, offer=offer, now=trusted.later()) is Outcome.PUBLISHED
    )
    assert [one.offer_id for one in queries.to_see(trusted.session)] == [offer.id]


def test_an_institution_that_waits_for_approval_publishes_nothing(town: Town) -> None:
    town.club.standing = Standing.APPLIED
    offer = drafted(town)
    assert actions.submit(town.session, town.member, offer=offer, now=town.later()) is Outcome.SUBMITTED
    with pytest.raises(Conflict):
        actions.approve(town.session, town.editor, offer=offer, now=town.later())


def test_a_suspended_institution_may_not_even_save(town: Town) -> None:
    offer = drafted(town)
    town.club.standing = Standing.SUSPENDED
    with pytest.raises(NotAllowed):
        save(town, offer, title="Anders")


def test_what_is_incomplete_is_saved_but_not_handed_in(town: Town) -> None:
    offer = drafted(town, summary=None)
    with pytest.raises(Conflict) as problem:
        actions.submit(town.session, town.member, offer=offer, now=town.later())
    assert problem.value.field == "summary"
    assert content(town, offer).title == "Löten und Messen"


def test_two_who_save_at_the_same_time_are_told(town: Town) -> None:
    offer = published(town)
    first = queries.working_copy(town.session, offer.id)
    assert first is not None
    save(town, offer, title="Der eine")
    mine = replace(first.sheet, summary="Die andere schreibt hier.")
    with pytest.raises(Stale) as problem:
        actions.save(
            town.session, town.manager, offer=offer, sheet=mine, opened=first.digest, now=town.later()
        )
    assert problem.value.theirs.title == "Der eine"
    assert problem.value.base == first.sheet
    town.session.expire_all()
    assert content(town, offer).title == "Der eine"


def test_the_same_save_twice_is_one(town: Town) -> None:
    offer = published(town)
    first = queries.working_copy(town.session, offer.id)
    assert first is not None
    mine = replace(first.sheet, title="Einmal")
    for _click in range(2):
        actions.save(
            town.session, town.member, offer=offer, sheet=mine, opened=first.digest, now=town.later()
        )
    kinds = [one.kind for one in queries.history(town.session, offer.id)]
    assert kinds.count(VersionKind.DRAFT) == 2, "the first draft and this one"


def test_a_date_is_called_off_while_a_text_waits_for_review(town: Town) -> None:
    offer = published(town)
    save(town, offer, title="Löten für Kinder")
    actions.submit(town.session, town.member, offer=offer, now=town.later())

    def call_off(sheet: OfferSheet) -> OfferSheet:
        [run] = sheet.runs
        first = replace(run.dates[0], status=OccurrenceStatus.CANCELLED, note="Krank")
        return replace(sheet, runs=(replace(run, dates=(first, *run.dates[1:])),))

    outcome = actions.change_at_once(
        town.session, town.member, offer=offer, change=call_off, now=town.later()
    )
    assert outcome is Outcome.MINOR
    assert sheet_store.read(offer).runs[0].dates[0].status is OccurrenceStatus.CANCELLED
    assert content(town, offer).runs[0].dates[0].status is OccurrenceStatus.CANCELLED
    actions.approve(town.session, town.editor, offer=offer, now=town.later())
    live = sheet_store.read(town.offer(offer.id))
    assert (live.title, live.runs[0].dates[0].note) == ("Löten für Kinder", "Krank")


def test_a_signed_link_sets_free_places_and_nothing_else(town: Town) -> None:
    offer = published(town)

    def full(sheet: OfferSheet) -> OfferSheet:
        return replace(sheet, runs=(replace(sheet.runs[0], availability=Availability.FULL),))

    assert (
        actions.change_at_once(town.session, None, offer=offer, change=full, now=town.later())
        is Outcome.MINOR
    )
    with pytest.raises(IllegalStep):
        actions.change_at_once(
            town.session, None, offer=offer, change=lambda sheet: replace(sheet, title="Ha"), now=town.later()
        )


def test_publication_waits_for_its_day(town: Town) -> None:
    offer = drafted(town)
    day = town.now + timedelta(days=3)
    actions.submit(town.session, town.member, offer=offer, now=town.later(), publish_at=day)
    assert actions.approve(town.session, town.editor, offer=offer, now=town.later()) is Outcome.SCHEDULED
    assert (queries.queue(town.session), len(queries.scheduled(town.session))) == ([], 1)
    assert actions.publish_due(town.session, day - timedelta(minutes=1)) == 0
    assert actions.publish_due(town.session, day) == 1
    assert town.offer(offer.id).step is Step.PUBLISHED
    assert actions.publish_due(town.session, day) == 0


def test_a_change_after_the_approval_takes_the_approval_back(town: Town) -> None:
    offer = drafted(town)
    day = town.now + timedelta(days=3)
    actions.submit(town.session, town.member, offer=offer, now=town.later(), publish_at=day)
    actions.approve(town.session, town.editor, offer=offer, now=town.later())
    save(town, offer, title="Etwas ganz anderes")
    assert actions.publish_due(town.session, day) == 0


def test_withdrawing_needs_a_reason_and_can_be_undone(town: Town) -> None:
    offer = published(town)
    with pytest.raises(IllegalStep):
        actions.withdraw(town.session, town.member, offer=offer, reason="", now=town.later())
    actions.withdraw(town.session, town.member, offer=offer, reason="Kursleitung fehlt.", now=town.later())
    assert offer.step is Step.WITHDRAWN
    version = next(
        one for one in queries.history(town.session, offer.id) if one.kind is VersionKind.PUBLISHED
    )
    actions.restore(town.session, town.member, offer=offer, version=version, now=town.later())
    assert offer.step is Step.WITHDRAWN, "a provider asks, an editor decides"
    actions.submit(town.session, town.member, offer=offer, now=town.later())
    actions.approve(town.session, town.editor, offer=offer, now=town.later())
    assert town.offer(offer.id).step is Step.PUBLISHED


def test_an_earlier_version_comes_back_whole(town: Town) -> None:
    offer = published(town)
    before = sheet_store.read(offer)
    version = queries.history(town.session, offer.id)[0]
    [run] = before.runs
    save(town, offer, price_cents=1, runs=(replace(run, dates=run.dates[:1]),))
    actions.submit(town.session, town.member, offer=offer, now=town.later())
    assert sheet_store.read(town.offer(offer.id)) != before
    actions.restore(town.session, town.editor, offer=town.offer(offer.id), version=version, now=town.later())
    town.session.expire_all()
    assert digest(sheet_store.read(town.offer(offer.id))) == digest(before)


def test_an_import_between_edit_and_approval_is_kept(town: Town) -> None:
    offer = published(town)
    save(town, offer, title="Neuer Titel")
    offer.price_cents = 999  # as an import writes it
    town.session.flush()
    actions.submit(town.session, town.member, offer=offer, now=town.later())
    actions.approve(town.session, town.editor, offer=offer, now=town.later())
    live = sheet_store.read(town.offer(offer.id))
    assert (live.title, live.price_cents) == ("Neuer Titel", 999)


def test_two_become_one_and_the_other_points_to_it(town: Town) -> None:
    kept, dropped = published(town), published(town, title="Löten & Messen")
    third = published(town, title="Löten")
    actions.merge(town.session, town.editor, kept=dropped, dropped=third, now=town.later())
    actions.merge(town.session, town.editor, kept=kept, dropped=dropped, now=town.later())
    town.session.expire_all()
    assert town.offer(dropped.id).step is Step.ARCHIVED
    assert {town.offer(one.id).merged_into_id for one in (dropped, third)} == {kept.id}
    assert queries.history(town.session, dropped.id)[0].kind is VersionKind.MERGED


@pytest.mark.parametrize("who", ["stranger", "member", "manager"])
def test_who_may_not_is_refused(town: Town, who: str) -> None:
    offer, actor = drafted(town), getattr(town, who)
    actions.submit(town.session, town.member, offer=offer, now=town.later())
    acts = [
        lambda: actions.approve(town.session, actor, offer=offer, now=town.now),
        lambda: actions.send_back(town.session, actor, offer=offer, reason="Nein", now=town.now),
        lambda: actions.archive(town.session, actor, offer=offer, now=town.now),
        lambda: actions.mark_seen(town.session, actor, offer=offer, now=town.now),
    ]
    if who == "stranger":
        acts += [
            lambda: actions.discard(town.session, actor, offer=offer, now=town.now),
            lambda: actions.comment(town.session, actor, offer=offer, text="Hallo", now=town.now),
            lambda: actions.begin(
                town.session, actor, institution=town.club, sheet=town.sheet(), now=town.now
            ),
        ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_every_step_writes_the_journal(town: Town) -> None:
    offer = published(town)
    save(town, offer, title="Anders")
    actions.submit(town.session, town.member, offer=offer, now=town.later())
    actions.send_back(town.session, town.editor, offer=offer, reason="Warum?", now=town.later())
    actions.discard(town.session, town.member, offer=offer, now=town.later())
    actions.confirm(town.session, town.member, offers=[offer], now=town.later())
    actions.withdraw(town.session, town.member, offer=offer, reason="Aus.", now=town.later())
    acts = list(town.session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)))
    assert acts == [
        Act.CREATED, Act.SUBMITTED, Act.PUBLISHED, Act.APPROVED, Act.SAVED, Act.SUBMITTED, Act.RETURNED,
        Act.DISCARDED, Act.CONFIRMED, Act.WITHDRAWN,
    ]  # fmt: skip


def test_versions_are_numbered_and_named(town: Town) -> None:
    offer = published(town)
    rows = town.session.scalars(select(OfferVersion).where(OfferVersion.offer_id == offer.id)).all()
    assert [(row.number, row.kind, row.author_name) for row in rows] == [
        (1, VersionKind.DRAFT, "mitglied"),
        (2, VersionKind.SUBMITTED, "mitglied"),
        (3, VersionKind.PUBLISHED, "redaktion"),
    ]
