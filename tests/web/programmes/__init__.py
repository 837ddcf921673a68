"""Tests of the programmes' pages."""
