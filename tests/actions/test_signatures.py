"""Standard Webhooks: the vector of its text, the reference library both ways, ed25519, keys that are changed over."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook as Reference

from actions.signatures import keys_in, new_key, signed_bytes, signed_headers
from core.errors import BadSettings
from core.secret import Secret, concealed

VECTOR = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
IDENTITY = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'


def keys(text: str):
    return keys_in(Secret.of(text), "The keys of erp")


def test_the_vector_of_the_standard():
    assert signed_headers(IDENTITY, BODY, keys(VECTOR), AT) == {
        "webhook-id": IDENTITY, "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }  # fmt: skip


@given(st.binary(min_size=24, max_size=64), st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_the_reference_library_agrees_both_ways(raw: bytes, text: str):
    secret = f"whsec_{base64.b64encode(raw).decode()}"
    body, now = json.dumps({"said": text}, ensure_ascii=False).encode(), datetime.now(UTC)
    ours = signed_headers(IDENTITY, body, keys(secret), now)
    Reference(secret).verify(body, ours)
    theirs = Reference(secret).sign(IDENTITY, now, body.decode())
    assert keys(secret)[0].matches(signed_bytes(ours, body), theirs)


def test_ed25519_is_verified_with_the_public_half():
    private = new_key("whsk_")
    (key,) = keys(private)
    headers = signed_headers(IDENTITY, BODY, [key], AT)
    version, _, signature = headers["webhook-signature"].partition(",")
    assert version == "v1a"
    known = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public.removeprefix("whpk_")))
    known.verify(base64.b64decode(signature), b"%s.1614265330.%s" % (IDENTITY.encode(), BODY))
    (public,) = keys(key.public)
    assert public.matches(signed_bytes(headers, BODY), headers["webhook-signature"])
    assert not public.matches(signed_bytes(headers, BODY + b" "), headers["webhook-signature"])
    assert signed_headers(IDENTITY, BODY, [public], AT).keys() == {"webhook-id", "webhook-timestamp"}


def test_a_private_key_may_carry_its_public_half():
    short = new_key("whsk_")
    (key,) = keys(short)
    halves = (base64.b64decode(text.removeprefix(prefix)) for text, prefix in ((short, "whsk_"), (key.public, "whpk_")))
    (both,) = keys(f"whsk_{base64.b64encode(b''.join(halves)).decode()}")
    assert (both.public, both.sign(BODY)) == (key.public, key.sign(BODY))


def test_while_keys_are_changed_over_both_sign():
    new, old = new_key(), new_key()
    headers = signed_headers(IDENTITY, BODY, keys(f"{new}\n{old}"), datetime.now(UTC))
    assert re.fullmatch(r"v1,\S+ v1,\S+", headers["webhook-signature"])
    for secret in (new, old):
        Reference(secret).verify(BODY, headers)


def test_a_key_matches_no_signature_of_another_kind():
    (symmetric,), (private,) = keys(new_key()), keys(new_key("whsk_"))
    mac, signature = symmetric.sign(BODY), private.sign(BODY)
    assert not symmetric.matches(BODY, signature)
    assert not symmetric.matches(BODY, f"v1a,{mac[3:]}")
    assert not private.matches(BODY, f"v1,{signature[4:]}")
    assert not symmetric.matches(BODY, "v1,not base64")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no-key",
        "whsec_c2hvcnQ=",
        "whsec_%%%",
        f"whpk_{'A' * 20}",
        f"{VECTOR} {VECTOR} {VECTOR}",
        "whsec_" + "A" * 92,
    ],
)
def test_what_is_no_key_is_refused_without_being_shown(text: str):
    with pytest.raises(BadSettings, match="The keys of erp") as told:
        keys(text)
    assert text == "" or text not in str(told.value)


def test_each_of_several_keys_is_concealed():
    new, old = new_key(), new_key()
    keys(f"{new}\n{old}")
    assert concealed(f"found {old} and {new}") == "found ••• and •••"


def test_keys_are_not_shown_by_their_objects():
    assert VECTOR.removeprefix("whsec_") not in repr(keys(VECTOR))
