"""What an act leaves behind: a line in the journal for people, and word of changed offers for search and calendars."""
