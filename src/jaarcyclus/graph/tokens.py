"""The token of an app: asked with a secret or a certificate, kept in memory only, renewed before it expires.

The only door to PyJWT of this room, and with `sealing` to cryptography. Client credentials (OAuth 2.0) and, for a
certificate, an assertion in PS256 with the SHA-256 thumbprint:
learn.microsoft.com/entra/identity-platform/certificate-credentials.
Neither token, secret nor assertion is ever logged.
"""

import base64
import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import Certificate, load_pem_x509_certificate

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.graph.answers import Answer, read_json
from jaarcyclus.graph.connection import Connection
from jaarcyclus.graph.reasons import Reason, of_sign_in
from jaarcyclus.graph.records import number, text

_MARGIN = timedelta(minutes=5)
_ASSERTION_LIFE = timedelta(minutes=9)  # at most ten are taken
_ASSERTION_KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_PRIVATE_KEY = re.compile(rb"-----BEGIN (?:RSA )?PRIVATE KEY-----.*?-----END (?:RSA )?PRIVATE KEY-----", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Token:
    """A bearer token and from when another is asked."""

    bearer: str = field(repr=False)
    renew_from: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Return whether it may still be used."""
        return now < self.renew_from


def token_address(connection: Connection) -> str:
    """Return where tokens of this tenant are asked."""
    return f"{connection.authority}/{connection.tenant}/oauth2/v2.0/token"


def token_form(connection: Connection, now: datetime) -> bytes:
    """Return the form to send there, as bytes of application/x-www-form-urlencoded. Raises InvalidSetting."""
    form = {"client_id": connection.app, "scope": connection.scope, "grant_type": "client_credentials"}
    if connection.certificate:
        form |= {"client_assertion_type": _ASSERTION_KIND, "client_assertion": _sign_assertion(connection, now)}
    else:
        form |= {"client_secret": connection.secret}
    return urlencode(form).encode("ascii")


def read_token(answer: Answer, now: datetime) -> Token | None:
    """Return the token in an answer with status 200, or None when there is none in it."""
    body = read_json(answer)
    bearer, life = text(body.get("access_token")), _seconds(body.get("expires_in"))
    if answer.status != 200 or life is None or not re.fullmatch(r"[\x21-\x7e]+", bearer):
        return None
    # A token that lives shorter than the margin would be asked anew with every call.
    return Token(bearer=bearer, renew_from=now + max(life - _MARGIN, life / 2))


def _seconds(value: object) -> timedelta | None:
    """Read seconds; older versions of the endpoint write them as a text."""
    seconds = int(value) if isinstance(value, str) and re.fullmatch("[0-9]{1,9}", value) else number(value)
    return timedelta(seconds=min(seconds, 86_400)) if seconds else None


def is_transient(answer: Answer) -> bool:
    """Return whether a refusal passes by itself, whatever its status: Microsoft's own library for .NET, issue 3661."""
    return text(read_json(answer).get("error")) == "temporarily_unavailable"


def read_refusal(answer: Answer) -> tuple[Reason, str]:
    """Return why a sign-in was refused (status 400 or 401), and its AADSTS number as people look it up."""
    body = read_json(answer)
    numbers = body.get("error_codes")
    first = number(numbers[0]) if isinstance(numbers, list) and numbers else None
    if first is None:
        found = re.match(r"AADSTS([0-9]{1,9})\b", text(body.get("error_description")))
        first = int(found[1]) if found else None
    return of_sign_in(first), f"AADSTS{first}" if first is not None else text(body.get("error"))


def read_roles(token: Token) -> frozenset[str]:
    """Return the rights in a token. Its form is Microsoft's own affair: the doctor looks, nothing else relies on it."""
    try:
        claims: Mapping[str, object] = jwt.decode(token.bearer, options={"verify_signature": False})
    except jwt.PyJWTError:
        return frozenset()
    roles = claims.get("roles")
    return frozenset(filter(None, map(text, roles))) if isinstance(roles, list) else frozenset()


def read_certificate_end(connection: Connection) -> datetime | None:
    """Return until when the certificate holds; None when a secret is used. Raises InvalidSetting."""
    return _read_pair(connection)[0].not_valid_after_utc if connection.certificate else None


def _sign_assertion(connection: Connection, now: datetime) -> str:
    certificate, key = _read_pair(connection)
    thumbprint = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    claims = {
        "aud": token_address(connection),
        "iss": connection.app,
        "sub": connection.app,
        "jti": str(uuid.uuid4()),
        "nbf": now.astimezone(UTC),
        "iat": now.astimezone(UTC),
        "exp": now.astimezone(UTC) + _ASSERTION_LIFE,
    }
    print_text = base64.urlsafe_b64encode(thumbprint).rstrip(b"=").decode()
    return jwt.encode(claims, key, algorithm="PS256", headers={"x5t#S256": print_text})


def _read_pair(connection: Connection) -> tuple[Certificate, RSAPrivateKey]:
    pem = connection.certificate
    try:
        certificate = load_pem_x509_certificate(pem)
        found = _PRIVATE_KEY.search(pem)
        key = load_pem_private_key(found[0], None) if found else None
    except (ValueError, TypeError) as fault:
        raise _invalid(connection, "is niet te lezen") from fault
    if not isinstance(key, RSAPrivateKey):
        raise _invalid(connection, "heeft geen RSA-sleutel zonder wachtwoord")
    if key.public_key() != certificate.public_key():
        raise _invalid(connection, "heeft een sleutel die bij een ander certificaat hoort")
    return certificate, key


def _invalid(connection: Connection, cause: str) -> InvalidSetting:
    return InvalidSetting(
        f"Wat in {connection.place_of('CERTIFICAAT')} staat, {cause}; zet er PEM in: het certificaat en de "
        "sleutel die erbij hoort."
    )
