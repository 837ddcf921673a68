"""Two people changed the same offer: what both wrote is put together, and where they differ one decides, field by field.
Nothing of what was typed is lost meanwhile: it goes along in hidden fields."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from portal.offers import differences, sheet_names
from portal.offers.differences import HERE, Change, Key, Merged
from portal.offers.sheet import OfferSheet
from portal.vocabulary.terms import Scheme
from portal.web.desk.pages_form import Decision
from portal.web.kit import changes, field_words, languages
from portal.web.kit.words import gettext as _

PREFIX = "wahl:"
THEIRS, MINE = "stehende", "meine"
SECOND_STAND, AFTERWARDS = "stand_neu", "danach"


def name_of(key: Key) -> str:
    """The radio buttons of a field."""
    return PREFIX + "/".join(key)


def undecided(merged: Merged, answers: Mapping[str, str]) -> tuple[Change, ...]:
    """The fields about which nobody has said whose word counts."""
    return tuple(one for one in merged.conflicts if answers.get(name_of(one.key)) not in (THEIRS, MINE))


def decided(merged: Merged, theirs: OfferSheet, answers: Mapping[str, str]) -> OfferSheet:
    """The merged content with the answers in it; mine stands already where nothing else is said."""
    found, left = differences.flat(merged.sheet), differences.flat(theirs)
    for one in merged.conflicts:
        if answers.get(name_of(one.key)) == THEIRS:
            keys = {key for key in {*found, *left} if key == one.key or _is_of(key, one.key)}
            for key in keys:
                found.pop(key, None)
            found |= {key: left[key] for key in keys if key in left}
    orphans = [key for key in found if key[0] == "date" and ("run", key[1], HERE) not in found]
    for key in orphans:
        del found[key]
    return differences.unflat(found, [run.uuid for sheet in (merged.sheet, theirs) for run in sheet.runs])


def _is_of(key: Key, home: Key) -> bool:
    """Whether a key belongs to the run or date of which `home` says that it is there."""
    if home[-1] != HERE or home[0] == "offer":
        return False
    return key[: len(home) - 1] == home[:-1] or (home[0] == "run" and key[:2] == ("date", home[1]))


def decisions(
    session: Session, found: Iterable[Change], theirs: OfferSheet, mine: OfferSheet
) -> tuple[Decision, ...]:
    """The open questions in words."""
    names = sheet_names.read(session, (theirs, mine))
    runs = (*theirs.runs, *(run for run in mine.runs if run.uuid not in {one.uuid for one in theirs.runs}))
    shown = []
    for one in found:
        where = changes.run_name(one.key[1], runs) if one.key[0] != "offer" else ""
        if one.key[0] == "date":
            where = ", ".join(part for part in (where, _day_of(one.key, theirs, mine)) if part)
        before, after = (_words(one.key, value, names) for value in (one.before, one.after))
        shown.append(
            Decision(
                name_of(one.key), field_words.label(one.key), where, before, after, languages.of_content()
            )
        )
    return tuple(shown)


def _words(key: Key, value: object, names: sheet_names.SheetNames) -> str:
    if key[-1] == HERE:
        return _("bleibt, mit Änderungen") if value else _("entfernt")
    if key[:2] == ("offer", "terms"):
        return ", ".join(field_words.terms(Scheme(key[2]), value or ())) or _("(leer)")  # type: ignore[arg-type]  # a tuple of codes
    return changes.value_in_words(key, value, names) or _("(leer)")


def _day_of(key: Key, *sheets: OfferSheet) -> str:
    for sheet in sheets:
        for run in sheet.runs:
            for one in run.dates:
                if run.uuid == key[1] and one.uuid == key[2]:
                    return field_words.plain(one.first_day)
    return ""
