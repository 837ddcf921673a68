"""The version of a thing that a form was made from, as the form brings it back."""

from flask import request


def posted(name: str = "revision") -> int:
    """The number in a field of the form; 0, which no row has, for anything that is no number."""
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
