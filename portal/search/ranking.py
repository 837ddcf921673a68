"""The numbers of relevance: what a field, a reason and a covered word are worth, and where the cut is.

Tuned with bench/relevance, where all of them lie on a plateau. The arrays are in postings, understanding in query.
"""

from __future__ import annotations

from math import log

from portal.search.texts import Field

FIELD_WEIGHT = {
    Field.TITLE: 6.0,
    Field.TOPIC: 2.5,
    Field.LABEL: 1.5,
    Field.INSTITUTION: 1.0,
    Field.SUMMARY: 1.5,
    Field.DESCRIPTION: 0.7,
    Field.ENGLISH: 2.0,
}
FIELD_LENGTH_NORM = {  # how much a long field thins its words out
    Field.TITLE: 0.5,
    Field.TOPIC: 0.3,
    Field.LABEL: 0.0,
    Field.INSTITUTION: 0.3,
    Field.SUMMARY: 0.5,
    Field.DESCRIPTION: 0.6,
    Field.ENGLISH: 0.0,
}
SATURATION = 2.5  # weight at which a term counts half of what it can count at most

EXACT = 1.0
FAMILY = 0.75
COMPOUND = 0.85
WEAK_COMPOUND = 0.6
SYNONYM = 0.8
PREFIX = 0.6
FUZZY = 0.75
ALL_PARTS = 0.85  # a document that holds every part of a compound of the query
TOPIC_PART = 0.7  # the part that names the topic, when the head is a word like Kurs
TURNED = 0.25  # of what answers a word that means something else in its phrase (wieder arbeiten)
ONE_PART = 0.25  # any single part: never enough alone

PRESENCE = 0.4  # share of a word's worth that being there at all gives; the rest is where and how often
WEAK_WEIGHT = 0.2  # of words that nearly every offer could bear
NARROWING_WEIGHT = 0.5  # of words that say for whom, when or how
ADJUNCT_WEIGHT = 0.6  # of what follows a preposition, beside a word that does not (Spanisch für die Reise)
ERRAND_WEIGHT = 1.0  # of verbs like mieten, that learning offers seldom answer
ERRAND = 0.8  # and the factor of what answers them: neither the verb nor the thing is enough alone
COVER_FLOOR = (
    0.7  # how surely a word is covered by the weakest mention (a description, an institution's name)
)
COVER_RISE = 0.45  # and how fast that grows with its weight; a title covers fully
LEAST_BEST = 0.5  # share of the query's information that some document must cover: else the query is about something else
CUT = 0.3  # share that every document must cover
CUT_OF_BEST = 0.35  # and share of what the best document covers
UNCONFIRMED = 0.8  # what an offer is still worth that nobody confirmed for long
TELLING = 0.4  # factor above which an alternative stands for its word; below it only adds to others


def information(frequency: int, documents: int) -> float:
    """How much a word tells that stands in so many of all documents: 1 when unknown, little when everywhere."""
    if documents < 1:
        return 1.0
    rare = log((documents + 1) / (min(frequency, documents) + 0.5)) / log((documents + 1) / 0.5)
    return 0.15 + 0.85 * rare
