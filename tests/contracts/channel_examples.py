"""An example of each kind of channel for the contract suite: its table in firm.toml, and its receiver's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.actions.receiver import Answering, Receiver, Reply, Request, receiver
from tests.reports.mail_server import mail_server

HERE = "{url}"
TAKEN = Reply(202, body=b'{"status": "success"}')


@dataclass(frozen=True)
class Example:
    """`table` is what firm.toml says, at the address of the receiver; `secrets` are what the files hold that it names,
    with HERE where that address stands in one. `answer` is what a receiver that takes everything says, `says` how one
    says something else of a message. What a kind judges in its own way says so in `temporary`, `permanent`, `gone`."""

    table: Callable[[str], Mapping[str, Any]]
    secrets: Mapping[str, str] = field(default_factory=dict)
    answer: Answering = lambda _: TAKEN
    says: Callable[[Reply], Answering] = lambda reply: lambda _: reply
    temporary: tuple[Reply, ...] = (Reply(500), Reply(429, {"retry-after": "120"}), Reply(503), Reply(closes=True))
    permanent: tuple[Reply, ...] = (Reply(400, {"webhook-delivery": "abort-message"}),)
    gone: tuple[Reply, ...] = (Reply(410),)

    @contextmanager
    def receiving(self) -> Iterator[Receiver]:
        """A receiver of this kind."""
        with receiver(self.answer) as found:
            yield found


# what an API that tells whose fault it is says of a message that it will never take
REFUSED = (Reply(400), Reply(404), Reply(422, body=b'{"detail": "no such field"}'))
# the key of the test vector of Standard Webhooks, so that signatures are the same each time
EVENT_KEYS = {"keys": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
SIGNED = {"keys": {"file": "keys"}}


def with_token(answer: Reply) -> Answering:
    """A receiver that hands out a token where it is asked for one, and takes what comes with it."""

    def answered(request: Request) -> Reply:
        if request.path in ("/auth/token", "/oauth/token"):
            return Reply(201, body=b'{"access_token": "tok_4711", "token_type": "Bearer"}')
        return answer if request.headers.get("authorization") == "Bearer tok_4711" else Reply(401)

    return answered


@dataclass(frozen=True)
class MailExample(Example):
    """The receiver is a mail server, which says a number and a word to each mail."""

    @contextmanager
    def receiving(self) -> Iterator[Receiver]:
        with mail_server() as mailbox:
            found = Receiver(f"smtp://127.0.0.1:{mailbox.port}", self.answer)

            def taken(letter: bytes) -> str | None:
                request = Request("DATA", "", {"content-type": "message/rfc822"}, letter)
                found.requests.append(request)
                reply = found.answer(request)
                return None if reply.closes else f"{reply.status} {reply.body.decode()[:200] or 'said'}"

            mailbox.answered = taken
            yield found


EXAMPLES: dict[str, Example] = {
    "airflow": Example(
        table=lambda url: {
            "url": url, "dag": "handoff", "user": "tracework", "password": {"file": "password"}, **SIGNED
        },
        secrets={**EVENT_KEYS, "password": "airflow-secret"},
        answer=with_token(Reply(200, body=b'{"state": "queued"}')),
        says=with_token,
        permanent=REFUSED,
    ),
    "camunda": Example(
        table=lambda url: {
            "url": url, "token_url": f"{url}/oauth/token", "client_id": "tracework", "audience": "zeebe.camunda.io",
            "client_secret": {"file": "client"}, **SIGNED,
        },
        secrets={**EVENT_KEYS, "client": "camunda-secret"},
        answer=with_token(Reply(200, body=b'{"messageKey": "2251799813685263"}')),
        says=with_token,
        permanent=REFUSED,
    ),
    "mail": MailExample(
        table=lambda url: {
            "server": "127.0.0.1", "port": int(url.rpartition(":")[2]), "security": "none",
            "sender": "Tracework <tracework@firm.example>", "to": "anna@firm.example",
        },
        answer=lambda _: Reply(250, body=b"taken"),
        temporary=(Reply(451, body=b"later"), Reply(421, body=b"busy"), Reply(closes=True)),
        permanent=(Reply(550, body=b"no such user"), Reply(554, body=b"spam")),
        gone=(),
    ),
    "pagerduty": Example(
        table=lambda url: {"url": f"{url}/v2/enqueue", "routing_key": {"file": "routing"}},
        secrets={"routing": "R0UT1NGKEY000000000000000000000A"},
        permanent=REFUSED,
    ),
    "power_automate": Example(
        table=lambda url: {"url": {"file": "trigger"}}, secrets={"trigger": f"{HERE}/workflows/1/invoke?sig=s3cr3t-sig"}
    ),
    "prefect": Example(
        table=lambda url: {
            "url": f"{url}/api", "deployment": "a9b6c3ff-3f7e-4a51-9f4a-5d1c3c6c1a11", "api_key": {"file": "key"},
            **SIGNED,
        },
        secrets={**EVENT_KEYS, "key": "pnu_s3cr3t"},
        answer=lambda _: Reply(201, body=b'{"id": "a9b6c3ff-3f7e-4a51-9f4a-5d1c3c6c1a12"}'),
        permanent=REFUSED,
    ),
    "slack": Example(
        table=lambda url: {"url": {"file": "hook"}},
        secrets={"hook": f"{HERE}/services/T000/B000/s3cr3thook"},
        answer=lambda _: Reply(200, body=b"ok"),
        permanent=(Reply(400, body=b"invalid_payload"),),
        gone=(Reply(404, body=b"no_service"), Reply(410, body=b"channel_is_archived")),
    ),
    "teams": Example(
        table=lambda url: {"url": {"file": "workflow"}},
        secrets={"workflow": f"{HERE}/workflows/2/invoke?sig=t34ms-sig"},
    ),
    "webhook": Example(table=lambda url: {"url": f"{url}/hooks/erp", **SIGNED}, secrets=EVENT_KEYS),
}  # fmt: skip
