"""`Http`: the one client with which connectors ask web interfaces.

A connector is handed one that stands nowhere yet, and takes it to an address with `at(url, auth=…)`:

    api = http.at("https://…/api/v3", auth=OAuth2(http.at(token_url), client_credentials(id, secret)))
    page = api.get("orders", params={"since": …})      # https://…/api/v3/orders, decoded JSON
    page = api.get(page["next"])                       # "/…" and "https://…" too, but only of the same origin
    rows = api.read("GET", "results", parsed_csv)      # a ValueError in `parsed_csv` means broken: asked again

What may pass is tried again: 429, 500, 502 to 504, timeouts, cut connections, broken bodies. 401 renews the sign-in
once. What remains raises `SourceFailed` (its `status` says which) or, for 403, `Refused`.
"""

import logging
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from typing import Any, Literal, Self, TypedDict, TypeVar, Unpack

import httpx
import orjson

from core.errors import BadSettings, Refused, SourceFailed
from core.secret import concealed
from ingest.authentication import Auth, Open
from ingest.http_answer import Answer
from ingest.http_settings import HttpSettings
from ingest.limiter import Limiter
from ingest.source_clock import SourceClock
from ingest.tries import Passing, Tries, asked_to_wait

T = TypeVar("T")
Verdict = Literal["fine", "again", "renew", "refused", "failed"]
Judge = Callable[[Answer], Verdict | None]

MAY_PASS = frozenset({429, 500, 502, 503, 504})
NOT_THERE = frozenset({404, 405, 410})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 5
AS_IT_IS = {"accept": "*/*", "accept-encoding": "identity"}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

# they would write addresses and headers, secrets among them, into whatever log is kept
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)


class Sent(TypedDict, total=False):
    """What goes along with a request: `json` or `data` (a form) or `content` as its body."""

    params: Mapping[str, Any]
    headers: Mapping[str, str]
    json: Any
    data: Mapping[str, str]
    content: bytes


class _Line:
    """What all clients of one source share: connections, pace, clock and patience."""

    def __init__(self, source: str, settings: HttpSettings) -> None:
        self.source, self.settings = source, settings
        self.client = httpx.Client(
            verify=_trusted(settings), trust_env=False, follow_redirects=False, timeout=settings.timeout,
            headers={"user-agent": "tracework", "accept": "application/json"},
        )  # fmt: skip
        self.limiter, self.clock = Limiter(settings.rate), SourceClock()
        self.reached = False


