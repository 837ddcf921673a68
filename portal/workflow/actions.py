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
from portal.workflow.rejecting import may_be_rejected, reject

__all__ = [
    "approve",
    "archive",
    "begin",
    "change_at_once",
    "comment",
    "confirm",
    "discard",
    "mark_seen",
    "may_be_rejected",
    "may_publish",
    "merge",
    "publish_due",
    "reject",
    "restore",
    "save",
    "send_back",
    "submit",
    "withdraw",
]
