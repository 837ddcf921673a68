"""What editors look for: numbers that wait, any offer by words or number, what changed since somebody last looked."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from portal.errors import Conflict, NotFound
from portal.models import JournalEntry, Offer, OfferEdit
from portal.permissions.policy import Actor
from portal.vocabulary.offers import Step
from portal.vocabulary.people import Standing
from portal.vocabulary.workflow import Act, ChangeKind, Thing
from portal.workflow import actions, badges, finding, queries, reasons
from tests.rooms.workflow.conftest import Town


def handed_in(town: Town, title: str = "Löten und Messen", **values: Any) -> Offer:
    offer = actions.begin(
        town.session, town.member, institution=town.club, sheet=town.sheet(title, **values), now=town.later()
    )
    actions.submit(town.session, town.member, offer=offer, now=town.later())
    return offer


def public(town: Town, title: str = "Löten und Messen", **values: Any) -> Offer:
    offer = handed_in(town, title, **values)
    actions.approve(town.session, town.editor, offer=offer, now=town.later())
    return offer


def change(town: Town, offer: Offer, actor: Actor | None = None, **values: Any) -> None:
    copy = queries.working_copy(town.session, offer.id)
    assert copy is not None
    who = actor or town.member
    actions.save(
        town.session,
        who,
        offer=offer,
        sheet=replace(copy.sheet, **values),
        opened=copy.digest,
        now=town.later(),
    )
    actions.submit(town.session, who, offer=offer, now=town.later())


def test_the_numbers_follow_the_work(town: Town) -> None:
    nothing = {"submitted": 0, "to_see": 0, "applied": 0, "returned": 0}
    assert badges.counts(town.session) == nothing
    offer = handed_in(town)
    assert badges.counts(town.session) == nothing | {"submitted": 1}
    actions.send_back(town.session, town.editor, offer=offer, reason="Wo?", now=town.later())
    assert badges.counts(town.session) == nothing | {"returned": 1}
    other = public(town, "Schweißen")
    change(town, other, price_cents=2600)
    change(town, other, price_cents=2700)
    assert badges.counts(town.session) == nothing | {"returned": 1, "to_see": 1}, "an offer counts once"
    town.club.standing = Standing.APPLIED
    town.session.flush()
    assert badges.counts(town.session)["applied"] == 1


def test_what_is_scheduled_does_not_wait_for_anybody(town: Town) -> None:
    offer = handed_in(town)
    later = datetime(2027, 1, 1, tzinfo=town.now.tzinfo)
    actions.approve(town.session, town.editor, offer=offer, now=town.later(), publish_at=later)
    assert badges.counts(town.session)["submitted"] == 0
    assert [one.offer_id for one in queries.scheduled(town.session)] == [offer.id]


def test_the_queue_names_only_what_still_waits(town: Town) -> None:
    """The price took effect at once; what an editor decides about is the text."""
    offer = public(town)
    change(town, offer, price_cents=9900, summary="Etwas ganz anderes steht jetzt hier.")
    [entry] = queries.queue(town.session)
    assert entry.kinds == (ChangeKind.TEXT,)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("löten", True),
        ("LÖTEN messen", True),
        ("technikmuseum", True),
        ("Löten", True),
        ("löten volkshochschule", False),
        ("%", False),
        ("_", False),
        ("", True),
        ("' OR 1=1 --", False),
        ("9" * 30, False),
        ("٣", False),
    ],
)
def test_any_offer_is_found_by_words(town: Town, words: str, found: bool) -> None:
    offer = handed_in(town, "löten und messen")
    rows, total = finding.find(town.session, words.casefold())
    assert (total, [row.offer_id for row in rows]) == ((1, [offer.id]) if found else (0, []))


def test_any_offer_is_found_by_number_and_step(town: Town) -> None:
    draft = actions.begin(
        town.session, town.member, institution=town.club, sheet=town.sheet("Entwurf"), now=town.later()
    )
    live = public(town, "Öffentlich")
    change(town, live, summary="Ein neuer Satz, der geprüft werden muss.")
    assert finding.find(town.session, str(draft.id))[0][0].title == "Entwurf"
    assert [row.title for row in finding.find(town.session, "", step=Step.DRAFT)[0]] == ["Entwurf"]
    [row] = finding.find(town.session, "", step=Step.SUBMITTED)[0]
    assert (row.title, row.step, row.pending) == ("Öffentlich", Step.PUBLISHED, Step.SUBMITTED)


def test_pages_of_what_is_found_do_not_overlap(town: Town) -> None:
    for number in range(5):
        handed_in(town, f"Kurs {number}")
    pages = [finding.find(town.session, "", page=page, per_page=2) for page in (1, 2, 3)]
    ids = [row.offer_id for rows, _total in pages for row in rows]
    assert len(set(ids)) == len(ids) == 5
    assert {total for _rows, total in pages} == {5}


def test_since_last_seen_is_from_the_last_look_to_now(town: Town) -> None:
    offer = public(town, price_cents=2400)
    change(town, offer, price_cents=2500)
    change(town, offer, price_cents=2600)
    entries = queries.to_see(town.session)
    before, after = finding.since_seen(town.session, entries)[offer.id]
    assert before is not None
    assert (before.price_cents, after.price_cents) == (2400, 2600)
    actions.mark_seen(town.session, town.editor, offer=offer, now=town.later())
    assert queries.to_see(town.session) == []
    change(town, offer, price_cents=2700)
    before, after = finding.since_seen(town.session, queries.to_see(town.session))[offer.id]
    assert before is not None
    assert (before.price_cents, after.price_cents) == (2600, 2700)


def test_what_a_trusted_institution_published_new_has_nothing_before(trusted: Town) -> None:
    offer = handed_in(trusted)
    before, after = finding.since_seen(trusted.session, queries.to_see(trusted.session))[offer.id]
    assert before is None
    assert after.title == "Löten und Messen"


def test_what_came_after_the_look_stays_to_be_seen(town: Town) -> None:
    offer = public(town)
    change(town, offer, price_cents=2500)
    [shown] = queries.to_see(town.session)
    change(town, offer, price_cents=2600)
    actions.mark_seen(town.session, town.editor, offer=offer, until=shown.last_number, now=town.later())
    [left] = queries.to_see(town.session)
    assert left.first_number > shown.last_number
    assert left.times == 1


def test_the_content_of_submissions_is_read_at_once(town: Town) -> None:
    new, live = handed_in(town, "Neu"), public(town, "Alt")
    change(town, live, title="Alt und neu")
    found = finding.contents(town.session, [new.id, live.id])
    assert found[new.id].base is None
    base = found[live.id].base
    assert base is not None
    assert (base.title, found[live.id].sheet.title) == ("Alt", "Alt und neu")


def test_minor_changes_wait_to_be_seen_apart(town: Town) -> None:
    offer = public(town)
    change(town, offer, price_cents=9900, summary="Etwas ganz anderes steht jetzt hier.")
    assert len(finding.unseen_minor(town.session, offer.id)) == 1


def test_reasons_are_kept_in_order_and_each_act_is_in_the_journal(town: Town) -> None:
    session, editor = town.session, town.editor
    first = reasons.add(session, editor, label="Termin", text="Wann?", now=town.later())
    second = reasons.add(session, editor, label="Preis", text="Wie viel?", now=town.later())
    reasons.move(session, editor, reason_id=second.id, up=True, now=town.later())
    assert [row.label for row in queries.reasons(session)] == ["Preis", "Termin"]
    reasons.move(session, editor, reason_id=second.id, up=True, now=town.later())
    assert [row.label for row in queries.reasons(session)] == ["Preis", "Termin"], "at the end it stays"
    opened = reasons.digest(first)
    reasons.revise(
        session,
        editor,
        reason_id=first.id,
        label="Termin fehlt",
        text="Wann?",
        opened=opened,
        now=town.later(),
    )
    with pytest.raises(Conflict, match="jemand anders"):
        reasons.revise(
            session, editor, reason_id=first.id, label="x", text="y", opened=opened, now=town.later()
        )
    with pytest.raises(Conflict, match="schon"):
        reasons.add(session, editor, label="PREIS", text="x", now=town.later())
    reasons.remove(session, editor, reason_id=first.id, opened=reasons.digest(first), now=town.later())
    with pytest.raises(NotFound):
        reasons.get(session, first.id)
    rows = session.query(JournalEntry).where(JournalEntry.thing == Thing.SETTING).order_by(JournalEntry.id)
    acts = [row.act for row in rows]
    assert acts == [Act.CREATED, Act.CREATED, Act.CHANGED, Act.CHANGED, Act.DELETED]
    assert session.query(OfferEdit).count() == 0
