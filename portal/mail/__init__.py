"""Outgoing mail: letters that wait, how they are handed over, and wishes for letters that are put into words upstairs."""
