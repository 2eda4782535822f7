"""One JavaScript engine beside the program, in a thread of its own, for the drawings that pages and reports share."""

from __future__ import annotations

import atexit
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import BadInput, MissingPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from py_mini_racer import MiniRacer

ASSETS = Path(__file__).parent / "assets"
SECONDS = 30.0
MEGABYTES = 768


class JavaScript:
    """Loads scripts once and calls their functions; a call too long or too large ends the engine, not the program."""

    def __init__(
        self, scripts: Sequence[Path], prepare: str, *, seconds: float = SECONDS, megabytes: int = MEGABYTES
    ) -> None:
        self._scripts, self._prepare = tuple(scripts), prepare
        self._seconds, self._megabytes = seconds, megabytes
        self._thread: ThreadPoolExecutor | None = None
        self._engine: MiniRacer | None = None
        self._lock = threading.Lock()
        # An engine that is still open when the interpreter takes itself apart can hang the exit.
        atexit.register(self.close)

    def call(self, function: str, *values: Any) -> Any:
        """What the function returns for these JSON values."""
        with self._lock:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="javascript")
            thread = self._thread
        return thread.submit(self._call, function, values).result()

    def _call(self, function: str, values: tuple[Any, ...]) -> Any:
        from py_mini_racer import JSEvalException, JSOOMException, JSTimeoutException

        given = ",".join(json.dumps(value, separators=(",", ":"), allow_nan=False) for value in values)
        try:
            if self._engine is None:
                self._engine = self._started()
            return json.loads(str(self._engine.eval(f"JSON.stringify({function}({given}))", timeout_sec=self._seconds)))
        except (JSTimeoutException, JSOOMException) as error:
            self._discard()
            limit = f"{self._seconds:.0f} seconds" if isinstance(error, JSTimeoutException) else f"{self._megabytes} MB"
            raise BadInput(
                f"The drawing took more than {limit} and was stopped. Show fewer activities or paths."
            ) from error
        except JSEvalException as error:
            reason = str(error).strip().splitlines()[0].rsplit("Error: ", 1)[-1]
            raise BadInput(f"The drawing failed: {reason}. Check the graph that was given.") from error

    def close(self) -> None:
        """Ends the engine; the next call starts a fresh one."""
        ended, self._engine = self._engine, None
        if ended is not None:
            ended.close()

    def _discard(self) -> None:
        """Lets the stopped call end before its engine goes."""
        from py_mini_racer import JSEvalException

        if self._engine is not None:
            with suppress(JSEvalException):
                self._engine.eval("0", timeout_sec=self._seconds)
        self.close()

    def _started(self) -> MiniRacer:
        from py_mini_racer import MiniRacer

        engine = MiniRacer()
        engine.set_hard_memory_limit(self._megabytes * 1024 * 1024)
        for script in self._scripts:
            if not script.is_file():
                raise MissingPart(
                    f"The drawing needs {script.name}, and there is none in {script.parent}. Install Tracework again."
                )
            engine.eval(script.read_text(encoding="utf-8"), timeout_sec=self._seconds)
        ready: Any = engine.eval(self._prepare, timeout_sec=self._seconds)
        ready.get(timeout=self._seconds)
        return engine
