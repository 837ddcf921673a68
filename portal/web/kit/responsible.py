"""Who in town is responsible for a topic, as pages about it name them; kept in the process for half a minute."""

import time

from flask import current_app, url_for

from portal.extensions import db
from portal.guidance import bodies
from portal.guidance.bodies import Responsible
from portal.web.kit.collections import in_language
from portal.web.kit.pages import ResponsibleLink

KEPT_SECONDS = 30


class ResponsibleShelf:
    """The bodies that have topics, read again when they are half a minute old."""

    def __init__(self) -> None:
        self.bodies: tuple[Responsible, ...] | None = None
        self.read_at = 0.0

    def get(self) -> tuple[Responsible, ...]:
        if self.bodies is None or time.monotonic() - self.read_at > KEPT_SECONDS:
            self.bodies = bodies.responsible(db.session())
            self.read_at = time.monotonic()
        return self.bodies


def shelf() -> ResponsibleShelf:
    """This application's shelf."""
    found: ResponsibleShelf = current_app.extensions.setdefault("agora_responsible", ResponsibleShelf())
    return found


def look_again() -> None:
    """A body has changed: the next request of this process reads them anew."""
    current_app.extensions.pop("agora_responsible", None)


def for_topic(code: str, broader: str | None) -> tuple[ResponsibleLink, ...]:
    """Who answers for a topic: those that name it, or, where none does, the one above."""
    known = shelf().get()
    found = [body for body in known if code in body.topics]
    if not found and broader:
        found = [body for body in known if broader in body.topics]
    return tuple(
        ResponsibleLink(in_language(body.name, body.name_en), url_for("guidance.show_body", slug=body.slug))
        for body in found
    )
