"""Runs an import from the first row to the report. Writes into the session and flushes; whether that is kept
or rolled back is the caller's to say."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal import clock
from portal.errors import ImportProblem
from portal.importers import columns, fields, grouping, planning, stock, withdrawal
from portal.importers.base import ImportReport, Refusal, Row, RowRefused, Source, Tally
from portal.importers.drafts import OfferDraft, RowDraft, name_key
from portal.importers.expressions import Expression, folded, nearest
from portal.importers.interpret import Interpreter
from portal.importers.mapping import ImportMapping
from portal.importers.stock import KnownRun, Stock
from portal.importers.writing import Writer
from portal.offers import outbox

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller chose. `source` names where the rows come from, `institution` is the default one's
    slug."""

    source: str
    institution: str | None = None
    publish: bool = False
    applied: bool = False


def run(
    session: Session,
    source: Source,
    mapping: ImportMapping,
    options: Options,
    now: datetime,
    on_progress: Progress = lambda _: None,
) -> ImportReport:
    """Import all rows of `source`. Raises ImportProblem, before anything is written, for an unusable file,
    mapping or institution. `on_progress` is told how many rows and offers have been worked on since the last
    time."""
    rows = list(source.rows())
    _must_have_rows(source, rows)
    columns.check(mapping, source.columns)
    tally = Tally(rows=len(rows))
    may_create = mapping.institution is not None and mapping.institution.create
    held = stock.load(session, options.source, options.institution, may_create)
    _check_words(mapping, held)
    read = _read(rows, mapping, held, now, tally, on_progress)
    drafts = grouping.without_duplicates(read.drafts, mapping, tally)
    read.seen |= {draft.external_id for draft in drafts}
    offers = grouping.offers(drafts)
    if may_create:
        _make_institutions(offers, held, tally)
        session.flush()
    stock.load_offers(held, only_default=mapping.institution is None)
    plans = planning.plans(offers, held, tally)
    writer = Writer(session, held, tally, now, mapping, options.publish)
    changed = []
    for offer in writer.write(plans):
        changed.append(offer)
        on_progress(1)
    doomed, missing = withdrawal.chosen(held, read.seen, read.gone, mapping.absent)
    changed += withdrawal.withdraw(session, doomed, tally, now)
    outbox.note_change(session, [*(offer.id for offer in changed), *writer.confirmed])
    session.flush()
    _report_absent(missing, now, tally)
    return tally.report(options.source, options.applied)


def _must_have_rows(source: Source, rows: list[Row | Refusal]) -> None:
    if not rows:
        raise ImportProblem(f"{source.name} hat keine Zeile mit Daten. Nichts wurde geändert oder gelöscht.")
    if not any(isinstance(row, Row) for row in rows):
        first = next(row for row in rows if isinstance(row, Refusal))
        raise ImportProblem(
            f"{source.name}: keine Zeile ist lesbar. Zeile {first.line}: {first.reason}. {first.remedy}"
        )


@dataclass(slots=True)
class _Read:
    """Drafts of the rows that could be read; the external ids of all, read or refused, that are there, and of
    those that the source says are gone."""

    drafts: list[RowDraft] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


def _read(
    rows: Iterable[Row | Refusal],
    mapping: ImportMapping,
    held: Stock,
    now: datetime,
    tally: Tally,
    on_progress: Progress,
) -> _Read:
    interpreter = Interpreter(mapping, held.words, clock.local(now).date(), tally)
    found = _Read()
    for row in rows:
        on_progress(1)
        if isinstance(row, Refusal):
            tally.refuse(row)
            continue
        try:
            (found.gone if row.gone else found.seen).add(interpreter.external_id(row.values))
            if row.refused is None:
                found.drafts.append(interpreter.draft(row))
        except RowRefused as refused:
            row = replace(row, refused=row.refused or refused.at(row.line))
        if row.refused is not None:
            tally.refuse(row.refused)
            continue
        for remark in row.remarks:
            tally.notice(row.line, remark.field, remark.reason, remark.value)
    return found


def _check_words(mapping: ImportMapping, held: Stock) -> None:
    """Every code that the mapping itself writes must be in the word lists and choices. Raises
    ImportProblem."""
    for name, scheme in fields.TERMS.items():
        expression = mapping.terms.get(scheme)
        for word in _written(expression):
            if folded(word) not in held.words[scheme]:
                codes = [code for kind, code in held.terms if kind == scheme]
                raise ImportProblem(
                    f"Zuordnung: offer.{name}: „{word}“ steht nicht in der Wortliste.{nearest(word, codes)}"
                )
    for known, expressions in ((fields.OFFER, mapping.offer), (fields.RUN, mapping.run)):
        for name, expression in expressions.items():
            choices = known[name].choices
            for word in _written(expression) if choices is not None else ():
                if folded(word) not in (choices or {}):
                    values = sorted({member.value for member in (choices or {}).values()})
                    raise ImportProblem(f"Zuordnung: {name}: „{word}“ ist kein Wert.{nearest(word, values)}")


def _written(expression: Expression | None) -> list[str]:
    """Constants, defaults and results of value maps."""
    if expression is None:
        return []
    found: list[str] = []
    for value in [expression.constant, expression.default, *(expression.mapped or {}).values()]:
        found += [str(item) for item in (value if isinstance(value, list) else [value]) if item is not None]
    return found


def _make_institutions(offers: list[OfferDraft], held: Stock, tally: Tally) -> None:
    """Institutions that the file names and nobody has yet; the ones that exist keep what they say."""
    for offer in offers:
        if offer.institution is None or name_key(str(offer.institution["name"])) in held.institutions:
            continue
        held.new_institution(str(offer.institution["name"]), offer.institution)
        tally.count("institutions_created")


def _report_absent(missing: Sequence[KnownRun], now: datetime, tally: Tally) -> None:
    today = clock.local(now).date()
    tally.absent = len(missing)
    tally.absent_upcoming = [
        f"{run.external_id} {run.title}" for run in missing if run.last is None or run.last >= today
    ]
