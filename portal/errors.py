"""What can go wrong by rule, for every room: the doors turn these into pages, field messages or exit codes."""


class AgoraError(Exception):
    """Base of all errors that carry a sentence for a person."""


class NotAllowed(AgoraError):
    """The actor may not do this."""


class NotFound(AgoraError):
    """There is no such thing, or not for this actor."""


class Conflict(AgoraError):
    """The thing cannot take this value beside what is already there. `field` names the form field."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class ImportProblem(AgoraError):
    """A row or a file cannot be imported; the message names the place and the remedy."""


class SettingsProblem(AgoraError):
    """A setting is missing or unusable; the message says what to set."""
