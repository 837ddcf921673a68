"""Printed matter as accessible PDF, set by typst."""
