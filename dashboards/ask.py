"""The one way a page or the API reads: on a few threads, each with its own cursor, with a time limit, remembered."""

import asyncio
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from core.access import Viewer
from core.database import Database
from core.errors import NotFound, TraceworkError
from core.settings import firm_settings
from core.workspace import Workspace
from eventlog.reading import EventLog, ProcessLog, open_log

THREADS = 4
LONGEST_SECONDS = 30.0
REMEMBERED = 256
SIGHTS_OPEN = 8

told = logging.getLogger(__name__)

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Patience:
    """How long a question may take, None: as long as any; and what else whoever asked may do."""

    seconds: float | None = None
    advice: str = "Add a filter so that fewer cases are read, and try again."


USUAL = Patience()


class TooLong(Exception):
    """The question was stopped at its time limit. Its text can be shown."""


class NothingYet(NotFound):
    """The workspace holds no event log yet."""


class Asker:
    """Answers questions, which are plain functions whose first argument is a process or the whole log.

    Two who ask the same at the same time wait for one answer, if they see the same: each sight has a log and answers of
    its own. `viewer` is somebody, or how to find out who asks now.
    """

    def __init__(
        self, workspace: Workspace, viewer: Viewer | Callable[[], Viewer], longest_seconds: float = LONGEST_SECONDS
    ) -> None:
        self.workspace = workspace
        self._asking = viewer if callable(viewer) else lambda: viewer
        self.longest_seconds = longest_seconds
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="ask")
        self._opening = threading.Lock()
        self._logs: OrderedDict[Viewer, EventLog] = OrderedDict()
        self._under_way: set[Running] = set()
        self._answers: OrderedDict[Key, asyncio.Future[Any]] = OrderedDict()

    @property
    def viewer(self) -> Viewer:
        """Who asks now."""
        return self._asking()

    async def ask(
        self,
        question: Callable[Concatenate[ProcessLog, Arguments], Answer],
        process: str,
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        """The answer to a question about one process. Arguments must be hashable: by them an answer is remembered."""

        def put(log: EventLog, running: "Running") -> Answer:
            with log.process(process) as found:
                running.on(found.database)
                return question(found, *arguments, **named)

        return await self._remembered((question, process, arguments, tuple(sorted(named.items()))), put, USUAL)

    async def ask_log(
        self,
        question: Callable[Concatenate[EventLog, Arguments], Answer],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        """The answer to a question about the whole log. Arguments must be hashable here too."""
        return await self.ask_log_within(USUAL, question, *arguments, **named)

    async def ask_log_within(
        self,
        patience: Patience,
        question: Callable[Concatenate[EventLog, Arguments], Answer],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        """The same of a question that may take longer, such as for a file that somebody waits for."""

        def put(log: EventLog, running: "Running") -> Answer:
            running.on(log.database)
            return question(log, *arguments, **named)

        return await self._remembered((question, arguments, tuple(sorted(named.items()))), put, patience)

    async def log(self) -> EventLog:
        """The current generation, opened for who asks."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._current, self.viewer.sight)

    def close(self) -> None:
        """Answer nobody any more. Questions under way are stopped, because a log that is read cannot be closed."""
        for running in list(self._under_way):
            running.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._answers.clear()
        for log in self._logs.values():
            log.close()
        self._logs.clear()

    async def _remembered(self, what: Key, put: Callable[[EventLog, "Running"], Answer], patience: Patience) -> Answer:
        sight = self.viewer.sight
        key = (self.workspace.current_generation(), sight, *what)
        found = self._answers.get(key)
        if found is None:
            found = asyncio.ensure_future(self._timed(sight, put, patience))
            self._answers[key] = found
            found.add_done_callback(lambda done: self._forget_failure(key, done))
        self._answers.move_to_end(key)
        while len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)
        answer: Answer = await asyncio.shield(found)
        return answer

    async def _timed(self, sight: Viewer, put: Callable[[EventLog, "Running"], Answer], patience: Patience) -> Answer:
        longest = patience.seconds or self.longest_seconds
        running = Running()

        def work_on_own_cursor() -> Answer:
            self._under_way.add(running)
            try:
                # held until the answer is there, also when a newer generation takes its place meanwhile
                current = self._current(sight)
                with self._cursor_on(current) as log:
                    return put(log, running)
            finally:
                self._under_way.discard(running)

        work = asyncio.get_running_loop().run_in_executor(self._threads, work_on_own_cursor)
        done, _ = await asyncio.wait({work}, timeout=longest)
        if done:
            return work.result()
        running.stop()
        work.add_done_callback(lambda stopped: stopped.cancelled() or stopped.exception())
        raise TooLong(
            f"This took longer than {longest:.0f} seconds and was stopped. Nothing was changed. {patience.advice}"
        )

    def _forget_failure(self, key: Key, done: "asyncio.Future[Any]") -> None:
        """A failed answer is not remembered. One that no reader caused is written to the log, for whoever runs this."""
        error = None if done.cancelled() else done.exception()
        if done.cancelled() or error is not None:
            self._answers.pop(key, None)
        if error is not None and not isinstance(error, TraceworkError | TooLong):
            told.error("a question could not be answered: %s", key[2:], exc_info=error)

    def _cursor_on(self, log: EventLog) -> EventLog:
        """The log on a cursor of its own. A connection refuses two threads at once."""
        with self._opening:
            return replace(log, database=log.database.cursor())

    def _current(self, sight: Viewer) -> EventLog:
        """The open log of a sight; a newer generation replaces it. A question under way keeps the one it began with."""
        with self._opening:
            number = self.workspace.current_generation()
            if number is None:
                raise NothingYet("The workspace holds no event log yet. Import a file on the Data page.")
            found = self._logs.get(sight)
            if found is None or found.generation != number:
                found = open_log(self.workspace, sight, number, firm_settings(self.workspace).reader)
                self._logs[sight] = found
            self._logs.move_to_end(sight)
            while len(self._logs) > SIGHTS_OPEN:
                # not closed: a question under way may still read it, and who drops it last closes it
                self._logs.popitem(last=False)
            return found


class Running:
    """A question under way: what must be interrupted when its time is over."""

    def __init__(self) -> None:
        self._database: Database | None = None
        self._stopped = False

    def on(self, database: Database) -> None:
        """The question is put to `database` from here on, unless its time is over already."""
        self._database = database
        if self._stopped:
            raise TimeoutError("The question was stopped before it was put.")

    def stop(self) -> None:
        self._stopped = True
        if self._database is not None:
            self._database.interrupt()
