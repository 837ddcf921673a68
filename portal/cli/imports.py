"""`agora import`: foreign files become offers, rehearsed first. The work is done in portal.importers; this is
its door."""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial, reduce
from pathlib import Path
from typing import Any

import click

from portal import clock, config
from portal.cli.context import with_app
from portal.cli.import_report import lines
from portal.errors import ImportProblem
from portal.importers.base import ImportReport, Source
from portal.importers.columns import usual
from portal.importers.mapping import Format, ImportMapping, from_data, parse
from portal.importers.sources_csv import CsvSource
from portal.importers.sources_jsonl import JsonlSource

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_OPTIONS = (
    click.option(
        "--institution", metavar="SLUG", help="Whose offers they are, unless the mapping names a column."
    ),
    click.option("--mapping", "mapping_file", type=_FILE, help="YAML that says which column is which field."),
    click.option(
        "--apply/--rehearse", "apply", default=False, help="Keep the result; without it nothing is kept."
    ),
    click.option("--publish", is_flag=True, help="Publish new offers; without it they arrive as drafts."),
    click.option("--strict", is_flag=True, help="Exit with 1 when a row was refused."),
    click.option("--json", "as_json", is_flag=True, help="Print the report as JSON."),
)


@click.group("import")
def import_group() -> None:
    """Import offers from a file: a rehearsal first, then with --apply."""


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), command)


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be read, and how: `shown` names it to a person, `source` from one import to the next."""

    shown: str
    source: str
    data: Callable[[], bytes]
    opened: Callable[[str, bytes, ImportMapping | None], Source]
    base: Mapping[str, Any] | None = None


@import_group.command("csv")
@click.argument("file", type=_FILE)
@_with_options
@with_app
def csv_command(file: Path, mapping_file: Path | None, **options: Any) -> None:
    """Import a CSV file, as Excel or a course administration writes it."""

    def opened(name: str, data: bytes, mapping: ImportMapping | None) -> Source:
        form = mapping.format if mapping else Format()
        return CsvSource(name, data, form.delimiter, form.encoding)

    _answer(_of_file(file, opened), mapping_file, **options)


@import_group.command("jsonl")
@click.argument("file", type=_FILE)
@_with_options
@with_app
def jsonl_command(file: Path, mapping_file: Path | None, **options: Any) -> None:
    """Import JSON Lines: one object a line (a file that is one JSON array is read as well)."""

    def opened(name: str, data: bytes, mapping: ImportMapping | None) -> Source:
        return JsonlSource(name, data, mapping.format.encoding if mapping else None)

    _answer(_of_file(file, opened), mapping_file, **options)


class _FileOrAddress(click.Path):
    name = "file or url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if "://" in str(value) else super().convert(value, param, ctx)


@import_group.command("ical")
@click.argument("place", metavar="FILE|URL", type=_FileOrAddress(exists=True, dir_okay=False, path_type=Path))
@_with_options
@with_app
def ical_command(place: Path | str, mapping_file: Path | None, **options: Any) -> None:
    """Import an iCalendar file, or what an address (https, webcal) answers."""

    def opened(name: str, data: bytes, mapping: ImportMapping | None) -> Source:
        from portal.importers.sources_ical import IcalSource

        form = mapping.format if mapping else Format()
        return IcalSource(name, data, clock.now(), form.encoding, form.zone)

    from portal.importers.sources_ical import MAPPING

    given = _of_file(place, opened) if isinstance(place, Path) else _of_address(place, opened)
    _answer(replace(given, base=MAPPING), mapping_file, **options)


def _of_file(file: Path, opened: Callable[[str, bytes, ImportMapping | None], Source]) -> Given:
    return Given(file.name, _steady_name(file), file.read_bytes, opened)


def _of_address(address: str, opened: Callable[[str, bytes, ImportMapping | None], Source]) -> Given:
    from portal.importers.web_files import (
        fetch,
        source_name,
    )  # not at the top: only this command needs the web

    public_only = config.load().is_production
    return Given(address, source_name(address), partial(fetch, address, public_only=public_only), opened)


def _answer(
    given: Given,
    mapping_file: Path | None,
    *,
    institution: str | None,
    apply: bool,
    publish: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Import, print the report, and say by the exit code whether it went well."""
    try:
        mapping = _mapping(mapping_file, given.base)
        source = given.opened(given.shown, given.data(), mapping)
        mapping = mapping or usual(source.columns)
        name = mapping.source or given.source
        report = _import(source, mapping, name, institution, apply=apply, publish=publish, quiet=as_json)
    except ImportProblem as problem:
        click.echo(
            json.dumps({"error": str(problem)}, ensure_ascii=False) if as_json else f"agora: {problem}",
            err=not as_json,
        )
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(report.as_data(), ensure_ascii=False, indent=2, default=str))
    else:
        for line in lines(report):
            click.echo(line)
    if strict and report.refusals:
        sys.exit(1)


def _mapping(file: Path | None, base: Mapping[str, Any] | None) -> ImportMapping | None:
    """What the file says, over what the format says by itself; None where neither says anything."""
    if file is not None:
        return parse(_text(file), base)
    return from_data(base) if base else None


def _import(
    source: Source,
    mapping: ImportMapping,
    name: str,
    institution: str | None,
    *,
    apply: bool,
    publish: bool,
    quiet: bool,
) -> ImportReport:
    from portal.cli import jobs
    from portal.extensions import db
    from portal.importers import runner

    options = runner.Options(name, institution, publish=publish, applied=apply)
    session = db.session()
    try:
        with _progress(sum(1 for _ in source.rows()), quiet) as on_progress:
            report = runner.run(session, source, mapping, options, clock.now(), on_progress)
        if apply:
            session.commit()
            jobs.drain_all()
    finally:
        session.rollback()
    return report


@contextmanager
def _progress(rows: int, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere. Each row counts twice: when it is read and when it is
    written."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=2 * rows, label="Import", file=sys.stderr) as bar:
        yield bar.update
        bar.update(2 * rows - bar.pos)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ImportProblem(f"Die Zuordnung {path.name} ist nicht in UTF-8 gespeichert.") from None


def _steady_name(file: Path) -> str:
    """The file's name without a date or number at its end, so that next week's export is the same source."""
    return re.sub(r"[-_. ]*\d[\d\-_. ]*$", "", file.stem)[:120] or file.stem[:120]
