"""Word of a change of offers for search and calendars, as everybody above offers leaves it. Rooms below, such as institutions,
whose change is one of all their offers, go to portal/audit/outbox.py themselves."""

from portal.audit.outbox import CALENDAR, SEARCH, note_change, note_words

__all__ = ["CALENDAR", "SEARCH", "note_change", "note_words"]
