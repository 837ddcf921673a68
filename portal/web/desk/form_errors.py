"""The complaints of the offer form, wherever they stand in it, as lines with the field to go to."""

from collections.abc import Iterable, Iterator

from wtforms import FieldList, FormField
from wtforms.fields import Field

from portal.offers.completeness import Gap
from portal.web.desk.offer_form import SECTIONS, OfferForm
from portal.web.desk.pages_form import FormError, Summary
from portal.web.kit import fields
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

ANCHORS = {"image": "picture"}  # fields of the sheet whose name on the page is another


def of_fields(form: Iterable[Field]) -> Summary | None:
    """What a form complains about; None when nothing is wrong."""
    errors = tuple(line for field in form for line in lines(field))
    if not errors:
        return None
    title = ngettext("Eine Angabe stimmt noch nicht", "%(num)s Angaben stimmen noch nicht", len(errors))
    return Summary(title, _("Ihre Eingaben sind noch da."), errors)


def of_gaps(gaps: Iterable[Gap]) -> Summary | None:
    """What is missing before an offer goes to review."""
    errors = tuple(FormError(_(gap.message), anchor(gap.field)) for gap in gaps)
    if not errors:
        return None
    title = ngettext("Eine Angabe fehlt noch", "%(num)s Angaben fehlen noch", len(errors))
    return Summary(title, _("Ihre Eingaben sind gespeichert. Bitte ergänzen Sie:"), errors)


def anchor(field: str) -> str:
    return f"#{ANCHORS.get(field, field)}"


def lines(field: Field, where: str = "") -> Iterator[FormError]:
    """The complaints of a field and of all below it; `where` names the run and the row."""
    if isinstance(field, FieldList):
        name = _("Durchführung") if field.short_name == "runs" else _("Termin")
        for number, entry in enumerate(field, start=1):
            yield from lines(entry, f"{where}{name} {number}, ")
    elif isinstance(field, FormField):
        for inner in field.form:
            yield from lines(inner, where)
    elif field.errors:
        label = f"{where}{field.label.text}" if field.label.text else where.rstrip(", ")
        target = "" if field.type in ("HiddenField", "CSRFTokenField") else f"#{field.id}"
        yield FormError(fields.joined(label, field.errors[0]), target)


def counts(form: OfferForm) -> dict[str, int]:
    """Section -> how many complaints stand in it."""
    return {
        section.code: sum(1 for name in section.fields if name in form for _line in lines(form[name]))
        for section in SECTIONS
    }
