"""The values that filters know, with their labels: terms, districts and institutions in one immutable snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import District, Institution, Term
from portal.offers.filters import Facet
from portal.vocabulary.terms import Scheme

SCHEME_OF: Mapping[Facet, Scheme] = {
    Facet.TOPIC: Scheme.TOPIC,
    Facet.LIFE_PHASE: Scheme.LIFE_PHASE,
    Facet.TARGET_GROUP: Scheme.TARGET_GROUP,
    Facet.LANGUAGE: Scheme.LANGUAGE,
    Facet.GRADE: Scheme.GRADE,
    Facet.SCHOOL_FORM: Scheme.SCHOOL_FORM,
    Facet.OCCUPATION_FIELD: Scheme.OCCUPATION_FIELD,
    Facet.FUNDING: Scheme.FUNDING,
    Facet.PROGRAMME: Scheme.PROGRAMME,
    Facet.ACTION: Scheme.ACTION,
}


@dataclass(frozen=True, slots=True)
class TermLabel:
    """One term as pages name it; `parent` is the code of the broader term."""

    code: str
    label: str
    label_en: str
    note: str
    note_en: str
    parent: str | None

    def in_language(self, locale: str) -> str:
        return self.label_en if locale == "en" and self.label_en else self.label

    def note_in(self, locale: str) -> str:
        return self.note_en if locale == "en" and self.note_en else self.note


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All labels, in the editors' order. Read with `read`, kept by the web floor for as long as it likes."""

    terms: Mapping[Scheme, Mapping[str, TermLabel]]
    districts: Mapping[str, str]
    institutions: Mapping[str, str]

    def of(self, facet: Facet) -> Mapping[str, TermLabel]:
        return self.terms.get(SCHEME_OF[facet], {})

    def narrower(self, code: str) -> list[TermLabel]:
        """The topics below a topic."""
        return [term for term in self.terms.get(Scheme.TOPIC, {}).values() if term.parent == code]


def read(session: Session) -> Catalogue:
    """The snapshot, in three statements."""
    rows = session.execute(
        select(
            Term.id,
            Term.scheme,
            Term.code,
            Term.label,
            Term.label_en,
            Term.note,
            Term.note_en,
            Term.parent_id,
        )
        .where(Term.scheme != Scheme.SYNONYM)
        .order_by(Term.scheme, Term.position, Term.id)
    ).all()
    codes = {row.id: row.code for row in rows}
    terms: dict[Scheme, dict[str, TermLabel]] = {}
    for row in rows:
        terms.setdefault(row.scheme, {})[row.code] = TermLabel(
            row.code,
            row.label,
            row.label_en or "",
            row.note or "",
            row.note_en or "",
            codes.get(row.parent_id) if row.parent_id else None,
        )
    districts = session.execute(select(District.slug, District.name).order_by(District.position))
    institutions = session.execute(
        select(Institution.slug, Institution.short_name, Institution.name).where(Institution.is_public)
    )
    return Catalogue(
        terms=terms,
        districts={row.slug: row.name for row in districts},
        institutions={row.slug: row.short_name or row.name for row in institutions},
    )
