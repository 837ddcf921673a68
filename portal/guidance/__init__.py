"""The B-Punkte, guides through transitions, bodies and offices of the town."""
