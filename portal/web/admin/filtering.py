"""Forms that narrow a list by its address. What is not understood is named and left out, never an error."""

from typing import Any
from urllib.parse import urlencode

from flask import request
from wtforms import Form, SelectField

from portal import text
from portal.web.kit import languages
from portal.web.kit import parts as p
from portal.web.kit.fields import DayField
from portal.web.kit.words import gettext as _

ALL = ""


class FilterForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Filled from the address; the list can go by its fields once `ignored` was asked for."""

    def __init__(self, **choices: list[tuple[str, str]]) -> None:
        super().__init__(request.args)
        for name, options in choices.items():
            self[name].choices = [(ALL, _("alle")), *options]

    def ignored(self) -> tuple[p.Notice, ...]:
        """What of the address means nothing, in words; it does not narrow the list."""
        found = []
        for field in self:
            if isinstance(field, SelectField):
                given, known = field.data or ALL, {value for value, _label in field.choices}
                is_wrong = given not in known
            elif isinstance(field, DayField):
                given, is_wrong = (field.raw_data or [""])[0], bool(field.process_errors)
            else:
                continue
            if is_wrong:
                shown = text.one_line(str(given), 40)
                found.append(_notice(field.label.text, shown))
                field.data, field.raw_data, field.process_errors, field.errors = None, [], [], ()
        return tuple(found)

    @property
    def given(self) -> list[tuple[str, str]]:
        """What narrows the list, as pairs for its address."""
        pairs = ((field.name, _written(field.data)) for field in self)
        return [(name, value) for name, value in pairs if value]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.given)

    def url(self, path: str, page: int = 1) -> str:
        """The address of the narrowed list at `path`, or of one of its pages."""
        pairs = [*self.given, *([("seite", str(page))] if page > 1 else [])]
        return languages.root() + path + (f"?{urlencode(pairs)}" if pairs else "")


def _notice(label: str, value: str) -> p.Notice:
    return p.Notice(
        _("„%(value)s“ bei „%(name)s“ kennen wir nicht. Wir haben es weggelassen.", value=value, name=label)
    )


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
