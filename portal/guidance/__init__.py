"""B-Punkte: advice near home."""
