"""What a browser is told when it is to make a passkey or to sign with one, as WebAuthn spells it in JSON. Pure.

The device must know who is there (`userVerification`): a key that anybody near it can use proves nobody.
"""

import json
from hashlib import sha256

from jaarcyclus.dossier.signing import to_base64url
from jaarcyclus.rules.assertions import ALGORITHMS
from jaarcyclus.steps.passkeys import Asked, Place

_PATIENCE_MS = 300_000  # chosen: somebody may have to fetch a phone


def signing_options(asked: Asked) -> str:
    """Return `PublicKeyCredentialRequestOptionsJSON`."""
    return json.dumps(
        {
            "challenge": to_base64url(asked.challenge),
            "rpId": asked.key.content.rp_id,
            "allowCredentials": [{"type": "public-key", "id": asked.key.content.sleutel}],
            "userVerification": "required",
            "timeout": _PATIENCE_MS,
        }
    )


def registration_options(
    challenge: bytes, place: Place, *, samenwerking: str, account: str, function: str, known: tuple[str, ...]
) -> str:
    """Return `PublicKeyCredentialCreationOptionsJSON`; `known` are credentials that a device must not make again."""
    return json.dumps(
        {
            "challenge": to_base64url(challenge),
            "rp": {"id": place.rp_id, "name": f"Jaarcyclus {samenwerking}"},
            # Not the account itself: what a device keeps here may be read without knowing who is there.
            "user": {"id": to_base64url(sha256(account.encode()).digest()), "name": account, "displayName": function},
            "pubKeyCredParams": [{"type": "public-key", "alg": number} for number in ALGORITHMS],
            "authenticatorSelection": {"userVerification": "required", "residentKey": "preferred"},
            "excludeCredentials": [{"type": "public-key", "id": credential} for credential in known],
            "attestation": "none",
            "timeout": _PATIENCE_MS,
        }
    )
