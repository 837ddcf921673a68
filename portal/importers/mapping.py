"""A mapping: the small YAML that says which column is which field. Checked word by word before any row is
read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from portal.errors import ImportProblem
from portal.importers import dates, fields
from portal.importers.expressions import Expression, compiled, known_only, pattern
from portal.vocabulary.terms import Scheme

TOP = (
    *("source", "format", "external_id", "group_by", "duplicates", "absent", "skip"),
    *("institution", "offer", "run", "occurrences", "place", "price", "checks"),
)
UNITS = ("text", "euro", "cents")
WEEKDAY_NUMBERS = ("monday0", "monday1", "sunday0", "sunday1")


@dataclass(frozen=True, slots=True)
class Format:
    """How the file writes things; `delimiter` and `encoding` are for CSV only."""

    dates: tuple[str, ...] = ()
    decimal: str = ","
    delimiter: str | None = None
    encoding: str | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Berlin"))


@dataclass(frozen=True, slots=True)
class Identity:
    """What a row is known by from one import to the next: columns joined, or a hash of them."""

    columns: tuple[str, ...]
    hashed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """An institution or place made of columns; `create` allows new ones, `shared` places belong to no
    institution."""

    fields: Mapping[str, Expression]
    create: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class PriceRule:
    """Where the price comes from and in which unit; `note` replaces what words of the price would say."""

    amount: Expression
    unit: str = "text"
    reduced: Expression | None = None
    note: Expression | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Where dates come from: one span, one timed date, a weekly series, a date on each day, a list of `days`,
    or `dates` that each have a start and an end of their own."""

    parts: Mapping[str, Expression]
    weekday_numbers: str = "monday0"
    end_exclusive: bool = False
    daily: bool = False
    minutes: int | None = None
    longest_span: int = 31
    every: int = 1
    skip: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Checks:
    """What happens to doubtful rows. Years count from today; a row past `longest_days` is refused in any
    case."""

    end_before_start: str = "refuse"
    odd_dates: str = "warn"
    missing_start: str = "warn"
    oldest_years: int = 3
    farthest_years: int = 3
    longest_days: int = 2200


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """A checked mapping."""

    identity: Identity
    source: str | None = None
    format: Format = field(default_factory=Format)
    group_by: tuple[str, ...] = ()
    duplicates: str = "refuse"
    absent: str = "keep"
    skip: tuple[tuple[Expression, Any], ...] = ()
    institution: Part | None = None
    offer: Mapping[str, Expression] = field(default_factory=dict)
    terms: Mapping[Scheme, Expression] = field(default_factory=dict)
    run: Mapping[str, Expression] = field(default_factory=dict)
    schedule: Schedule | None = None
    place: Part | None = None
    price: PriceRule | None = None
    checks: Checks = field(default_factory=Checks)


def parse(text: str, base: Mapping[str, Any] | None = None) -> ImportMapping:
    """The mapping in a YAML text, laid over `base` where a format brings a mapping of its own. Raises
    ImportProblem that names the key and what to write instead."""
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f" in Zeile {mark.line + 1}" if mark else ""
        raise ImportProblem(
            f"Die Zuordnung ist kein gültiges YAML{line}. Einrückung und Doppelpunkte prüfen."
        ) from None
    if not isinstance(data, Mapping):
        raise ImportProblem("Die Zuordnung ist leer. Ein Beispiel steht in docs/imports.md.")
    return from_data(overlaid(base, data) if base else data)


def overlaid(base: Mapping[str, Any], data: Mapping[Any, Any]) -> dict[Any, Any]:
    """`base` with what `data` says instead, field by field in the sections that hold fields."""
    merged = {**base, **data}
    for name in ("offer", "run", "place"):
        if isinstance(base.get(name), Mapping) and isinstance(data.get(name), Mapping):
            merged[name] = {**base[name], **data[name]}
    return merged


