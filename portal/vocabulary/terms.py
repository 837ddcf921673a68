"""The code lists that editors keep as data (model Term): their names, and the parameter under which each is a filter."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class Scheme(StrEnum):
    """A list of terms. The value is stored; SKOS calls it a concept scheme."""

    TOPIC = "topic"
    LIFE_PHASE = "life_phase"
    TARGET_GROUP = "target_group"
    SCHOOL_FORM = "school_form"
    GRADE = "grade"
    OCCUPATION_FIELD = "occupation_field"
    LANGUAGE = "language"
    FUNDING = "funding"
    PROGRAMME = "programme"
    ACTION = "action"
    SYNONYM = "synonym"  # no filter: everyday words for words of the portal, kept by editors


SCHEME_LABELS = {
    Scheme.TOPIC: N_("Thema"),
    Scheme.LIFE_PHASE: N_("Lebensphase"),
    Scheme.TARGET_GROUP: N_("Für wen"),
    Scheme.SCHOOL_FORM: N_("Schulform"),
    Scheme.GRADE: N_("Klasse"),
    Scheme.OCCUPATION_FIELD: N_("Berufsfeld"),
    Scheme.LANGUAGE: N_("Sprache"),
    Scheme.FUNDING: N_("Förderung"),
    Scheme.PROGRAMME: N_("Programm"),
    Scheme.ACTION: N_("Art der Aktion"),
    Scheme.SYNONYM: N_("Synonyme"),
}
