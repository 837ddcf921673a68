"""The report of an import as lines for a person. `--json` prints the same as data."""

from collections.abc import Iterator

from portal.importers.base import ImportReport, Notice, Refusal

_FIRST = (
    ("Angebote", "offers_created", "offers_updated", "offers_unchanged"),
    ("Durchführungen", "runs_created", "runs_updated", "runs_unchanged"),
)
_MORE = (
    ("Termine neu", "occurrences_created"),
    ("Termine verlegt", "occurrences_moved"),
    ("Termine abgesagt", "occurrences_cancelled"),
    ("Anbieter neu", "institutions_created"),
    ("Lernorte neu", "places_created"),
    ("Veröffentlicht", "offers_published"),
    ("Gleiche Zeilen", "rows_identical"),
)
_WIDTH = 22


def lines(report: ImportReport) -> Iterator[str]:
    """Totals, then what was odd, then each refused row with its remedy."""
    yield f"{'Import' if report.applied else 'Probelauf'} aus der Quelle „{report.source}“"
    yield _total("Zeilen gelesen", report.rows)
    for label, created, updated, unchanged in _FIRST:
        counts = report.counts
        yield _total(
            label, f"{counts[created]} neu, {counts[updated]} geändert, {counts[unchanged]} unverändert"
        )
    for label, name in _MORE:
        if report.counts[name]:
            yield _total(label, report.counts[name])
    yield _total("Zeilen abgelehnt", len(report.refusals))
    yield from _absent(report)
    yield from _section("Hinweise", [_notice(notice) for notice in report.notices])
    yield from _section("Abgelehnte Zeilen", [_refusal(refusal) for refusal in report.refusals])
    yield ""
    if report.applied:
        yield "Übernommen."
    else:
        yield "Nur geprobt: Nichts wurde gespeichert. Mit --apply wird der Import übernommen."


def _absent(report: ImportReport) -> Iterator[str]:
    if not report.absent:
        return
    yield _total(
        "Nicht mehr in der Datei",
        f"{report.absent} Durchführungen, davon {report.absent_upcoming} nicht beendet",
    )
    for example in report.absent_examples:
        yield f"    {example}"
    yield "    Sie bleiben bestehen. Was entfallen ist, bitte im Portal absagen oder zurückziehen."


def _total(label: str, value: object) -> str:
    return f"  {label + ':':<{_WIDTH}} {value}"


def _section(title: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield ""
        yield f"{title}:"
        yield from entries


def _notice(notice: Notice) -> str:
    where = ", ".join(str(line) for line in notice.lines) + (" …" if notice.count > len(notice.lines) else "")
    examples = f": {'; '.join(notice.examples)}" if notice.examples else ""
    return f"  {notice.count} × {notice.field}: {notice.reason}{examples} (Zeile {where})"


def _refusal(refusal: Refusal) -> str:
    value = f" „{refusal.value}“" if refusal.value else ""
    field = f" {refusal.field}{value}:" if refusal.field else f"{value}:"
    return f"  Zeile {refusal.line}:{field} {refusal.reason}. {refusal.remedy}"
