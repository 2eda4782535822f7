"""What an HTTP answer means, as Standard Webhooks 1.0.0 says: only 2xx is success, and redirects are not followed."""

from datetime import datetime, timedelta

from actions.channel import Outcome, Verdict
from actions.egress.web import Answer
from ingest.tries import asked_to_wait as seconds_to_wait

GONE = 410
THROTTLE = frozenset({429, 502, 503, 504})
REFUSED = frozenset({400, 404, 405, 409, 413, 415, 422})
ABORT = "abort-message"
MOST_WORDS = 200
MOST_SECONDS = 10**9


def judged(answer: Answer, now: datetime) -> Verdict:
    """The verdict on an answer by its status and headers alone."""
    status, words = answer.status, said(answer)
    if 200 <= status < 300:
        return Verdict(Outcome.DELIVERED, f"Taken ({status}).", status)
    if status == GONE:
        return Verdict(Outcome.GONE, f"The receiver says it is gone for good ({words}).", status)
    if ABORT in answer.headers.get("webhook-delivery", "").lower():
        return Verdict(Outcome.NEVER, f"The receiver asked not to be sent this again ({words}).", status)
    wait = asked_to_wait(answer, now)
    if 300 <= status < 400:
        return Verdict(Outcome.AGAIN, f"It redirects, which is not followed ({words}).", status, wait)
    return Verdict(Outcome.AGAIN, f"It answered {words}.", status, wait, throttle=status in THROTTLE)


def judged_of_api(answer: Answer, now: datetime, already: int | None = None) -> Verdict:
    """The verdict where the receiver is an API that tells whose fault it is. What it cannot read or does not know (400,
    404, 422 …) it will not take later either; a key that it refuses may be mended. `already` is the status by which it
    says that it has the message from an earlier try."""
    if answer.status == already:
        return Verdict(Outcome.DELIVERED, f"It has it from an earlier try ({said(answer)}).", answer.status)
    if answer.status in REFUSED:
        return Verdict(Outcome.NEVER, f"It refuses this message ({said(answer)}).", answer.status)
    return judged(answer, now)


def asked_to_wait(answer: Answer, now: datetime) -> timedelta | None:
    """What Retry-After asks for: seconds or a date; None where it says nothing that can be understood."""
    seconds = seconds_to_wait(answer.headers, now)
    return None if seconds is None or seconds > MOST_SECONDS else timedelta(seconds=seconds)


def said(answer: Answer) -> str:
    """The status and the beginning of the answer's body, on one line."""
    text = " ".join(answer.body[: 4 * MOST_WORDS].decode(errors="replace").split())
    return f"{answer.status}: {text[:MOST_WORDS]}" if text else str(answer.status)
