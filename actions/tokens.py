"""The token for which a receiver's own address is asked before anything may be sent to it."""

from datetime import datetime

import orjson

from actions.answers import judged, said
from actions.channel import Outcome, Verdict
from actions.egress.web import Answer
from core.secret import Secret


def token_in(answer: Answer, now: datetime) -> Secret | Verdict:
    """`access_token` of the answer, as OAuth 2.0 (RFC 6749, section 5.1) names it, or the verdict that there is none:
    never for good, since a user or a password can be mended."""
    if not 200 <= answer.status < 300:
        found = judged(answer, now)
        words = f"It gives no token: {said(answer)}."
        return Verdict(Outcome.AGAIN, words, answer.status, found.wait, found.throttle)
    try:
        token = orjson.loads(answer.body)["access_token"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        token = None
    if not isinstance(token, str) or not token:
        return Verdict(Outcome.AGAIN, "It answered without an access_token.", answer.status)
    return Secret.of(token)
