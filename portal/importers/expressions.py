"""How a mapping says where a value comes from: a column, a constant, a template, with default, value map,
extract."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from portal.errors import ImportProblem
from portal.importers import prose
from portal.text import one_line

KEYS = frozenset(
    {
        "column",
        "value",
        "template",
        "map",
        "default",
        "extract",
        "split",
        "first",
        "join",
        "birth_year",
        "markdown",
    }
)
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Expression:
    """One source of a value. Several columns: the first that is not empty, or, with `join`, all of them
    joined."""

    columns: tuple[str, ...] = ()
    constant: object = None
    template: str | None = None
    mapped: Mapping[str, object] | None = None
    default: object = None
    extract: re.Pattern[str] | None = None
    split: str | None = None
    first: bool = False
    join: str | None = None
    birth_year: bool = False
    markdown: bool = False

    def __call__(self, values: Mapping[str, object]) -> object:
        """The raw value of a row; None when there is none. A list where the source or `split` or `map` gives
        one."""
        raw = self._raw(values)
        if self.split and isinstance(raw, str):
            raw = [part.strip() for part in raw.split(self.split) if part.strip()]
        if self.first and isinstance(raw, list):
            raw = raw[0] if raw else None
        raw = self._each(raw)
        return self.default if _is_empty(raw) else raw

    def _raw(self, values: Mapping[str, object]) -> object:
        if self.template is not None:
            return filled(self.template, values)
        if self.constant is not None:
            return self.constant
        found = [value for path in self.columns if not _is_empty(value := lookup(values, path))]
        if self.join is not None:
            return self.join.join(str(value) for value in found) or None
        return found[0] if found else None

    def _each(self, raw: object) -> object:
        if isinstance(raw, list):
            results: list[object] = []
            for part in raw:
                one = self._one(part)
                results += one if isinstance(one, list) else [one]
            return list(dict.fromkeys(str(value) for value in results if not _is_empty(value)))
        return self._one(raw)

    def _one(self, raw: object) -> object:
        if self.extract is not None and raw is not None:
            match = self.extract.search(str(raw))
            raw = None if match is None else match[1 if self.extract.groups else 0]
        if self.mapped is not None and raw is not None:
            return self.mapped.get(folded(raw))
        return raw

    def named(self) -> tuple[str, ...]:
        """All columns that it reads."""
        placeholders = _PLACEHOLDER.findall(self.template) if self.template is not None else []
        return (*self.columns, *(name.strip() for name in placeholders))

    def unmapped(self, values: Mapping[str, object]) -> list[object]:
        """Values of a row that the value map does not know, for the report."""
        if self.mapped is None:
            return []
        raw = Expression(self.columns, extract=self.extract, split=self.split, first=self.first)(values)
        parts = raw if isinstance(raw, list) else [raw]
        return [part for part in parts if not _is_empty(part) and folded(part) not in self.mapped]


def folded(value: object) -> str:
    """How values are compared: white space and case do not matter."""
    return " ".join(str(value).split()).casefold()


def lookup(values: Mapping[str, object], path: str) -> object:
    """The value of a column; a dotted path goes into nested objects, a number picks from a list:
    `category.0`."""
    if path in values:
        return values[path]
    found: object = values
    for part in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found


def filled(template: str, values: Mapping[str, object]) -> str | None:
    """Markdown paragraphs with {column} filled in; a paragraph with an empty column is left out."""
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", template):
        names = [name.strip() for name in _PLACEHOLDER.findall(paragraph)]
        found = {name: lookup(values, name) for name in names}
        if all(not _is_empty(value) for value in found.values()):
            words = {name: prose.markdown(str(value)) for name, value in found.items()}
            paragraphs.append(_PLACEHOLDER.sub(lambda match, words=words: words[match[1].strip()], paragraph))
    return "\n\n".join(paragraph.strip() for paragraph in paragraphs) or None


def _is_empty(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def compiled(spec: object, where: str) -> Expression:
    """An expression as the mapping writes it: a column's name, a list of them, or an object. Raises
    ImportProblem."""
    if isinstance(spec, str):
        return Expression((spec,))
    if isinstance(spec, list) and spec and all(isinstance(name, str) for name in spec):
        return Expression(tuple(spec))
    if not isinstance(spec, Mapping):
        raise ImportProblem(
            f"Zuordnung: {where} braucht einen Spaltennamen oder {{column: …}} oder {{value: …}}."
        )
    known_only(spec, KEYS, where)
    _one_origin(spec, where)
    column = spec.get("column", ())
    template = None if spec.get("template") is None else str(spec["template"])
    return Expression(
        columns=(column,) if isinstance(column, str) else tuple(str(name) for name in column),
        constant=spec.get("value"),
        template=template,
        mapped=_value_map(spec.get("map"), where),
        default=spec.get("default"),
        extract=pattern(spec["extract"], where) if "extract" in spec else None,
        split=None if spec.get("split") is None else str(spec["split"]),
        first=spec.get("first") is True,
        join=None if spec.get("join") is None else str(spec["join"]),
        birth_year=spec.get("birth_year") is True,
        markdown=spec.get("markdown") is True or template is not None,
    )


def _one_origin(spec: Mapping[object, object], where: str) -> None:
    origins = [name for name in ("column", "value", "template") if name in spec]
    if len(origins) != 1:
        raise ImportProblem(f"Zuordnung: {where} braucht genau eines von column, value und template.")
    column = spec.get("column", "")
    if not isinstance(column, str) and not (
        isinstance(column, list) and all(isinstance(c, str) for c in column)
    ):
        raise ImportProblem(
            f"Zuordnung: {where}.column ist kein Spaltenname und keine Liste von Spaltennamen."
        )


def _value_map(spec: object, where: str) -> Mapping[str, object] | None:
    if spec is None:
        return None
    if not isinstance(spec, Mapping):
        raise ImportProblem(f"Zuordnung: {where}.map muss Werte der Datei Werten des Portals zuordnen.")
    return {folded(name): value for name, value in spec.items()}


def pattern(spec: object, where: str) -> re.Pattern[str]:
    """A regular expression of the mapping."""
    try:
        return re.compile(str(spec))
    except re.error as problem:
        raise ImportProblem(f"Zuordnung: {where} ist kein regulärer Ausdruck ({problem}).") from None


def known_only(spec: Mapping[object, object], known: Sequence[str] | frozenset[str], where: str) -> None:
    """Raises ImportProblem naming a key that nothing knows, with the nearest that something does."""
    for key in spec:
        if str(key) not in known:
            inside = f" in {where}" if where else ""
            raise ImportProblem(
                f"Zuordnung: Unbekannter Schlüssel „{key}“{inside}.{nearest(str(key), known)}"
            )


def nearest(word: str, known: Sequence[str] | frozenset[str]) -> str:
    """A sentence that proposes the nearest known word, or lists what is known."""
    close = get_close_matches(word, sorted(known), n=3, cutoff=0.6)
    if close:
        return " Meinten Sie " + " oder ".join(f"„{one_line(name, 60)}“" for name in close) + "?"
    listed = sorted(known)
    more = " …" if len(listed) > 25 else ""
    return f" Bekannt sind: {', '.join(listed[:25])}{more}." if listed else ""
