"""The door to `webauthn`: reading a registration, which is the one part of WebAuthn that is binary through and through.

Signatures are never checked here: that is `jaarcyclus.rules.assertions`, as whoever proves a dossier must be able to do
it without this library. It is imported late, for it comes with an extra (`make oidc`) that not every office has.
"""

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jaarcyclus.dossier.signing import MAX_SIGNS, to_base64url
from jaarcyclus.errors import Refused
from jaarcyclus.steps.passkeys import NewKey, Place

NOT_MADE = (
    "Uw passkey is niet aangemeld, want wat uw browser gaf hoort niet bij deze pagina of is te oud. Maak hem opnieuw."
)


def read_registration(text: str, challenge: bytes, place: Place) -> NewKey:
    """Return the key that a browser made for us, `PublicKeyCredential.toJSON()`. Raises Refused."""
    try:
        from webauthn import verify_registration_response
        from webauthn.helpers import decode_credential_public_key, decoded_public_key_to_cryptography
        from webauthn.helpers.exceptions import WebAuthnException
    except ImportError:
        raise Refused(
            "PASSKEY_NIET_INGERICHT",
            "Deze installatie kan geen passkeys aanmelden, want er ontbreekt een onderdeel. Vraag de beheerder om dat "
            "met make oidc toe te voegen.",
        ) from None
    try:
        made = verify_registration_response(
            credential=text[: MAX_SIGNS + 1],
            expected_challenge=challenge,
            expected_rp_id=place.rp_id,
            expected_origin=place.origin,
            require_user_verification=True,  # the library's own default is not to
        )
        told = decode_credential_public_key(made.credential_public_key)
        public = decoded_public_key_to_cryptography(told).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return NewKey(
            credential=to_base64url(made.credential_id), public_key=to_base64url(public), algorithm=int(told.alg)
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise Refused("PASSKEY_ONJUIST", NOT_MADE) from fault
