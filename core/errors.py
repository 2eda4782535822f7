"""The errors a user may meet. Each message is one paragraph: what happened, to which thing, what was found, what to do.

TraceworkError            exit code 1: refused, or failed with a reason
├── BadInput              a file or record cannot be read as what it should be
├── BadSettings           firm.toml, a process or a calendar says something impossible
├── NotFound              a process, generation, run or case that does not exist
├── SourceFailed          a source could not be read, after the tries its settings allow
├── Refused               a source does not let us read something: a permission is missing
├── NotAllowed            the person asking may not do or see this
├── MissingPart           a browser, font or optional library is absent
├── WorkspaceBusy         another writer holds the workspace
├── WorkspaceNewer        the workspace was written by a later version
├── StorageFull           the disk has no room left
├── MemoryShort           the work needs more memory than it may take
├── AuditFailed           a built generation contradicts itself and was not published
├── Interrupted           stopped by the user; nothing changed
└── WrongUse              exit code 2: the command or the request was put wrongly
"""


class TraceworkError(Exception):
    """Something the user can understand and act on."""

    exit_code = 1


class BadInput(TraceworkError):
    """A file or record cannot be read as what it should be."""


class BadSettings(TraceworkError):
    """A settings, process or calendar file says something impossible."""


class NotFound(TraceworkError):
    """The thing asked for does not exist."""


class SourceFailed(TraceworkError):
    """A source could not be read. `status` is the last HTTP status, if it answered at all."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Refused(TraceworkError):
    """A source does not let us read something: a permission is missing. Its other streams may still be read."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class NotAllowed(TraceworkError):
    """The role of whoever asks does not let them do or see this."""


class MissingPart(TraceworkError):
    """Something the program needs on this machine is absent."""


class WorkspaceBusy(TraceworkError):
    """Another writer holds the workspace."""


class WorkspaceNewer(TraceworkError):
    """The workspace was written by a later version of the program."""


class StorageFull(TraceworkError):
    """The disk has no room left."""


class MemoryShort(TraceworkError):
    """The work needs more memory than it may take."""


class AuditFailed(TraceworkError):
    """A built generation contradicts itself and was not published."""


class Interrupted(TraceworkError):
    """Stopped by the user before anything was changed."""


class WrongUse(TraceworkError):
    """The command or the request was put wrongly."""

    exit_code = 2
