"""Measures what people find: judged German queries over real catalogues, for this portal's search and for three others."""
