"""Names that every template may use: the town, links, assets, head and foot. Nothing here touches the database except
the town's settings, which are kept for a minute."""

from typing import Any

from flask import Flask, current_app, url_for
from jinja2 import StrictUndefined

from portal.web.kit import frame, languages
from portal.web.kit.town import TownShelf


def install(app: Flask) -> None:
    app.extensions["agora_town"] = TownShelf()
    app.extensions["agora_links"] = {}
    app.jinja_env.globals.update(
        asset=app.extensions["agora_assets"], link=link, page_head=frame.page_head, page_foot=frame.page_foot
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(frame.everywhere)


def link(endpoint: str, **values: Any) -> str:
    """url_for for templates; addresses without values are kept, since every page names a dozen of them."""
    if values:
        return url_for(endpoint, **values)
    key = (languages.root(), endpoint)
    kept: dict[tuple[str, str], str] = current_app.extensions["agora_links"]
    if key not in kept:
        kept[key] = url_for(endpoint)
    return kept[key]
