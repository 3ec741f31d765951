"""Tokens: by secret and by certificate, what is refused under which number, and what a token is good for."""

import base64
import hashlib
import ssl
import time
import uuid
from typing import Any

import httpx
import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from graph.authority import ASSERTION
from graph.bare import Bare, code
from graph.running import Graph


def assertion(graph: Graph, **changes: Any) -> str:
    """Return what a client signs with its certificate, with some claims changed."""
    pem = graph.certificate_file.read_bytes()
    certificate = x509.load_pem_x509_certificate(pem)
    digest = hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).digest()
    now = int(time.time())
    claims = {
        "aud": f"{graph.authority}/{graph.tenant}/oauth2/v2.0/token",
        "iss": graph.client_id,
        "sub": graph.client_id,
        "jti": str(uuid.uuid4()),
        "nbf": now,
        "iat": now,
        "exp": now + 300,
    } | changes
    header = {"x5t#S256": base64.urlsafe_b64encode(digest).decode().rstrip("=")}
    return jwt.encode(claims, pem[: pem.index(b"-----BEGIN CERT")], algorithm="PS256", headers=header)


def with_certificate(bare: Bare, signed: str) -> httpx.Response:
    return bare.sign_in(client_secret=None, client_assertion_type=ASSERTION, client_assertion=signed)


def number(response: httpx.Response) -> tuple[int, str, int]:
    told = response.json()
    assert told["error_description"].startswith(f"AADSTS{told['error_codes'][0]}: ")
    return response.status_code, told["error"], told["error_codes"][0]


def test_a_secret_with_odd_characters_gives_a_token(bare: Bare) -> None:
    """The secret of this tenant ends in characters that a form must encode."""
    told = bare.sign_in().json()

    assert (told["token_type"], told["expires_in"]) == ("Bearer", 3599)
    assert "refresh_token" not in told


def test_a_certificate_gives_a_token(bare: Bare, graph: Graph) -> None:
    answered = with_certificate(bare, assertion(graph))

    claims = jwt.decode(answered.json()["access_token"], options={"verify_signature": False})
    assert (claims["appid"], claims["roles"], claims["idtyp"]) == (graph.client_id, ["Sites.Selected"], "app")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"client_secret": "mis"}, (401, "invalid_client", 7000215)),
        ({"client_secret": None}, (401, "invalid_client", 7000218)),
        ({"tenant": "elders"}, (400, "invalid_request", 90002)),
        ({"client_id": str(uuid.uuid4())}, (400, "unauthorized_client", 700016)),
        ({"scope": "https://graph.example/.default"}, (400, "invalid_resource", 500011)),
        ({"scope": "Sites.Selected"}, (400, "invalid_scope", 1002012)),
        ({"grant_type": "password"}, (400, "unsupported_grant_type", 70003)),
    ],
)
def test_a_wrong_sign_in_has_its_number(bare: Bare, changes: dict[str, Any], expected: tuple[int, str, int]) -> None:
    assert number(bare.sign_in(**changes)) == expected


def test_an_expired_secret_has_a_number_of_its_own(bare: Bare, graph: Graph) -> None:
    graph.register(roles=["Sites.Selected"], secret_expires=graph.store.now() - 1)

    assert number(bare.sign_in()) == (401, "invalid_client", 7000222)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"aud": "https://login.example/token"}, 700023),
        ({"exp": int(time.time()) - 60}, 700024),
        ({"exp": int(time.time()) + 3600}, 700024),
        ({"nbf": int(time.time()) + 3600}, 700024),
        ({"sub": "een ander"}, 700021),
        ({"jti": ""}, 50027),
    ],
)
def test_a_wrong_assertion_has_its_number(bare: Bare, graph: Graph, changes: dict[str, Any], expected: int) -> None:
    assert number(with_certificate(bare, assertion(graph, **changes))) == (401, "invalid_client", expected)


def test_an_assertion_serves_once(bare: Bare, graph: Graph) -> None:
    signed = assertion(graph)
    with_certificate(bare, signed)

    assert number(with_certificate(bare, signed)) == (401, "invalid_client", 50027)


def test_an_unknown_certificate_is_told(bare: Bare, graph: Graph) -> None:
    signed = assertion(graph)
    graph.register(roles=["Sites.Selected"], certificate=None)

    assert number(with_certificate(bare, signed)) == (401, "invalid_client", 700027)


def test_a_token_ends(bare: Bare, graph: Graph) -> None:
    graph.advance(3600)

    assert code(bare.look("niets.pdf")) == (401, "InvalidAuthenticationToken")


def test_without_a_token_nothing_is_told(bare: Bare, graph: Graph) -> None:
    answered = bare.http.get(f"{graph.base_url}/sites/{graph.site_id}/drives")

    assert code(answered) == (401, "InvalidAuthenticationToken")


def test_consent_without_a_grant_on_the_site_is_403(bare: Bare, graph: Graph) -> None:
    """Trap: 403 though consent was given."""
    graph.grant(None)

    by_path = bare.api("GET", f"/sites/{graph.site_host}:/{graph.site_path}")

    assert code(by_path) == (403, "accessDenied")
    assert code(bare.look("niets.pdf")) == (403, "accessDenied")


def test_a_new_role_needs_a_new_token(bare: Bare, graph: Graph) -> None:
    """Trap: 403 though consent was given, with the token from before."""
    graph.register(roles=[])
    bare.bearer = bare.sign_in().json()["access_token"]
    graph.register(roles=["Sites.Selected"])

    assert code(bare.look("niets.pdf")) == (403, "accessDenied")

    bare.bearer = bare.sign_in().json()["access_token"]
    assert code(bare.look("niets.pdf")) == (404, "itemNotFound")


def test_who_may_read_may_not_write(bare: Bare, graph: Graph) -> None:
    graph.grant("read")

    assert bare.look("niets.pdf").status_code == 404
    assert code(bare.put("nota.pdf", b"%PDF")) == (403, "accessDenied")


def test_sites_are_not_found_by_searching(bare: Bare) -> None:
    assert code(bare.api("GET", "/sites", params={"search": "dowr"})) == (403, "accessDenied")


def test_an_administrator_grants_a_site(bare: Bare, graph: Graph) -> None:
    graph.grant(None)
    graph.register("beheer", roles=["Sites.FullControl.All"], secret="geheim")
    admin = bare.sign_in(client_id="beheer", client_secret="geheim").json()["access_token"]
    body = {"roles": ["write"], "grantedToIdentities": [{"application": {"id": graph.client_id, "displayName": "J"}}]}

    made = bare.api("POST", f"/sites/{graph.site_id}/permissions", {"Authorization": f"Bearer {admin}"}, json=body)

    assert made.status_code == 201
    assert bare.put("nota.txt", b"x").status_code == 201


def test_who_trusts_another_authority_meets_a_tls_error(graph: Graph) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(graph.base_url, verify=ssl.create_default_context(cafile=graph.stranger_ca_file), trust_env=False)
