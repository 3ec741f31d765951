"""What an identity provider tells of itself: fetched, held to the issuer that was set, and only what we need of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from jaarcyclus.errors import InvalidSetting, Refused
from jaarcyclus.installation.oidc import Provider, provider_of
from jaarcyclus.settings import Settings

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""How a token may be signed: with a key that the provider alone has. Not `none`, nor with a secret that we share."""

TIMEOUT_S = 10.0
_MAX_BYTES = 500_000
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_LOGOUT = "end_session_endpoint"
_AUTH_METHODS = ("client_secret_basic", "client_secret_post")


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What signing in needs of the provider; `logout` is empty where it has no such page."""

    authorize: str
    token: str
    keys: str
    logout: str
    algorithms: tuple[str, ...]
    auth_method: str


def read_metadata(provider: Provider) -> Metadata:
    """Return what the provider tells now. Raises Refused with what is wrong with it, or that it does not answer."""
    told = _fetch(provider.metadata_url)
    if told.get("issuer") != provider.issuer:
        raise _unfit(
            f"op {provider.metadata_url} noemt de aanmelddienst zich '{told.get('issuer')!s:.200}', en ingesteld is "
            f"'{provider.issuer}'; dat moet teken voor teken gelijk zijn"
        )
    for name in (*_ENDPOINTS, *([_LOGOUT] if told.get(_LOGOUT) else [])):
        if not _is_fit(told.get(name), provider):
            raise _unfit(f"'{name}' van de aanmelddienst is geen adres met https://")
    algorithms = tuple(name for name in _listed(told, "id_token_signing_alg_values_supported") if name in ALGORITHMS)
    methods = _listed(told, "token_endpoint_auth_methods_supported") or _AUTH_METHODS[:1]
    method = next((name for name in _AUTH_METHODS if name in methods), None)
    if not algorithms or method is None:
        raise _unfit("de aanmelddienst ondertekent niet met een eigen sleutel, of neemt geen geheim van een app aan")
    challenges = _listed(told, "code_challenge_methods_supported")
    if challenges and "S256" not in challenges:
        raise _unfit("de aanmelddienst kent PKCE met S256 niet")
    return Metadata(
        authorize=told["authorization_endpoint"],
        token=told["token_endpoint"],
        keys=told["jwks_uri"],
        logout=told.get(_LOGOUT) or "",
        algorithms=algorithms,
        auth_method=method,
    )


def _is_fit(address: object, provider: Provider) -> bool:
    """An address as safe as the issuer's: plain http only where the issuer is on this machine too."""
    try:
        parts, issuer = urlsplit(str(address)), urlsplit(provider.issuer)
    except ValueError:
        return False
    as_safe = (parts.scheme, parts.hostname) == (issuer.scheme, issuer.hostname)
    return isinstance(address, str) and bool(parts.hostname) and (parts.scheme == "https" or as_safe)


def _listed(told: Mapping[str, Any], name: str) -> list[str]:
    found = told.get(name)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _fetch(address: str) -> dict[str, Any]:
    try:
        with httpx.Client(timeout=TIMEOUT_S) as client, client.stream("GET", address) as answer:
            body = b""
            for part in answer.iter_bytes():
                body += part
                if len(body) > _MAX_BYTES:
                    break
            answer.raise_for_status()
        told = httpx.Response(200, content=body).json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        raise Refused(
            "AANMELDDIENST_STIL",
            f"De aanmelddienst antwoordt niet op {address} ({type(fault).__name__}). Controleer het adres, en of deze "
            "machine hem kan bereiken.",
        ) from fault
    if not isinstance(told, dict):
        raise _unfit(f"op {address} staat geen beschrijving van een aanmelddienst")
    return told


def _unfit(what: str) -> Refused:
    return Refused(
        "AANMELDDIENST_ONGESCHIKT",
        f"Aanmelden bij uw organisatie gaat niet: {what}. Vraag wie de aanmelddienst beheert om dat in te stellen.",
    )


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at, and in Dutch what was found or what to do."""

    good: bool
    text: str


def probe(settings: Settings) -> Iterator[Finding]:
    """Try what signing in needs of the provider, but for somebody's own sign-in; nothing where none is set."""
    try:
        provider = provider_of(settings.oidc)
        if provider is None:
            return
        metadata = read_metadata(provider)
        kinds = _key_kinds(metadata.keys)
    except InvalidSetting as fault:
        yield Finding(good=False, text=str(fault))
        return
    except Refused as fault:
        yield Finding(good=False, text=fault.message)
        return
    yield Finding(
        good=bool(kinds),
        text=f"{provider.issuer} antwoordt; sleutels: {', '.join(kinds)}"
        if kinds
        else f"{metadata.keys} geeft geen sleutel; vraag wie de aanmelddienst beheert",
    )
    if not settings.adres:
        yield Finding(
            good=True,
            text="let op: zonder JAARCYCLUS_ADRES meldt alleen deze machine zich aan; geef het adres van de mensen",
        )
    if not metadata.logout:
        yield Finding(good=True, text="let op: afmelden bij de aanmelddienst kan niet vanuit Jaarcyclus")


def _key_kinds(address: str) -> list[str]:
    keys = _fetch(address).get("keys")
    return [str(key.get("kty")) for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []
