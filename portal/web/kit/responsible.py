"""Who in town is responsible for a topic, as pages about it name them; kept in the process for half a minute."""

from flask import url_for

from portal.extensions import db
from portal.guidance import bodies
from portal.guidance.bodies import Responsible
from portal.web.kit import recent
from portal.web.kit.collections import in_language
from portal.web.kit.pages import ResponsibleLink
from portal.web.kit.recent import Recent


def shelf() -> Recent[tuple[Responsible, ...]]:
    """The bodies that have topics."""
    return recent.kept("agora_responsible", lambda: bodies.responsible(db.session()))


def read_again_after_commit() -> None:
    """A body has changed."""
    shelf().read_again_after_commit()


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
