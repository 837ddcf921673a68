"""The small shapes of differences: one field before and after, the dates of a run as a list, the content of a new offer."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit.parts import NOTHING


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One line of a list: `word` says what happened ("neu", "entfällt", "verlegt")."""

    word: str
    html: Markup


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """components/changes.html: a field before and after, or with `lines` a list of what came, went and moved.

    `where` tells of which run; `rest` how much of the list stays. `key` is the field's in offers/differences.py, with dots.
    """

    label: str
    before: Markup = NOTHING
    after: Markup = NOTHING
    where: str = ""
    lines: tuple[ChangedLine, ...] = ()
    rest: str = ""
    key: str = ""
    lang: str = ""  # language of what a provider wrote, where it is not the page's


@dataclass(frozen=True, slots=True)
class ContentRow:
    """components/sheet_content.html: a field of a new offer with its value, finished and escaped."""

    label: str
    html: Markup
    where: str = ""
    lang: str = ""
