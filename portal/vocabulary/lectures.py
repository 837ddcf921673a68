"""The Seniorenuniversität: kinds of its semesters."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class SemesterKind(StrEnum):
    """A regular semester takes in every lecture of the programme within its period; a compact one has lectures chosen for it."""

    REGULAR = "regular"
    AUTUMN = "autumn"
    SPRING = "spring"

    @property
    def is_compact(self) -> bool:
        return self is not SemesterKind.REGULAR


SEMESTER_KIND_LABELS = {
    SemesterKind.REGULAR: N_("Semester"),
    SemesterKind.AUTUMN: N_("Herbstuniversität"),
    SemesterKind.SPRING: N_("Frühlingsuniversität"),
}
