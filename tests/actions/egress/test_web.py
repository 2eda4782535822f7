"""The guard on what leaves: internal addresses in every disguise are refused, names are pinned, slow answers end."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from actions.egress.web import MOST_BYTES, NotReached, TargetRefused, Web, shown
from core.addresses import Address, Resolver, is_internal
from tests.actions.receiver import Receiver, Reply, receiver

PUBLIC = ("8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:82b::200e", "64:ff9b::808:808")
INTERNAL = (
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "169.254.170.2", "100.64.0.1", "100.127.255.254", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1",
    "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "2001::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1",
    "64:ff9b:1::808:808", "2002:7f00:1::", "2002:a9fe:a9fe::1", "100::1",
)  # fmt: skip


def named(*addresses: str) -> Resolver:
    return lambda host, port: [ip_address(text) for text in addresses]


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


def port_of(there: Receiver) -> int:
    return int(there.url.rpartition(":")[2])


@pytest.mark.parametrize("text", INTERNAL)
def test_an_internal_address_is_known_as_one(text: str):
    assert is_internal(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_none(text: str):
    assert not is_internal(ip_address(text))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "017700000001", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_this_machine_is_refused_however_it_is_written(there: Receiver, host: str):
    for scheme in ("https", "http"):
        with pytest.raises(TargetRefused):
            Web().post(f"{scheme}://{host}:{port_of(there)}/in", b"{}", {})
    assert there.requests == []


@pytest.mark.parametrize("text", ["169.254.169.254", "10.0.0.7", "fd00:ec2::254", "::ffff:169.254.169.254"])
def test_a_name_that_leads_inside_is_refused(text: str):
    with pytest.raises(TargetRefused, match="not on the public internet, or name the host under internal_hosts"):
        Web(resolver=named(text)).post("https://metadata.example/latest", b"", {})


def test_a_name_that_leads_outside_and_inside_is_refused(there: Receiver):
    with pytest.raises(TargetRefused, match=r"127\.0\.0\.1"):
        Web(resolver=named("8.8.8.8", "127.0.0.1")).post(f"https://both.example:{port_of(there)}", b"", {})


def test_without_encryption_nothing_leaves():
    with pytest.raises(TargetRefused, match="not encrypted"):
        Web(resolver=named("8.8.8.8")).post("http://open.example/in", b"", {})


@pytest.mark.parametrize("allowed", ["hook.internal", "hook.internal:{port}", "Hook.Internal"])
def test_a_host_that_is_named_is_asked(there: Receiver, allowed: str):
    web = Web(frozenset({allowed.format(port=port_of(there))}), resolver=named("127.0.0.1"))
    assert web.post(f"http://hook.internal:{port_of(there)}/in?a=b", b"{}", {"x-own": "1"}).status == 200
    (request,) = there.requests
    assert (request.method, request.path, request.body) == ("POST", "/in?a=b", b"{}")
    assert request.headers["host"] == f"hook.internal:{port_of(there)}"


@pytest.mark.parametrize("allowed", ["::1", "[::1]:9"])
def test_an_address_of_the_sixth_version_is_named_with_or_without_brackets(allowed: str):
    with pytest.raises(NotReached):
        Web(frozenset({allowed})).post("http://[::1]:9", b"", {})


def test_another_port_of_a_host_that_is_named_with_its_port_is_refused(there: Receiver):
    web = Web(frozenset({"hook.internal:1"}), resolver=named("127.0.0.1"))
    with pytest.raises(TargetRefused):
        web.post(f"http://hook.internal:{port_of(there)}", b"", {})


def test_a_name_is_resolved_once_and_the_connection_goes_where_it_led():
    """Whoever changes what the name leads to, between the check and the connection, changes nothing."""
    asked: list[str] = []

    def changing(host: str, port: int) -> list[Address]:
        asked.append(host)
        return [ip_address("127.0.0.2" if len(asked) == 1 else "127.0.0.1")]

    with receiver(host="127.0.0.2") as meant, receiver(host="127.0.0.1", port=port_of(meant)) as other:
        web = Web(frozenset({"rebinding.example"}), resolver=changing)
        assert web.post(f"http://rebinding.example:{port_of(meant)}", b"", {}).status == 200
        assert (len(meant.requests), other.requests, asked) == (1, [], ["rebinding.example"])


def test_a_redirect_is_an_answer_and_is_not_followed(there: Receiver):
    there.answer = lambda _: Reply(302, {"location": "http://169.254.169.254/latest/meta-data"})
    answer = Web(frozenset({"127.0.0.1"})).post(there.url, b"", {})
    assert (answer.status, answer.headers["location"]) == (302, "http://169.254.169.254/latest/meta-data")
    assert len(there.requests) == 1


def test_a_dead_address_leaves_time_for_the_next(there: Receiver):
    web = Web(frozenset({"hook.internal"}), resolver=named("127.0.0.3", "127.0.0.1"))
    assert web.post(f"http://hook.internal:{port_of(there)}", b"", {}).status == 200


def test_what_cannot_be_reached_may_be_tried_again():
    def unknown(host: str, port: int) -> list[Address]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(NotReached, match=r"gone\.example cannot be resolved"):
        Web(resolver=unknown).post("https://gone.example", b"", {})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(NotReached, match="could not be asked"):
            Web(frozenset({"127.0.0.1"})).post(f"http://127.0.0.1:{free.getsockname()[1]}", b"", {})


def test_of_a_huge_answer_only_the_beginning_is_read(there: Receiver):
    there.answer = lambda _: Reply(500, body=b"x" * 10_000_000)
    assert len(Web(frozenset({"127.0.0.1"})).post(there.url, b"", {}).body) == MOST_BYTES


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nx: ", b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n"])
def test_an_answer_that_drips_ends_in_time(start: bytes):
    """Each byte comes well within the limit for one read; the whole must too."""
    with dripping(start) as port:
        began = time.monotonic()
        with pytest.raises(NotReached, match="within 1 s"):
            Web(frozenset({"127.0.0.1"}), timeout_s=1).post(f"http://127.0.0.1:{port}", b"", {})
        assert time.monotonic() - began < 5


@contextmanager
def dripping(start: bytes) -> Iterator[int]:
    """A server that begins to answer and then sends a byte now and then for ever."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(start)
                while not over.wait(0.1):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        over.set()
        thread.join(timeout=5)


