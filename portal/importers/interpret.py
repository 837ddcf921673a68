"""Applies a mapping to a row: every value read by its field's rules, every loss reported, impossible rows
refused."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date

from portal.importers import countries, digest, fields, money
from portal.importers.base import Row, RowRefused, Tally, shown
from portal.importers.dates import Unreadable
from portal.importers.drafts import PlaceDraft, RowDraft, TermKey, place_key
from portal.importers.expressions import Expression, folded, lookup
from portal.importers.mapping import ImportMapping, Part
from portal.importers.money import Price
from portal.importers.schedule import Period, Planner
from portal.text import one_line
from portal.vocabulary.offers import AttendanceMode, OfferKind, RegistrationWay
from portal.vocabulary.terms import Scheme

_LONGEST_ID = 200
_WORTH_KEEPING = 200  # characters: the same towns, days and addresses come again and again, long texts do not
_WAYS = {
    "registration_url": RegistrationWay.LINK,
    "registration_email": RegistrationWay.MAIL,
    "registration_phone": RegistrationWay.PHONE,
}
Words = Mapping[Scheme, Mapping[str, str]]


@dataclass(slots=True)
class Interpreter:
    """Reads rows by one mapping. `words` holds, for each scheme, the code that a folded word stands for."""

    mapping: ImportMapping
    words: Words
    today: date
    tally: Tally
    _line: int = 0
    _known: dict[tuple[str, str], fields.Reading] = dataclass_field(default_factory=dict)

    def draft(self, row: Row) -> RowDraft:
        """The meaning of a row. Raises RowRefused."""
        self._line = row.line
        values = row.values
        self._left_out(values)
        external_id = self.external_id(values)
        period = Planner(self.mapping, self.today, self._complain).plan(values)
        offer = self._fields(self.mapping.offer, fields.OFFER, values, period)
        self._complete(offer)
        run = self._fields(self.mapping.run, fields.RUN, values, period)
        if self.mapping.schedule is not None:
            run = {"starts_on": period.first, "ends_on": period.last, **run}
        place = self._place(values, offer)
        return RowDraft(
            line=row.line,
            external_id=external_id,
            group=self._group(values),
            institution=self._institution(values),
            offer=offer,
            terms=self._terms(values) if self.mapping.terms else None,
            run=run,
            period=period,
            place=place,
            price=self._price(values),
            has_price=self.mapping.price is not None,
        )

    def external_id(self, values: Mapping[str, object]) -> str:
        """What the row is known by. Raises RowRefused when its columns are empty."""
        identity = self.mapping.identity
        found = [
            one_line(str(value)) if (value := lookup(values, name)) is not None else ""
            for name in identity.columns
        ]
        if not any(found):
            names = ", ".join(identity.columns)
            raise RowRefused("external_id", "", "Kennung fehlt", f"{names} ausfüllen.")
        if identity.hashed:
            return digest.short_hash(*(folded(part) for part in found))
        return _shortened(" ".join(part for part in found if part))

    def _left_out(self, values: Mapping[str, object]) -> None:
        for expression, pattern in self.mapping.skip:
            value = expression(values)
            if value is not None and pattern.search(str(value)):
                raise RowRefused(
                    expression.columns[0], value, "laut Zuordnung ausgelassen", "skip in der Zuordnung."
                )

    def _group(self, values: Mapping[str, object]) -> str | None:
        if not self.mapping.group_by:
            return None
        found = (lookup(values, name) for name in self.mapping.group_by)
        return _shortened(" | ".join(one_line(str(value)) for value in found if value is not None))

    def _complain(self, name: str, reason: str, value: object) -> None:
        self.tally.notice(self._line, name, reason, value)

    def _fields(
        self,
        expressions: Mapping[str, Expression],
        known: Mapping[str, fields.Field],
        values: Mapping[str, object],
        period: Period,
    ) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, expression in expressions.items():
            raw = expression(values)
            if raw is not None and expression.birth_year:
                raw = self._age(name, raw, period)
            found[name] = self._read(name, known[name], raw, expression.markdown)
        return found

    def _read(self, name: str, field: fields.Field, raw: object, is_markdown: bool = False) -> object:
        if raw is None:
            return None
        key = (
            (f"{id(field)}{is_markdown}", raw) if isinstance(raw, str) and len(raw) < _WORTH_KEEPING else None
        )
        reading = self._known.get(key) if key else None
        if reading is None:
            reading = self._fresh(field, raw, is_markdown)
            if key:
                self._known[key] = reading
        if reading.complaint:
            self._complain(name, reading.complaint, raw)
        return reading.value

    def _fresh(self, field: fields.Field, raw: object, is_markdown: bool) -> fields.Reading:
        form = self.mapping.format
        try:
            return fields.read(field, raw, form.decimal, form.dates, is_markdown)
        except Unreadable as problem:
            return fields.Reading(None, f"unlesbar und weggelassen; erwartet wird {problem}")

    def _age(self, name: str, raw: object, period: Period) -> object:
        """The age that someone born in the year `raw` reaches in the year of the run."""
        try:
            age = (period.first or self.today).year - money.whole(raw)
        except Unreadable:
            age = -1
        if 0 <= age <= 120:
            return age
        self._complain(name, "kein Geburtsjahr, weggelassen", raw)
        return None

    def _complete(self, offer: dict[str, object]) -> None:
        """Fills in what follows from other fields, and refuses an offer without a title."""
        if not offer.get("title"):
            raise RowRefused("title", "", "Titel fehlt", "Titel eintragen.")
        if offer.get("kind") is None and "kind" in self.mapping.offer:
            raise RowRefused(
                "kind", "", "Angebotsart fehlt oder ist unbekannt", "offer.kind: map oder default ergänzen."
            )
        offer.setdefault("kind", OfferKind.COURSE)
        if "attendance_mode" in offer:
            offer["attendance_mode"] = offer["attendance_mode"] or AttendanceMode.ON_SITE
        if offer.keys() & (_WAYS.keys() | {"registration_way"}):
            follows = next((way for name, way in _WAYS.items() if offer.get(name)), RegistrationWay.NONE)
            offer["registration_way"] = offer.get("registration_way") or follows
        self._in_order(offer, "age_min", "age_max")
        self._in_order(offer, "min_participants", "max_participants")
        if "educational_leave" in offer:
            offer["educational_leave"] = bool(offer["educational_leave"])

    def _in_order(self, offer: dict[str, object], low: str, high: str) -> None:
        least, most = offer.get(low), offer.get(high)
        if isinstance(least, int) and isinstance(most, int) and least > most:
            self._complain(low, "größer als der Höchstwert: beide vertauscht", f"{least}–{most}")
            offer[low], offer[high] = most, least

    def _terms(self, values: Mapping[str, object]) -> frozenset[TermKey]:
        found: set[TermKey] = set()
        for scheme, expression in self.mapping.terms.items():
            for unknown in expression.unmapped(values):
                self._complain(scheme.value, "Wert ohne Zuordnung (map ergänzen)", unknown)
            raw = expression(values)
            for word in raw if isinstance(raw, list) else [raw]:
                if word is None:
                    continue
                code = self.words[scheme].get(folded(word))
                if code is None:
                    self._complain(scheme.value, "kein Eintrag der Wortliste, weggelassen", word)
                else:
                    found.add((scheme, code))
        return frozenset(found)

    def _institution(self, values: Mapping[str, object]) -> Mapping[str, object] | None:
        if self.mapping.institution is None:
            return None
        found = self._part(self.mapping.institution, fields.INSTITUTION, values)
        return found if found.get("name") else None

    def _part(
        self, part: Part, known: Mapping[str, fields.Field], values: Mapping[str, object]
    ) -> dict[str, object]:
        return {name: self._read(name, known[name], e(values), e.markdown) for name, e in part.fields.items()}

    def _place(self, values: Mapping[str, object], offer: Mapping[str, object]) -> PlaceDraft | None:
        if self.mapping.place is None or offer.get("attendance_mode") == AttendanceMode.ONLINE:
            return None
        found = self._part(self.mapping.place, fields.PLACE, values)
        if not found.get("name"):
            return None
        if country := found.pop("country", None):
            found["country"] = countries.code(str(country)) or countries.UNKNOWN
            if found["country"] == countries.UNKNOWN:
                self._complain("country", "unbekanntes Land", country)
        for name, limit in (("latitude", 90), ("longitude", 180)):
            degrees = found.get(name)
            if isinstance(degrees, float) and abs(degrees) > limit:
                self._complain(name, "keine Koordinate, weggelassen", degrees)
                found[name] = None
        return PlaceDraft(place_key(found), found)

    def _price(self, values: Mapping[str, object]) -> Price | None:
        rule = self.mapping.price
        if rule is None:
            return None
        decimal = self.mapping.format.decimal
        price = self._amount("price", rule.amount(values), rule.unit, decimal)
        if rule.reduced is not None:
            reduced = self._amount("reduced", rule.reduced(values), rule.unit, decimal).cents
            price = replace(price, reduced_cents=reduced)
        if rule.note is not None:
            price = replace(price, note=one_line(str(rule.note(values) or ""), 298) or None)
        return price

    def _amount(self, name: str, raw: object, unit: str, decimal: str) -> Price:
        if raw is None:
            return Price()
        try:
            return (
                money.price(raw, unit, decimal)
                if unit != "text" or isinstance(raw, str)
                else money.price(raw, "euro")
            )
        except Unreadable as problem:
            self._complain(name, f"unlesbar und weggelassen; erwartet wird {problem}", shown(raw))
            return Price()


def _shortened(text: str) -> str:
    """A key that fits its column: a longer one keeps its beginning and gets a hash of the whole."""
    return text if len(text) <= _LONGEST_ID else f"{text[: _LONGEST_ID - 20]} ~{digest.short_hash(text)}"
