"""Agora, the public education portal of a municipality. `ls portal/` is the table of contents; docs/house.md the plan."""
