"""English words on a German portal: names of the lists in English, the seed's English words, and what stays German."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from portal.cli.seed_vocabularies import read
from portal.paths import resource_dir
from portal.search.postings import JoinedVocabulary, TextIndex, analyse
from portal.search.query import understand
from portal.search.synonyms import SynonymTable
from portal.search.texts import Field
from portal.vocabulary.terms import Scheme
from tests.factories.offers import make_offer, make_term
from tests.rooms.search.engine import Town
from tests.rooms.search.town import TITLES

WORDS = """
german | Deutsch im Alltag
learn german | Deutsch lernen in der Gruppe
german course for beginners | Deutschkurs für Anfänger
sewing | Nähen am Samstag
cooking | Kochkurs vegan
swimming lessons | Schwimmen lernen
children | Kinder malen
what is there for children | Kinder malen
kids | Kinder malen
parents | Elternabend
seniors | Seniorentanz
free | Kostenlos ins Museum
holiday | Ferien am See
holidays | Ferien am See
first aid | Erste Hilfe
computer course | Computerkurs am Vormittag
language course | Sprachkurs im Sommer
job application | Bewerbung schreiben
applications | Bewerbung schreiben
apprenticeship | Ausbildung im Handwerk
internship | Praktikum in der Verwaltung
advice | Beratung am Montag
music | Musik des Barock
singing | Singen im Chor
painting | Malerei des Barock
dancing | Tanzen im Park
garden | Gärtnern im Hof
cycling | Radfahren lernen
library | Bibliothek am Abend
lecture | Vortrag zur Kunst
museum | Museum am Abend
open day | Tag der offenen Tür
evening | Abend der Musik
weekend | Yoga am Wochenende
back to work | Wiedereinstieg nach der Elternzeit
ich will wieder arbeiten gehen | Wiedereinstieg nach der Elternzeit
"""
PAIRS = [tuple(line.split(" | ")) for line in WORDS.strip().splitlines()]
MEAN_SOMETHING_ELSE = frozenset(
    "hand art gift kind arm mode rat fast not war bad tag wand rock park brief gut chef fair job".split()
)


@lru_cache(maxsize=1)
def entries() -> list[dict[str, Any]]:
    return list(read(resource_dir("seed") / "vocabularies" / "synonyms.yaml")["entries"])


@lru_cache(maxsize=1)
def seeded() -> SynonymTable:
    return SynonymTable((each["label"], each["synonyms"]) for each in entries())


def found(query: str, *titles: str) -> list[str]:
    """The titles among these that a query finds beside the small town's offers, with the synonyms of the seed."""
    every = [*titles, *TITLES]
    index = TextIndex.build(analyse({Field.TITLE: title}) for title in every)
    numbers, _ = index.matches(understand(query, JoinedVocabulary(index), seeded()))
    return [title for at, title in enumerate(titles) if at in numbers]


@pytest.mark.parametrize(("query", "title"), PAIRS, ids=lambda text: text)
def test_an_english_word_finds_what_the_german_one_finds(query: str, title: str) -> None:
    assert found(query, title) == [title]


def test_a_word_that_means_something_else_in_german_is_no_english_word_of_the_seed() -> None:
    said = {word.casefold() for each in entries() for word in (each["label"], *each["synonyms"])}
    assert not said & MEAN_SOMETHING_ELSE


@pytest.mark.parametrize(
    "typed", ["sewing", "german", "first aid", "apprenticeship", "language course", "parents"]
)
def test_a_known_english_word_is_no_slip_even_where_no_offer_answers(typed: str) -> None:
    titles = ["Gerät und Maschine", "Sehen und hören", "Patent und Marke", "Langsame Musik", "Frist im Mai"]
    index = TextIndex.build(analyse({Field.TITLE: title}) for title in titles)
    plan = understand(typed, JoinedVocabulary(index), seeded())
    assert plan.did_you_mean is None
    assert not len(index.matches(plan)[0])


def test_working_again_leads_to_the_return_to_work_and_not_to_work() -> None:
    titles = ("Wiedereinstieg nach der Elternzeit", "Rückenschule nach der Arbeit")
    assert found("wieder arbeiten", *titles) == [titles[0]]
    assert found("arbeiten", *titles) == [titles[1]]


def test_working_again_still_finds_work_where_nobody_offers_the_return() -> None:
    assert found("wieder arbeiten", "Rückenschule nach der Arbeit") == ["Rückenschule nach der Arbeit"]


def test_an_offer_is_found_by_the_english_names_of_what_it_is(town: Town) -> None:
    society = make_term(town.session, label="Gesellschaft", label_en="Society")
    topic = make_term(town.session, label="Zusammenleben", label_en="Neighbourhood", parent=society)
    group = make_term(town.session, Scheme.TARGET_GROUP, label="Betriebe", label_en="Companies")
    phase = make_term(town.session, Scheme.LIFE_PHASE, label="Kita", label_en="Nursery")
    programme = make_term(
        town.session, Scheme.PROGRAMME, label="Elterntrainings", label_en="Parent trainings"
    )
    action = make_term(town.session, Scheme.ACTION, label="Betriebserkundung", label_en="Company visit")
    offer = make_offer(town.session, "Treff", terms=[topic, group, phase, programme, action])
    make_offer(town.session, "Anderes")
    town.indexed()
    for typed in ("society", "neighbourhood", "companies", "nursery", "parent", "company visit"):
        assert town.ids(typed) == [offer.id], typed


def test_english_names_do_not_answer_german_words_nor_correct_them(town: Town) -> None:
    """Fair is a Messe, Online safety no online course; and a slip of the pen is no slip of an English name."""
    fair = make_term(town.session, Scheme.ACTION, label="Messe", label_en="Fair")
    safety = make_term(town.session, label="Sicherheit im Netz", label_en="Online safety")
    grammar = make_term(town.session, label="Schach", label_en="Strategy games")
    make_offer(town.session, "Treff", terms=[fair, safety, grammar])
    town.indexed()
    assert town.ids("fair") == town.ids("online") == []
    found = town.search("Strategi")
    assert (found.total, found.did_you_mean) == (0, None)
    assert town.search("safety").total == 1


def test_the_language_that_nearly_every_offer_is_held_in_is_no_answer_to_german(town: Town) -> None:
    german = make_term(town.session, Scheme.LANGUAGE, label="Deutsch", label_en="German", code="de")
    arabic = make_term(town.session, Scheme.LANGUAGE, label="Arabisch", label_en="Arabic", code="ar")
    make_offer(town.session, "Treff", terms=[german])
    offer = make_offer(town.session, "Gruppe", terms=[arabic])
    town.indexed()
    assert town.ids("german") == []
    assert town.ids("arabic") == [offer.id]


def test_an_occupation_field_filters_but_is_not_searched(town: Town) -> None:
    field = make_term(
        town.session,
        Scheme.OCCUPATION_FIELD,
        label="Unternehmensorganisation, Buchhaltung, Recht",
        label_en="Accounting",
    )
    make_offer(town.session, "Treff", terms=[field])
    offer = make_offer(town.session, "Buchhaltung am Abend")
    town.indexed()
    assert town.ids("buchhaltung") == [offer.id]
    assert town.ids("accounting") == []
