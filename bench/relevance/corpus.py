"""The documents of the measurement: the catalogues of the shared data, one document for each title of a provider."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "catalogue"
_FILES = ("bildungsurlaub_rlp.jsonl", "rwth_hochschulsport.jsonl", "zuerich_ferienkurse.jsonl")


@dataclass(frozen=True, slots=True)
class Document:
    """One offer: a stable key that tells nothing of its text, and the text."""

    key: str
    title: str
    topic: str
    place: str
    provider: str
    description: str

    @property
    def body(self) -> str:
        """Everything but the title, for engines that know two fields."""
        return " ".join(part for part in (self.topic, self.place, self.provider, self.description) if part)


def is_available() -> bool:
    """Whether the catalogues lie beside the project."""
    return all((CATALOGUE / name).is_file() for name in _FILES)


def documents() -> list[Document]:
    """All documents, in the order of the files; of offers with the same title and provider the first."""
    found: dict[str, Document] = {}
    for row in _rows():
        title, provider = row["title"] or "", row["provider"] or ""
        key = hashlib.sha256(f"{title}\n{provider}".encode()).hexdigest()[:10]
        found.setdefault(
            key, Document(key, title, _topic(row), row["place"] or "", provider, row["description"] or "")
        )
    return list(found.values())


def _rows() -> Iterator[dict[str, Any]]:
    for name in _FILES:
        with (CATALOGUE / name).open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def _topic(row: dict[str, Any]) -> str:
    category = row.get("category") or (row.get("extra") or {}).get("kategorie") or ""
    return " · ".join(category) if isinstance(category, list) else str(category)
