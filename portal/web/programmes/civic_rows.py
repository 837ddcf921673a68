"""The list of openings for civic activity in words, narrowed by topic and district."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from portal import text
from portal.models import CivicOpening
from portal.offers.filters import Facet
from portal.vocabulary.terms import Scheme
from portal.web.kit import languages, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.town import town
from portal.web.kit.words import gettext as _
from portal.web.programmes.pages_civic import OpeningRow, OpeningsPage

TOPIC, DISTRICT = Facet.TOPIC.value, Facet.DISTRICT.value


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; a topic takes in those below it."""

    topic: str = ""
    district: str = ""


def asked_for(given: Mapping[str, str]) -> Asked:
    """Values that no list knows are as good as none."""
    topic = text.one_line(given.get(TOPIC, ""), 80)
    district = text.one_line(given.get(DISTRICT, ""), 80)
    known = vocabulary.catalogue()
    return Asked(
        topic if topic in known.terms.get(Scheme.TOPIC, {}) else "",
        district if district in known.districts else "",
    )


def page(openings: Sequence[CivicOpening], asked: Asked) -> OpeningsPage:
    found = [one for one in openings if fits(one, asked)]
    shown = town()
    return OpeningsPage(
        rows=tuple(row(one) for one in found),
        total=len(found),
        topics=choices(Facet.TOPIC, (code for one in openings for code in broad(one)), asked.topic),
        districts=choices(
            Facet.DISTRICT, (one.district.slug for one in openings if one.district), asked.district
        ),
        is_narrowed=asked != Asked(),
        all_url=url_for("programmes.civic_openings"),
        programme_url=url_for("programmes.senior_university"),
        phone=shown.phone,
        phone_link=shown.phone_link,
    )


def fits(one: CivicOpening, asked: Asked) -> bool:
    if asked.topic and asked.topic not in {*one.topics, *broad(one)}:
        return False
    return not asked.district or (one.district is not None and one.district.slug == asked.district)


def broad(one: CivicOpening) -> set[str]:
    """The topics of the upper level that an opening belongs to."""
    known = vocabulary.catalogue().terms.get(Scheme.TOPIC, {})
    return {known[code].parent or code for code in one.topics if code in known}


def choices(facet: Facet, values: Iterable[str], chosen: str) -> tuple[p.Choice, ...]:
    """'Alle', then what there is with its number, by name."""
    counts = Counter(values)
    if chosen:
        counts.setdefault(chosen, 0)
    named = sorted((vocabulary.label(facet, value), value) for value in counts)
    return (
        p.Choice("", _("Alle"), not chosen),
        *(p.Choice(value, f"{label} ({counts[value]})", value == chosen) for label, value in named),
    )


def row(one: CivicOpening) -> OpeningRow:
    return OpeningRow(
        title=one.title,
        url=url_for("programmes.civic_opening", uuid=one.uuid),
        institution=one.institution.short_name or one.institution.name,
        district=one.district.name if one.district else "",
        summary=one.summary,
        effort=one.effort or "",
        lang=languages.of_content(),
    )
