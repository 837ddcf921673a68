"""Figures for meetings and for planning: what is offered where, for whom, and what is missing."""
