"""The engines that are compared, each as its own tutorial uses it. An engine is a name and a function from query to ranked keys."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from bench.relevance.corpus import Document
from portal.search.postings import Field, JoinedVocabulary, TextIndex, analyse
from portal.search.query import understand
from portal.search.synonyms import SynonymTable

SYNONYMS = Path(__file__).resolve().parents[2] / "seed" / "vocabularies" / "synonyms.yaml"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found: how many in all, and the first keys in its order."""

    total: int
    keys: list[str]


@dataclass(frozen=True, slots=True)
class Engine:
    """A search engine, filled."""

    name: str
    search: Callable[[str, int], Found]


def ours(documents: Sequence[Document]) -> Engine:
    """This portal's search with the synonyms of its seed."""
    index = TextIndex.build(analyse(fields_of(document)) for document in documents)
    vocabulary = JoinedVocabulary(index)
    table = synonym_table()

    def search(query: str, limit: int) -> Found:
        numbers, scores = index.matches(understand(query, vocabulary, table))
        order = np.lexsort((numbers, -scores))[:limit]
        return Found(len(numbers), [documents[numbers[at]].key for at in order])

    return Engine("ours", search)


def fields_of(document: Document) -> dict[Field, str]:
    """A document's texts as the portal's fields."""
    return {
        Field.TITLE: document.title,
        Field.TOPIC: document.topic,
        Field.LABEL: document.place,
        Field.INSTITUTION: document.provider,
        Field.DESCRIPTION: document.description,
    }


def synonym_table() -> SynonymTable:
    """The editors' synonyms of the seed."""
    entries = yaml.safe_load(SYNONYMS.read_text(encoding="utf-8"))["entries"]
    return SynonymTable((entry["label"], entry["synonyms"]) for entry in entries)


def whoosh(documents: Sequence[Document]) -> Engine:
    """Whoosh with its German analyzer and its default parser: all words must match."""
    from whoosh.analysis import LanguageAnalyzer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.filedb.filestore import RamStorage
    from whoosh.qparser import MultifieldParser

    analyzer = LanguageAnalyzer("de")
    schema = Schema(
        key=ID(stored=True), title=TEXT(analyzer=analyzer, field_boost=2.0), body=TEXT(analyzer=analyzer)
    )
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for document in documents:
        writer.add_document(key=document.key, title=document.title, body=document.body)
    writer.commit()
    searcher = index.searcher()
    parser = MultifieldParser(["title", "body"], schema)

    def search(query: str, limit: int) -> Found:
        results = searcher.search(parser.parse(query), limit=limit)
        return Found(len(results), [hit["key"] for hit in results])

    return Engine("whoosh", search)


def fts5(documents: Sequence[Document]) -> Engine:
    """SQLite FTS5 without accents, all words must match, title twice the worth."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "create virtual table offer using fts5(key unindexed, title, body, tokenize='unicode61 remove_diacritics 2')"
    )
    connection.executemany(
        "insert into offer values (?, ?, ?)", ((d.key, d.title, d.body) for d in documents)
    )

    def search(query: str, limit: int) -> Found:
        words = " ".join(f'"{word}"' for word in _WORD.findall(query))
        if not words:
            return Found(0, [])
        rows = connection.execute(
            "select key from offer where offer match ? order by bm25(offer, 0, 2.0, 1.0)", (words,)
        ).fetchall()
        return Found(len(rows), [row[0] for row in rows[:limit]])

    return Engine("fts5", search)


def tantivy(documents: Sequence[Document]) -> Engine:
    """Tantivy with its German stemmer, any word may match."""
    import tantivy as engine

    builder = engine.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    builder.add_text_field("title", tokenizer_name="german")
    builder.add_text_field("body", tokenizer_name="german")
    folder = tempfile.mkdtemp(prefix="relevance-")
    index = engine.Index(builder.build(), path=folder)
    analyzer = (
        engine.TextAnalyzerBuilder(engine.Tokenizer.simple())
        .filter(engine.Filter.lowercase())
        .filter(engine.Filter.stemmer("german"))
        .build()
    )
    index.register_tokenizer("german", analyzer)
    writer = index.writer()
    for document in documents:
        writer.add_document(engine.Document(key=document.key, title=document.title, body=document.body))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(query: str, limit: int) -> Found:
        words = " ".join(_WORD.findall(query))
        if not words:
            return Found(0, [])
        parsed = index.parse_query(words, ["title", "body"], field_boosts={"title": 2.0})
        result = searcher.search(parsed, limit=limit, count=True)
        keys = [searcher.doc(address)["key"][0] for _, address in result.hits]
        return Found(int(getattr(result, "count", 0) or 0), keys)

    return Engine("tantivy", search)


MAKERS: dict[str, Callable[[Sequence[Document]], Engine]] = {
    "ours": ours,
    "whoosh": whoosh,
    "fts5": fts5,
    "tantivy": tantivy,
}
