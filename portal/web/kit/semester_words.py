"""Semesters of the Seniorenuniversität in words, and how addresses name one: for its page, calendar, booklet and the editors."""

from collections.abc import Sequence
from datetime import date

from portal import text
from portal.models import Semester
from portal.offers.filters import Facet, Notice, Reason, parse
from portal.vocabulary.lectures import SEMESTER_KIND_LABELS
from portal.web.kit import formats, languages
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _

SEMESTER = "semester"  # the parameter


def theme(semester: Semester) -> str:
    """Its own title: 'Wintersemester 2026/27', of a compact one its theme."""
    return semester.title_en if semester.title_en and languages.current() == "en" else semester.title


def kicker(semester: Semester) -> str:
    """'Herbstuniversität 2026' above the theme of a compact one; '' for a regular one, whose title says all."""
    if not semester.kind.is_compact:
        return ""
    return f"{_(SEMESTER_KIND_LABELS[semester.kind])} {semester.first_day.year}"


def name(semester: Semester) -> str:
    """The same in one line: 'Herbstuniversität 2026: Gesellschaftlicher Wandel'."""
    above, own = kicker(semester), theme(semester)
    return f"{above}: {own}" if above and above.casefold() not in own.casefold() else own


def intro(semester: Semester) -> str:
    return (semester.intro_en if languages.current() == "en" else "") or semester.intro or ""


def intro_lang(semester: Semester) -> str:
    """The `lang` of the introduction where it is not the page's language."""
    return "" if languages.current() == "en" and semester.intro_en else languages.of_content()


def period(semester: Semester, today: date) -> str:
    """'1. Oktober 2026 bis 31. März 2027'."""
    return formats.span(semester.first_day, semester.last_day, today=today)


def asked_for(given: str, semesters: Sequence[Semester]) -> tuple[Semester | None, Notice | None]:
    """The semester that an address names, and a notice where there is none such."""
    slug = text.one_line(given).casefold()
    if not slug:
        return None, None
    found = next((one for one in semesters if one.slug == slug), None)
    return found, None if found else Notice(SEMESTER, text.one_line(given, 60), Reason.UNKNOWN_VALUE)


def topic_asked_for(given: Sequence[str]) -> tuple[str, tuple[Notice, ...]]:
    """The first topic that an address names, called as it is called now, and what of it is unknown."""
    wanted, noted = parse({Facet.TOPIC.value: list(given)}, service().values)
    return next(iter(wanted.values(Facet.TOPIC)), ""), noted
