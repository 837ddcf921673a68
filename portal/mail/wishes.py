"""Wishes for letters, as everybody above the rooms leaves them. Rooms go to portal/audit/wishes.py themselves."""

from portal.audit.wishes import LETTER, want

__all__ = ["LETTER", "want"]
