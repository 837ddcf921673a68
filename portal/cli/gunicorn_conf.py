"""gunicorn's settings for this portal: sync workers, which measured fastest here; memory that no longer moves."""

import gc
from typing import Any

worker_class = "sync"
loglevel = "warning"
timeout = 60
graceful_timeout = 20


def post_worker_init(_worker: Any) -> None:
    """What was loaded at start lives as long as the worker: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
