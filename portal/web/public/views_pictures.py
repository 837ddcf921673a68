"""Pictures of offers, from the uploads folder. Their names never change with their content, so browsers may keep them."""

from flask import current_app, send_from_directory
from werkzeug.wrappers import Response

from portal.web.kit.guards import public
from portal.web.public import blueprint


@blueprint.get("/bilder/<name>")
@public
def picture(name: str) -> Response:
    """A file of the folder itself; nothing above or below it can be named."""
    return send_from_directory(current_app.extensions["agora_settings"].uploads_dir, name)
