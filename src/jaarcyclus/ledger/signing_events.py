"""A vote that is signed with a passkey, and the passkeys themselves: kinds beside those of vote and holder.

Bytes stand there as base64url without padding, as the browser gave them: what was signed is checked over those very
bytes, years later, and nothing of them is ever written anew.
"""

from dataclasses import dataclass

from jaarcyclus.ledger.parts import Content


@dataclass(frozen=True, kw_only=True, slots=True)
class StemOndertekend(Content):
    """The vote right after this one was signed with this passkey (WebAuthn, an assertion).

    `passkey` is the seq in the bezetting of the event that registered it; `publieke_sleutel` is its SPKI (DER),
    `algoritme` the number of COSE. What was signed is `dossier.signing.statement` of that vote.
    """

    gate: str
    zetel: str
    passkey: int
    sleutel: str
    publieke_sleutel: str
    algoritme: int
    rp_id: str
    herkomst: str
    client_data: str
    authenticator_data: str
    handtekening: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PasskeyAangemeld(Content):
    """In the bezetting: who took the function in event `bezetting` showed this passkey; it does not count yet.

    `sleutel` is what WebAuthn calls the credential id; `rp_id` and `herkomst` are where it works.
    """

    bezetting: int
    sleutel: str
    publieke_sleutel: str
    algoritme: int
    rp_id: str
    herkomst: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PasskeyVervangen(PasskeyAangemeld):
    """In the bezetting: the same, to take the place of passkey `vervangt` once it is confirmed."""

    vervangt: int
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PasskeyBevestigd(Content):
    """In the bezetting: somebody else saw that passkey `passkey` is of who holds that function; from now it counts."""

    passkey: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PasskeyIngetrokken(Content):
    """In the bezetting: passkey `passkey` signs nothing any more, or never came to."""

    passkey: int
    reden: str


SIGNING_OF_BEZETTING = (PasskeyAangemeld, PasskeyVervangen, PasskeyBevestigd, PasskeyIngetrokken)
