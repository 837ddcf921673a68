"""Remembers which days of the package and of rules an editor removed, so that loading again does not bring them back."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.models import Setting

NAME = "holidays.removed"
_BY_NAME = 5  # the version of a UUID made from a name: only such days could come again


def ids(session: Session) -> frozenset[UUID]:
    """The ids of removed days."""
    return _ids(session.get(Setting, NAME))


def remember(session: Session, identity: UUID) -> None:
    """Note that a day was removed; one that was entered by hand would not come back anyway."""
    if identity.version != _BY_NAME:
        return
    setting = session.get(Setting, NAME) or Setting(name=NAME, value=[])
    setting.value = sorted(map(str, _ids(setting) | {identity}))
    session.add(setting)


def _ids(setting: Setting | None) -> frozenset[UUID]:
    return frozenset(map(UUID, setting.value)) if setting else frozenset()
