"""Beteiligung: ideas of citizens, their support and their answers."""
