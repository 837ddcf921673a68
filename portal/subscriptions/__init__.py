"""Mail digests of a search, for people without an account."""
