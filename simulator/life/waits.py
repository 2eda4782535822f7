"""The truth of every wait: at each instant from enabled to taken up one cause, the first that holds.

External: outside the firm. Batching: until the last one of the batch is enabled. Unavailability: the person who took
it up is off. Prioritization, contention: that person works on something enabled later, earlier (a batch counts as
enabled with its last). Else external.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.life.chance import Ints
from simulator.life.desks import PERSON
from simulator.life.life import HANDOFF_NAMES, HANDOFFS, Life
from simulator.life.rows import DAY, NEVER, Rows, together
from simulator.state import MOMENT

CAUSES = ("external", "batching", "unavailability", "prioritization", "contention")
EXTERNAL, BATCHING, UNAVAILABLE, PRIORITIZED, CONTENDED = range(5)
AT_ONCE = 400_000


def explain(life: Life) -> pl.DataFrame:
    """The table of waits: one row for each stretch of one cause."""
    waits = together(*life.waits)
    shown = np.minimum(waits.taken, life.as_of + 7 * DAY)
    parts = []
    for start in range(0, len(waits), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        chunk = waits.pick(np.arange(len(waits))[some]).put(taken=shown[some])
        parts.append(_stretches(life, chunk, np.arange(len(waits))[some]))
    rows = together(*parts)
    rows = rows.pick(rows.from_at < life.as_of)
    rows = rows.pick(np.lexsort((rows.from_at, rows.wait)))
    return _table(waits, rows)


def _stretches(life: Life, waits: Rows, number: Ints) -> Rows:
    outside = waits.who == 0
    parts = [_rows(number[outside], waits.enabled[outside], waits.taken[outside], EXTERNAL)]
    inside = waits.pick(~outside).put(number=number[~outside])
    since = np.minimum(np.maximum(inside.enabled, inside.last), inside.taken)
    parts.append(_rows(inside.number, inside.enabled, since, BATCHING))
    rest = inside.pick(since < inside.taken).put(since=since[since < inside.taken])
    worked = _by_hours(life, rest, _on_axis(life, rest))
    parts += [worked, _off(rest, worked)]
    whole = together(*(part.pick(part.to_at > part.from_at) for part in parts))
    return _merged(whole.pick(np.lexsort((whole.from_at, whole.wait))))


def _rows(wait: Ints, start: Ints, end: Ints, cause: int) -> Rows:
    return Rows(wait=wait, from_at=start, to_at=end, cause=np.full(len(wait), cause, np.int8))


def _merged(rows: Rows) -> Rows:
    """Neighbouring stretches of one cause are one."""
    if not len(rows):
        return rows
    same = (
        (rows.wait[1:] == rows.wait[:-1]) & (rows.cause[1:] == rows.cause[:-1]) & (rows.from_at[1:] == rows.to_at[:-1])
    )
    first = np.flatnonzero(np.concatenate([[True], ~same]))
    last = np.concatenate([first[1:] - 1, [len(rows) - 1]])
    return rows.pick(first).put(to_at=rows.to_at[last])


def _on_axis(life: Life, rest: Rows) -> Rows:
    """Stretches in working time: what the person worked on meanwhile, and the gaps between."""
    time, busy, who = life.desks.time, life.busy, rest.who - 1
    low = (who << PERSON) + time.position(who, rest.since)
    high = (who << PERSON) + time.position(who, rest.taken)
    begin = np.searchsorted(busy.end, low, side="right")
    count = np.maximum(np.searchsorted(busy.start, high, side="left") - begin, 0)
    row = np.repeat(np.arange(len(rest)), count)
    piece = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + begin[row]
    start, end = np.maximum(busy.start[piece], low[row]), np.minimum(busy.end[piece], high[row])
    cause = np.where(busy.enabled[piece] > rest.enabled[row], PRIORITIZED, CONTENDED).astype(np.int8)
    first = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, bool)
    before = np.where(first, low[row], np.concatenate([low[:1], end[:-1]])[: len(row)])
    last = np.concatenate([row[1:] != row[:-1], [True]]) if len(row) else np.zeros(0, bool)
    idle = np.flatnonzero(count == 0)
    stretches = together(
        _rows(row, start, end, 0).put(cause=cause), _rows(row, before, start, EXTERNAL),
        _rows(row[last], end[last], high[row[last]], EXTERNAL), _rows(idle, low[idle], high[idle], EXTERNAL),
    )  # fmt: skip
    return stretches.pick(stretches.to_at > stretches.from_at)


def _by_hours(life: Life, rest: Rows, stretches: Rows) -> Rows:
    """The same by the clock: a stretch over several working days is one part a day."""
    time, mask = life.desks.time, (1 << PERSON) - 1
    who, length = rest.who[stretches.wait] - 1, time.length_of(rest.who[stretches.wait] - 1)
    start, end = stretches.from_at & mask, stretches.to_at & mask
    first, last = start // length, (end - 1) // length
    count = last - first + 1
    row = np.repeat(np.arange(len(stretches)), count)
    day = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + first[row]
    low, high = np.maximum(day * length[row], start[row]), np.minimum((day + 1) * length[row], end[row])
    wait = stretches.wait[row]
    until = np.minimum(time.done(who[row], high), rest.taken[wait])
    return Rows(wait=rest.number[wait], from_at=time.begin(who[row], low), to_at=until, cause=stretches.cause[row])


def _off(rest: Rows, worked: Rows) -> Rows:
    """Between the parts the person is off, and before the first and after the last."""
    edges = together(
        Rows(wait=worked.wait, from_at=worked.from_at, to_at=worked.to_at),
        Rows(wait=rest.number, from_at=rest.since, to_at=rest.since),
        Rows(wait=rest.number, from_at=rest.taken, to_at=rest.taken),
    )
    edges = edges.pick(np.lexsort((edges.to_at, edges.from_at, edges.wait)))
    gap = np.flatnonzero((edges.wait[1:] == edges.wait[:-1]) & (edges.from_at[1:] > edges.to_at[:-1]))
    return _rows(edges.wait[gap], edges.to_at[gap], edges.from_at[gap + 1], UNAVAILABLE)


def _table(waits: Rows, rows: Rows) -> pl.DataFrame:
    handoff = waits.handoff_no[rows.wait]
    ends = waits.taken[rows.wait]
    to_at = np.where((rows.to_at >= NEVER), ends, rows.to_at)
    whats = list(HANDOFFS.values())
    names = pl.DataFrame({"n": range(len(HANDOFF_NAMES)), "handoff": HANDOFF_NAMES, "object_type": whats})
    frame = pl.DataFrame({
        "n": handoff.astype(np.int64), "object_id": waits.object_id[rows.wait], "cause": rows.cause.astype(np.int64),
        "from_at": rows.from_at * 1_000_000, "to_at": to_at * 1_000_000,
    })  # fmt: skip
    frame = frame.join(names, on="n", how="left", maintain_order="left")
    causes = pl.DataFrame({"cause": range(len(CAUSES)), "word": CAUSES})
    frame = frame.join(causes, on="cause", how="left", maintain_order="left").with_row_index("id", 1)
    return frame.select(
        pl.col("id").cast(pl.Int64), "object_type", "object_id", "handoff", pl.col("word").alias("cause"),
        pl.col("from_at").cast(MOMENT), pl.col("to_at").cast(MOMENT),
    )  # fmt: skip
