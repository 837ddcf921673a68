"""Registrations, waiting lists, who was there, statements of attendance."""