def from_data(data: Mapping[Any, Any]) -> ImportMapping:
    """The mapping in plain data, as YAML gives it."""
    known_only(data, TOP, "")
    offer = section(data, "offer")
    known_only(offer, [*fields.OFFER, *fields.TERMS], "offer")
    run = section(data, "run")
    known_only(run, list(fields.RUN), "run")
    if "title" not in offer:
        raise ImportProblem("Zuordnung: offer.title fehlt. Ohne Titel gibt es kein Angebot.")
    return ImportMapping(
        identity=_identity(data.get("external_id")),
        source=_text(data.get("source"), "source", 120),
        format=_format(section(data, "format")),
        group_by=_columns(data.get("group_by", []), "group_by"),
        duplicates=_one_of(data.get("duplicates", "refuse"), ("refuse", "further_run"), "duplicates"),
        absent=_one_of(data.get("absent", "keep"), ("keep", "cancel"), "absent"),
        skip=tuple(
            (Expression((str(n),)), pattern(p, f"skip.{n}")) for n, p in section(data, "skip").items()
        ),
        institution=_part(data, "institution", fields.INSTITUTION, ("create",)),
        offer=_expressions(offer, fields.OFFER, "offer"),
        terms={
            scheme: compiled(offer[name], f"offer.{name}")
            for name, scheme in fields.TERMS.items()
            if name in offer
        },
        run=_expressions(run, fields.RUN, "run"),
        schedule=_schedule(data),
        place=_part(data, "place", fields.PLACE, ("create", "shared")),
        price=_price(data),
        checks=_checks(section(data, "checks")),
    )


def section(data: Mapping[Any, Any], name: str) -> Mapping[Any, Any]:
    """A part of the mapping that must be an object; missing: empty."""
    part = data.get(name)
    if part is None:
        return {}
    if not isinstance(part, Mapping):
        raise ImportProblem(f"Zuordnung: {name} braucht eingerückte Zeilen der Form „feld: spalte“.")
    return part


def _expressions(part: Mapping[Any, Any], known: Mapping[str, Any], where: str) -> dict[str, Expression]:
    return {str(name): compiled(spec, f"{where}.{name}") for name, spec in part.items() if name in known}


def _identity(spec: object) -> Identity:
    if isinstance(spec, Mapping):
        known_only(spec, ("hash",), "external_id")
        return Identity(_columns(spec.get("hash", []), "external_id.hash", needed=True), hashed=True)
    if spec is None:
        raise ImportProblem(
            "Zuordnung: external_id fehlt. Nennen Sie die Spalte mit der Kursnummer, oder schreiben Sie "
            "external_id: {hash: [titel, beginn, ort]}, wenn es keine gibt."
        )
    return Identity(_columns(spec, "external_id", needed=True))


def _columns(spec: object, where: str, needed: bool = False) -> tuple[str, ...]:
    names = (spec,) if isinstance(spec, str) else spec
    if (
        not isinstance(names, list | tuple)
        or not all(isinstance(name, str) for name in names)
        or needed > len(names)
    ):
        raise ImportProblem(
            f"Zuordnung: {where} braucht einen Spaltennamen oder eine Liste von Spaltennamen."
        )
    return tuple(names)


def _format(part: Mapping[Any, Any]) -> Format:
    known_only(part, ("dates", "decimal", "delimiter", "encoding", "zone"), "format")
    delimiter = part.get("delimiter")
    if delimiter is not None and (
        not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n'
    ):
        raise ImportProblem('Zuordnung: format.delimiter muss ein einzelnes Zeichen sein, etwa ";".')
    name = str(part.get("zone", "Europe/Berlin"))
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ImportProblem(
            f"Zuordnung: format.zone „{name}“ ist keine Zeitzone wie Europe/Berlin."
        ) from None
    return Format(
        dates=_columns(part.get("dates", []), "format.dates"),
        decimal=_one_of(part.get("decimal", ","), (",", "."), "format.decimal"),
        delimiter=delimiter,
        encoding=None if part.get("encoding") is None else str(part["encoding"]),
        zone=zone,
    )


def _part(
    data: Mapping[Any, Any], name: str, known: Mapping[str, Any], flags: tuple[str, ...]
) -> Part | None:
    if name not in data:
        return None
    spec = data[name]
    part = {"name": spec} if isinstance(spec, str) else section(data, name)
    known_only(part, [*known, *flags], name)
    if "name" not in part:
        raise ImportProblem(f"Zuordnung: {name}.name fehlt.")
    for flag in flags:
        _truth(part.get(flag, False), f"{name}.{flag}")
    return Part(
        fields=_expressions(part, known, name),
        create=part.get("create") is True or (name == "place" and "create" not in part),
        shared=part.get("shared") is True,
    )