class Http:
    """A client at one address of one source; `at` gives a client at another, which shares its pace and its clock."""

    def __init__(self, source: str, settings: HttpSettings | None = None) -> None:
        self._line = _Line(source, settings or HttpSettings())
        self._place = self._stand = httpx.URL("")
        self._auth: Auth = Open()
        self._headers: Mapping[str, str] = {}
        self._judge: Judge = lambda answer: None

    def at(
        self,
        url: str,
        auth: Auth | None = None,
        headers: Mapping[str, str] | None = None,
        judge: Judge | None = None,
    ) -> "Http":
        """A client at `url`. `judge` may say of an answer what its status does not: that it is fine after all, worth
        asking `again`, that the sign-in is to be renewed, or that a permission is missing (`refused`)."""
        place = httpx.URL(url)
        settings = self._line.settings
        if place.scheme not in ("http", "https") or not place.host:
            raise BadSettings(f'{self.source}: "{_shown(place)}" is no web address. It begins with https://.')
        if place.scheme == "http" and place.host not in LOOPBACK and not settings.plain_http:
            raise BadSettings(
                f"{self.source}: {_shown(place)} would send secrets unencrypted. Use https://, or say "
                f"plain_http = true under [sources.{self.source}.http] in firm.toml."
            )
        other = object.__new__(Http)
        other._line, other._place, other._auth = self._line, place, auth or Open()
        other._stand = place.copy_with(path=place.path.rstrip("/") + "/", query=None)
        other._headers, other._judge = headers or {}, judge or (lambda answer: None)
        return other

    def judged(self, judge: Judge) -> "Http":
        """The same client, with another judge of its answers."""
        other = copy(self)
        other._judge = judge
        return other

    @property
    def source(self) -> str:
        """The name of the source in firm.toml."""
        return self._line.source

    @property
    def settings(self) -> HttpSettings:
        """How patient to be."""
        return self._line.settings

    @property
    def url(self) -> str:
        return str(self._place)

    def clock(self) -> datetime:
        """The source's own clock: this machine's, until it has answered once."""
        return self._line.clock.now()

    def get(self, url: str = "", **sent: Unpack[Sent]) -> Any:
        """What a GET answers, decoded from JSON."""
        return self.read("GET", url, Answer.json, **sent)

    def post(self, url: str = "", **sent: Unpack[Sent]) -> Any:
        """What a POST answers, decoded from JSON."""
        return self.read("POST", url, Answer.json, **sent)

    def answer(self, method: str, url: str = "", **sent: Unpack[Sent]) -> Answer:
        """The whole answer, with its headers; the body as it came."""
        return self.read(method, url, lambda answer: answer, **sent)

    def read(self, method: str, url: str, reading: Callable[[Answer], T], **sent: Unpack[Sent]) -> T:
        """What `reading` makes of the answer. Where it raises ValueError the answer is broken, and asked for again."""
        target = self._within(url)
        return self._answered(method, target, lambda: self._ask(method, target, sent), reading)

    def leads_to(self, url: str) -> str:
        """Where a GET is redirected to. That may be another place, so nobody goes there; and signed in by itself, so it
        is a secret."""
        target = self._within(url)
        place = self._answered("GET", target, lambda: self._once("GET", target, {}), _redirect)
        return str(target.join(place))

    def patiently(self, asked: str, attempt: Callable[[], T]) -> T:
        """What `attempt` comes to, made again while it raises `Passing` and the source's patience lasts. `asked` says
        what it asks for."""
        tries = Tries(self._line.settings)
        while True:
            try:
                return attempt()
            except Passing as trouble:
                tries.wait_or_give_up(trouble, f"{self.source}: {asked}", self._line.reached)

    @contextmanager
    def unsigned(self, address: httpx.URL) -> Iterator[httpx.Response]:
        """What a GET at any place answers, without our sign-in, its body still to come. No error names the address."""
        self._line.limiter.wait()
        with (
            self._telling(f"{address.scheme}://{address.host}"),
            self._line.client.stream("GET", address, headers=AS_IT_IS) as answer,
        ):
            yield answer

    def close(self) -> None:
        self._line.client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answered(self, method: str, target: httpx.URL, ask: Callable[[], Answer], reading: Callable[[Answer], T]) -> T:
        renewed = False

        def attempt() -> T:
            nonlocal renewed
            while True:
                answer = ask()
                verdict = self._judge(answer) or _by_status(answer)
                if verdict == "fine":
                    return _read(reading, answer)
                if verdict == "renew" and not renewed:
                    renewed = self._auth.renew()
                    if renewed:
                        continue
                self._give_up_unless_it_may_pass(verdict, method, answer)

        return self.patiently(f"{method} {_shown(target)}", attempt)

    def _ask(self, method: str, target: httpx.URL, sent: Sent) -> Answer:
        for _ in range(MOST_REDIRECTS):
            answer = self._once(method, target, sent)
            if not _redirects(answer):
                return answer
            target = self._within(str(target.join(answer.headers["location"])))
        raise SourceFailed(f"{self.source}: {_shown(target)} redirects in circles. Check the address in firm.toml.")

    def _once(self, method: str, target: httpx.URL, sent: Sent) -> Answer:
        line = self._line
        request = line.client.build_request(method, target, **_as_httpx_takes_it(sent, self._headers))
        self._auth.apply(request)
        line.limiter.wait()
        with self._telling(_shown(target)):
            response = line.client.send(request)
        line.reached = True
        line.clock.heed(response.headers.get("date"))
        line.limiter.heed(response.headers, line.clock.now().timestamp(), line.settings.patience)
        return Answer(response.status_code, _shown(target), response.headers, response.content)

    @contextmanager
    def _telling(self, place: str) -> Iterator[None]:
        """Say in our words what goes wrong between us and a place."""
        line = self._line
        try:
            yield
        except httpx.TimeoutException:
            raise Passing(f"no answer within {line.settings.timeout:g} s") from None
        except httpx.TransportError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise SourceFailed(
                    f"{self.source}: the certificate of {place} is not trusted here ({error}). "
                    f"If it is your own authority, name its file as ca_file under [sources.{self.source}.http]."
                ) from None
            raise Passing(f"the connection failed ({concealed(str(error)) or type(error).__name__})") from None
        except httpx.DecodingError:
            raise Passing("the answer is broken in its compression") from None

    def _within(self, url: str) -> httpx.URL:
        """The whole address of `url`, which must lie at the origin this client stands at."""
        target = self._stand.join(url) if url else self._place
        if (target.scheme, target.host, target.port) != (self._place.scheme, self._place.host, self._place.port):
            raise SourceFailed(
                f"{self.source}: {_shown(self._place)} leads on to another place, {_shown(target)}, and the sign-in is "
                "not handed over there. If that is its right address, set it in firm.toml."
            )
        return target

    def _give_up_unless_it_may_pass(self, verdict: Verdict, method: str, answer: Answer) -> None:
        said = concealed(answer.excerpt())
        if verdict == "again":
            wait = asked_to_wait(answer.headers, self.clock())
            raise Passing(f"it answered {answer.status}{said}", wait, answer.status)
        what = f"{self.source}: {method} {answer.url}"
        if verdict == "refused":
            raise Refused(
                f"{what} is not permitted ({answer.status}{said}). Ask for the right to read it.", answer.status
            )
        if verdict == "renew":
            raise SourceFailed(
                f"{what}: the sign-in is not accepted ({answer.status}{said}). Check the secrets and ids that "
                f"[sources.{self.source}] in firm.toml names.", answer.status,
            )  # fmt: skip
        check = f"Check url, and what else [sources.{self.source}] in firm.toml names"
        todo = f"{check}: it is not there." if answer.status in NOT_THERE else f"{check}."
        raise SourceFailed(f"{what} answered {answer.status}{said}. {todo}", answer.status)


