"""The key of a workspace that its pseudonyms are made with: who does not have it cannot try out names."""

import os
import secrets

from core.workspace import Workspace


def pseudonym_key(workspace: Workspace) -> str:
    """The key, made when it is first needed, into a file that only the owner reads."""
    path = workspace.root / "pseudonym_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
    return path.read_text(encoding="utf-8").strip()