@pytest.mark.parametrize(
    "url", ["", "//a", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://[::1", "gopher://a"]
)
def test_what_is_no_web_address_is_refused(url: str):
    with pytest.raises(TargetRefused, match="no web address"):
        Web().post(url, b"", {})


def test_where_it_goes_is_shown_without_path_and_password():
    assert shown("https://chat.example:8443/hooks/SECRET?key=SECRET") == "https://chat.example:8443"
    with pytest.raises(TargetRefused, match="user and password") as told:
        Web().post("https://me:SECRET@chat.example/x", b"", {})
    assert "SECRET" not in str(told.value)


def test_the_certificate_is_checked_against_the_name_not_the_address(tmp_path: Path):
    authority = self_signed(tmp_path, "erp.example")
    trusted = ssl.create_default_context(cafile=str(authority))
    with encrypted(authority) as (port, names):
        allowed = frozenset({"erp.example", "other.example"})
        web = Web(allowed, resolver=named("127.0.0.1"), trusted=trusted)
        assert web.post(f"https://erp.example:{port}", b"{}", {}).status == 204
        with pytest.raises(NotReached, match="CERTIFICATE_VERIFY_FAILED"):
            web.post(f"https://other.example:{port}", b"{}", {})
        with pytest.raises(NotReached, match="CERTIFICATE_VERIFY_FAILED"):
            Web(allowed, resolver=named("127.0.0.1")).post(f"https://erp.example:{port}", b"{}", {})
    assert names[:2] == ["erp.example", "other.example"]


def self_signed(folder: Path, name: str) -> Path:
    """A certificate with its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return path


@contextmanager
def encrypted(certificate: Path) -> Iterator[tuple[int, list[str | None]]]:
    """A server with that certificate; and the names that clients asked for in the handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(connection, server_side=True) as spoken:
                        # what is left unread when a connection closes undoes the answer
                        while (part := spoken.recv(65_536)) and not part.endswith(b"{}"):
                            pass
                        spoken.sendall(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
                except OSError:
                    connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], names
        server.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)
