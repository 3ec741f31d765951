"""A new passkey is read when it is made for our page, after our question, by a device that knew who was there."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key

from builders.passkey import PLACE, PRESENT, VERIFIED, SoftKey
from jaarcyclus.dossier.signing import from_base64url, to_base64url
from jaarcyclus.errors import Refused
from jaarcyclus.steps.passkeys import Place
from jaarcyclus_airflow.passkey_library import read_registration

KEY, CHALLENGE = SoftKey.made(), sha256(b"registratie").digest()
ATTESTED = 0x40


def made(key: SoftKey = KEY, *, flags: int = PRESENT | VERIFIED | ATTESTED, **client: Any) -> str:
    """Return what a browser gives for this key, of no attested make."""
    credential = from_base64url(key.credential) or b""
    point = load_der_public_key(from_base64url(key.public_key) or b"").public_numbers()  # type: ignore[union-attr]
    cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
    data = sha256(PLACE.rp_id.encode()).digest() + bytes([flags]) + bytes(4) + bytes(16)
    data += len(credential).to_bytes(2, "big") + credential + cbor2.dumps(cose)
    told = {"type": "webauthn.create", "challenge": to_base64url(CHALLENGE), "origin": PLACE.origin} | client
    response = {
        "clientDataJSON": to_base64url(json.dumps(told).encode()),
        "attestationObject": to_base64url(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
    }
    return json.dumps({"id": key.credential, "rawId": key.credential, "type": "public-key", "response": response})


def test_the_key_of_a_registration_is_the_one_that_signs() -> None:
    assert read_registration(made(), CHALLENGE, PLACE) == KEY.shown


@pytest.mark.parametrize(
    "text",
    [
        made(origin="https://evil.nl"),
        made(type="webauthn.get"),
        made(challenge=to_base64url(sha256(b"een eerdere").digest())),
        made(flags=PRESENT | ATTESTED),
        made(flags=VERIFIED | ATTESTED),
        made(flags=PRESENT | VERIFIED),
        made()[:-1],
        "{}",
        "[]",
        '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": 1, "attestationObject": 1}}',
        made().replace('"attestationObject": "', '"attestationObject": "AAAA'),
    ],
    ids=["site", "kind", "old", "unverified", "absent", "no key", "cut", "empty", "list", "types", "cbor"],
)
def test_what_is_not_made_here_and_now_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="Maak hem opnieuw"):
        read_registration(text, CHALLENGE, PLACE)


def test_a_key_for_another_name_is_refused() -> None:
    with pytest.raises(Refused, match="Maak hem opnieuw"):
        read_registration(made(), CHALLENGE, Place(rp_id="voorbeeld.org", origin=PLACE.origin))


def test_one_module_imports_the_library() -> None:
    """Whoever proves a signature years later needs `cryptography` and no more."""
    root = Path(__file__).resolve().parents[2]
    sources = [path for folder in ("src", "plugins", "dags") for path in (root / folder).rglob("*.py")]

    assert [path.name for path in sources if re.search(r"^\s*(from|import) webauthn\b", path.read_text(), re.M)] == [
        "passkey_library.py"
    ]
