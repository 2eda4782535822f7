"""The systems that the handoff writes into, each by its vendor's own interface."""

from __future__ import annotations

import base64
import json
import os
import time
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

BUSY, TRIES = {429, 502, 503, 504}, 5
FOUND, MISSING = 200, 404


class Refused(Exception):
    """A system said no."""


class Busy(Exception):
    """A system had no time for us, several times."""


def setting(name: str) -> str:
    """What the environment says; a name that is not set is told by its name."""
    try:
        return os.environ[name]
    except KeyError:
        raise Refused(f"the environment does not say {name}") from None


class System:
    """One system: signed in once, asked again while it is busy."""

    name: str
    url: str

    @cached_property
    def http(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30)

    @cached_property
    def token(self) -> str:
        raise NotImplementedError

    def ask(self, method: str, path: str, *accept: int, **more: Any) -> httpx.Response:
        """The answer, if its status is a success or one of `accept`."""
        headers = {"authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return self._asked(method, path, *accept, headers=headers, **more)

    def _asked(self, method: str, path: str, *accept: int, **more: Any) -> httpx.Response:
        for place in range(TRIES):
            answer = self.http.request(method, path, **more)
            if answer.status_code not in BUSY:
                break
            time.sleep(float(answer.headers.get("retry-after", 2**place)))
        if answer.is_success or answer.status_code in accept:
            return answer
        said = Busy if answer.status_code in BUSY else Refused
        raise said(f"{self.name} answered {answer.status_code} to {method} {path}: {answer.text[:300]}")


class Salesforce(System):
    """CRM and Certinia PSA."""

    name, data = "Salesforce", "/services/data/v62.0"

    def __init__(self) -> None:
        self.url = setting("SALESFORCE_URL")

    @cached_property
    def token(self) -> str:
        form = {
            "grant_type": "client_credentials",
            "client_id": setting("SALESFORCE_CLIENT_ID"),
            "client_secret": setting("SALESFORCE_CLIENT_SECRET"),
        }
        return str(self._asked("POST", "/services/oauth2/token", data=form).json()["access_token"])

    def query(self, soql: str, **values: str) -> list[dict[str, Any]]:
        """The records that a query finds; values stand in it as {name}."""
        text = soql.format(**{name: "'" + _escaped(value) + "'" for name, value in values.items()})
        records: list[dict[str, Any]] = self.ask("GET", f"{self.data}/query", params={"q": text}).json()["records"]
        return records

    def first(self, soql: str, **values: str) -> str | None:
        """The id of the first record that a query finds."""
        found = self.query(soql, **values)
        return found[0]["Id"] if found else None

    def record(self, entity: str, key: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("GET", f"{self.data}/sobjects/{entity}/{key}").json()
        return found

    def upsert(self, entity: str, field: str, value: str, sent: dict[str, Any]) -> str:
        """The id of the record that has this external id, made or brought up to date."""
        path = f"{self.data}/sobjects/{entity}/{field}/{quote(value, safe='')}"
        return str(self.ask("PATCH", path, json=sent).json()["id"])

    def submit(self, record: str, approver: str, words: str) -> dict[str, Any]:
        """The result of submitting a record for approval."""
        request = {"actionType": "Submit", "contextId": record, "nextApproverIds": [approver], "comments": words}
        answer = self.ask("POST", f"{self.data}/process/approvals/", 400, json={"requests": [request]})
        result: dict[str, Any] = answer.json()[0]
        return result


class NetSuite(System):
    """The ERP."""

    name, records, suiteql = "NetSuite", "/services/rest/record/v1", "/services/rest/query/v1/suiteql"
    token_path = "/services/rest/auth/oauth2/v1/token"

    def __init__(self) -> None:
        self.url = setting("NETSUITE_URL")

    @cached_property
    def token(self) -> str:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self._statement(),
        }
        return str(self._asked("POST", self.token_path, data=form).json()["access_token"])

    def query(self, suiteql: str, **values: str) -> list[dict[str, str]]:
        text = suiteql.format(**{name: "'" + value.replace("'", "''") + "'" for name, value in values.items()})
        answer = self.ask("POST", self.suiteql, json={"q": text}, headers={"prefer": "transient"})
        items: list[dict[str, str]] = answer.json()["items"]
        return items

    def first(self, suiteql: str, **values: str) -> str | None:
        found = self.query(suiteql, **values)
        return found[0]["id"] if found else None

    def named(self, kind: str, external: str) -> str | None:
        """The internal id of the record with an external id."""
        answer = self.ask("GET", f"{self.records}/{kind}/eid:{quote(external, safe='')}", MISSING)
        return str(answer.json()["id"]) if answer.status_code == FOUND else None

    def upsert(self, kind: str, external: str, sent: dict[str, Any]) -> str:
        answer = self.ask("PUT", f"{self.records}/{kind}/eid:{quote(external, safe='')}", json=sent)
        return answer.headers["location"].rpartition("/")[2]

    def _statement(self) -> str:
        """Who asks, signed with ES256 by the certificate's key."""
        key = serialization.load_pem_private_key(Path(setting("NETSUITE_PRIVATE_KEY_FILE")).read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        # the account's clock counts, not that of this machine
        now = int(parsedate_to_datetime(self.http.get(self.token_path).headers["date"]).timestamp())
        head = {"alg": "ES256", "typ": "JWT", "kid": setting("NETSUITE_CERTIFICATE_ID")}
        claims = {
            "iss": setting("NETSUITE_CLIENT_ID"),
            "scope": ["rest_webservices"],
            "aud": self.url + self.token_path,
            "iat": now,
            "exp": now + 600,
        }
        text = ".".join(_part(json.dumps(each).encode()) for each in (head, claims))
        r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{text}.{_part(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


class Graph(System):
    """Microsoft 365."""

    name = "Microsoft Graph"

    def __init__(self) -> None:
        self.url = setting("GRAPH_URL")

    @cached_property
    def token(self) -> str:
        form = {
            "grant_type": "client_credentials",
            "client_id": setting("GRAPH_CLIENT_ID"),
            "client_secret": setting("GRAPH_CLIENT_SECRET"),
            "scope": f"{self.url}/.default",
        }
        place = f"{setting('GRAPH_LOGIN_URL')}/{setting('GRAPH_TENANT')}/oauth2/v2.0/token"
        return str(self._asked("POST", place, data=form).json()["access_token"])

    def team(self, unique: str, sent: dict[str, Any]) -> str:
        """The id of the group with a unique name, made if it is not there, with its team."""
        place = f"/v1.0/groups(uniqueName='{quote(unique, safe='')}')"
        self.ask("PATCH", place, json=sent, headers={"prefer": "create-if-missing"})
        key = str(self.ask("GET", place).json()["id"])
        # 409: it is a team already
        self.ask("PUT", f"/v1.0/groups/{key}/team", 409, json={})
        return key


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
