"""Institutions: who offers. Reading their public pages."""
