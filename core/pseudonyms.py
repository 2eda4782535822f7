"""The key of a workspace that its pseudonyms are made with: who does not have it cannot try out names."""

import fcntl
import os
import secrets

from core.workspace import Workspace


def pseudonym_key(workspace: Workspace) -> str:
    """The key, made when it is first needed, into a file that only the owner reads."""
    path = workspace.root / "pseudonym_key"
    if path.exists() and (key := path.read_text(encoding="utf-8").strip()):
        return key
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as file:
        # one at a time: whoever comes while another makes it waits, and takes the same
        fcntl.flock(file, fcntl.LOCK_EX)
        if key := file.read().strip():
            return key
        key = secrets.token_hex(32)
        file.write(f"{key}\n")
    return key
