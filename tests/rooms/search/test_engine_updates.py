"""How changes reach the index: the outbox, several processes on one folder, one writer, rebuilds, damage, the check."""

import pathlib
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal.models import Offer, OutboxEntry
from portal.offers.filters import Facet, OfferFilter
from portal.offers.outbox import SEARCH, note_change
from portal.search import loading, service, updates, whoosh_index
from portal.search.service import SearchService
from portal.search.whoosh_index import IndexBusy
from portal.vocabulary.offers import OccurrenceStatus, Step
from tests.factories.offers import NOW, make_dated_offer, make_institution, make_offer, make_place, make_term
from tests.rooms.search.engine import Town, database

DAY = timedelta(days=1)


def _waiting(town: Town) -> int:
    return town.session.scalar(select(func.count()).where(OutboxEntry.topic == SEARCH)) or 0


def _second_later(other: SearchService, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the other process look at the disk again, as it does after a second."""
    monkeypatch.setattr(other, "_look_at", 0.0)


def test_without_an_index_nothing_is_found_and_the_service_says_why(town: Town) -> None:
    offer = make_offer(town.session)
    note_change(town.session, [offer.id])
    town.session.commit()
    assert town.search("Kurs").total == 0
    assert town.service.suggest("Kurs", now=NOW) == ()
    assert not town.service.is_ready and "agora search reindex" in town.service.problem
    assert town.service.drain(town.session) == 0 and _waiting(town) == 1


def test_an_empty_catalogue_is_a_sound_index(town: Town) -> None:
    town.indexed()
    assert town.service.is_ready and town.service.size == 0
    assert town.search("Yoga", near="mitte", chosen={Facet.KIND: ("kurs",)}).total == 0
    assert town.service.check(town.session).is_clean


def test_a_change_is_found_at_once_where_it_was_made_and_its_entry_is_deleted(town: Town) -> None:
    offer = make_offer(town.session, "Gitarre")
    town.indexed()
    offer.title = "Geige"
    added = make_offer(town.session, "Geige")
    assert town.changed(offer, added) == 2
    assert town.ids("Gitarre") == [] and town.ids("Geige") == [offer.id, added.id]
    assert _waiting(town) == 0 and town.service.size == 2


def test_what_is_no_longer_public_leaves_the_index(town: Town) -> None:
    withdrawn, hidden, deleted = (make_offer(town.session, "Yoga") for _ in range(3))
    stays = make_offer(town.session, "Yoga")
    town.indexed()
    withdrawn.step = Step.WITHDRAWN
    hidden.institution.is_public = False
    town.session.delete(deleted)
    town.changed(withdrawn, hidden, deleted)
    assert town.ids("Yoga") == [stays.id] and town.service.size == 1
    assert town.service.check(town.session).is_clean


def test_another_process_sees_a_change_when_it_looks_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = make_offer(town.session, "Gitarre")
    other = town.indexed().neighbour()
    assert other.count(OfferFilter(text="Gitarre"), now=NOW) == 1
    offer.title = "Geige"
    town.changed(offer)
    assert other.count(OfferFilter(text="Gitarre"), now=NOW) == 1, "it looks only once a second"
    _second_later(other, monkeypatch)
    assert other.count(OfferFilter(text="Gitarre"), now=NOW) == 0
    assert other.count(OfferFilter(text="Geige"), now=NOW) == 1
    assert other.generation == town.service.generation


def test_many_small_changes_from_two_processes_end_in_the_same_state(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    offers = [make_offer(town.session, f"Kurs {number}") for number in range(5)]
    other = town.indexed().neighbour()
    for step in range(24):
        offer = offers[step % 5]
        offer.title = f"Schritt{step}"
        note_change(town.session, [offer.id])
        town.session.commit()
        _second_later(other, monkeypatch)
        assert (other if step % 2 else town.service).drain(town.session) == 1
        town.session.commit()
    for each in (other, town.service, town.neighbour()):
        _second_later(each, monkeypatch)
        assert [each.count(OfferFilter(text=f"Schritt{step}"), now=NOW) for step in (3, 18, 19, 23)] == [
            0,
            0,
            1,
            1,
        ]
        assert each.size == 5
    assert town.service.check(town.session).is_clean


def test_the_version_of_a_hit_changes_with_everything_shown_of_it(town: Town) -> None:
    place, institution = make_place(town.session), make_institution(town.session)
    term = make_term(town.session)
    offer = make_dated_offer(town.session, "A", NOW + DAY, place=place, institution=institution, terms=[term])
    town.indexed()
    versions = [town.search().hits[0].version]
    date = offer.runs[0].occurrences[0]
    for thing, name, value in (
        (offer, "contact_phone", "0340 1"),
        (offer.runs[0], "note", "neu"),
        (date, "room", "Saal 2"),
        (date, "status", OccurrenceStatus.CONFIRMED),
        (place, "street", "Am Markt 1"),
        (institution, "name", "Neuer Name"),
        (term, "label", "Neues Wort"),
    ):
        setattr(thing, name, value)
        town.changed(offer)
        versions.append(town.search().hits[0].version)
    assert len(set(versions)) == len(versions)
    town.changed(offer)
    assert town.search().hits[0].version == versions[-1]


def test_a_change_that_changes_nothing_writes_nothing(town: Town) -> None:
    offer = make_offer(town.session)
    generation = town.indexed().service.generation
    assert town.changed(offer) == 1
    assert (town.service.generation, _waiting(town)) == (generation, 0)


def test_a_new_term_is_known_after_the_next_change(town: Town) -> None:
    offer = make_offer(town.session)
    town.indexed()
    offer.terms = [make_term(town.session, label="Imkern")]
    town.changed(offer)
    assert town.service.values.has(Facet.TOPIC, "imkern")
    assert town.counts(Facet.TOPIC) == {"imkern": 1}


def test_while_another_process_writes_the_entries_wait(town: Town) -> None:
    offer = make_offer(town.session, "Gitarre")
    town.indexed()
    offer.title = "Geige"
    with town.neighbour().index.writing():
        assert town.changed(offer) == 0
        with pytest.raises(IndexBusy):
            town.service.rebuild(town.session)
    assert _waiting(town) == 1 and town.ids("Gitarre") == [offer.id]
    assert town.service.drain(town.session) == 1
    assert town.ids("Geige") == [offer.id]


def test_a_crash_between_index_and_database_loses_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = make_offer(town.session, "Gitarre")
    town.indexed()
    offer.title = "Geige"
    note_change(town.session, [offer.id])
    town.session.commit()

    def crash(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(updates, "finish", crash)
        with pytest.raises(RuntimeError):
            town.service.drain(town.session)
    town.session.rollback()
    assert _waiting(town) == 1
    after = town.neighbour()
    assert after.drain(town.session) == 1
    assert after.count(OfferFilter(text="Geige"), now=NOW) == 1 and after.check(town.session).is_clean


def test_a_crash_before_the_commit_of_the_index_leaves_the_old_state(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = make_offer(town.session, "Gitarre")
    town.indexed()
    offer.title = "Geige"

    def crash(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(whoosh_index, "_merge_few", crash)
        with pytest.raises(RuntimeError):
            town.changed(offer)
    town.session.rollback()
    assert town.neighbour().count(OfferFilter(text="Gitarre"), now=NOW) == 1
    assert town.service.drain(town.session) == 1, "the lock was released"
    assert town.ids("Geige") == [offer.id]


def test_visitors_search_the_old_index_while_a_new_one_is_built(town: Town) -> None:
    offer = make_offer(town.session, "Gitarre")
    other = town.indexed().neighbour()
    seen = []
    offer.title = "Geige"
    town.session.commit()
    town.service.rebuild(
        town.session, lambda *_: seen.append(other.count(OfferFilter(text="Gitarre"), now=NOW))
    )
    assert seen == [1]
    assert town.ids("Geige") == [offer.id]
    assert [each.name for each in town.folder.iterdir() if each.is_dir()] == [
        town.service.generation.split(".")[0]
    ]


def test_a_rebuild_that_fails_leaves_the_living_index_alone(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = make_offer(town.session, "Gitarre")
    generation = town.indexed().service.generation

    def crash(*_: object) -> None:
        raise RuntimeError("no memory")

    with monkeypatch.context() as patch:
        patch.setattr("portal.search.analysing.packed", crash)
        with pytest.raises(RuntimeError):
            town.service.rebuild(town.session)
    other = town.neighbour()
    assert (other.generation, other.count(OfferFilter(text="Gitarre"), now=NOW)) == (generation, 1)
    assert len([each for each in town.folder.iterdir() if each.is_dir()]) == 1
    assert town.service.rebuild(town.session).documents == 1 and town.ids() == [offer.id]


def test_a_rebuild_does_what_was_waiting(town: Town) -> None:
    offer = make_offer(town.session, "Gitarre")
    note_change(town.session, [offer.id])
    town.indexed()
    assert _waiting(town) == 0


def test_rebuild_counts_up_to_the_number_of_offers(town: Town) -> None:
    for _ in range(3):
        make_offer(town.session)
    town.session.commit()
    steps: list[tuple[int, int]] = []
    town.service.rebuild(town.session, lambda done, total: steps.append((done, total)))
    assert steps[-1] == (3, 3)


def test_further_processes_make_the_same_rows(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database(f"sqlite:///{tmp_path / 'offers.sqlite'}") as session:
        town = Town(session, tmp_path / "index")
        for number in range(4):
            make_offer(session, f"Gitarre {number}", description="Wir üben *Lieder*.")
        alone = town.indexed().service.index.read(list).content
        monkeypatch.setattr("portal.search.analysing.WORTH_PROCESSES", 1)
        monkeypatch.setattr("portal.search.analysing.BATCH", 3)
        assert town.indexed().service.index.read(list).content == alone
        assert len(alone) == 4


def test_threads_may_search_while_changes_are_drained(town: Town) -> None:
    offers = [make_offer(town.session, f"Gitarre {number}") for number in range(20)]
    town.indexed()
    totals: set[int] = set()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            totals.add(town.search("Gitarre").total)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number, offer in enumerate(offers[:8]):
        offer.title = f"Geige {number}"
        town.changed(offer)
    stop.set()
    for thread in threads:
        thread.join()
    assert totals <= set(range(12, 21)) and town.search("Gitarre").total == 12


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh leaves a file open it cannot read
@pytest.mark.parametrize("damage", ["cut", "gone", "pointer", "version"])
def test_a_damaged_index_is_reported_and_a_rebuild_mends_it(town: Town, damage: str) -> None:
    make_offer(town.session, "Gitarre")
    folder = town.indexed().folder
    pointer = folder / "CURRENT"
    if damage == "cut":
        for file in folder.glob("g*/*.seg"):
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])
    elif damage == "gone":
        for file in folder.glob("g*/*"):
            file.unlink()
    elif damage == "pointer":
        pointer.write_text("quatsch", encoding="ascii")
    else:
        name, generation, _ = pointer.read_text(encoding="ascii").split()
        pointer.write_text(f"{name} {generation} 99", encoding="ascii")
    other = town.neighbour()
    assert not other.is_ready and other.problem
    assert other.count(OfferFilter(), now=NOW) == 0
    assert other.check(town.session).problems
    assert other.rebuild(town.session).documents == 1
    assert other.is_ready and not other.problem and other.count(OfferFilter(), now=NOW) == 1


def test_the_check_finds_a_row_that_somebody_tampered_with(town: Town) -> None:
    tampered, unseen = make_offer(town.session, "Gitarre"), make_offer(town.session, "Chor")
    gone = make_offer(town.session, "Tanz")
    town.indexed()
    town.session.execute(update(Offer).where(Offer.id == tampered.id).values(title="Geige"))
    town.session.execute(update(Offer).where(Offer.id == gone.id).values(step=Step.ARCHIVED))
    new = make_offer(town.session, "Neu")
    town.session.commit()
    report = town.service.check(town.session)
    assert not report.is_clean
    assert (report.stale, report.surplus, report.missing) == ((tampered.id,), (gone.id,), (new.id,))
    assert "1 veraltet" in report.summary() and unseen.id not in report.stale


def test_the_check_finds_a_changed_word_list(town: Town) -> None:
    term = make_term(town.session, label="Kochen")
    town.indexed()
    term.label = "Backen"
    town.session.commit()
    assert town.service.check(town.session).problems


def test_a_large_delta_is_folded_into_a_new_base(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "LEAST_FOLD", 2)
    offers = [make_offer(town.session, f"Gitarre {number}") for number in range(6)]
    town.indexed()
    for number, offer in enumerate(offers):
        offer.title = f"Geige {number}"
        town.changed(offer)
        assert (town.search("Geige").total, town.search("Gitarre").total) == (number + 1, 5 - number)
    state = town.service._loaded
    assert state is not None and len(state.delta_rows) <= 2


def test_the_folder_is_private(town: Town) -> None:
    assert town.indexed().folder.stat().st_mode & 0o777 == 0o700


def test_the_disk_is_looked_at_once_a_second_only(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    make_offer(town.session)
    town.indexed()
    looks: list[pathlib.Path] = []
    stamp = whoosh_index.WhooshIndex.stamp
    monkeypatch.setattr(
        whoosh_index.WhooshIndex,
        "stamp",
        lambda self: looks.append(self.folder) or stamp(self),  # type: ignore[func-returns-value]
    )
    clock = iter([step * 0.1 for step in range(10_000)])
    monkeypatch.setattr(service.time, "monotonic", lambda: 1_000_000 + next(clock))
    for _ in range(50):
        town.search()
    assert 3 <= len(looks) <= 15


def test_at_the_start_every_thread_waits_for_the_first_state(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_offer(town.session, "Gitarre")
    fresh = town.indexed().neighbour()
    load = loading.load

    def slowly(index: whoosh_index.WhooshIndex) -> loading.Loaded:
        time.sleep(0.2)
        return load(index)

    monkeypatch.setattr(loading, "load", slowly)
    totals: list[int] = []
    threads = [
        threading.Thread(target=lambda: totals.append(fresh.count(OfferFilter(), now=NOW))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [1, 1, 1, 1]
