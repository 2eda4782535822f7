"""Signing in with a signed statement: the vendor's side checks it as a vendor does, over TLS with its own authority."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from core.errors import BadSettings, SourceFailed
from core.secret import Secret
from ingest.authentication import Basic, OAuth2, client_assertion, client_credentials, jwt_bearer, signed
from ingest.http import Http
from ingest.http_settings import HttpSettings
from tests.ingest.small_server import SmallServer

PEM = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
RSA, EC = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())
QUICK = HttpSettings(attempts=2, first_wait=0.01)


def secret(key) -> Secret:
    return Secret.of(key.private_bytes(*PEM).decode())


def vendor(clock, heard: list[dict[str, object]]) -> FastAPI:
    """Takes an assertion that is signed by one of our keys and is not out of date by its own clock."""
    app = FastAPI()

    @app.post("/token")
    async def token(request: Request) -> object:
        form = dict(await request.form())
        if "assertion" not in form and "client_assertion" not in form:
            heard.append({"form": form, "authorization": request.headers.get("authorization")})
            return {"access_token": "plain-token-123"}
        text = str(form.get("assertion") or form["client_assertion"])
        key = EC if form.get("scope") == "ec" else RSA
        public = (ECKey if key is EC else RSAKey).import_key(
            key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )  # fmt: skip
        read = jwt.decode(text, public, ["RS256", "PS256", "ES256"])
        now = clock().timestamp()
        if not read.claims["iat"] - 60 <= now <= read.claims["exp"]:
            return JSONResponse({"error": "invalid_grant", "error_description": "expired"}, 400)
        heard.append({"header": read.header, "claims": read.claims, "form": form})
        return {"access_token": "token-for-a-statement", "expires_in": 600, "instance_url": "https://there"}

    @app.get("/who")
    async def who(request: Request) -> object:
        return {"you": request.headers["authorization"].removeprefix("Bearer ")[:5]}

    return app


@pytest.fixture
def heard():
    return []


@pytest.fixture
def server(heard):
    started = []

    def clock() -> datetime:
        return started[0].clock.now()

    with SmallServer(vendor(clock, heard)) as running:
        started.append(running)
        yield running


@pytest.mark.parametrize(
    ("key", "algorithm", "scope"), [(RSA, "RS256", "rsa"), (RSA, "PS256", "rsa"), (EC, "ES256", "ec")]
)
def test_a_signed_statement_is_accepted(server, heard, key, algorithm, scope):
    statement = signed(secret(key), algorithm, {"iss": "us", "aud": "them"}, {"kid": "cert-1"})
    with Http("erp", QUICK) as http:
        auth = OAuth2(http.at(server.url + "/token"), client_assertion(statement, scope=scope))
        assert http.at(server.url, auth=auth).get("who") == {"you": "token"}
        assert auth.granted["instance_url"] == "https://there"
    (only,) = heard
    assert only["header"] == {"alg": algorithm, "kid": "cert-1", "typ": "JWT"}
    assert only["claims"]["iss"] == "us"
    assert only["form"]["grant_type"] == "client_credentials"


def test_a_clock_that_is_off_is_set_by_the_refusal(server, heard):
    server.clock.ahead = timedelta(days=2)
    grant = jwt_bearer(signed(secret(RSA), "RS256", {"iss": "us", "sub": "ann", "aud": "them"}))
    with Http("crm", QUICK) as http:
        assert http.at(server.url, auth=OAuth2(http.at(server.url + "/token"), grant)).get("who")
    assert abs(heard[0]["claims"]["iat"] - server.clock.now().timestamp()) < 60


def test_id_and_secret_go_as_the_endpoint_wants_them(server, heard):
    password = Secret.of("quite-a-secret")
    with Http("crm", QUICK) as http:
        in_form = OAuth2(http.at(server.url + "/token"), client_credentials("us", password, scope="all"))
        in_header = OAuth2(http.at(server.url + "/token", auth=Basic("us", password)), client_credentials("us"))
        for auth in (in_form, in_header):
            http.at(server.url, auth=auth).get("who")
    assert heard[0]["form"] == {
        "grant_type": "client_credentials", "client_id": "us", "client_secret": "quite-a-secret", "scope": "all",
    }  # fmt: skip
    assert heard[1]["authorization"].startswith("Basic ")
    assert "client_secret" not in heard[1]["form"]


@pytest.mark.parametrize(("text", "algorithm"), [("no key at all", "RS256"), (secret(EC).reveal(), "PS256")])
def test_a_key_that_cannot_sign_says_so_and_stays_unsaid(text, algorithm):
    with pytest.raises(BadSettings, match=f"cannot sign with {algorithm}") as told:
        signed(Secret.of(text), algorithm, {})(datetime.now(UTC))
    assert text[:20] not in str(told.value)


def test_a_certificate_of_ones_own_authority(tmp_path):
    certificate = _certificate(tmp_path)
    app = FastAPI()
    app.get("/")(lambda: {"hello": "there"})
    with SmallServer(app, ssl_certfile=str(certificate), ssl_keyfile=str(tmp_path / "key.pem")) as server:
        with Http("erp", HttpSettings(ca_file=certificate)) as http:
            assert http.at(server.url).get() == {"hello": "there"}
        with Http("erp", QUICK) as http, pytest.raises(SourceFailed, match="ca_file"):
            http.at(server.url).get()
    with pytest.raises(BadSettings, match="holds no certificates"):
        Http("erp", HttpSettings(ca_file=tmp_path / "absent.pem"))


def _certificate(folder):
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(RSA.public_key())
        .serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(RSA, hashes.SHA256())
    )  # fmt: skip
    (folder / "key.pem").write_bytes(RSA.private_bytes(*PEM))
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / "certificate.pem"
