"""The JavaScript engine beside the program: limits that end a call and not the program, many callers, plain errors."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import BadInput, MissingPart
from figures.javascript import JavaScript


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "sums.js"
    path.write_text(
        "const twice = (number) => 2 * number; let calls = 0; const counted = () => (calls += 1);"
        "const forever = () => { for (;;); };"
        "const greedy = () => { const held = []; for (;;) held.push(new Array(1e5).fill(held.length)); };"
        "const broken = (word) => { throw new Error('no place for ' + word); };",
        encoding="utf-8",
    )
    return path


def test_values_go_in_and_out_as_json(script: Path):
    engine = JavaScript([script], "Promise.resolve(true)")
    assert engine.call("twice", 21) == 42
    assert engine.call("((a, b) => [b, a])", {"é": "\u2028'\"</script>"}, None) == [None, {"é": "\u2028'\"</script>"}]


def test_a_call_without_end_is_stopped_and_the_next_one_works(script: Path):
    engine = JavaScript([script], "Promise.resolve(true)", seconds=0.3)
    with pytest.raises(BadInput, match="took more than 0 seconds and was stopped"):
        engine.call("forever")
    assert engine.call("twice", 2) == 4


def test_a_call_without_bounds_is_stopped_and_the_next_one_works(script: Path):
    engine = JavaScript([script], "Promise.resolve(true)", megabytes=64)
    with pytest.raises(BadInput, match="took more than 64 MB and was stopped"):
        engine.call("greedy")
    assert engine.call("twice", 3) == 6


def test_an_error_of_the_script_is_told_in_its_own_words(script: Path):
    engine = JavaScript([script], "Promise.resolve(true)")
    with pytest.raises(BadInput, match=r"^The drawing failed: no place for seven\. "):
        engine.call("broken", "seven")


def test_a_script_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(MissingPart, match=r"needs gone\.js"):
        JavaScript([tmp_path / "gone.js"], "Promise.resolve(true)").call("twice", 1)


def test_many_threads_and_an_event_loop_share_one_engine(script: Path, scale: int):
    engine = JavaScript([script], "Promise.resolve(true)")
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda number: engine.call("twice", number), range(100 * scale))) == [
            2 * number for number in range(100 * scale)
        ]
        assert sorted(pool.map(lambda _: engine.call("counted"), range(50))) == list(range(1, 51))

    async def from_a_loop() -> int:
        return int(engine.call("twice", 8))

    # in a thread of its own, because a browser's loop may be running in this one
    with ThreadPoolExecutor(1) as aside:
        assert aside.submit(asyncio.run, from_a_loop()).result() == 16


def test_a_program_that_used_the_engine_ends(script: Path, scale: int):
    words = f"""
from pathlib import Path
from figures.javascript import JavaScript
engine = JavaScript([Path({str(script)!r})], "Promise.resolve(true)")
print(engine.call("twice", 4))
"""
    for _ in range(5 * scale):
        ended = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=60, check=False)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "8\n", "")
