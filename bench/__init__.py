"""Measurements, each a ratio against a reference in the same run; never part of the tests."""
