"""A web interface that hands out records in JSON pages of 2,000 with 12 columns each, for measuring who reads them.

As a script it serves until ended: python -m benchmarks.record_server RECORDS prints its address.
"""

import socket
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import uvicorn

PAGE = 2_000
START = datetime(2026, 1, 1, tzinfo=UTC)


def record(number: int) -> dict[str, Any]:
    """A record like a timecard: twelve columns, none the same in all records."""
    changed = (START + timedelta(seconds=number)).isoformat()
    return {
        "Id": f"a0B{number:015d}", "Name": f"TC-{number:08d}", "Resource": f"003{number % 911:015d}",
        "Project": f"a0P{number % 4_001:015d}", "Status": ("Draft", "Submitted", "Approved")[number % 3],
        "Hours": number % 33 / 4, "Billable": number % 5 > 0, "Rate": 95 + number % 140, "Currency": "USD",
        "Notes": None if number % 2 else f"work on part {number % 57}", "Created": changed, "Changed": changed,
    }  # fmt: skip


def page(offset: int, records: int) -> bytes:
    last = min(offset + PAGE, records)
    return orjson.dumps(
        {"records": [record(number) for number in range(offset, last)], "next": last if last < records else None}
    )


def application(records: int) -> Callable[..., Awaitable[None]]:
    """The interface: `/?offset=N` gives the page that begins there."""

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        body = page(int(scope["query_string"].partition(b"=")[2] or 0), records)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return serve


def main(records: int) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(application(records), log_level="critical", lifespan="off")
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(int(sys.argv[1]))
