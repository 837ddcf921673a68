"""Imports: foreign files become offers, runs and dates by a mapping; rehearsed first, reported row by row."""
