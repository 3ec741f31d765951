"""The login authority: client credentials by secret or by certificate, and its errors by AADSTS number."""

import base64
import hashlib
import json
import sqlite3
import uuid
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from graph.state import Store, moment
from graph.wire import Request, Response, answer

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = {"PS256": ("x5t#S256", hashes.SHA256()), "RS256": ("x5t", hashes.SHA1())}
LIFE_OF_ASSERTION = 600


class Refused(Exception):
    """A sign-in that is refused: HTTP status, OAuth error, AADSTS number and what it says."""

    def __init__(self, status: int, error: str, number: int, text: str) -> None:
        super().__init__(text)
        self.status, self.error, self.number, self.text = status, error, number, text


def discovery(store: Store, _request: Request) -> Response:
    """Answer where the endpoints of the tenant are, as clients that are not ours ask first."""
    tenant = f"{store.setting('login')}/{store.setting('tenant')}"
    told = {"issuer": f"{tenant}/v2.0", "token_endpoint": f"{tenant}/oauth2/v2.0/token"}
    return answer(200, told | {"authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize"})


def token(store: Store, request: Request) -> Response:
    """Answer POST /{tenant}/oauth2/v2.0/token."""
    try:
        return answer(200, _issue(store, request), Cache_Control="no-store, no-cache")
    except Refused as refused:
        trace = str(uuid.uuid4())
        told = {
            "error": refused.error,
            "error_description": f"AADSTS{refused.number}: {refused.text} Trace ID: {trace}",
            "error_codes": [refused.number],
            "timestamp": moment(store.now()),
            "trace_id": trace,
            "correlation_id": str(uuid.uuid4()),
        }
        return answer(refused.status, told)


def _issue(store: Store, request: Request) -> dict[str, Any]:
    tenant = request.path.strip("/").split("/")[0]
    form = {name: values[0] for name, values in parse_qs(request.body.decode(errors="replace")).items()}
    if tenant != store.setting("tenant"):
        raise Refused(400, "invalid_request", 90002, f"Tenant '{tenant}' not found.")
    if form.get("grant_type") != "client_credentials":
        raise Refused(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
    app = store.one("SELECT * FROM app WHERE id = ?", form.get("client_id", ""))
    if app is None:
        raise Refused(400, "unauthorized_client", 700016, "Application was not found in the directory.")
    _check_scope(store, form.get("scope", ""))
    _check_credential(store, app, form)
    life = store.behaviour().token_seconds
    store.effect("token-issued", f"app:{app['id']}", by="secret" if "client_secret" in form else "certificate")
    return {
        "token_type": "Bearer",
        "expires_in": int(life),
        "ext_expires_in": int(life),
        "access_token": make_token(store, app, life),
    }


def make_token(store: Store, app: sqlite3.Row, life: float) -> str:
    """Return a token as Entra gives an app: the roles it was consented now, so a new role needs a new token."""
    now = int(store.now())
    claims = {
        "aud": store.setting("api"),
        "iss": f"{store.setting('login')}/{store.setting('tenant')}/",
        "iat": now,
        "nbf": now,
        "exp": now + int(life),
        "appid": app["id"],
        "app_displayname": app["name"],
        "idtyp": "app",
        "tid": store.setting("tenant"),
        "generation": store.setting("token_generation", 0),
        "uti": uuid.uuid4().hex,
    }
    roles = json.loads(app["roles"])
    return jwt.encode(claims | ({"roles": roles} if roles else {}), store.setting("token_key"), algorithm="HS256")


def _check_scope(store: Store, scope: str) -> None:
    resource = scope.removesuffix("/.default")
    if resource == scope:
        raise Refused(400, "invalid_scope", 1002012, "Client credential flows must have a scope ending in /.default.")
    if resource != store.setting("api"):
        raise Refused(400, "invalid_resource", 500011, f"The resource principal named {resource} was not found.")


def _check_credential(store: Store, app: sqlite3.Row, form: dict[str, str]) -> None:
    if "client_secret" in form:
        if form["client_secret"] != app["secret"]:
            raise Refused(401, "invalid_client", 7000215, "Invalid client secret provided.")
        if app["secret_expires"] is not None and app["secret_expires"] <= store.now():
            raise Refused(401, "invalid_client", 7000222, "The provided client secret keys are expired.")
    elif form.get("client_assertion_type") == ASSERTION:
        _check_assertion(store, app, form.get("client_assertion", ""))
    else:
        raise Refused(
            401, "invalid_client", 7000218, "The request body must contain client_assertion or client_secret."
        )


def _check_assertion(store: Store, app: sqlite3.Row, assertion: str) -> None:
    certificate = x509.load_pem_x509_certificate((app["certificate"] or "").encode()) if app["certificate"] else None
    try:
        header = jwt.get_unverified_header(assertion)
        name, digest = ALGORITHMS[header["alg"]]
        if certificate is None or header.get(name, "").rstrip("=") != thumbprint(certificate, digest):
            raise Refused(401, "invalid_client", 700027, "The certificate with this thumbprint is not registered.")
        options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False}
        claims = jwt.decode(assertion, certificate.public_key(), algorithms=[header["alg"]], options=options)
    except (jwt.PyJWTError, KeyError) as error:
        raise Refused(401, "invalid_client", 700027, "Client assertion failed signature validation.") from error
    _check_claims(store, app, claims)


def _check_claims(store: Store, app: sqlite3.Row, claims: dict[str, Any]) -> None:
    now, expires = store.now(), claims.get("exp", 0)
    audience = f"{store.setting('login')}/{store.setting('tenant')}/oauth2/v2.0/token"
    if claims.get("aud") != audience:
        raise Refused(401, "invalid_client", 700023, "Client assertion audience claim does not match Realm issuer.")
    if claims.get("iss") != app["id"] or claims.get("sub") != app["id"]:
        raise Refused(401, "invalid_client", 700021, "Client assertion application identifier does not match.")
    if not now < expires <= now + LIFE_OF_ASSERTION + 5 or claims.get("nbf", now) > now + 5:
        raise Refused(401, "invalid_client", 700024, "Client assertion is not within its valid time range.")
    if not claims.get("jti") or store.one("SELECT 1 FROM assertion WHERE jti = ?", claims["jti"]):
        raise Refused(401, "invalid_client", 50027, "The jti of this assertion is missing or was used before.")
    store.insert("assertion", jti=claims["jti"])


def thumbprint(certificate: x509.Certificate, digest: hashes.HashAlgorithm) -> str:
    """Return what the header of an assertion names the certificate by, without the padding that msal leaves on."""
    raw = hashlib.new(digest.name, certificate.public_bytes(Encoding.DER)).digest()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
