"""Servers that the tests need and this machine may not have: Debian's packages, where we may install them."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(*packages: str) -> None:
    """Install them if we can; another process that installs something is waited for."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    patient = ["apt-get", "-o", "DPkg::Lock::Timeout=240", "-qq"]
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run([*patient, *words], env=quiet, capture_output=True, check=False, timeout=280)
