"""Seals and quality marks of institutions, offers and advice points."""
