"""The engines of the benchmark behind one face: fill, then answer a query with the first 20, the exact total, all counts."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from bench.search.catalogue import NOW
from bench.search.documents import Plain
from bench.search.queries import Query
from portal.offers.filters import Facet
from portal.search.service import SearchService
from portal.vocabulary.offers import Sort

TOP = 20


class Contender(Protocol):
    """An engine, filled."""

    name: str

    def answer(self, query: Query) -> int:
        """Runs a query completely and returns the total."""
        ...


class Ours:
    """This portal: the search service as the web floor calls it."""

    name = "agora"

    def __init__(self, service: SearchService) -> None:
        self._service = service

    def answer(self, query: Query) -> int:
        return self._service.search(query.wanted, now=NOW).total


class Tantivy:
    """tantivy with its German stemmer, all words required.

    All facet values of an offer are numbers in one multi-valued fast field, and one terms aggregation counts them: of the
    ways tried (a fast text field per facet; one fast text field; one fast number field) this was the fastest. What can be
    attended is a term of every query. The first 20 and the total come from one search, the counts from a second pass,
    since the Python binding offers no collector for both.
    """

    name = "tantivy"

    def __init__(self, documents: Sequence[Plain], folder: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        for field in ("title", "body"):
            builder.add_text_field(field, tokenizer_name="german")
        builder.add_unsigned_field("value", indexed=True, fast=True)
        for field in ("date", "price"):
            builder.add_unsigned_field(field, fast=True)
        builder.add_boolean_field("shown", indexed=True)
        self._schema = builder.build()
        analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.stemmer("german"))
            .build()
        )
        folder.mkdir()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer("german", analyzer)
        self._analyzer = analyzer
        self._numbers: dict[tuple[Facet, str], int] = {}
        self._fill(documents)
        self._searcher = self._index.searcher()
        self._shown = tantivy.Query.term_query(self._schema, "shown", True)
        self._aggregation = {
            "values": {"terms": {"field": "value", "size": len(self._numbers), "segment_size": 10_000}}
        }

    def _fill(self, documents: Sequence[Plain]) -> None:
        writer = self._index.writer(heap_size=128_000_000, num_threads=1)
        for each in documents:
            document = self._tantivy.Document()
            document.add_text("title", each.title)
            document.add_text("body", each.body)
            for value in each.values:
                document.add_unsigned("value", self._numbers.setdefault(value, len(self._numbers)))
            document.add_unsigned("date", each.date)
            document.add_unsigned("price", each.price)
            document.add_boolean("shown", each.is_shown)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def answer(self, query: Query) -> int:
        whole = self._query(query)
        if query.sort:
            field = "date" if query.sort is Sort.DATE else "price"
            order = self._tantivy.Order.Asc
            found = self._searcher.search(whole, TOP, count=True, order_by_field=field, order=order)
        else:
            found = self._searcher.search(whole, TOP, count=True)
        buckets = self._searcher.aggregate(whole, self._aggregation)["values"]["buckets"]
        counts = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
        assert len(counts) <= len(self._numbers)
        return int(found.count)

    def _query(self, query: Query) -> Any:
        make, must = self._tantivy.Query, self._tantivy.Occur.Must
        parts = [(must, self._words(query)), (must, self._shown)]
        for value in query.chosen:
            parts.append((must, make.term_query(self._schema, "value", self._numbers.get(value, 10**6))))
        return make.boolean_query(parts)

    def _words(self, query: Query) -> Any:
        make, occur = self._tantivy.Query, self._tantivy.Occur
        stems = [self._analyzer.analyze(word)[0] for word in query.words]
        parts = []
        for field, boost in (("title", 3.0), ("body", 1.0)):
            if query.kind == "phrase":
                found = make.phrase_query(self._schema, field, stems)
            elif query.kind == "prefix":
                found = make.regex_query(self._schema, field, f"{query.words[0].lower()}.*")
            elif query.kind == "fuzzy":
                found = make.fuzzy_term_query(self._schema, field, stems[0], distance=1)
            else:
                words = [(occur.Must, make.term_query(self._schema, field, stem)) for stem in stems]
                found = words[0][1] if len(words) == 1 else make.boolean_query(words)
            parts.append((occur.Should, make.boost_query(found, boost)))
        return make.boolean_query(parts)


class Whoosh:
    """Whoosh as its documentation shows it: German analyzer, sortable columns, a facet of `groupedby` for every filter.

    A facet of several values is a column of the joined values, whose groups are added up afterwards: `allow_overlap`, the
    documented way, reads every posting of the field for each query and was slower still.
    """

    name = "whoosh"

    def __init__(self, documents: Sequence[Plain], folder: Path) -> None:
        from whoosh import fields, index, query, sorting
        from whoosh.analysis import LanguageAnalyzer
        from whoosh.qparser import QueryParser

        self._query, self._sorting = query, sorting
        analyzer = LanguageAnalyzer("de")
        schema = fields.Schema(
            title=fields.TEXT(analyzer=analyzer, field_boost=3.0),
            body=fields.TEXT(analyzer=analyzer),
            value=fields.KEYWORD(commas=True),
            shown=fields.ID(),
            date=fields.NUMERIC(sortable=True),
            price=fields.NUMERIC(sortable=True),
            **{facet.name.lower(): fields.ID(sortable=True) for facet in Facet},
        )
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self._index = index.create_in(str(folder), schema)
        self._fill(documents)
        self._searcher = self._index.searcher()
        self._parsers = [QueryParser(field, schema) for field in ("title", "body")]

    def _fill(self, documents: Sequence[Plain]) -> None:
        writer = self._index.writer(limitmb=256)
        for each in documents:
            joined: defaultdict[str, list[str]] = defaultdict(list)
            for facet, value in each.values:
                joined[facet.name.lower()].append(value)
            writer.add_document(
                title=each.title,
                body=each.body,
                value=",".join(f"{facet}={value}" for facet, value in each.values),
                shown=str(each.is_shown),
                date=each.date,
                price=each.price,
                **{facet.name.lower(): "|".join(joined[facet.name.lower()]) for facet in Facet},
            )
        writer.commit()

    def answer(self, query: Query) -> int:
        make = self._query
        parts = [make.Or([self._words(query, field) for field in (0, 1)]), make.Term("shown", "True")]
        parts += [make.Term("value", f"{facet}={value}") for facet, value in query.chosen]
        groups = self._sorting.Facets()
        for facet in Facet:
            groups.add_facet(
                facet.name.lower(), self._sorting.FieldFacet(facet.name.lower(), maptype=self._sorting.Count)
            )
        order = {Sort.DATE: "date", Sort.PRICE: "price"}.get(query.sort) if query.sort else None
        found = self._searcher.search(make.And(parts), limit=TOP, groupedby=groups, sortedby=order)
        counts: Counter[tuple[str, str]] = Counter()
        for facet in Facet:
            for joined, number in found.groups(facet.name.lower()).items():
                for value in (joined or "").split("|"):
                    counts[facet.value, value] += number
        return len(found)

    def _words(self, query: Query, field: int) -> Any:
        parser = self._parsers[field]
        if query.kind == "phrase":
            return parser.parse(f'"{" ".join(query.words)}"')
        if query.kind == "prefix":
            return self._query.Prefix(parser.fieldname, query.words[0].lower())
        if query.kind == "fuzzy":
            return self._query.FuzzyTerm(parser.fieldname, query.words[0].lower(), maxdist=1)
        return parser.parse(" ".join(query.words))
