"""Search: how people find offers in German. The only room that knows a search engine.

The language comes first and needs no engine: analyzer, stemming, compounds, synonyms, spelling; then query (what was meant),
postings (the flat arrays that answer) and highlight. The durable index and its facets stand beside them.
"""
