"""Calendars for the outside: what feeds have been told, how an entry is written (RFC 5545), how feeds are put together."""
