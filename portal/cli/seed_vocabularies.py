"""Loads seed/vocabularies into the database: terms, districts, pages, settings, special days. What is there already is
left alone, but for plain pages that no editor has saved."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.holidays import loading, package, queries
from portal.holidays.actions import DayDraft
from portal.models import District, Page, Setting, Term, TextVersion
from portal.paths import resource_dir
from portal.text import slugify
from portal.town.queries import DEMO_MARK
from portal.vocabulary.calendar import HolidayKind
from portal.vocabulary.terms import Scheme
from portal.vocabulary.workflow import Thing

DEMO_LINE, TOWN_LINE = "demo: ", "town: "


def load(session: Session) -> int:
    """Add what is missing; returns the number of rows added."""
    folder = resource_dir("seed") / "vocabularies"
    added = sum(_terms(session, read(path)) for path in sorted(folder.glob("*.yaml")) if _is_scheme(path))
    added += _districts(session, read(folder / "districts.yaml")) + _settings(session)
    added += pages(session, is_demo=session.get(Setting, DEMO_MARK) is not None)
    return added + _special_days(session, clock.today())


def read(path: Path) -> Any:
    """A YAML file's content, by the safe loader."""
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=_loader())  # noqa: S506  the safe loader, in C where there is one


def _loader() -> type[Any]:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _is_scheme(path: Path) -> bool:
    return path.stem != "districts"


def _terms(session: Session, data: dict[str, Any]) -> int:
    scheme = Scheme(data["scheme"])
    known = {term.code: term for term in session.scalars(select(Term).where(Term.scheme == scheme))}
    before = len(known)
    for position, row in enumerate(data.get("terms") or _synonyms(data)):
        broader = _term(session, known, scheme, row, position, data.get("source"), None)
        for inner, narrower in enumerate(row.get("narrower", ())):
            _term(session, known, scheme, narrower, inner, data.get("source"), broader)
    session.flush()
    return len(known) - before


def _synonyms(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Everyday words have no code of their own: the slug of the preferred word serves."""
    return [
        {"code": slugify(row["label"]), "de": row["label"], "synonyms": row["synonyms"]}
        for row in data["entries"]
    ]


def _term(
    session: Session,
    known: dict[str, Term],
    scheme: Scheme,
    row: dict[str, Any],
    position: int,
    source: str | None,
    parent: Term | None,
) -> Term:
    code = str(row["code"])
    if code not in known:
        known[code] = Term(
            scheme=scheme,
            code=code,
            notation=row.get("notation"),
            label=row["de"],
            label_en=row.get("en"),
            note=row.get("note_de"),
            note_en=row.get("note_en"),
            synonyms=row.get("synonyms", []),
            source=row.get("source", source),
            position=position,
            parent=parent,
        )
        session.add(known[code])
    return known[code]


def _districts(session: Session, data: dict[str, Any]) -> int:
    known = set(session.scalars(select(District.slug)))
    new = [
        District(**row, position=position, source=data["source"])
        for position, row in enumerate(data["districts"])
        if row["slug"] not in known
    ]
    session.add_all(new)
    session.flush()
    return len(new)


def pages(session: Session, *, is_demo: bool) -> int:
    """seed/pages/<slug>.<locale>.md: the first line is '# Title', the rest the body. A page that no editor has ever saved
    follows the file, so that what it says of the program stays true; one that was saved belongs to the editors."""
    known = {(page.slug, page.locale): page for page in session.scalars(select(Page))}
    edited = set(session.scalars(select(TextVersion.thing_id).where(TextVersion.thing == Thing.PAGE)))
    new = []
    for path in sorted((resource_dir("seed") / "pages").glob("*.md")):
        slug, _, locale = path.stem.partition(".")
        first, _, rest = _said_in(path.read_text(encoding="utf-8"), is_demo=is_demo).partition("\n")
        title, body = first.removeprefix("# ").strip(), rest.strip()
        page = known.get((slug, locale))
        if page is None:
            new.append(Page(slug=slug, locale=locale, title=title, body=body))
        elif page.id not in edited and (page.title, page.body) != (title, body):
            page.title, page.body = title, body
    session.add_all(new)
    return len(new)


def _said_in(text: str, *, is_demo: bool) -> str:
    """The text without the lines that are not meant: those that begin with `demo: ` stand in the demo alone, those with
    `town: ` (what a town fills in) in every other portal."""
    kept, dropped = (DEMO_LINE, TOWN_LINE) if is_demo else (TOWN_LINE, DEMO_LINE)
    return "\n".join(line.removeprefix(kept) for line in text.splitlines() if not line.startswith(dropped))


def _settings(session: Session) -> int:
    known = set(session.scalars(select(Setting.name)))
    rows = read(resource_dir("seed") / "town.yaml")
    new = [Setting(name=name, value=value) for name, value in rows.items() if name not in known]
    session.add_all(new)
    return len(new)


def _special_days(session: Session, today: date) -> int:
    """Holidays and breaks of the town's Land from two years back to the last that the package knows, the action days
    whose dates are known, and, unconfirmed, what the rules suggest for the next ones."""
    land = queries.land(session)
    years = range(today.year - 2, package.last_year(land) + 1)
    reports = [loading.load_from_package(session, land=land, years=years, today=today)]
    reports += [_announced(session, row, today) for row in read(resource_dir("seed") / "action_days.yaml")]
    reports.append(loading.suggest_by_rule(session, today=today))
    return sum(len(report.added) for report in reports)


def _announced(session: Session, row: dict[str, Any], today: date) -> loading.LoadReport:
    draft = DayDraft(
        HolidayKind.ACTION_DAY,
        row["name"],
        row["day"],
        row["day"],
        row["source"],
        row["name_en"],
        checked_on=today,
    )
    return loading.load_announced(session, code=row["code"], draft=draft)
