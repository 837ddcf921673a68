"""Tests of careers orientation: the calendar, the roll-over into the next school year, the checklists."""