def _price(data: Mapping[Any, Any]) -> PriceRule | None:
    if "price" not in data:
        return None
    spec = data["price"]
    if not isinstance(spec, Mapping):
        return PriceRule(compiled(spec, "price"))
    own = ("unit", "reduced", "note")
    return PriceRule(
        amount=compiled({name: value for name, value in spec.items() if name not in own}, "price"),
        unit=_one_of(spec.get("unit", "text"), UNITS, "price.unit"),
        reduced=compiled(spec["reduced"], "price.reduced") if "reduced" in spec else None,
        note=compiled(spec["note"], "price.note") if "note" in spec else None,
    )


def _schedule(data: Mapping[Any, Any]) -> Schedule | None:
    part = section(data, "occurrences")
    columns = ("start", "end", "weekdays", "start_time", "end_time", "days", "dates")
    options = ("weekday_numbers", "end_exclusive", "daily", "minutes", "longest_span", "every", "skip")
    known_only(part, [*columns, *options], "occurrences")
    if not part:
        return None
    if not part.keys() & {"start", "days", "dates"}:
        raise ImportProblem("Zuordnung: occurrences braucht start (oder days mit einer Liste von Tagen).")
    numbers = part.get("weekday_numbers", "monday0")
    return Schedule(
        parts={name: compiled(part[name], f"occurrences.{name}") for name in columns if name in part},
        weekday_numbers=_one_of(numbers, WEEKDAY_NUMBERS, "occurrences.weekday_numbers"),
        end_exclusive=_truth(part.get("end_exclusive", False), "occurrences.end_exclusive"),
        daily=_truth(part.get("daily", False), "occurrences.daily"),
        minutes=_number(part["minutes"], "occurrences.minutes", 1, 1440) if "minutes" in part else None,
        longest_span=_number(part.get("longest_span", 31), "occurrences.longest_span", 1, 366),
        every=_number(part.get("every", 1), "occurrences.every", 1, 52),
        skip=_skipped_days(part.get("skip", [])),
    )


def _skipped_days(spec: object) -> frozenset[date]:
    """Days as dates, or "2026-12-21/2027-01-05" for all days from one to the other."""
    found: set[date] = set()
    for entry in spec if isinstance(spec, list) else [spec]:
        first_text, _, last_text = str(entry).partition("/")
        try:
            first = dates.day(first_text.strip())
            last = dates.day(last_text.strip()) if last_text else first
        except dates.Unreadable as problem:
            raise ImportProblem(f"Zuordnung: occurrences.skip „{entry}“ ist nicht {problem}.") from None
        if not 0 <= (last - first).days <= 366:
            raise ImportProblem(
                f"Zuordnung: occurrences.skip „{entry}“ endet vor dem Anfang oder ist länger als ein Jahr."
            )
        found |= {first + timedelta(days=step) for step in range((last - first).days + 1)}
    return frozenset(found)


def _checks(part: Mapping[Any, Any]) -> Checks:
    known_only(part, list(Checks.__dataclass_fields__), "checks")
    return Checks(
        end_before_start=_one_of(
            part.get("end_before_start", "refuse"), ("refuse", "drop_end"), "checks.end_before_start"
        ),
        odd_dates=_one_of(part.get("odd_dates", "warn"), ("warn", "refuse"), "checks.odd_dates"),
        missing_start=_one_of(part.get("missing_start", "warn"), ("warn", "refuse"), "checks.missing_start"),
        oldest_years=_number(part.get("oldest_years", 3), "checks.oldest_years", 0, 70),
        farthest_years=_number(part.get("farthest_years", 3), "checks.farthest_years", 0, 70),
        longest_days=_number(part.get("longest_days", 2200), "checks.longest_days", 1, 20_000),
    )


def _one_of(value: object, known: tuple[str, ...], where: str) -> str:
    if value not in known:
        raise ImportProblem(f"Zuordnung: {where} ist „{value}“; möglich sind {', '.join(known)}.")
    return str(value)


def _truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise ImportProblem(f"Zuordnung: {where} ist „{value}“; möglich sind true und false.")
    return value


def _number(value: object, where: str, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ImportProblem(f"Zuordnung: {where} braucht eine Zahl von {least} bis {most}.")
    return value


def _text(value: object, where: str, limit: int) -> str | None:
    if value is None:
        return None
    text = " ".join(str(value).split())
    if not text or len(text) > limit:
        raise ImportProblem(f"Zuordnung: {where} braucht 1 bis {limit} Zeichen.")
    return text