def _read(reading: Callable[[Answer], T], answer: Answer) -> T:
    try:
        return reading(answer)
    except ValueError as error:
        raise Passing(f"the answer is broken ({concealed(str(error))[:200]})", status=answer.status) from None


def _by_status(answer: Answer) -> Verdict:
    status = answer.status
    # a redirect gets here only where it is asked for where it leads
    if status < 300 or _redirects(answer):
        return "fine"
    if status in MAY_PASS:
        return "again"
    return "renew" if status == 401 else "refused" if status == 403 else "failed"


def _redirects(answer: Answer) -> bool:
    return answer.status in REDIRECTS and "location" in answer.headers


def _redirect(answer: Answer) -> str:
    if not _redirects(answer):
        raise ValueError("it leads nowhere, and an address was expected")
    return answer.headers["location"]


def _as_httpx_takes_it(sent: Sent, headers: Mapping[str, str]) -> dict[str, Any]:
    taken: dict[str, Any] = {**sent, "headers": {**headers, **sent.get("headers", {})}}
    if not taken.get("params"):
        # httpx would drop the query that the address has of its own
        taken.pop("params", None)
    if "json" in taken:
        taken["content"] = orjson.dumps(taken.pop("json"))
        taken["headers"].setdefault("content-type", "application/json")
    return taken


def _shown(url: httpx.URL) -> str:
    """An address without user, password and query, where secrets may stand."""
    return concealed(str(url.copy_with(username=None, password=None, query=None, fragment=None)))


def _trusted(settings: HttpSettings) -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=False)
    if settings.ca_file:
        try:
            context.load_verify_locations(settings.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise BadSettings(f"ca_file {settings.ca_file} holds no certificates ({error}). Name a PEM file.") from None
    return context
