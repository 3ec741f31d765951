"""What somebody signs with a passkey who votes: the statement, what a browser gives back, and where it stands. Pure.

The statement is one spelling of all that the vote says and of what it is about. It names the hash of the event that
opened the gate, and so all that happened before: it fits no other gate, no other dossier and no other history, and a
gate takes one vote of a seat. Do not change it: another statement has another `vorm`.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from jaarcyclus.errors import Refused
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.events import StemUitgebracht
from jaarcyclus.ledger.signing_events import StemOndertekend
from jaarcyclus.terms.canonical import dumps

FORM = "jaarcyclus stem 1"
MAX_SIGNS = 8_000  # chosen: an assertion with the longest key that is taken has a quarter of it
_GIVEN = ("clientDataJSON", "authenticatorData", "signature")


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A signature as it stands in a dossier: of whom, and which event it is."""

    content: StemOndertekend
    door: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class Assertion:
    """What the browser gives back when somebody signs, each as base64url; nothing of it is checked yet."""

    credential: str
    client_data: str
    authenticator_data: str
    signature: str


def just_before(signed: Signed | None, seq: int) -> Signed | None:
    """Return the signature when it is the event before `seq`."""
    return signed if signed is not None and signed.seq == seq - 1 else None


def statement(
    dossier: str, person: str, vote: StemUitgebracht, *, opening: str, stand_sha256: str | None
) -> dict[str, Any]:
    """Return what this person signs: each field of the vote, and what is asked where.

    `opening` is the hash of the event that opened the gate, `stand_sha256` the page that told what was answered before.
    """
    about = {"dossier": dossier, "opening": opening, "stand_sha256": stand_sha256, "door": person}
    return {"vorm": FORM, **about, **wire.as_json(vote)}


def challenge_of(stated: dict[str, Any]) -> bytes:
    """Return the SHA-256 of a statement in its one spelling: what the passkey is asked to sign."""
    return sha256(dumps(stated)).digest()


def read_assertion(text: str) -> Assertion:
    """Return what a browser gave back, `PublicKeyCredential.toJSON()`. Raises Refused."""
    try:
        told = json.loads(text[: MAX_SIGNS + 1])  # longer is cut, and then no JSON
        words = [told["id"], *(told["response"][name] for name in _GIVEN)]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise _unreadable() from fault
    if not all(isinstance(word, str) and word.isascii() for word in words):
        raise _unreadable()
    return Assertion(credential=words[0], client_data=words[1], authenticator_data=words[2], signature=words[3])


def _unreadable() -> Refused:
    return Refused(
        "ONDERTEKENING_ONLEESBAAR",
        "Uw ondertekening is niet te lezen. Open de vraag opnieuw en bevestig nog eens met uw passkey.",
    )


def to_base64url(content: bytes) -> str:
    """Return the text without padding, as WebAuthn writes it."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes | None:
    """Return the bytes; None for text that is not their one spelling."""
    try:
        content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return content if to_base64url(content) == text else None


def fingerprint(public_key: str) -> str:
    """Return what people compare: the first 20 hex digits of the SHA-256 of a public key, in fours.

    Raises nothing: of text that is no key it is that of no bytes.
    """
    digits = sha256(from_base64url(public_key) or b"").hexdigest()[:20]
    return " ".join(digits[at : at + 4] for at in range(0, 20, 4))
