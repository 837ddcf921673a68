"""Form fields that several areas share. What was typed comes back as it was, without characters that no page can show again."""

import re
from datetime import date, time
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, Field, IntegerField, StringField
from wtforms.widgets import TextInput

from portal import text
from portal.web.kit import unsaved
from portal.web.kit.words import gettext as _

LONGEST_NAME = 60  # a longer label is a sentence of its own, such as a consent
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


def install(app: Flask) -> None:
    app.jinja_env.filters["complaint"] = complaint


def complaint(field: Any) -> str:
    """The line of a field in a summary of errors, told apart from others that say the same: 'Titel: Bitte kürzen Sie …'. A form
    of rows says in `where` which row a field stands in: 'Montag, 2. Zeit, bis: …'."""
    label, message, where = str(field.label.text), str(field.errors[0]), getattr(field, "where", "")
    if not where and (not label or len(label) > LONGEST_NAME or "<" in label or is_named(label, message)):
        return message
    return joined(", ".join(part for part in (where, label) if part), message)


def is_named(label: str, message: str) -> bool:
    """Whether a message names its field already: 'Bitte nennen Sie den Titel.' Small words ('von') stand anywhere."""
    wanted = re.sub(r" *\(.*?\)|\W+$", "", label)
    return label[:1].isupper() and bool(re.search(rf"\b{re.escape(wanted)}", message, re.IGNORECASE))


def joined(label: str, message: str) -> str:
    """'Titel: Bitte …', but 'Wie viele sind frei? Bitte …'."""
    return f"{label} {message}" if label.endswith(("?", "!", ".", ":")) else f"{label}: {message}"


def in_one_line(typed: str | None) -> str | None:
    return text.one_line(typed) if typed else typed


def without_controls(typed: str | None) -> str | None:
    return text.clean(typed).strip() if typed else typed


class DayField(DateField):  # type: ignore[misc]  # WTForms has no types
    """A day as the browser sends it or as people write it: 2027-04-22, 22.4.2027."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%d.%m.%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [text.one_line(typed) for typed in valuelist]
        if not any(self.raw_data):
            return
        try:
            super().process_formdata(self.raw_data)
        except ValueError as problem:
            raise ValueError(
                _("Dieses Datum gibt es nicht. Ein Beispiel: %(day)s", day="22.04.2027")
            ) from problem
        self.raw_data = [self.data.isoformat()]  # a date field of a browser shows nothing else
        if not EARLIEST <= self.data <= LATEST:
            raise ValueError(_("Bitte nennen Sie einen Tag zwischen 2000 und 2099."))


class Tick(BooleanField):  # type: ignore[misc]  # WTForms has no types
    """Ticked or not; the value of the tick is ours, not what was sent."""

    def _value(self) -> str:
        return "y"


class TimeField(Field):  # type: ignore[misc]  # WTForms has no types
    """A time of day as the browser sends it or as people write it: 18:00, 18.00, 18 Uhr, 18."""

    widget = TextInput()
    _PATTERN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?(?: ?Uhr| ?h)?", re.IGNORECASE)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [text.one_line(typed, 40) for typed in valuelist]
        self.data = None
        if not any(self.raw_data):
            return
        found = self._PATTERN.fullmatch(self.raw_data[0])
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValueError(_("Diese Uhrzeit gibt es nicht. Ein Beispiel: %(time)s", time="18:00"))
        self.data = time(int(found[1]), int(found[2] or 0))


class EuroField(Field):  # type: ignore[misc]  # WTForms has no types
    """An amount as people write it (24, 24,50, 1.024,50 €); `data` is in cents."""

    widget = TextInput()
    most_cents = 10_000_000
    _PATTERN = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:[,.](\d{1,2})|,-+|,–)?")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{Decimal(self.data) / 100:.2f}".replace(".", ",")

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [text.one_line(typed, 60) for typed in valuelist]
        self.data = None
        typed = self.raw_data[0] if self.raw_data else ""
        typed = re.sub(r"(?i)^(€|eur) ?| ?(€|euro?)$", "", typed)
        if not typed:
            return
        found = self._PATTERN.fullmatch(typed)
        if found is None:
            raise ValueError(_("Bitte geben Sie einen Betrag ein, zum Beispiel: %(sum)s", sum="24,50"))
        self.data = int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
        if self.data > self.most_cents:
            raise ValueError(_("Dieser Betrag ist zu hoch. Bitte prüfen Sie die Stellen."))


class CountField(IntegerField):  # type: ignore[misc]  # WTForms has no types
    """A whole number from 0 to `most`, or nothing."""

    def __init__(self, label: str, most: int = 100_000, **options: Any) -> None:
        super().__init__(label, **options)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [text.one_line(typed, 40) for typed in valuelist]
        self.data = None
        if not any(self.raw_data):
            return
        typed = self.raw_data[0]
        if not re.fullmatch(r"[0-9]{1,9}", typed) or int(typed) > self.most:
            raise ValueError(_("Bitte geben Sie eine Zahl von 0 bis %(most)d ein.", most=self.most))
        self.data = int(typed)


class WebField(StringField):  # type: ignore[misc]  # WTForms has no types
    """An address on the web; "www.…" is completed, anything that is no https or http address is refused."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = text.one_line(valuelist[0]) if valuelist else ""
        self.raw_data, self.data = [typed], typed or None
        if not typed:
            return
        full = (
            typed
            if "://" in typed or typed.casefold().startswith(("mailto:", "javascript:"))
            else f"https://{typed}"
        )
        if not re.fullmatch(r"(?i)https?://[^\s/?#@]+\.[^\s/?#@]+([/?#]\S*)?", full) or len(full) > 500:
            raise ValueError(
                _("Diese Internetadresse ist nicht vollständig. Ein Beispiel: https://www.beispiel.de/kurs")
            )
        self.data = full


class DeskForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form of a signed-in person. Opened again after a lost session, an expired page or a closed tab, it is filled with
    what was typed then (kit/unsaved.py), without the view doing anything for it."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF has no types
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            found = super().wrap_formdata(form, formdata)
            return unsaved.restored() if found is None else found
