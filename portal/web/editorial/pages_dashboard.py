"""What the editors' first page shows."""

from dataclasses import dataclass

from portal.web.kit.desk_parts import QueueItem, Task


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """editorial/dashboard.html: what needs doing today, the oldest submissions, and what appears on its own soon."""

    day: str
    tasks: tuple[Task, ...]
    queue: tuple[QueueItem, ...]
    queue_url: str
    scheduled: tuple[QueueItem, ...]
