"""Settings of the town that belong to editors, not to the environment: its name, telephone, texts."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model


class Setting(Model):
    """One named value, such as `town.name`."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
