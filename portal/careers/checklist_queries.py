"""Reads the lines of the checklists. One statement each."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.models import ClassTask


@dataclass(frozen=True, slots=True)
class Task:
    """A line as plain data; texts of another language may be empty."""

    id: int
    grade: str
    title: str
    title_en: str
    text: str
    text_en: str
    months: tuple[int, ...]
    school_forms: tuple[str, ...]
    query: str
    revision: int


def of_grade(session: Session, grade: str) -> tuple[Task, ...]:
    """The lines of a class in their order."""
    return tuple(_task(row) for row in session.scalars(_ordered().where(ClassTask.grade == grade)))


def everything(session: Session) -> tuple[Task, ...]:
    """All lines, class by class as text sorts them."""
    return tuple(_task(row) for row in session.scalars(_ordered()))


def row(session: Session, task_id: int) -> ClassTask | None:
    """The line itself, for a form."""
    return session.get(ClassTask, task_id)


def _ordered() -> Select[ClassTask]:
    return select(ClassTask).order_by(ClassTask.grade, ClassTask.position, ClassTask.id)


def _task(row: ClassTask) -> Task:
    return Task(
        row.id,
        row.grade,
        row.title,
        row.title_en or "",
        row.text or "",
        row.text_en or "",
        tuple(row.months or ()),
        tuple(row.school_forms or ()),
        row.query or "",
        row.revision,
    )
