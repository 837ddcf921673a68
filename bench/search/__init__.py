"""Speed and memory of the search at 1,000 to 100,000 offers, beside tantivy and Whoosh in the same run."""
