"""The key of pseudonyms: one for all who ask, and never a half-written one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core import pseudonyms
from core.pseudonyms import pseudonym_key
from core.workspace import Workspace


def test_whoever_asks_first_makes_it_and_all_others_read_it(tmp_path: Path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: pseudonym_key(Workspace(tmp_path)), range(64)))
    (key,) = found
    assert len(key) == 64
    assert [(path.name, path.stat().st_mode & 0o077) for path in tmp_path.iterdir()] == [("pseudonym_key", 0)]


def test_one_who_is_ended_while_making_it_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def ended(_: int) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(pseudonyms.secrets, "token_hex", ended)
    with pytest.raises(KeyboardInterrupt):
        pseudonym_key(Workspace(tmp_path))
    monkeypatch.undo()
    assert len(pseudonym_key(Workspace(tmp_path))) == 64
