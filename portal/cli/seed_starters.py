"""What a new town can begin with: guides and bodies as drafts that only editors see, and checklists of classes. The texts are the
demo's, without its telephone numbers, meetings and documents; what is there already is left alone."""

import re
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cli import demo_bodies, demo_careers, demo_transitions
from portal.cli.seed_vocabularies import read
from portal.guidance import transition_actions
from portal.models import Body, ClassTask, Transition
from portal.paths import resource_dir

DEMO_NUMBER = re.compile(r"0340 0000-\d+")
TO_FILL_IN, TO_FILL_IN_EN = "[Telefonnummer]", "[Telephone number]"
LEFT_OUT = ("phone", "email", "website", "meetings", "documents", "documents_en")


def load(session: Session) -> dict[str, int]:
    """How many guides, bodies and tasks were added."""
    folder = resource_dir("seed") / "demo"
    bodies = _bodies(session, _rows(folder / demo_bodies.FILE, "bodies"))
    guides = _guides(session, _rows(folder / demo_transitions.FILE, "transitions"))
    tasks = _tasks(session, _rows(folder / demo_careers.FILE, "tasks"))
    session.flush()
    return {"bodies": bodies, "guides": guides, "tasks": tasks}


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read(path)[name]
    return rows


def _bodies(session: Session, rows: list[dict[str, Any]]) -> int:
    """The chart of the town's own programme, to be corrected and published body by body."""
    found = {body.slug: body for body in session.scalars(select(Body))}
    new = [row for row in rows if row["slug"] not in found]
    for row in new:
        body = Body(slug=row["slug"], is_public=False)
        kept = {name: value for name, value in row.items() if name not in LEFT_OUT}
        demo_bodies.fill(body, kept, position=len(found))
        body.parent = found.get(row.get("parent", ""))
        session.add(body)
        found[body.slug] = body
    session.flush()
    return len(new)


def _guides(session: Session, rows: list[dict[str, Any]]) -> int:
    known = set(session.scalars(select(Transition.slug)))
    bodies = demo_transitions.body_ids(session)
    new = [row for row in rows if row["slug"] not in known]
    for position, row in enumerate(new, len(known)):
        guide = Transition(slug=row["slug"], is_public=False, position=position)
        session.add(guide)
        with session.no_autoflush:
            transition_actions.fill(session, guide, demo_transitions.draft(_own(row), bodies))
    return len(new)


def _own(row: dict[str, Any]) -> dict[str, Any]:
    """A guide without the demo's telephone numbers: where one stands in a text, it says what belongs there."""
    steps = [
        _unnumbered({name: value for name, value in step.items() if name not in LEFT_OUT})
        for step in row["steps"]
    ]
    return {**_unnumbered(row), "steps": steps}


def _unnumbered(values: dict[str, Any]) -> dict[str, Any]:
    """The texts among the values say in their own language that a number is to be filled in."""
    return {
        name: DEMO_NUMBER.sub(TO_FILL_IN_EN if name.endswith("_en") else TO_FILL_IN, value)
        if isinstance(value, str)
        else value
        for name, value in values.items()
    }


def _tasks(session: Session, rows: list[dict[str, Any]]) -> int:
    """Checklists of the classes that have none yet: recommendations, shown at once."""
    known = set(session.scalars(select(ClassTask.grade)))
    new = demo_careers.tasks([row for row in rows if row["grade"] not in known])
    session.add_all(new)
    return len(new)
