"""Whether an assertion of a passkey is of this key, over this statement, at this address (WebAuthn level 2, 7.2).

Only `cryptography` is asked, so that an accountant needs no more years later; it is for this module alone in the room.
The counter of an authenticator is not looked at: most passkeys always say nought, and a gate takes one vote of a seat.
"""

import json
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from jaarcyclus.dossier.signing import from_base64url, to_base64url
from jaarcyclus.ledger.signing_events import PasskeyAangemeld, StemOndertekend

ES256, EDDSA, RS256 = -7, -8, -257
ALGORITHMS = (ES256, EDDSA, RS256)
"""What a passkey may sign with, as COSE numbers it, the most wanted first."""
_PRESENT, _VERIFIED = 0x01, 0x04
_HEAD = 37  # bytes: the hash of the rp id, the flags, the counter
_RSA_BITS = 2048
_ORIGIN = re.compile(r"https?://([a-z0-9.-]+)(?::[0-9]{1,5})?")


class Mismatch(StrEnum):
    """Why an assertion does not hold, as words after "want"."""

    KEY = "de publieke sleutel is er geen die wij kennen"
    PLACE = "de passkey en het adres horen niet bij elkaar"
    UNREADABLE = "wat de browser ondertekende is niet te lezen"
    KIND = "er is iets anders ondertekend dan een antwoord"
    ORIGIN = "er is op een andere website ondertekend"
    STATEMENT = "er is een ander antwoord ondertekend dan dit"
    RP_ID = "de passkey is van een andere website"
    ABSENT = "er was niemand bij het apparaat"
    UNVERIFIED = "het apparaat heeft niet gecontroleerd wie er was"
    SIGNATURE = "de handtekening is niet met deze passkey gezet"


def mismatch(signed: StemOndertekend, challenge: bytes) -> Mismatch | None:
    """Return why this is no signature over `challenge` (32 bytes) by the key that it names; None when it is."""
    fault = fault_in_key(signed.publieke_sleutel, signed.algoritme) or fault_in_place(signed.rp_id, signed.herkomst)
    if fault:
        return fault
    client_data = from_base64url(signed.client_data)
    data, signature = from_base64url(signed.authenticator_data), from_base64url(signed.handtekening)
    if client_data is None or data is None or signature is None or len(data) < _HEAD:
        return Mismatch.UNREADABLE
    return (
        _fault_in_client_data(client_data, signed.herkomst, challenge)
        or _fault_in_flags(data, signed.rp_id)
        or _fault_in_signature(signed, signature, data + sha256(client_data).digest())
    )


def fault_in_key(public_key: str, algorithm: int) -> Mismatch | None:
    """Return why this is no key (SPKI, base64url) that an assertion can be checked with by this algorithm."""
    return None if _load_key(public_key, algorithm) else Mismatch.KEY


def fault_in_place(rp_id: str, origin: str) -> Mismatch | None:
    """Return why no browser would let a passkey of this rp id sign at this origin; None when one would."""
    found = _ORIGIN.fullmatch(origin)
    fits = found is not None and bool(rp_id) and (found[1] == rp_id or found[1].endswith(f".{rp_id}"))
    return None if fits else Mismatch.PLACE


def _fault_in_client_data(content: bytes, origin: str, challenge: bytes) -> Mismatch | None:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return Mismatch.UNREADABLE
    if not isinstance(told, dict):
        return Mismatch.UNREADABLE
    if told.get("type") != "webauthn.get":
        return Mismatch.KIND
    # A page within another's frame shows what that one wants.
    if told.get("origin") != origin or told.get("crossOrigin", False) is not False:
        return Mismatch.ORIGIN
    return None if told.get("challenge") == to_base64url(challenge) else Mismatch.STATEMENT


def _fault_in_flags(data: bytes, rp_id: str) -> Mismatch | None:
    if data[:32] != sha256(rp_id.encode()).digest():
        return Mismatch.RP_ID
    if not data[32] & _PRESENT:
        return Mismatch.ABSENT
    return None if data[32] & _VERIFIED else Mismatch.UNVERIFIED


def _fault_in_signature(signed: StemOndertekend, signature: bytes, over: bytes) -> Mismatch | None:
    key = _load_key(signed.publieke_sleutel, signed.algoritme)
    try:
        _VERIFY[signed.algoritme](key, signature, over)
    except InvalidSignature:
        return Mismatch.SIGNATURE
    return None


_VERIFY: Mapping[int, Callable[[Any, bytes, bytes], None]] = {
    ES256: lambda key, signature, over: key.verify(signature, over, ECDSA(SHA256())),
    EDDSA: lambda key, signature, over: key.verify(signature, over),
    RS256: lambda key, signature, over: key.verify(signature, over, PKCS1v15(), SHA256()),
}
_FITS: Mapping[int, Callable[[Any], bool]] = {
    ES256: lambda key: isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1),
    EDDSA: lambda key: isinstance(key, Ed25519PublicKey),
    RS256: lambda key: isinstance(key, RSAPublicKey) and key.key_size >= _RSA_BITS,
}


def _load_key(public_key: str, algorithm: int) -> Any:
    """Return the key, None for one that is not of this algorithm, and for an algorithm that we do not know."""
    content = from_base64url(public_key)
    try:
        key = load_der_public_key(content) if content else None
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if algorithm in _FITS and _FITS[algorithm](key) else None


def is_same_key(signed: StemOndertekend, registered: PasskeyAangemeld) -> bool:
    """Return whether a vote was signed with this passkey, at the place where it works."""
    return all(getattr(signed, name) == getattr(registered, name) for name in _OF_KEY)


_OF_KEY = ("sleutel", "publieke_sleutel", "algoritme", "rp_id", "herkomst")
