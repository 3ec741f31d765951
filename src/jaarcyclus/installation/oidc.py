"""How people sign in at the office's identity provider: what was typed, judged, and who a token says that somebody is.

The protocol is a library's (`plugins/jaarcyclus_airflow/oidc_client.py`); here is what no library knows: which provider
is meant, that it is one and the same tenant, and what of its token says who somebody is. Nothing here prints a secret.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jaarcyclus import disk
from jaarcyclus.dossier.links import CLAIMS, Identity
from jaarcyclus.errors import InvalidSetting, Refused
from jaarcyclus.settings import PREFIX, OidcSettings

BEHEERDER, CONTROLLER = "beheerder", "controller"
_MAX_SECRET_BYTES = 10_000
_PLAIN = re.compile(r"[!-~]{1,300}")
_GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ENTRA_HOSTS = ("login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One identity provider, and this installation as its client.

    `tenant` is Entra's, None for any other; `claim` is one of `CLAIMS`; `passwords` are the offices that may still use
    a password, None for everybody.
    """

    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str
    claim: str
    tenant: str | None
    passwords: frozenset[str] | None

    @property
    def metadata_url(self) -> str:
        """Return where it tells of itself (OpenID Connect Discovery, 4)."""
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"


def provider_of(typed: OidcSettings) -> Provider | None:
    """Return the provider that was typed, its secret read; None when none was. Raises InvalidSetting.

    A part of it is none: else a word that was forgotten would leave people to passwords in silence.
    """
    if typed == OidcSettings():
        return None
    if find_spec("authlib") is None:
        raise InvalidSetting(
            "Aanmelden bij uw organisatie is ingesteld, maar wat dat nodig heeft is niet geïnstalleerd; draai eerst "
            "`make oidc`."
        )
    issuer = _issuer(typed.issuer)
    tenant = _tenant(issuer)
    if not _PLAIN.fullmatch(typed.client):
        raise _invalid("CLIENT", "zet er de id van de app bij de aanmelddienst in")
    return Provider(
        issuer=issuer,
        client=typed.client,
        secret=_secret(typed),
        name=typed.name,
        claim=_claim(typed.claim, tenant),
        tenant=tenant,
        passwords=_offices(typed.passwords),
    )


def _issuer(typed: str) -> str:
    """Return it as typed: what a token says is compared with it sign for sign."""
    try:
        parts = urlsplit(typed)
        sound = bool(_PLAIN.fullmatch(typed)) and parts.hostname is not None and parts.username is None
        sound = sound and not (parts.query or parts.fragment or "\\" in typed) and (parts.port or 443) > 0
    except ValueError:
        sound = False
    if not sound or not _is_safe(typed):
        raise _invalid("UITGEVER", "zet er het adres van de uitgever in, zonder ? of #, dat met https:// begint")
    return typed


def _is_safe(address: str) -> bool:
    """Return whether nobody between us and there can answer in its name."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _tenant(issuer: str) -> str | None:
    """Return the tenant of Entra ID. An address of all tenants at once would let in anybody who has one."""
    if urlsplit(issuer).hostname not in _ENTRA_HOSTS:
        return None
    found = re.fullmatch(rf"https://[^/]+/({_GUID})/v2\.0", issuer)
    if found is None:
        raise _invalid(
            "UITGEVER",
            "zet er de id van uw eigen tenant in, zoals https://login.microsoftonline.com/TENANT-ID/v2.0; common, "
            "organizations en een domeinnaam gaan niet",
        )
    return found[1]


def _claim(typed: str, tenant: str | None) -> str:
    claim = typed or ("oid" if tenant else "sub")
    possible = ("oid", "sub") if tenant else tuple(name for name in CLAIMS if name != "oid")
    if claim not in possible:
        raise _invalid("KENMERK", f"kies uit {' en '.join(possible)}: wat bij de aanmelddienst van één mens blijft")
    return claim


def _offices(typed: str) -> frozenset[str] | None:
    words = frozenset(part.strip() for part in typed.split(",") if part.strip())
    if words == {"iedereen"}:
        return None
    if not words or not words <= {BEHEERDER, CONTROLLER}:
        raise _invalid("WACHTWOORD", "kies iedereen, beheerder, of beheerder,controller")
    return words | {BEHEERDER}  # who mends it when the provider fails


def _secret(typed: OidcSettings) -> str:
    if bool(typed.secret) == bool(typed.secret_file):
        raise InvalidSetting(f"Geef precies een van {PREFIX}OIDC_GEHEIM_BESTAND en {PREFIX}OIDC_GEHEIM.")
    secret = typed.secret or _read(typed.secret_file)
    if not _PLAIN.fullmatch(secret):
        raise InvalidSetting(
            f"Het geheim van {PREFIX}OIDC_GEHEIM of {PREFIX}OIDC_GEHEIM_BESTAND is leeg of heeft tekens die er niet in "
            "horen; zet er alleen het geheim van de app in."
        )
    return secret


def _read(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            if disk.is_open_to_others(file):
                remedy = f"anderen op deze machine kunnen bij dat bestand; {disk.how_to_shut(path)}"
                raise _invalid("GEHEIM_BESTAND", remedy)
            return file.read(_MAX_SECRET_BYTES).decode("ascii", errors="replace").strip()
    except OSError as fault:
        remedy = (
            f"dat bestand is niet te lezen ({fault.strerror}); zet het daar, en laat de gebruiker van Jaarcyclus "
            "het lezen"
        )
        raise _invalid("GEHEIM_BESTAND", remedy) from None  # its own words repeat what was typed


def _invalid(name: str, remedy: str) -> InvalidSetting:
    """Say which setting it is, and not what was typed: a secret may have come into the wrong one."""
    return InvalidSetting(f"De instelling {PREFIX}OIDC_{name} klopt niet; {remedy}.")


def identity_of(provider: Provider, claims: Mapping[str, Any]) -> Identity:
    """Return who the checked claims of an ID token say that this is. Raises Refused.

    Issuer and tenant are looked at again, and a mail address counts only when the provider looked whether it is theirs.
    """
    if claims.get("iss") != provider.issuer or (provider.tenant and claims.get("tid") != provider.tenant):
        raise Refused("AANMELDING_VREEMD", f"Deze aanmelding komt niet van {provider.name}; begin opnieuw.")
    if provider.claim == "email" and claims.get("email_verified") is not True:
        raise Refused(
            "EMAIL_NIET_BEVESTIGD",
            f"Uw e-mailadres is bij {provider.name} niet bevestigd. Laat het daar bevestigen en begin opnieuw.",
        )
    value = claims.get(provider.claim)
    if not isinstance(value, str) or not _PLAIN.fullmatch(value):
        raise Refused(
            "KENMERK_ONTBREEKT",
            f"De aanmelding van {provider.name} zegt niet wie u bent ({provider.claim} ontbreekt). Vraag wie de "
            "aanmelddienst beheert om dat gegeven mee te geven.",
        )
    value = value.lower() if provider.claim == "email" else value
    return Identity(issuer=provider.issuer, claim=provider.claim, value=value)
