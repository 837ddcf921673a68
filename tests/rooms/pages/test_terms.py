"""Topics and synonyms: two levels, codes that stay, mergers that lose no offer and no address."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Conflict
from portal.models import Collection, JournalEntry, OutboxEntry, SlugRedirect, Term
from portal.offers import sheet_store
from portal.pages import term_actions as actions
from portal.pages import terms
from portal.pages.terms import TermDraft, draft_of
from portal.permissions.policy import Actor
from portal.vocabulary.terms import Scheme
from portal.vocabulary.workflow import Act
from tests.factories import offers as make
from tests.factories.offers import NOW


def topic(session: Session, editor: Actor, label: str, **values: object) -> Term:
    draft = TermDraft(Scheme.TOPIC, label, **values)  # type: ignore[arg-type]
    return actions.add(session, editor, draft=draft, now=NOW)


def revised(session: Session, editor: Actor, row: Term, **changes: object) -> Term:
    draft = draft_of(row)
    return actions.revise(
        session,
        editor,
        term_id=row.id,
        draft=replace(draft, **changes),  # type: ignore[arg-type]
        opened=draft.digest(),
        now=NOW,
    )


def merged(session: Session, editor: Actor, dropped: Term, kept: Term) -> Term:
    opened = draft_of(dropped).digest()
    return actions.merge(session, editor, dropped_id=dropped.id, kept_id=kept.id, opened=opened, now=NOW)


def waiting(session: Session) -> list[dict[str, object]]:
    rows = session.scalars(select(OutboxEntry).where(OutboxEntry.topic == "search").order_by(OutboxEntry.id))
    return [row.payload for row in rows]


def test_a_new_topic_gets_an_address_and_the_search_is_told(session: Session, editor: Actor) -> None:
    row = topic(session, editor, "Bienen & Imkern", synonyms=("Imker",))
    assert (row.code, row.synonyms) == ("bienen-imkern", ["Imker"])
    assert waiting(session) == [{"words": True}]


def test_renaming_keeps_the_code_and_tells_every_offer_that_bears_it(session: Session, editor: Actor) -> None:
    broad = topic(session, editor, "Natur")
    narrow = topic(session, editor, "Bienen", parent_id=broad.id)
    offers = [make.make_offer(session, terms=[each]).id for each in (broad, narrow)]
    make.make_offer(session)
    before = len(waiting(session))
    revised(session, editor, broad, label="Natur und Umwelt")
    assert broad.code == "natur"
    assert waiting(session)[before:] == [{"words": True}, *({"offer_id": each} for each in offers)]
    line = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert line is not None
    assert (line.act, line.changes) == (Act.CHANGED, {"label": ["Natur", "Natur und Umwelt"]})


def test_the_slower_of_two_editors_is_stopped(session: Session, editor: Actor) -> None:
    row = topic(session, editor, "Natur")
    opened = draft_of(row).digest()
    revised(session, editor, row, synonyms=("Umwelt",))
    with pytest.raises(Conflict) as problem:
        actions.revise(session, editor, term_id=row.id, draft=draft_of(row), opened=opened, now=NOW)
    assert problem.value.field == "opened"


def test_topics_have_two_levels(session: Session, editor: Actor) -> None:
    broad, other = topic(session, editor, "Natur"), topic(session, editor, "Kunst")
    narrow = topic(session, editor, "Bienen", parent_id=broad.id)
    for row, parent in ((broad, other.id), (other, narrow.id), (broad, broad.id), (other, 999)):
        with pytest.raises(Conflict) as problem:
            revised(session, editor, row, parent_id=parent)
        assert problem.value.field == "parent_id"


def test_a_topic_takes_no_address_of_another_topic_or_of_a_collection(
    session: Session, editor: Actor
) -> None:
    session.add(Collection(slug="energie", title="Energie"))
    topic(session, editor, "Natur")
    for label in ("Natur", "NATUR!", "Energie"):
        with pytest.raises(Conflict) as problem:
            topic(session, editor, label)
        assert problem.value.field == "label"
    synonym = TermDraft(Scheme.SYNONYM, "Energie", synonyms=("Strom",))
    assert actions.add(session, editor, draft=synonym, now=NOW).code == "energie", "synonyms have no address"


def test_only_what_nothing_uses_is_deleted(session: Session, editor: Actor) -> None:
    broad = topic(session, editor, "Natur")
    narrow = topic(session, editor, "Bienen", parent_id=broad.id)
    make.make_offer(session, terms=[narrow])
    for row in (broad, narrow):
        with pytest.raises(Conflict):
            actions.remove(session, editor, term_id=row.id, opened=draft_of(row).digest(), now=NOW)
    free = topic(session, editor, "Leer")
    assert actions.remove(session, editor, term_id=free.id, opened=draft_of(free).digest(), now=NOW) == "Leer"
    assert session.get(Term, free.id) is None


def test_a_merger_moves_offers_and_narrower_topics_and_leads_old_addresses_on(
    session: Session, editor: Actor
) -> None:
    first, kept = topic(session, editor, "Ökologie", synonyms=("Öko",)), topic(session, editor, "Umwelt")
    oldest = topic(session, editor, "Naturschutz")
    narrow = topic(session, editor, "Bienen", parent_id=first.id)
    both = make.make_offer(session, terms=[first, kept])
    one = make.make_offer(session, terms=[first])
    merged(session, editor, oldest, first)
    merged(session, editor, first, kept)
    session.expire_all()
    assert [term.id for term in one.terms] == [term.id for term in both.terms] == [kept.id]
    assert narrow.parent_id == kept.id
    assert kept.synonyms == ["Ökologie", "Öko", "Naturschutz"]
    for old in ("oekologie", "naturschutz"):
        assert terms.code_after(session, old) == "umwelt"
    assert set(session.scalars(select(Term.code))) == {"umwelt", "bienen"}
    assert {"offer_id": one.id} in waiting(session)


def test_a_sheet_that_still_names_the_dropped_topic_bears_the_kept_one(
    session: Session, editor: Actor
) -> None:
    dropped, kept = topic(session, editor, "Ökologie"), topic(session, editor, "Umwelt")
    offer = make.make_offer(session, terms=[dropped])
    old = sheet_store.read(offer)
    merged(session, editor, dropped, kept)
    session.expire_all()
    for terms_of in ({Scheme.TOPIC: ("oekologie",)}, {Scheme.TOPIC: ("oekologie", "umwelt")}):
        sheet_store.write(session, offer, replace(old, terms=terms_of))
        assert [term.code for term in offer.terms] == ["umwelt"]


def test_what_stands_there_again_goes_before_an_old_address(session: Session, editor: Actor) -> None:
    merged(session, editor, topic(session, editor, "Natur"), topic(session, editor, "Umwelt"))
    topic(session, editor, "Natur")
    assert session.scalars(select(SlugRedirect)).all() == []


def test_a_merger_that_does_not_fit_changes_nothing(session: Session, editor: Actor) -> None:
    broad, other = topic(session, editor, "Natur"), topic(session, editor, "Kunst")
    narrow = topic(session, editor, "Malen", parent_id=other.id)
    topic(session, editor, "Bienen", parent_id=broad.id)
    word = actions.add(session, editor, draft=TermDraft(Scheme.SYNONYM, "Wort"), now=NOW)
    grade = make.make_term(session, Scheme.GRADE, "9")
    for kept in (broad, narrow, word, grade):
        with pytest.raises(Conflict) as problem:
            merged(session, editor, broad, kept)
        assert problem.value.field == "kept"
    assert session.get(Term, broad.id) is not None
