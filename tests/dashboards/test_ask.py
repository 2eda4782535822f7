"""Asking: one answer for many askers, remembered per generation, stopped at its limit, never on the event loop."""

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from core.access import Viewer
from core.errors import NotFound, TraceworkError
from core.workspace import Workspace, create_workspace
from dashboards import questions
from dashboards.ask import Asker, NothingYet, Patience, TooLong
from eventlog.reading import EventLog, ProcessLog
from tests.served_orders import Row, imported, orders

calls: list[str] = []
T = TypeVar("T")
ENDLESS = "select count(*) from range(100_000_000) a, range(100_000_000) b"


def run(asked: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, on a thread of its own: the browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, asked).result()


def counted(process: ProcessLog) -> int:
    calls.append(threading.current_thread().name)
    time.sleep(0.2)
    return process.cases


def endless(process: ProcessLog) -> int:
    return int(process.database.value(ENDLESS))


def endless_on_log(log: EventLog) -> int:
    return int(log.database.value(ENDLESS))


def takes_longer_than_usual(log: EventLog) -> int:
    time.sleep(1.5)
    return log.generation


def wrong(process: ProcessLog) -> int:
    calls.append("wrong")
    raise NotFound("There is nothing.")


@pytest.fixture
def asker(workspace: Workspace) -> Iterator[Asker]:
    calls.clear()
    made = Asker(workspace, Viewer.owner(), longest_seconds=1.0)
    yield made
    made.close()


def test_many_askers_get_one_answer(asker: Asker, rows: list[Row]):
    async def ask() -> list[int]:
        return await asyncio.gather(*(asker.ask(counted, "orders") for _ in range(20)))

    assert run(ask()) == [len({row.order for row in rows})] * 20
    assert len(calls) == 1
    assert calls[0].startswith("ask")


def test_the_event_loop_stays_free(asker: Asker):
    async def ask() -> int:
        ticks, asked = 0, asyncio.ensure_future(asker.ask(counted, "orders"))
        while not asked.done():
            await asyncio.sleep(0.01)
            ticks += 1
        return ticks

    assert run(ask()) >= 5


def test_a_question_without_end_is_stopped_in_words_and_its_thread_is_free_again(asker: Asker):
    async def ask() -> float:
        start = time.monotonic()
        for _ in range(5):
            with pytest.raises(TooLong, match="took longer than 1 seconds"):
                await asker.ask(endless, "orders")
        assert (await asker.ask(questions.summary, "orders", "")).cases
        return time.monotonic() - start

    assert run(ask()) < 15


def test_a_question_may_be_given_longer_and_says_what_else_to_do(asker: Asker):
    async def ask() -> tuple[int, str]:
        told = await asker.ask_log_within(Patience(60.0), takes_longer_than_usual)
        with pytest.raises(TooLong) as raised:
            await asker.ask_log_within(Patience(0.2, "Ask for less."), endless_on_log)
        return told, str(raised.value)

    told, words = run(ask())
    assert told == 1
    assert words.endswith("seconds and was stopped. Nothing was changed. Ask for less.")
    assert "filter" not in words


def test_a_failure_is_not_remembered(asker: Asker):
    async def ask() -> None:
        for _ in range(2):
            with pytest.raises(NotFound):
                await asker.ask(wrong, "orders")

    run(ask())
    assert calls == ["wrong", "wrong"]


def test_a_process_that_is_not_there_is_named(asker: Asker):
    async def ask() -> None:
        await asker.ask(counted, "sales")

    with pytest.raises(TraceworkError, match="sales"):
        run(ask())


def test_an_empty_workspace_says_so(tmp_path: Path):
    asker = Asker(create_workspace(tmp_path / "firm"), Viewer.owner())

    async def ask() -> None:
        await asker.log()

    with pytest.raises(NothingYet):
        run(ask())


def test_a_newer_generation_is_seen_at_once(tmp_path: Path):
    first = orders(10, seed=1)
    asker = Asker(imported(tmp_path / "firm", first), Viewer.owner())

    async def ask() -> list[tuple[int, int]]:
        seen = []
        for number in (10, 25):
            if number > 10:
                await asyncio.to_thread(imported, tmp_path / "firm", orders(number, seed=2))
            cases = await asker.ask(questions.case_count, "orders", "")
            seen.append(((await asker.log()).generation, cases))
        return seen

    (one, few), (two, several) = run(ask())
    assert two > one
    assert several > few == 10


def test_no_more_answers_are_kept_than_allowed(asker: Asker, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dashboards.ask.REMEMBERED", 3)

    async def ask() -> None:
        for top in range(1, 8):
            await asker.ask(questions.variants, "orders", "", top)

    run(ask())
    assert len(asker._answers) == 3


def whole(log: EventLog) -> list[str]:
    return log.processes()


def test_the_whole_log_can_be_asked(asker: Asker):
    async def ask() -> list[str]:
        return await asker.ask_log(whole)

    assert run(ask()) == ["orders"]


def test_many_different_questions_at_once_do_not_stand_in_each_others_way(workspace: Workspace, scale: int):
    async def ask(asker: Asker) -> list[object]:
        asked = [asker.ask(questions.variants, "orders", "", top) for top in range(1, 60)]
        asked += [asker.ask(questions.case_count, "orders", f"duration > {hours}h") for hours in range(1, 60)]
        return await asyncio.gather(*asked, return_exceptions=True)

    for _ in range(2 * scale):
        asker = Asker(workspace, Viewer.owner())
        assert [found for found in run(ask(asker)) if isinstance(found, BaseException)] == []
        asker.close()
