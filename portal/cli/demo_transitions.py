"""Loads the demo's guides through transitions. One that somebody has changed is left alone."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cli.demo_dates import DemoCalendar
from portal.cli.seed_vocabularies import read
from portal.guidance import transition_actions
from portal.guidance.transition_drafts import TransitionDraft
from portal.models import Body, TextVersion, Transition
from portal.paths import resource_dir
from portal.vocabulary.workflow import Thing

FILE = "transitions.yaml"


def load(session: Session, _calendar: DemoCalendar) -> None:
    """Add the guides or bring them up to date; needs the bodies, if there are any."""
    bodies = body_ids(session)
    for position, values in enumerate(read(resource_dir("seed") / "demo" / FILE)["transitions"]):
        row = session.scalar(select(Transition).where(Transition.slug == values["slug"]))
        if row is not None and (not row.is_demo or _is_changed(session, row)):
            continue
        if row is None:
            row = Transition(slug=values["slug"], is_demo=True)
            session.add(row)
        row.position = position
        with session.no_autoflush:
            transition_actions.fill(session, row, draft(values, bodies))
        session.flush()


def body_ids(session: Session) -> dict[str, int]:
    """The bodies that the portal has, by slug."""
    return {row.slug: row.id for row in session.execute(select(Body.slug, Body.id))}


def draft(values: dict[str, Any], bodies: dict[str, int]) -> TransitionDraft:
    """A guide of the file."""
    texts = {name: value.strip() for name, value in values.items() if isinstance(value, str)}
    steps = [_step(step, bodies) for step in values["steps"]]
    return TransitionDraft.of_content({**values, **texts, "steps": steps})


def _step(values: dict[str, Any], bodies: dict[str, int]) -> dict[str, Any]:
    """A body that the portal does not have is named in words."""
    body = values.get("body")
    if body is None:
        return values
    if body["slug"] not in bodies:
        contacts = {name: values.get(name, "") for name in ("contact", "contact_en")}
        return values | {
            name: ", ".join(part for part in (body["name"], said) if part) for name, said in contacts.items()
        }
    return {**values, "body_id": bodies[body["slug"]]}


def _is_changed(session: Session, row: Transition) -> bool:
    kept = select(TextVersion.id).where(TextVersion.thing == Thing.TRANSITION, TextVersion.thing_id == row.id)
    return session.scalar(kept.limit(1)) is not None
