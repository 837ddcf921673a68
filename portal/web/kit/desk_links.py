"""Ways from one area of the back office into another, which the areas themselves do not know."""

from typing import Any

from flask import current_app, url_for
from werkzeug.routing import BuildError


def to(endpoint: str, **values: Any) -> str:
    """The address of an endpoint, or '' where this portal has no such page."""
    if endpoint not in current_app.view_functions:
        return ""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return ""
