"""Every act of the workflow under one name, for the doors."""

from portal.workflow.editing import begin, comment, discard, save
from portal.workflow.merging import merge
from portal.workflow.publishing import (
    approve,
    archive,
    change_at_once,
    confirm,
    mark_seen,
    may_publish,
    publish_due,
    restore,
    send_back,
    submit,
    withdraw,
)

__all__ = [
    "approve",
    "archive",
    "begin",
    "change_at_once",
    "comment",
    "confirm",
    "discard",
    "mark_seen",
    "may_publish",
    "merge",
    "publish_due",
    "restore",
    "save",
    "send_back",
    "submit",
    "withdraw",
]
