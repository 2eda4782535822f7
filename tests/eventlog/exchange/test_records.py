"""The landed streams: batches of the right schema, of bounded size, with every row once and in order."""

from datetime import datetime

import pytest

from eventlog.exchange.records import BATCH_ROWS, SCHEMAS, Stream
from tests.eventlog.exchange.built_log import Landed


def test_rows_come_out_as_they_went_in():
    sink = Landed()
    stream = Stream(sink, "events")
    attributes = [("a", "string", "x"), ("a/b", "list", None)]
    stream.add(0, "e", "A", 5, "text", None, "start", "Ann", attributes)
    stream.add(1, None, None, None, None, "c", None, None, [])
    stream.flush()
    stream.flush()
    first, second = sink.rows("events")
    assert first["time"] == datetime(1970, 1, 1, 0, 0, 0, 5)
    assert [tuple(each.values()) for each in first["attributes"]] == attributes
    assert (second["time"], second["case"], second["attributes"]) == (None, "c", [])
    assert len(sink.batches["events"]) == 1


@pytest.mark.parametrize("count", [0, 1, BATCH_ROWS - 1, BATCH_ROWS, 2 * BATCH_ROWS + 1])
def test_batches_stay_small_and_hold_every_row(count: int):
    sink = Landed()
    stream = Stream(sink, "event_object")
    for row in range(count):
        stream.add(row, "e", "o", "")
    stream.flush()
    assert [row["row"] for row in sink.rows("event_object")] == list(range(count))
    assert all(0 < batch.num_rows <= BATCH_ROWS for batch in sink.batches.get("event_object", []))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_stream_can_be_empty(name: str):
    sink = Landed()
    Stream(sink, name).flush()
    assert sink.rows(name) == []
